"""The ``models`` commands as an operator types them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from saa_desktop.commands import models as command
from saa_desktop.models.registry import Role
from saa_desktop.models.store import ModelStore, models_folder


@pytest.fixture
def run(bench: Any, make_record: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on a registry of one small file a role, all on the local server."""
    records = []
    for role in Role:
        content = role.encode() * 50_000
        bench.server.files[f"/{role}.pth"] = content
        records.append(make_record(content, f"{bench.server.url}/{role}.pth", name=role.value, role=role))
    registry = (*records, bench.record)
    monkeypatch.setattr(command, "open_model_store", lambda: ModelStore(models_folder(), registry))
    monkeypatch.setenv("SAA_DESKTOP_MODELS", str(bench.store.folder))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(command.app, list(arguments))

    return invoke


def states(result: Result) -> dict[str, str]:
    """Return the state of each file that ``list`` shows."""
    rows = [line.split("  ") for line in result.stdout.splitlines()[1:6]]
    return {cells[0].strip(): [cell.strip() for cell in cells if cell.strip()][3] for cells in rows}


def test_download_fetches_the_published_set_and_list_shows_it(run: Any, bench: Any) -> None:
    before = run("list")
    result = run("download")
    after = run("list")

    assert set(states(before).values()) == {"missing"}
    assert "saa-plus lacks detector detector (missing)" in before.stdout
    assert "run `saa-desktop models download detector segmenter backbone vocabulary`" in before.stdout
    assert result.exit_code == 0
    assert states(after) == dict.fromkeys(("detector", "segmenter", "backbone", "vocabulary"), "verified") | {
        "sam_vit_b": "missing"
    }
    assert "saa-plus runs on detector and segmenter." in after.stdout
    assert str(bench.store.folder) in after.stdout


def test_one_failed_download_does_not_stop_the_others(run: Any, bench: Any) -> None:
    bench.server.files["/segmenter.pth"] = b""

    result = run("download")

    assert result.exit_code == 1
    assert "does not have segmenter.pth (HTTP 404)" in result.stderr
    assert "saa-desktop: segmenter could not be downloaded" in result.stderr
    assert list(states(run("list")).values()).count("verified") == 3


def test_a_mirror_is_tried_first(run: Any, bench: Any) -> None:
    bench.server.files["/mirror/sam_vit_b.pth"] = bench.content

    assert run("download", "sam_vit_b", "--mirror", f"{bench.server.url}/mirror").exit_code == 0
    assert [path for path, _ in bench.server.requests] == ["/mirror/sam_vit_b.pth"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("download", "nothing"), "There is no model file named 'nothing': choose from detector, "),
        (("download", "detector", "--mirror", "C:\\weights"), "is no address: write it as http://HOST"),
        (("verify", "detector"), "detector is missing: run `saa-desktop models download detector`"),
        (("pack", "models.zip"), "There is no verified file to pack"),
        (("import", "gone.pth"), "gone.pth is neither a file nor a folder"),
        (("import", "a.pth", "b.pth", "--as", "detector"), "--as names one file"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(
    run: Any, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_verify_finds_the_damaged_file(run: Any, bench: Any) -> None:
    run("download")
    (bench.store.folder / "segmenter.pth").write_bytes(b"damaged")

    result = run("verify")

    assert result.exit_code == 1
    assert "saa-desktop: segmenter is damaged: run `saa-desktop models download segmenter`" in result.stderr
    assert "detector: verified" in result.stderr
    assert states(run("list"))["segmenter"] == "damaged"

    assert run("download", "segmenter").exit_code == 0
    assert run("verify").exit_code == 0


def test_a_pack_moves_the_set_to_a_machine_without_a_network(
    run: Any, bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("download")
    packed = run("pack", str(tmp_path / "models.zip"))
    monkeypatch.setenv("SAA_DESKTOP_MODELS", str(tmp_path / "other machine"))
    asked = len(bench.server.requests)

    imported = run("import", str(tmp_path / "models.zip"))

    assert (packed.exit_code, imported.exit_code) == (0, 0)
    assert "models.zip holds detector, segmenter, backbone, vocabulary." in packed.stderr
    assert "saa-plus runs on" in run("list").stdout
    assert len(bench.server.requests) == asked


def test_several_imports_each_have_their_outcome(run: Any, bench: Any, tmp_path: Path) -> None:
    (tmp_path / "good.pth").write_bytes(bench.content)
    (tmp_path / "bad.pth").write_bytes(b"bad")

    result = run("import", str(tmp_path / "bad.pth"), str(tmp_path / "good.pth"))

    assert result.exit_code == 1
    assert "bad.pth is none of the published files" in result.stderr
    assert "sam_vit_b: verified" in result.stderr


def test_stopping_is_said_and_has_its_exit_code(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def press_ctrl_c(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command.downloading, "download", press_ctrl_c)

    result = run("download")

    assert result.exit_code == 130
    assert "Stopped: the same command goes on from here." in result.stderr


def test_a_folder_that_cannot_be_made_gets_a_sentence(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("SAA_DESKTOP_MODELS", str(tmp_path / "file" / "models"))

    result = run("download", "detector")

    assert result.exit_code == 2
    assert result.stderr.startswith("saa-desktop: Cannot write to ")


def test_listing_does_not_load_torch() -> None:
    script = "import sys, saa_desktop.commands.models; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
