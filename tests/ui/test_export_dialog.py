"""The export dialog, by mouse and keyboard, on the real exporter in a thread of its own."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QThread, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from saa_desktop.ui.export_dialog.export_dialog import ExportDialog
from saa_desktop.workers.export import ExportContent, ExportRequest, ExportSummary
from saa_desktop.workers.exporter import Exporter
from tests.reviewed_session import ALL_BUT_LABELS, Shift, reviewed_shift

TABLES = frozenset({ExportContent.TABLES})


class Gate:
    """Stands before the real export: holds it up, or breaks it."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.error: Exception | None = None
        self.requests: list[ExportRequest] = []

    def __call__(
        self, request: ExportRequest, progressed: Callable[[int, int], None], cancel: threading.Event
    ) -> ExportSummary:
        from saa_desktop.workers.review_export import export_review

        self.requests.append(request)
        if self.error:
            raise self.error

        def held_up(done: int, total: int) -> None:
            progressed(done, total)
            while done > 0 and not self.open.wait(0.01) and not cancel.is_set():
                pass

        return export_review(request, held_up, cancel)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    shift = reviewed_shift(tmp_path)
    yield shift
    shift.session.close()


@pytest.fixture
def dialog(qapp: QApplication, qtbot: QtBot, gate: Gate, shift: Shift) -> Iterator[ExportDialog]:
    exporter = Exporter(gate)
    thread = QThread()
    exporter.moveToThread(thread)
    thread.start()
    dialog = ExportDialog(exporter, shift.output, ALL_BUT_LABELS)
    dialog.set_review(shift.path, 4, ["c.png", "waiting.png"])
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    yield dialog
    exporter.cancel()
    thread.quit()
    thread.wait()
    dialog.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened_folders(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return opened


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    place = button.rect().center()
    place.setX(8)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)


def export(qtbot: QtBot, dialog: ExportDialog) -> str:
    with qtbot.waitSignal(dialog.ended, timeout=20_000) as ended:
        click(qtbot, dialog.export)
    return ended.args[0]


def test_a_whole_review_is_exported_and_its_folder_opened(
    qtbot: QtBot, dialog: ExportDialog, shift: Shift, opened_folders: list[Path]
) -> None:
    folders: list[Path] = []
    contents: list[frozenset[ExportContent]] = []
    dialog.folder_chosen.connect(folders.append)
    dialog.contents_chosen.connect(contents.append)
    assert dialog.form.every.text() == "All images (4)"
    sentence = export(qtbot, dialog)
    assert sentence == f"Exported to {shift.output}. Images: 4."
    assert sorted(path.name for path in shift.output.iterdir()) == [
        *("maps", "masks", "regions.csv", "reports", "results.csv", "summary.json")
    ]
    assert not dialog.problems.isVisible()
    assert (folders, contents) == ([shift.output], [ALL_BUT_LABELS])
    click(qtbot, dialog.open_folder)
    assert opened_folders == [shift.output]


def test_what_is_chosen_is_what_is_asked_for(
    qtbot: QtBot, dialog: ExportDialog, shift: Shift, gate: Gate
) -> None:
    for content in ALL_BUT_LABELS - TABLES:
        click(qtbot, dialog.form.boxes[content])
    assert dialog.form.listed.text() == "The images in the list (2)"
    click(qtbot, dialog.form.listed)
    sentence = export(qtbot, dialog)
    assert gate.requests == [ExportRequest(shift.path, ("c.png", "waiting.png"), shift.output, TABLES)]
    assert sentence.endswith("Images: 1.\nNot inspected yet, and so left out: 1.")
    assert sorted(path.name for path in shift.output.iterdir()) == ["regions.csv", "results.csv"]

    for choice, count in ((dialog.form.reviewed, 2), (dialog.form.ng, 1)):
        dialog.form.folder.setText(str(shift.output / choice.text()))
        click(qtbot, choice)
        assert export(qtbot, dialog).endswith(f"Images: {count}.")


