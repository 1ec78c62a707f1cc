"""``saa-desktop checks``: whether everything is there that the application is made of."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from typer.testing import CliRunner

from saa_desktop.cli import app
from saa_desktop.commands import checks
from saa_desktop.commands.exit_codes import ExitCode
from saa_desktop.libraries import LIBRARIES, installed_version

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def run_checks() -> tuple[int, dict[str, list[str]]]:
    """Return the exit code, and the words of each line by its subject."""
    done = CliRunner().invoke(app, ["checks"])
    rows = [line.split() for line in done.output.splitlines()]
    return done.exit_code, {row[1]: row for row in rows if len(row) > 2}


def test_every_library_is_checked() -> None:
    requirements = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["dependencies"]
    wanted = {Requirement(each).name for each in requirements}
    code, rows = run_checks()
    assert code == ExitCode.SUCCESS
    assert {name: rows[name] for name in wanted} == {
        name: ["ok", name, installed_version(name)] for name in wanted
    }
    assert set(LIBRARIES) == wanted


def test_a_library_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LIBRARIES", {"numpy": ("NumPy", ""), "no-such-package": ("None", "")})
    code, rows = run_checks()
    assert code == ExitCode.SOME_FAILED
    assert rows["numpy"][0] == "ok"
    assert "is not installed: install SAA Desktop again" in " ".join(rows["no-such-package"])
