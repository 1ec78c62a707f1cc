"""A window in Chinese on a system without a Chinese font."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LATIN = Path("/usr/share/fonts/truetype/dejavu")
PROGRAM = """
import sys
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication
from saa_desktop.ui.fonts import provide_chinese

application = QApplication([])
if "with" in sys.argv:
    provide_chinese()
layout = QTextLayout("缺陷 OK", application.font())
layout.beginLayout()
layout.createLine()
layout.endLayout()
print(sum(run.glyphIndexes().count(0) for run in layout.glyphRuns()))
"""


@pytest.mark.skipif(not LATIN.is_dir(), reason="needs the Debian package fonts-dejavu-core")
@pytest.mark.parametrize(("argument", "boxes"), [("without", 2), ("with", 0)])
def test_chinese_is_shown_where_the_system_has_no_font_for_it(
    tmp_path: Path, argument: str, boxes: int
) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{LATIN}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    environment = os.environ | {"FONTCONFIG_FILE": str(configuration), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", PROGRAM, argument]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) == boxes
