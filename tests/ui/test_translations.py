"""The Chinese translation is complete, and what ships is made from what was written."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import saa_desktop
from saa_desktop.data_files import data_path

TOOLS = Path(sys.executable).parent
SOURCES = Path(saa_desktop.__file__).parent

Key = tuple[str | None, str | None, str | None]


def written() -> Path:
    return data_path("resources", "translations", "saa_desktop_zh_CN.ts")


def messages(path: Path) -> dict[Key, ET.Element]:
    return {
        (context.findtext("name"), message.findtext("source"), message.findtext("comment")): message
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


def run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / tool, *arguments], check=True, capture_output=True, timeout=120)


def test_every_sentence_is_translated() -> None:
    translations = {key: message.find("translation") for key, message in messages(written()).items()}
    assert len(translations) > 50
    for key, translation in translations.items():
        assert translation is not None, key
        assert translation.text, key
        assert "type" not in translation.attrib, key


def test_placeholders_survive_the_translation() -> None:
    def placeholders(text: str) -> list[str]:
        return sorted(part.split("}")[0] for part in text.split("{")[1:])

    for (_, source, _), message in messages(written()).items():
        assert placeholders(message.findtext("translation") or "") == placeholders(source or "")


def test_nothing_in_the_sources_is_missing_from_the_translation(tmp_path: Path) -> None:
    found = tmp_path / "found.ts"
    run("pyside6-lupdate", "-extensions", "py", str(SOURCES), "-ts", str(found))
    assert set(messages(found)) == set(messages(written()))


def test_the_compiled_file_is_up_to_date(tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.qm"
    run("pyside6-lrelease", str(written()), "-qm", str(compiled))
    assert compiled.read_bytes() == written().with_suffix(".qm").read_bytes()
