"""Masks corrected and drawn on the real image view, by mouse and keyboard."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QThread, QTranslator
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import waiting
from saa_desktop.domain.errors import ModelError
from saa_desktop.domain.images import DecodedImage, ImageIdentity, ImageReference
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Box
from saa_desktop.domain.reviews import FIRST_DRAWN, RegionReview, Review
from saa_desktop.review.mask_editing import polygon, stroke
from saa_desktop.ui.image_view.image_view import ImageView
from saa_desktop.ui.mask_editor.mask_editor import MaskEditor
from saa_desktop.ui.mask_editor.mask_editor_strip import MaskEditorStrip
from saa_desktop.ui.mask_editor.mask_segmenting import MaskSegmenting
from saa_desktop.workers.pyramid import build_pyramid
from saa_desktop.workers.view_loader import View, ViewRequest
from saa_desktop.workers.workbench import WorkbenchWorker

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
HEIGHT, WIDTH = 240, 320
MACHINE = 3


def rectangle(x0: int, y0: int, x1: int, y1: int) -> Mask:
    return Mask.from_crop(np.ones((y1 - y0, x1 - x0), dtype=np.bool_), x0, y0, HEIGHT, WIDTH)


MACHINE_MASK = rectangle(100, 80, 160, 120)


def photograph(name: str = "part.png") -> DecodedImage:
    pixels = np.full((HEIGHT, WIDTH, 3), 150, dtype=np.uint8)
    pixels[80:120, 100:160] = (90, 60, 50)
    return DecodedImage(ImageIdentity(name, Path("/in") / name, "1" * 64, WIDTH, HEIGHT), pixels)


class Desk(QWidget):
    """Does what the window does: keeps reviews, with their history, and gives the editor its target."""

    def __init__(self) -> None:
        super().__init__()
        self.strip, self.view = MaskEditorStrip(brush_size=12), ImageView()
        self.editor = MaskEditor(self.view, self.strip)
        self.reviews = [Review()]
        self.number = MACHINE
        self.notices: list[str] = []
        self.edits: list[int] = []
        layout = QVBoxLayout(self)
        layout.addWidget(self.strip)
        layout.addWidget(self.view)
        self.editor.mask_edited.connect(self.on_edited)
        self.editor.mask_restored.connect(self.on_restored)
        self.editor.target_chosen.connect(self.on_target_chosen)
        self.editor.noticed.connect(self.notices.append)

    def show_image(self, image: DecodedImage) -> None:
        request = ViewRequest(waiting(ImageReference(image.identity.path, image.identity.name)))
        self.view.show_view(View(request, image, build_pyramid(image.pixels)))
        self.view.actual_size()
        self.reviews, self.number = [Review()], MACHINE
        self.aim()

    def aim(self) -> None:
        said = self.reviews[-1].of_region(self.number)
        shown = said.mask or (MACHINE_MASK if self.number == MACHINE else None)
        self.editor.set_target(self.number, shown, HEIGHT, WIDTH, corrected=said.mask is not None)

    def on_edited(self, number: int, mask: Mask) -> None:
        self.number = number
        self.edits.append(number)
        self.reviews.append(self.reviews[-1].with_region(RegionReview(number, mask=mask)))
        self.aim()

    def on_restored(self, number: int) -> None:
        self.reviews.append(self.reviews[-1].with_region(RegionReview(number)))
        self.number = MACHINE
        self.aim()

    def on_target_chosen(self, new: bool) -> None:
        self.number = self.reviews[-1].next_drawn() if new else MACHINE
        self.aim()

    def undo(self) -> None:
        self.reviews.pop()
        self.aim()

    def mask(self, number: int = MACHINE) -> np.ndarray:
        said = self.reviews[-1].of_region(number).mask
        assert said is not None
        return said.to_array()

    def place(self, x: float, y: float) -> QPoint:
        return self.view.viewportTransform().map(QPointF(x, y)).toPoint()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where on the image a mouse is that is meant to be at x, y: the screen has whole pixels only."""
        inverse, _ = self.view.viewportTransform().inverted()
        there = inverse.map(QPointF(self.place(x, y)))
        return there.x(), there.y()


