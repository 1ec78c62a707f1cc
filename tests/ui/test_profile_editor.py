"""The profile editor by mouse and keyboard, on a stand-in that finds what is bright."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from saa_desktop.domain.errors import Cancelled, ModelError
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Findings, Inspection
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Drop, DropRule
from saa_desktop.profiles.golden import ExpectedVerdict, golden_path, load_golden_set
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import (
    find_profile,
    list_profiles,
    load_profile,
    render_profile,
    save_profile,
    user_folder,
)
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.ui.profile_editor.profile_editor import ProfileEditor
from saa_desktop.workers.golden_files import GoldenFiles
from saa_desktop.workers.golden_runner import GoldenRunner
from saa_desktop.workers.tuner import Tuner
from saa_desktop.workers.workbench import WorkbenchWorker
from tests.ui.conftest import write_image
from tests.ui.stand_in_batch import inspect


class StandIn:
    """Finds what is bright, keeps it above the box threshold, and lets a test hold it up or break it."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.open_error: Exception | None = None
        self.inspected: list[str] = []

    def open(self, models: ModelChoice) -> "StandIn":
        assert models == ModelChoice("lite", "cpu")
        if self.open_error:
            raise self.open_error
        return self

    def inspect(self, image: DecodedImage, profile: ProductProfile, cancel: threading.Event) -> Inspection:
        while not self.gate.wait(0.01):
            if cancel.is_set():
                raise Cancelled
        self.inspected.append(image.identity.name)
        found = inspect(image, profile)
        drop = Drop(DropRule.BOX_THRESHOLD, 0.0, profile.box_threshold)
        regions = tuple(
            region if region.box_score > profile.box_threshold else replace(region, dropped=drop)
            for region in found.findings.regions
        )
        return replace(found, findings=Findings(regions))


@pytest.fixture
def models() -> StandIn:
    return StandIn()


@pytest.fixture
def editor(qapp: QApplication, qtbot: QtBot, models: StandIn) -> Iterator[ProfileEditor]:
    """Show the editor of ``test_part``: REVIEW from 0.5, NG from 0.9."""
    workers = WorkbenchWorker(models.open), GoldenRunner(models.open), GoldenFiles(), Tuner(models.open)
    thread = QThread()
    for worker in workers:
        worker.moveToThread(thread)
    thread.start()
    window = ProfileEditor(*workers)
    window.set_profiles(list_profiles().profiles)
    window.set_models(ModelChoice("lite", "cpu"))
    window.edit("test_part")
    window.show()
    qtbot.waitExposed(window)
    yield window
    models.gate.set()
    workers[1].cancel()
    thread.quit()
    thread.wait()
    window.hide()
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def images(tmp_path: Path) -> dict[str, Path]:
    """An image each for OK, REVIEW and NG under ``test_part``."""
    paths = {"good": 90, "doubtful": 150, "bad": 255}
    for name, brightness in paths.items():
        write_image(tmp_path / f"{name}.png", brightness)
    return {name: tmp_path / f"{name}.png" for name in paths}


def decoded(path: Path) -> DecodedImage:
    return next(decode_pages(ImageReference(path, path.name)))