def test_nothing_can_be_exported_while_something_is_missing(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    dialog.form.folder.clear()
    assert not dialog.export.isEnabled()
    qtbot.keyClicks(dialog.form.folder, str(tmp_path / "out"))
    assert dialog.export.isEnabled()
    for content in ALL_BUT_LABELS:
        click(qtbot, dialog.form.boxes[content])
    assert not dialog.export.isEnabled()


def test_images_go_with_labels_only(qtbot: QtBot, dialog: ExportDialog, gate: Gate, shift: Shift) -> None:
    labels, images = (dialog.form.boxes[each] for each in (ExportContent.LABELS, ExportContent.LABEL_IMAGES))
    assert not images.isEnabled()
    click(qtbot, labels)
    click(qtbot, images)
    click(qtbot, labels)
    assert not images.isEnabled()
    request = dialog.form.request()
    assert request is not None
    assert request.contents == ALL_BUT_LABELS
    click(qtbot, labels)
    sentence = export(qtbot, dialog)
    assert "Images with labels: 1, defects on them: 0." in sentence
    assert gate.requests[-1].contents == frozenset(ExportContent)
    assert (shift.output / "coco.json").exists()


def test_the_folder_is_picked(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([str(tmp_path / "new"), ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(answers))
    click(qtbot, dialog.form.browse)
    assert dialog.form.folder.text() == str(tmp_path / "new")
    click(qtbot, dialog.form.browse)
    assert dialog.form.folder.text() == str(tmp_path / "new")


def test_files_that_are_there_are_replaced_only_when_a_person_says_so(
    qtbot: QtBot, dialog: ExportDialog, shift: Shift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift.output.mkdir()
    mine = shift.output / "results.csv"
    mine.write_text("mine")
    click(qtbot, dialog.export)
    qtbot.waitUntil(dialog.question.isVisible)
    assert "those of the same name will be replaced" in dialog.question.text.text()
    assert QApplication.focusWidget() is dialog.question.decline
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "other"))
    click(qtbot, dialog.question.decline)
    assert not dialog.question.isVisible()
    assert dialog.form.folder.text() == str(tmp_path / "other")
    assert mine.read_text() == "mine"

    dialog.form.folder.setText(str(shift.output))
    click(qtbot, dialog.export)
    qtbot.waitUntil(dialog.question.isVisible)
    with qtbot.waitSignal(dialog.ended):
        click(qtbot, dialog.question.agree)
    assert mine.read_text("utf-8-sig").startswith("image,")


def test_an_answer_counts_for_its_folder_only(qtbot: QtBot, dialog: ExportDialog, shift: Shift) -> None:
    for folder in (shift.originals, shift.originals / "line 1"):
        dialog.form.folder.setText(str(folder))
        assert not dialog.question.isVisible()
        click(qtbot, dialog.export)
        qtbot.waitUntil(dialog.question.isVisible)
        assert "among your original images" in dialog.question.text.text()
    assert not (shift.originals / "results.csv").exists()


def test_a_running_export_shows_how_far_it_is_and_is_cancelled(
    qtbot: QtBot, dialog: ExportDialog, shift: Shift, gate: Gate
) -> None:
    gate.open.clear()
    click(qtbot, dialog.export)
    assert dialog.running
    assert not dialog.form.isEnabled()
    assert dialog.progress.isVisible()
    qtbot.waitUntil(lambda: dialog.status.text().startswith("0 of 4"))
    dialog.close()
    assert dialog.running, "closing the dialog does not stop the export"
    dialog.show()
    with qtbot.waitSignal(dialog.ended) as ended:
        click(qtbot, dialog.cancel)
        assert "Cancelling" in dialog.status.text()
    assert ended.args[0].startswith("Cancelled after ")
    assert not (shift.output / "results.csv").exists()
    assert (shift.output / "masks" / "b.png.png").exists()
    assert dialog.form.isEnabled()
    gate.open.set()


def test_each_problem_gets_its_sentence(qtbot: QtBot, dialog: ExportDialog, shift: Shift) -> None:
    (shift.originals / "b.png").unlink()
    assert export(qtbot, dialog).endswith("Files that had to be left out: 1.")
    assert dialog.problems.isVisible()
    assert dialog.problems.toPlainText().startswith("Picture left out: b.png is no longer there")


@pytest.mark.parametrize("expected", [True, False])
def test_an_export_that_fails_says_why(
    qtbot: QtBot, dialog: ExportDialog, shift: Shift, gate: Gate, expected: bool
) -> None:
    if expected:
        dialog.set_review(shift.path.with_name("gone.sqlite"), 4, [])
        assert "gone.sqlite does not exist" in export(qtbot, dialog)
    else:
        gate.error = RuntimeError("no such luck")
        assert "RuntimeError: no such luck" in export(qtbot, dialog)
    assert not dialog.open_folder.isVisible()
    assert dialog.export.isEnabled()