class Hand:
    """Mouse and keyboard on a desk."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.paper = desk.view.viewport()

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.desk.view, key)

    def drag(self, *points: tuple[float, float], keys: Qt.KeyboardModifier = NONE) -> None:
        self.begin(*points, keys=keys)
        self.qtbot.mouseRelease(self.paper, LEFT, keys, self.desk.place(*points[-1]))

    def begin(self, *points: tuple[float, float], keys: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.mousePress(self.paper, LEFT, keys, self.desk.place(*points[0]))
        for point in points[1:]:
            self.qtbot.mouseMove(self.paper, self.desk.place(*point))

    def click(
        self, x: float, y: float, keys: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        self.qtbot.mouseClick(self.paper, button, keys, self.desk.place(x, y))

    def press(self, text: str) -> None:
        buttons = self.desk.strip.findChildren(QToolButton)
        self.qtbot.mouseClick(next(each for each in buttons if each.text() == text), LEFT)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    qapp.setStyle("Fusion")
    desk = Desk()
    qtbot.addWidget(desk)
    desk.resize(700, 460)
    desk.show()
    desk.activateWindow()
    qtbot.waitExposed(desk)
    desk.show_image(photograph())
    desk.view.setFocus()
    return desk


@pytest.fixture
def hand(qtbot: QtBot, desk: Desk) -> Hand:
    return Hand(qtbot, desk)


def test_a_brush_stroke_adds_what_it_covers_as_one_edit(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    line = [(160, 100), (180, 110), (200, 100)]
    hand.drag(*line)
    added = stroke(np.array([desk.point(*point) for point in line]), 6.0, HEIGHT, WIDTH).to_array()
    np.testing.assert_array_equal(desk.mask(), MACHINE_MASK.to_array() | added)
    assert desk.edits == [MACHINE]


@pytest.mark.parametrize(("key", "keys"), [(Qt.Key.Key_E, NONE), (Qt.Key.Key_B, SHIFT)])
def test_the_eraser_and_the_brush_with_shift_take_away(
    desk: Desk, hand: Hand, key: Qt.Key, keys: Qt.KeyboardModifier
) -> None:
    hand.key(key)
    hand.drag((100, 80), (160, 80), keys=keys)
    taken = stroke(np.array([desk.point(100, 80), desk.point(160, 80)]), 6.0, HEIGHT, WIDTH).to_array()
    np.testing.assert_array_equal(desk.mask(), MACHINE_MASK.to_array() & ~taken)


def test_a_key_turns_adding_into_taking_away_and_back(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    hand.key(Qt.Key.Key_T)
    hand.click(130, 100)
    assert not desk.mask()[100, 130]
    hand.key(Qt.Key.Key_T)
    hand.click(130, 100)
    assert desk.mask()[100, 130]


def test_what_changes_nothing_is_no_edit(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    hand.drag((120, 95), (140, 105))
    hand.key(Qt.Key.Key_E)
    hand.click(20, 20)
    assert desk.edits == []


def test_the_brush_changes_its_size_and_keeps_it_within_a_stroke(desk: Desk, hand: Hand) -> None:
    sizes: list[int] = []
    desk.strip.brush_size_changed.connect(sizes.append)
    hand.key(Qt.Key.Key_B)
    hand.begin((30, 30), (60, 30))
    desk.strip.make_brush_larger()
    hand.qtbot.mouseRelease(hand.paper, LEFT, NONE, desk.place(60, 30))
    assert desk.mask()[:60].any(axis=1).sum() == 12
    hand.click(200, 200)
    assert desk.strip.brush_size == 15
    dab = stroke(np.array([desk.point(200, 200)]), 7.5, HEIGHT, WIDTH).to_array()
    np.testing.assert_array_equal(desk.mask()[180:], dab[180:])
    for _ in range(20):
        desk.strip.make_brush_smaller()
    assert desk.strip.brush_size == 1
    hand.click(250.5, 30.5)
    assert 1 <= desk.mask()[:60, 240:].sum() <= 4
    assert sizes[0] == 15
    assert sizes[-1] == 1


def test_corners_make_a_polygon(desk: Desk, hand: Hand) -> None:
    corners = [(20, 20), (80, 30), (60, 90)]
    hand.key(Qt.Key.Key_P)
    for corner in corners:
        hand.click(*corner)
    hand.click(200, 10)
    hand.key(Qt.Key.Key_Backspace)
    assert desk.edits == []
    hand.key(Qt.Key.Key_Return)
    drawn = polygon(np.array([desk.point(*corner) for corner in corners]), HEIGHT, WIDTH).to_array()
    np.testing.assert_array_equal(desk.mask(), MACHINE_MASK.to_array() | drawn)


def test_a_double_click_or_the_first_corner_closes_a_polygon(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_P)
    hand.click(20, 20)
    hand.click(80, 20)
    hand.click(50, 70)
    hand.qtbot.mouseDClick(hand.paper, LEFT, NONE, desk.place(50, 70))
    assert desk.mask()[30, 50]
    for corner in [(200, 20), (260, 20), (230, 70), (203, 22)]:
        hand.click(*corner, keys=NONE)
    assert desk.mask()[30, 230]
    assert desk.edits == [MACHINE, MACHINE]


def test_a_polygon_of_two_corners_says_what_is_missing(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_P)
    hand.click(20, 20)
    hand.click(80, 20)
    hand.key(Qt.Key.Key_Enter)
    assert desk.notices == ["A polygon needs at least three corners: click them one by one."]
    hand.key(Qt.Key.Key_Escape)
    for corner in [(120, 90), (150, 90), (150, 110)]:
        hand.click(*corner, keys=SHIFT)
    hand.key(Qt.Key.Key_Enter)
    assert desk.mask().sum() < MACHINE_MASK.area


def test_escape_gives_up_what_is_begun_then_the_tool(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    hand.begin((20, 20), (80, 40))
    hand.key(Qt.Key.Key_Escape)
    hand.qtbot.mouseRelease(hand.paper, LEFT, NONE, desk.place(80, 40))
    assert desk.edits == []
    assert desk.strip.tool is not None
    hand.key(Qt.Key.Key_Escape)
    assert desk.strip.tool is None
    hand.drag((20, 20), (80, 40))
    assert desk.edits == []


def test_tips_name_the_keys_that_a_person_has_chosen(desk: Desk, hand: Hand) -> None:
    command = desk.strip.commands["mask_brush"]
    assert command.toolTip() == "Brush (B)"
    command.setShortcut("K")
    assert command.toolTip() == "Brush (K)"
    hand.key(Qt.Key.Key_K)
    hand.click(20, 20)
    assert desk.edits == [MACHINE]


def test_undo_comes_back_as_a_target(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    hand.click(20, 20)
    hand.click(300, 20)
    desk.undo()
    hand.click(300, 200)
    mask = desk.mask()
    assert [mask[20, 20], mask[20, 300], mask[200, 300]] == [True, False, True]


def test_a_new_region_gets_its_own_number_and_the_next_strokes(desk: Desk, hand: Hand) -> None:
    hand.press("New region")
    hand.key(Qt.Key.Key_B)
    hand.click(20, 20)
    hand.click(40, 20)
    hand.key(Qt.Key.Key_N)
    hand.click(20, 200)
    assert desk.edits == [FIRST_DRAWN, FIRST_DRAWN, FIRST_DRAWN + 1]
    assert desk.mask(FIRST_DRAWN)[20, [20, 40]].all()
    assert desk.mask(FIRST_DRAWN + 1)[:100].sum() == 0
    hand.press("Remove the drawn region")
    assert desk.reviews[-1].of_region(FIRST_DRAWN + 1).mask is None
    hand.press("Selected region")
    hand.click(130, 150)
    assert desk.edits[-1] == MACHINE


def test_a_corrected_region_gets_the_machines_mask_back(desk: Desk, hand: Hand) -> None:
    assert not desk.strip.restore.isEnabled()
    hand.key(Qt.Key.Key_E)
    hand.drag((100, 100), (160, 100))
    hand.press("Back to the machine's mask")
    assert desk.reviews[-1] == Review()
    assert not desk.strip.restore.isEnabled()


def test_a_shape_that_was_begun_does_not_pass_on_to_the_next_image(desk: Desk, hand: Hand) -> None:
    hand.press("New region")
    hand.key(Qt.Key.Key_P)
    for corner in [(20, 20), (80, 20), (50, 70)]:
        hand.click(*corner)
    desk.show_image(photograph("next.png"))
    desk.on_target_chosen(new=True)
    hand.key(Qt.Key.Key_Return)
    assert desk.edits == []


def test_without_a_target_the_mouse_pans(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    desk.editor.clear_target()
    assert not desk.strip.isEnabled()
    hand.drag((120, 95), (20, 20))
    assert desk.edits == []


def test_a_hidden_strip_puts_its_tool_and_its_keys_down(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    desk.strip.hide()
    assert desk.strip.tool is None
    hand.key(Qt.Key.Key_B)
    assert desk.strip.tool is None


def test_the_ruler_and_the_tools_take_turns(desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)
    desk.view.set_measuring(True)
    assert desk.strip.tool is None
    hand.drag((20, 20), (80, 20))
    assert desk.view.ruler.length > 50
    assert desk.edits == []
    hand.key(Qt.Key.Key_B)
    hand.drag((20, 20), (80, 20))
    assert desk.edits == [MACHINE]


class StandInModels:
    """Cuts out rectangles; waits at a gate; raises what a test wants."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.answer = rectangle(200, 20, 220, 40)
        self.asked: list[object] = []

    def open(self, models: ModelChoice) -> "StandInModels":
        self.asked.append(models)
        return self

    def segment(self, image: DecodedImage, box: Box) -> Mask:
        return self._answer((image.identity.name, box))

    def segment_at(self, image: DecodedImage, points: object, inside: object) -> Mask:
        return self._answer((image.identity.name, points, inside))

    def _answer(self, question: object) -> Mask:
        self.gate.wait(20)
        self.asked.append(question)
        if self.error:
            raise self.error
        return self.answer