def click(qtbot: QtBot, button: QWidget) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def retype(qtbot: QtBot, editor: ProfileEditor, *path: str, text: str) -> None:
    """Replace the text of a field by the keyboard."""
    field = editor.form.fields[path]
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def answer(label: str, said: list[str] | None = None) -> None:
    """Click this button of the question that is about to come; its words go into ``said``."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, look)
            return
        if said is not None:
            said.append(f"{box.text()}\n{box.informativeText()}")
        next(button for button in box.findChildren(QPushButton) if button.text() == label).click()

    QTimer.singleShot(0, look)


def wait_for_preview(qtbot: QtBot, editor: ProfileEditor, verdict: str) -> None:
    qtbot.waitUntil(lambda: editor.preview.verdict.isVisible() and editor.preview.verdict.text() == verdict)


def add_to_golden_set(editor: ProfileEditor, path: Path, expected: ExpectedVerdict) -> None:
    editor.set_preview_image(decoded(path))
    editor.golden.images.add_actions["current", expected].trigger()


def table(editor: ProfileEditor) -> list[list[str]]:
    model = editor.golden.images.model
    return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


# -- fields --------------------------------------------------------------------------------------------------


def test_every_profile_comes_out_of_the_form_as_it_went_in(editor: ProfileEditor) -> None:
    for profile in list_profiles().profiles:
        editor.edit(profile.name)
        assert editor.form.profile == profile
        assert not editor.unsaved
        assert not editor.save.isEnabled()


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        (("box_threshold",), "2", "Box threshold: Must be 1 or less."),
        (("box_threshold",), "high", "Box threshold: Write a number."),
        (("box_threshold",), "", "Box threshold: Write a number."),
        (("object", "count"), "1.5", "Products per image: Write a whole number."),
        (("object", "prompt"), " ", "Product words: Write some words."),
        (("mm_per_pixel",), "0", "Millimetres per pixel: Must be more than 0."),
        (
            ("verdict", "review_at"),
            "1",
            "REVIEW from: REVIEW from 1 must not be above NG from 0.9.",
        ),
        (
            ("property_prompts", "max_area"),
            "0.25",
            "Smallest area: The smallest area 0.5 must be below the largest area 0.25.",
        ),
        (("description", "en"), "Only English", "Description, Chinese: Write some words."),
    ],
)
def test_a_problem_is_shown_at_its_field_while_typing(
    qtbot: QtBot, editor: ProfileEditor, path: tuple[str, ...], text: str, sentence: str
) -> None:
    retype(qtbot, editor, "property_prompts", "min_area", text="0.5")
    retype(qtbot, editor, "property_prompts", "max_area", text="")
    retype(qtbot, editor, "description", "zh_CN", text="")
    retype(qtbot, editor, "description", "en", text="")
    retype(qtbot, editor, *path, text=text)
    assert editor.problem.text() == sentence
    assert not editor.save.isEnabled()
    shown = [
        label.text()
        for section in editor.form._sections.values()
        for label in section.problems.values()
        if label.isVisibleTo(editor)
    ]
    assert shown == [sentence.split(": ", 1)[1]]


def test_captions_are_added_moved_and_removed(qtbot: QtBot, editor: ProfileEditor) -> None:
    captions = editor.form.defects
    before = [row.texts() for row in captions.rows]
    click(qtbot, captions.add)
    assert editor.problem.text() == "Captions for this product: Write some words."
    assert captions.rows[-1].problem.isVisibleTo(editor)
    row = captions.rows[-1]
    assert QApplication.focusWidget() is row.edits[0]
    qtbot.keyClicks(row.edits[0], "deep dent.")
    qtbot.keyClick(row.edits[0], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is row.edits[1]
    qtbot.keyClicks(row.edits[1], "part")
    assert editor.problem.text() == ""
    qtbot.keyClick(row.edits[1], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [each.texts() for each in captions.rows] == [*before[:-1], ["deep dent.", "part"], before[-1]]
    click(qtbot, row.down)
    click(qtbot, captions.rows[0].remove)
    qtbot.keyClick(captions.rows[0].edits[0], Qt.Key.Key_Return)
    qtbot.keyClicks(captions.rows[1].edits[0], "deep dent.")
    assert "deep dent." in editor.problem.text()
    assert "more than once" in editor.problem.text()
    click(qtbot, captions.rows[1].remove)
    click(qtbot, editor.save)
    saved = find_profile("test_part")
    assert [[each.prompt, each.exclude] for each in saved.class_specific] == [
        *before[1:],
        ["deep dent.", "part"],
    ]


def test_arrow_keys_count_numbers_up_and_down(qtbot: QtBot, editor: ProfileEditor) -> None:
    field = editor.form.fields["confidence", "top_k"]
    before = field.value()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == before + 1
    for _ in range(before + 3):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == 0


# -- saving --------------------------------------------------------------------------------------------------


def test_saving_makes_the_next_version_in_the_users_folder(qtbot: QtBot, editor: ProfileEditor) -> None:
    editor.edit("bottle")
    shipped = find_profile("bottle")
    retype(qtbot, editor, "mm_per_pixel", text="0.05")
    with qtbot.waitSignal(editor.saved) as saved:
        qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    profile = load_profile(user_folder() / "bottle.yaml")
    assert saved.args == [profile]
    assert profile == shipped.model_copy(update={"version": 2, "mm_per_pixel": 0.05})
    assert not editor.save.isEnabled()
    assert editor.state.text() == "bottle, version 2, yours, in place of the shipped one"
    retype(qtbot, editor, "mm_per_pixel", text="0.06")
    retype(qtbot, editor, "mm_per_pixel", text="0.05")
    assert not editor.unsaved

    answer("Reset")
    with qtbot.waitSignal(editor.saved) as reset:
        click(qtbot, editor.delete)
    assert reset.args == [shipped]
    assert editor.form.profile == shipped
    assert not (user_folder() / "bottle.yaml").exists()


def test_a_profile_that_changed_elsewhere_is_not_replaced_unasked(
    qtbot: QtBot, editor: ProfileEditor
) -> None:
    other = find_profile("test_part").model_copy(update={"version": 7, "box_threshold": 0.3})
    save_profile(other, user_folder() / "test_part.yaml")
    retype(qtbot, editor, "mm_per_pixel", text="0.05")
    said: list[str] = []
    answer("Keep editing", said)
    click(qtbot, editor.save)
    assert "it has version 7 now" in said[0]
    assert find_profile("test_part") == other
    answer("Replace it")
    click(qtbot, editor.save)
    assert find_profile("test_part").version == 8
    assert find_profile("test_part").box_threshold == 0.1


def test_a_save_that_fails_says_why_and_loses_nothing(qtbot: QtBot, editor: ProfileEditor) -> None:
    path = user_folder() / "generic.yaml"
    editor.edit("generic")
    retype(qtbot, editor, "mm_per_pixel", text="0.05")
    (path / "in the way").mkdir(parents=True)
    click(qtbot, editor.save)
    assert "could not be written" in editor.notice.text.text()
    assert editor.unsaved


def test_new_profiles_are_drafts_until_they_are_saved(qtbot: QtBot, editor: ProfileEditor) -> None:
    click(qtbot, editor.new)
    assert editor.state.text() == "Not saved yet"
    assert not editor.export.isEnabled()
    assert not editor.golden.images.add.isEnabled()
    retype(qtbot, editor, "name", text="Bottle")
    assert "a-z" in editor.problem.text()
    retype(qtbot, editor, "name", text="bottle")
    assert editor.problem.text() == "Name: Another profile has this name: choose a different one."
    retype(qtbot, editor, "name", text="tin_lid")
    click(qtbot, editor.save)
    assert find_profile("tin_lid").version == 1
    assert not editor.form.fields["name",].isVisibleTo(editor)
    assert editor.golden.images.add.isEnabled()
    answer("Delete")
    with qtbot.waitSignal(editor.deleted) as deleted:
        click(qtbot, editor.delete)
    assert deleted.args == ["tin_lid"]
    assert not (user_folder() / "tin_lid.yaml").exists()
    assert editor.form.profile is not None


def test_duplicates_imports_and_exports(
    qtbot: QtBot, editor: ProfileEditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, editor.duplicate)
    assert editor.unsaved
    click(qtbot, editor.save)
    copy = find_profile("test_part_copy")
    assert copy.identity().fingerprint == find_profile("test_part").identity().fingerprint

    exported = tmp_path / "usb stick" / "test_part_copy.yaml"
    exported.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(exported), ""))
    click(qtbot, editor.export)
    assert exported.read_text("utf-8") == render_profile(copy)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other.yaml"), ""))
    click(qtbot, editor.export)
    assert "name the file test_part_copy.yaml" in editor.notice.text.text()

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(exported), ""))
    click(qtbot, editor.import_)
    assert editor.form.profile is not None
    assert editor.form.profile.name == "test_part_copy_2"
    assert editor.form.profile.identity().fingerprint == copy.identity().fingerprint
    answer("Discard the changes")
    editor.edit("test_part")
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema_version: 1\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(broken), ""))
    click(qtbot, editor.import_)
    assert "broken.yaml, line 1, name: is missing." in editor.notice.text.text()
    assert editor.form.profile == find_profile("test_part")


def test_unsaved_changes_ask_before_they_are_lost(qtbot: QtBot, editor: ProfileEditor) -> None:
    retype(qtbot, editor, "mm_per_pixel", text="0.05")
    assert editor.isWindowModified()
    answer("Keep editing")
    editor.close()
    assert editor.isVisible()
    answer("Save")
    editor.edit("bottle")
    assert find_profile("test_part").mm_per_pixel == 0.05
    assert editor.form.profile == find_profile("bottle")
    retype(qtbot, editor, "mm_per_pixel", text="x")
    said: list[str] = []
    answer("Discard the changes", said)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert "cannot be saved before the problems are solved" in said[0]
    assert not editor.isVisible()
    assert not (user_folder() / "bottle.yaml").exists()
    editor.edit("generic")
    assert editor.form.profile == find_profile("generic")


# -- preview -------------------------------------------------------------------------------------------------


def test_the_preview_follows_the_fields(
    qtbot: QtBot, editor: ProfileEditor, models: StandIn, images: dict[str, Path]
) -> None:
    assert "Choose an image" in editor.preview.status.text()
    editor.set_preview_image(decoded(images["bad"]))
    wait_for_preview(qtbot, editor, "NG  1.000")
    (region,) = editor.preview.canvas.regions()
    assert (region.top.x(), region.top.y()) == (30 / 60, 10 / 40)
    assert len(region.lines) == 4
    place = editor.preview.canvas.image_area()
    edge = QPointF(place.left() + place.width() / 2, place.top() + place.height() * 15 / 40).toPoint()
    red, green, blue, _ = editor.preview.canvas.grab().toImage().pixelColor(edge).getRgb()
    assert red == blue == 255
    assert green < 200, "the image is white there, the outline magenta"

    looked = len(models.inspected)
    retype(qtbot, editor, "verdict", "ng_at", text="1.5")
    wait_for_preview(qtbot, editor, "REVIEW  1.000")
    assert len(models.inspected) == looked, "thresholds need no models"

    retype(qtbot, editor, "box_threshold", text="1")
    wait_for_preview(qtbot, editor, "OK  0.000")
    assert editor.preview.canvas.regions() == ()
    assert len(models.inspected) == looked + 1, "one look when the typing stops"

    retype(qtbot, editor, "box_threshold", text="x")
    assert "waits until the problems are solved" in editor.preview.status.text()


def test_the_preview_says_what_it_waits_for(
    qtbot: QtBot, editor: ProfileEditor, models: StandIn, images: dict[str, Path]
) -> None:
    models.gate.clear()
    editor.set_preview_image(decoded(images["bad"]))
    qtbot.waitUntil(lambda: editor.preview.status.text() == "Inspecting…")
    editor.set_batch_running(True)
    assert editor.preview.status.text() == "Waits for the running batch…"
    editor.set_batch_running(False)
    models.gate.set()
    wait_for_preview(qtbot, editor, "NG  1.000")
    models.open_error = ModelError("The weights are missing: import them.")
    retype(qtbot, editor, "box_threshold", text="0.3")
    qtbot.waitUntil(lambda: editor.preview.status.text() == "The weights are missing: import them.")


def test_a_hidden_editor_leaves_the_models_alone(
    qtbot: QtBot, editor: ProfileEditor, models: StandIn, images: dict[str, Path]
) -> None:
    editor.close()
    editor.set_preview_image(decoded(images["bad"]))
    editor.set_preview_image(decoded(images["good"]))
    qtbot.wait(500)
    assert models.inspected == []
    editor.show()
    wait_for_preview(qtbot, editor, "OK  0.000")
    assert models.inspected == ["good.png"]


def test_the_region_of_interest_is_drawn_by_mouse(
    qtbot: QtBot, editor: ProfileEditor, images: dict[str, Path]
) -> None:
    region, canvas = editor.form.region, editor.preview.canvas
    assert not region.draw.isEnabled()
    editor.set_preview_image(decoded(images["bad"]))

    def place(x: float, y: float) -> QPoint:
        area = canvas.image_area()
        return QPointF(area.left() + x * area.width(), area.top() + y * area.height()).toPoint()

    def rounded() -> list[tuple[float, float]]:
        return [(round(x, 1), round(y, 1)) for x, y in region.polygon()]

    editor.tabs.setCurrentWidget(editor.golden)
    click(qtbot, region.draw)
    assert canvas.isVisible()
    for corner in ((0.1, 0.1), (0.9, 0.1), (0.5, 0.5)):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place(*corner))
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place(0.9, 0.9))
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place(0.9, 0.9))
    assert not region.draw.isChecked()
    assert rounded() == [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9)]

    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place(0.1, 0.1))
    qtbot.mouseMove(canvas, place(0.2, 0.3))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place(0.2, 0.3))
    assert rounded()[0] == (0.2, 0.3)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place(0.9, 0.5))
    assert len(region.polygon()) == 4
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=place(0.9, 0.5))
    assert len(region.polygon()) == 3

    drawn = region.polygon()
    click(qtbot, region.draw)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place(0.5, 0.5))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not region.draw.isChecked()
    assert region.polygon() == drawn
    assert editor.isVisible()
    click(qtbot, editor.save)
    assert find_profile("test_part").property_prompts.region_of_interest == drawn
    click(qtbot, region.clear)
    assert editor.form.profile is not None
    assert editor.form.profile.property_prompts.region_of_interest == ()
    qtbot.keyClicks(region.text, "0.1 0.1; 0.2")
    assert editor.problem.text() == "Region of interest: Write the corners as: x y; x y; x y"


def test_the_current_image_becomes_the_golden_one(
    qtbot: QtBot, editor: ProfileEditor, images: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    field = editor.form.golden_image
    assert not field.take_current.isEnabled()
    editor.set_preview_image(decoded(images["good"]))
    click(qtbot, field.take_current)
    assert field.value() == "../good.png"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(images["bad"]), ""))
    click(qtbot, field.choose)
    assert field.value() == "../bad.png"


# -- golden set ----------------------------------------------------------------------------------------------


def test_a_worse_profile_is_released_only_when_a_person_insists(
    qtbot: QtBot, editor: ProfileEditor, images: dict[str, Path]
) -> None:
    add_to_golden_set(editor, images["good"], ExpectedVerdict.OK)
    add_to_golden_set(editor, images["doubtful"], ExpectedVerdict.NG)
    add_to_golden_set(editor, images["bad"], ExpectedVerdict.NG)
    assert len(load_golden_set(golden_path("test_part")).images) == 3

    retype(qtbot, editor, "box_threshold", text="0.7")
    said: list[str] = []
    answer("Keep editing", said)
    click(qtbot, editor.save)
    assert editor.tabs.currentWidget() is editor.golden
    qtbot.waitUntil(lambda: bool(said))
    assert "does worse than the released one" in said[0]
    assert "Escapes: 0 → 1" in said[0]
    assert "doubtful.png" in said[0]
    assert table(editor) == [
        ["good.png", "OK", "OK  0.000", "OK  0.000", "same"],
        ["doubtful.png", "NG", "REVIEW  0.588", "OK  0.000", "new escape"],
        ["bad.png", "NG", "NG  1.000", "NG  1.000", "same"],
    ]
    assert "Released: right 2, REVIEW 1, escapes 0, false calls 0" in editor.golden.summary.text()
    assert "Changed: right 2, REVIEW 0, escapes 1, false calls 0" in editor.golden.summary.text()
    assert find_profile("test_part").version == 1

    answer("Release it anyway")
    click(qtbot, editor.save)
    assert find_profile("test_part").version == 2
    assert find_profile("test_part").box_threshold == 0.7

    retype(qtbot, editor, "box_threshold", text="0.3")
    assert "has changed since" in editor.golden.summary.text()
    with qtbot.waitSignal(editor.saved):
        click(qtbot, editor.save)
    assert table(editor)[1][4] == "better"
    assert find_profile("test_part").version == 3


def test_images_that_are_gone_or_changed_do_not_end_a_run(
    qtbot: QtBot, editor: ProfileEditor, images: dict[str, Path]
) -> None:
    for name in ("good", "doubtful", "bad"):
        add_to_golden_set(editor, images[name], ExpectedVerdict.OK)
    images["good"].unlink()
    write_image(images["doubtful"], 200)
    editor.tabs.setCurrentWidget(editor.golden)
    click(qtbot, editor.golden.run_button)
    qtbot.waitUntil(lambda: not editor.golden.running)
    assert [row[3:] for row in table(editor)] == [
        ["failed", "not inspected"],
        ["failed", "not inspected"],
        ["NG  1.000", "false call"],
    ]
    model = editor.golden.images.model
    tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(2)]
    assert "is no longer there" in tips[0]
    assert "has changed since it was added" in tips[1]
    assert "Not inspected: 2" in editor.golden.summary.text()
    assert tips[0] in editor.golden.summary.text()


def test_only_thresholds_differ_so_each_image_is_inspected_once(
    qtbot: QtBot, editor: ProfileEditor, models: StandIn, images: dict[str, Path]
) -> None:
    add_to_golden_set(editor, images["bad"], ExpectedVerdict.NG)
    editor.set_preview_image(None)
    editor.tabs.setCurrentWidget(editor.golden)
    models.inspected.clear()
    retype(qtbot, editor, "verdict", "ng_at", text="2")
    click(qtbot, editor.golden.run_button)
    qtbot.waitUntil(lambda: editor.golden.comparison is not None)
    assert models.inspected == ["bad.png"]
    assert table(editor) == [["bad.png", "NG", "NG  1.000", "REVIEW  1.000", "worse"]]


def test_a_run_of_an_older_draft_is_repeated_before_a_release(
    qtbot: QtBot, editor: ProfileEditor, models: StandIn, images: dict[str, Path]
) -> None:
    add_to_golden_set(editor, images["bad"], ExpectedVerdict.NG)
    models.gate.clear()
    retype(qtbot, editor, "box_threshold", text="0.2")
    editor.tabs.setCurrentWidget(editor.golden)
    click(qtbot, editor.golden.run_button)
    retype(qtbot, editor, "box_threshold", text="1")
    click(qtbot, editor.save)
    said: list[str] = []
    answer("Keep editing", said)
    models.gate.set()
    qtbot.waitUntil(lambda: bool(said))
    assert "Escapes: 0 → 1" in said[0]
    assert find_profile("test_part").version == 1


def test_a_run_is_cancelled_and_then_nothing_is_released(
    qtbot: QtBot, editor: ProfileEditor, models: StandIn, images: dict[str, Path]
) -> None:
    add_to_golden_set(editor, images["bad"], ExpectedVerdict.NG)
    models.gate.clear()
    retype(qtbot, editor, "box_threshold", text="0.2")
    click(qtbot, editor.save)
    assert not editor.form.isEnabled()
    assert not editor.golden.images.add.isEnabled()
    click(qtbot, editor.golden.cancel_button)
    qtbot.waitUntil(lambda: not editor.golden.running)
    assert editor.form.isEnabled()
    assert editor.unsaved
    assert find_profile("test_part").version == 1


def test_without_models_a_profile_is_released_unchecked_only_when_a_person_insists(
    qtbot: QtBot, editor: ProfileEditor, models: StandIn, images: dict[str, Path]
) -> None:
    add_to_golden_set(editor, images["bad"], ExpectedVerdict.NG)
    models.open_error = ModelError("The weights are missing: import them.")
    retype(qtbot, editor, "box_threshold", text="0.2")
    said: list[str] = []
    answer("Release it unchecked", said)
    with qtbot.waitSignal(editor.saved):
        click(qtbot, editor.save)
    assert "The weights are missing: import them." in said[0]
    assert find_profile("test_part").version == 2


def test_files_join_the_set_and_leave_it(
    qtbot: QtBot,
    editor: ProfileEditor,
    images: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "notes.png").write_text("no image")
    chosen = [str(images["good"]), str(tmp_path / "notes.png"), str(images["bad"])]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    golden = editor.golden.images
    editor.tabs.setCurrentWidget(editor.golden)
    golden.add_actions["files", ExpectedVerdict.OK].trigger()
    qtbot.waitUntil(lambda: len(golden.golden.images) == 2)
    assert "notes.png" in golden.problem.text()
    before = images["bad"].read_bytes()
    golden.table.selectRow(1)
    click(qtbot, golden.switch)
    assert [row[:2] for row in table(editor)] == [["good.png", "OK"], ["bad.png", "NG"]]
    click(qtbot, golden.switch)
    assert table(editor)[1][1] == "OK"
    click(qtbot, golden.remove)
    assert [row[0] for row in table(editor)] == ["good.png"]
    assert images["bad"].read_bytes() == before
    assert load_golden_set(golden_path("test_part")) == golden.golden


def test_a_damaged_golden_set_is_explained_and_left_alone(editor: ProfileEditor) -> None:
    path = golden_path("bottle")
    path.write_text("schema_version: 1\nimages: none\n", encoding="utf-8")
    editor.edit("bottle")
    assert "bottle.golden.yaml, line 2, images: must be a list" in editor.golden.images.problem.text()
    assert not editor.golden.images.add.isEnabled()


def test_titles_follow_the_language(editor: ProfileEditor) -> None:
    editor.set_language("zh_CN")
    assert editor.picker.currentText() == "测试零件"
    assert "测试零件" in editor.windowTitle()