@pytest.fixture
def models(desk: Desk) -> Iterator[StandInModels]:
    models = StandInModels()
    worker, thread = WorkbenchWorker(models.open), QThread()  # type: ignore[arg-type]
    worker.moveToThread(thread)
    segmenting = MaskSegmenting(desk.editor, worker)
    assert desk.view.shown is not None
    segmenting.set_image(desk.view.shown.image)
    segmenting.set_models(ModelChoice("lite", "cpu"))
    thread.start()
    yield models
    models.gate.set()
    thread.quit()
    thread.wait()


def test_the_models_cut_out_what_lies_in_a_box(
    qtbot: QtBot, desk: Desk, hand: Hand, models: StandInModels
) -> None:
    hand.key(Qt.Key.Key_W)
    hand.drag((190, 10), (230, 50))
    qtbot.waitUntil(lambda: bool(desk.edits))
    np.testing.assert_array_equal(desk.mask(), MACHINE_MASK.to_array() | models.answer.to_array())
    box = Box(*desk.point(190, 10), *desk.point(230, 50))
    assert models.asked == [ModelChoice("lite", "cpu"), ("part.png", box)]
    models.answer = rectangle(150, 80, 170, 120)
    hand.drag((145, 75), (175, 125), keys=SHIFT)
    qtbot.waitUntil(lambda: len(desk.edits) == 2)
    assert not desk.mask()[80:120, 150:].any()
    hand.click(50, 50)
    assert desk.notices == ["Drag a box around the defect, from one corner to the other."]


def test_further_clicks_tell_the_models_more_of_the_same_defect(
    qtbot: QtBot, desk: Desk, hand: Hand, models: StandInModels
) -> None:
    hand.key(Qt.Key.Key_S)
    hand.click(210, 30, button=RIGHT)
    assert desk.notices == ["Click on the defect first, then beside it where too much was taken."]
    hand.click(210, 30)
    qtbot.waitUntil(lambda: len(desk.edits) == 1)
    models.answer = rectangle(200, 20, 210, 30)
    hand.click(218, 38, button=RIGHT)
    qtbot.waitUntil(lambda: len(desk.edits) == 2)
    points = (desk.point(210, 30), desk.point(218, 38))
    assert models.asked[-1] == ("part.png", points, (True, False))
    # The second answer stands in place of the first one.
    np.testing.assert_array_equal(desk.mask(), MACHINE_MASK.to_array() | models.answer.to_array())

    hand.click(219, 21, keys=ALT)
    qtbot.waitUntil(lambda: len(models.asked) == 6)
    assert models.asked[-1][2] == (True, False, False)
    hand.key(Qt.Key.Key_Return)
    models.answer = rectangle(20, 20, 30, 30)
    hand.click(25, 25)
    qtbot.waitUntil(lambda: len(desk.edits) == 3)
    assert models.asked[-1][2] == (True,)
    assert desk.mask()[25, 205]
    assert desk.mask()[25, 25]


def test_an_answer_that_was_given_up_changes_nothing(
    qtbot: QtBot, desk: Desk, hand: Hand, models: StandInModels
) -> None:
    models.gate.clear()
    hand.key(Qt.Key.Key_W)
    hand.drag((190, 10), (230, 50))
    assert "models are cutting out" in desk.strip.hint.text()
    desk.editor.set_models_busy(True)
    assert "running inspection comes first" in desk.strip.hint.text()
    assert desk.view.viewport().cursor().shape() is Qt.CursorShape.BusyCursor
    hand.key(Qt.Key.Key_Escape)
    assert "Drag a box" in desk.strip.hint.text()
    assert desk.view.viewport().cursor().shape() is Qt.CursorShape.CrossCursor
    hand.key(Qt.Key.Key_S)
    models.gate.set()
    models.answer = rectangle(20, 20, 30, 30)
    hand.click(25, 25)
    qtbot.waitUntil(lambda: bool(desk.edits))
    np.testing.assert_array_equal(desk.mask(), MACHINE_MASK.to_array() | models.answer.to_array())
    assert desk.edits == [MACHINE]


def test_an_answer_for_the_image_before_is_not_taken(
    qtbot: QtBot, desk: Desk, hand: Hand, models: StandInModels
) -> None:
    models.gate.clear()
    hand.key(Qt.Key.Key_S)
    hand.click(210, 30)
    desk.show_image(photograph("next.png"))
    desk.findChild(MaskSegmenting).set_image(desk.view.shown.image)  # type: ignore[union-attr]
    models.gate.set()
    hand.click(210, 30)
    qtbot.waitUntil(lambda: bool(desk.edits))
    assert desk.edits == [MACHINE]
    assert models.asked[-1][0] == "next.png"


def test_what_the_models_cannot_do_becomes_a_sentence(
    qtbot: QtBot, desk: Desk, hand: Hand, models: StandInModels
) -> None:
    models.error = ModelError("The models are gone: load them again.")
    hand.key(Qt.Key.Key_W)
    hand.drag((190, 10), (230, 50))
    qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices == ["The models are gone: load them again."]
    models.error, models.answer = None, rectangle(0, 0, 0, 0)
    hand.drag((190, 10), (230, 50))
    qtbot.waitUntil(lambda: len(desk.notices) == 2)
    assert desk.notices[1].startswith("The models found nothing there")
    assert desk.edits == []


def test_a_preview_shows_while_a_stroke_is_drawn(qtbot: QtBot, desk: Desk, hand: Hand) -> None:
    hand.key(Qt.Key.Key_B)

    def colour() -> tuple[int, int, int]:
        image: QImage = desk.view.viewport().grab().toImage()
        pixel = image.pixelColor(desk.place(50, 30))
        return pixel.red(), pixel.green(), pixel.blue()

    assert colour() == (150, 150, 150)
    hand.begin((30, 30), (70, 30))
    red, green, _ = colour()
    assert red > green + 40
    hand.key(Qt.Key.Key_Escape)
    assert colour() == (150, 150, 150)


def test_the_strip_follows_the_language(qapp: QApplication, qtbot: QtBot, desk: Desk) -> None:
    class Chinese(QTranslator):
        def translate(self, context: str, source: str, *_: object) -> str:
            return "画笔" if (context, source) == ("MaskEditorStrip", "Brush") else source

        def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
            return False

    translator = Chinese()
    brush = desk.strip.findChildren(QToolButton)[0]
    qapp.installTranslator(translator)
    try:
        qtbot.waitUntil(lambda: brush.text() == "画笔")
    finally:
        qapp.removeTranslator(translator)
    qtbot.waitUntil(lambda: brush.text() == "Brush")
