"""The image view by mouse and keyboard, with its loader in a thread of its own."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QThread
from PySide6.QtGui import QAction, QColor, QCursor, QImage, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import ImageEntry, entry_of, waiting
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import VerdictThresholds
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.ui.image_view.image_page import Comparison, ImagePage
from saa_desktop.ui.image_view.image_view import ImageView, PixelReading
from saa_desktop.workers import view_loader
from saa_desktop.workers.view_loader import View, ViewLoader

WIDTH, HEIGHT = 400, 300
LARGE, SMALL, BOX_ONLY, MASKED = 0, 1, 2, 3
"""Numbers of the regions: two kept ones, the small one on the large one, and two dropped ones."""


@dataclass
class Files:
    """A session, and images with the entries that it gives them."""

    folder: Path
    session: Path = field(init=False)

    def __post_init__(self) -> None:
        self.session = self.folder / "session.sqlite"

    def draw(self, name: str, grey: int = 90, size: tuple[int, int] = (WIDTH, HEIGHT)) -> ImageEntry:
        """Write a grey image with a brighter pixel at (10, 20)."""
        pixels = np.full((size[1], size[0], 3), grey, dtype=np.uint8)
        pixels[20, 10] = (200, 100, 50)
        path = self.folder / name
        Image.fromarray(pixels).save(path)
        return waiting(ImageReference(path, name))

    def inspect(self, entry: ImageEntry, score: float = 0.8) -> ImageEntry:
        """Record an inspection and return the entry that follows from it."""
        image = next(decode_pages(entry.reference))
        inspection = Inspection(
            image=image.identity,
            profile=ProfileIdentity("p", 1, "P", "0"),
            models=ModelIdentity("lite", "lite", "1", "cpu"),
            thresholds=VerdictThresholds(0.4, 1.0),
            findings=Findings(regions(score)),
            duration_ms=1.0,
            inspected_at=datetime.now(UTC),
            application_version="0",
        )
        with Session.open_or_create(self.session) as session:
            session.record(inspection)
        return entry_of(inspection)

    def inspected(self, name: str, grey: int = 90) -> ImageEntry:
        return self.inspect(self.draw(name, grey))


def rectangle(x: int, y: int, width: int, height: int) -> Mask:
    return Mask.from_crop(np.ones((height, width), dtype=np.bool_), x, y, HEIGHT, WIDTH)


def regions(score: float) -> tuple[Region, ...]:
    def one(mask: Mask | None, box: Box, rank: int | None, drop: DropRule | None) -> Region:
        dropped = Drop(drop, 0.1, 0.2) if drop else None
        return Region(box, "spot", "spot.", 0.5, 0.1, mask=mask, score=score, rank=rank, dropped=dropped)

    return (
        one(rectangle(100, 100, 100, 80), Box(100, 100, 200, 180), 1, None),
        one(rectangle(120, 120, 20, 20), Box(120, 120, 140, 140), 2, None),
        one(None, Box(300, 200, 360, 260), None, DropRule.BOX_THRESHOLD),
        one(rectangle(300, 50, 40, 40), Box(300, 50, 340, 90), 3, DropRule.TOP_K),
    )


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Iterator[ImagePage]:
    qapp.setStyle("Fusion")
    loader, thread = ViewLoader(), QThread()
    loader.moveToThread(thread)
    thread.start()
    page = ImagePage(loader, QAction("Open images"), QAction("Open folder"))
    page.loader = loader
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    qtbot.waitExposed(page)
    yield page
    thread.quit()
    thread.wait()
    loader.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def show(qtbot: QtBot, page: ImagePage, files: Files) -> Callable[[ImageEntry], View]:
    def show_one(entry: ImageEntry) -> View:
        with qtbot.waitSignal(page.loaded) as loaded:
            page.show_entry(entry, files.session)
        QApplication.processEvents()
        return loaded.args[0]

    return show_one


@pytest.fixture
def view(page: ImagePage, show: Callable[[ImageEntry], View], files: Files) -> ImageView:
    """A view with an inspected image."""
    show(files.inspected("part.png"))
    return page.view


def on_screen(view: ImageView, x: float, y: float) -> QPoint:
    return view.mapFromScene(QPointF(x, y))


def under(view: ImageView, place: QPoint) -> QPointF:
    return view.mapToScene(place)


def grey(view: ImageView) -> np.ndarray:
    """Return the viewport's brightness, to tell looks apart without colour."""
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(int)


def wheel(view: ImageView, place: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(place),
        QPointF(view.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def drag(
    qtbot: QtBot,
    view: ImageView,
    start: QPoint,
    end: QPoint,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
) -> None:
    qtbot.mousePress(view.viewport(), button, pos=start)
    qtbot.mouseMove(view.viewport(), (start + end) / 2)
    qtbot.mouseMove(view.viewport(), end)
    qtbot.mouseRelease(view.viewport(), button, pos=end)


# -- the page ------------------------------------------------------------------------------------------------


def test_without_an_image_the_page_says_what_to_do(page: ImagePage) -> None:
    assert not page.shows_image
    page.show_message("Listing the images…")
    assert isinstance(page.currentWidget(), QLabel)
    assert page.message.text() == "Listing the images…"
    page.show_entry(None, None)
    assert page.currentWidget() is not page.message
    assert not page.shows_image


def test_a_file_that_cannot_be_read_is_explained(qtbot: QtBot, page: ImagePage, files: Files) -> None:
    (files.folder / "bad.png").write_bytes(b"no image")
    page.show_entry(waiting(ImageReference(files.folder / "bad.png", "bad.png")), None)
    qtbot.waitUntil(lambda: page.currentWidget() is page.message)
    assert page.message.text().startswith("bad.png ")


def test_a_view_carries_all_that_was_found(files: Files, show: Callable[[ImageEntry], View]) -> None:
    shown = show(files.inspected("part.png"))
    assert shown.inspection is not None
    assert len(shown.inspection.findings.regions) == 4
    assert [region.number for region in shown.regions] == [LARGE, SMALL]
    assert shown.heat is not None
    assert shown.heat.limit == 1.0
    waits = show(files.draw("other.png"))
    assert waits.inspection is None
    assert waits.regions == ()


def test_only_the_newest_of_several_requests_is_read(
    qtbot: QtBot, page: ImagePage, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [files.draw(f"{index}.png") for index in range(20)]
    decoded = count_decoded(monkeypatch)
    for entry in entries:
        page.show_entry(entry, None)
    qtbot.waitUntil(lambda: page.shows_image)
    assert page.view.shown is not None
    assert page.view.shown.request.entry == entries[-1]
    assert decoded[-1] == "19.png"
    assert len(decoded) < 20


def count_decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that takes the name of each file that is read from now on."""
    decoded: list[str] = []

    def decode(reference: ImageReference, **options: object) -> object:
        decoded.append(reference.name)
        return decode_pages(reference, **options)

    monkeypatch.setattr(view_loader, "decode_pages", decode)
    return decoded


def test_prepared_images_are_not_read_again_until_they_change(
    qtbot: QtBot,
    page: ImagePage,
    files: Files,
    show: Callable[[ImageEntry], View],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second, third = (files.inspected(f"{index}.png") for index in range(3))
    decoded = count_decoded(monkeypatch)
    show(first)
    page.prefetch([second, third], files.session)
    qtbot.waitUntil(lambda: len(decoded) == 3)
    assert show(second).inspection is not None
    show(third)
    show(first)
    assert decoded == ["0.png", "1.png", "2.png"]

    again = files.inspect(second, score=0.6)
    assert show(again).inspection.score == pytest.approx(0.6)
    assert decoded == ["0.png", "1.png", "2.png"]

    files.draw("2.png", grey=30)
    assert show(third).image.pixels[0, 0, 0] == 30
    assert decoded[3:] == ["2.png"]


def test_a_file_that_is_no_longer_what_was_inspected_gets_nothing_laid_over_it(
    qtbot: QtBot, page: ImagePage, files: Files
) -> None:
    entry = files.inspected("part.png")
    files.draw("part.png", grey=30)
    with qtbot.waitSignal(page.noticed) as noticed:
        page.show_entry(entry, files.session)
    assert "part.png has changed since it was inspected" in noticed.args[0]
    assert page.view.shown.regions == ()
    page.view.set_dropped_shown(True)
    assert number_clicked(qtbot, page.view, 330, 230) is None


def test_the_page_that_was_inspected_is_shown(files: Files, show: Callable[[ImageEntry], View]) -> None:
    path = files.folder / "pages.tif"
    pages = [Image.new("RGB", (60, 40), (shade, shade, shade)) for shade in (10, 200)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    reference = ImageReference(path, "pages.tif")
    assert show(waiting(reference)).image.pixels[0, 0, 0] == 10
    assert show(replace(waiting(reference), name="pages.tif#2")).image.pixels[0, 0, 0] == 200


# -- zoom and place ------------------------------------------------------------------------------------------


def test_the_wheel_zooms_to_the_cursor(view: ImageView) -> None:
    place = on_screen(view, 310, 80)
    before = under(view, place)
    for _ in range(6):
        wheel(view, place, 1)
    assert view.zoom() > 3
    moved = under(view, place) - before
    assert abs(moved.x()) < 1.5
    assert abs(moved.y()) < 1.5


def test_zoom_and_place_stay_from_image_to_image(
    view: ImageView, files: Files, show: Callable[[ImageEntry], View]
) -> None:
    show(files.draw("wide.png", size=(800, 300)))
    assert view.seen().width() >= 800, "a fitted image is followed by a fitted image"
    show(files.draw("other.png"))
    for _ in range(6):
        wheel(view, on_screen(view, 310, 80), 1)
    zoom, seen = view.zoom(), view.seen()
    show(files.draw("next.png"))
    assert view.zoom() == zoom
    assert view.seen() == seen


def test_fit_and_actual_size(view: ImageView) -> None:
    view.actual_size()
    assert view.zoom() == pytest.approx(1 / view.devicePixelRatioF())
    view.zoom_in()
    view.zoom_out()
    assert view.zoom() == pytest.approx(1 / view.devicePixelRatioF())
    view.fit()
    assert view.seen().contains(QRectF(0, 0, WIDTH, HEIGHT))
    assert view.zoom() == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton])
def test_dragging_moves_the_image(qtbot: QtBot, view: ImageView, button: Qt.MouseButton) -> None:
    view.zoom_to(SMALL)
    start = QPoint(400, 300)
    held = under(view, start)
    drag(qtbot, view, start, QPoint(360, 330), button)
    assert on_screen(view, held.x(), held.y()) == QPoint(360, 330)


def test_the_minimap_shows_where_one_is_and_leads_elsewhere(qtbot: QtBot, view: ImageView) -> None:
    assert not view.minimap.isVisible()
    view.zoom_to(SMALL)
    assert view.minimap.isVisible()
    place = QPoint(view.minimap.width() * 3 // 4, view.minimap.height() // 2)
    qtbot.mouseClick(view.minimap, Qt.MouseButton.LeftButton, pos=place)
    assert view.seen().center().x() == pytest.approx(300, abs=3)
    assert view.seen().center().y() == pytest.approx(150, abs=3)
    view.fit()
    assert not view.minimap.isVisible()


def test_images_wider_than_qt_paints_are_shown_to_their_end(
    page: ImagePage, files: Files, show: Callable[[ImageEntry], View]
) -> None:
    pixels = np.zeros((200, 40_001, 3), dtype=np.uint8)
    pixels[:, 40_000] = 255
    Image.fromarray(pixels).save(files.folder / "wide.png")
    show(waiting(ImageReference(files.folder / "wide.png", "wide.png")))
    page.view.look_at(QRectF(39_980, 90, 20, 10))
    right = on_screen(page.view, 40_000.5, 95)
    seen = grey(page.view)
    assert seen[right.y(), right.x()] > 240
    left = on_screen(page.view, 39_998.5, 95)
    assert seen[left.y(), left.x()] < 10
    page.view.fit()
    middle = on_screen(page.view, 20_000, 100)
    assert grey(page.view)[middle.y(), middle.x()] < 10


# -- layers --------------------------------------------------------------------------------------------------


def test_space_shows_the_bare_image(view: ImageView) -> None:
    view.set_layers(masks=True, heat_map=True)
    assert view.legend.isVisible()
    layered = grey(view)
    view.set_bare(True)
    bare = grey(view)
    assert not view.legend.isVisible()
    assert (layered != bare).any()
    view.set_bare(False)
    assert np.array_equal(grey(view), layered)
    view.set_layers(masks=False, heat_map=False)
    assert np.array_equal(grey(view), bare)


def test_opacities_say_how_much_the_layers_cover(view: ImageView) -> None:
    place = on_screen(view, 180, 170)

    def shade() -> int:
        return int(grey(view)[place.y(), place.x()])

    view.set_mask_opacity(0.0)
    bare = shade()
    view.set_mask_opacity(1.0)
    assert shade() != bare
    view.set_mask_opacity(0.0)
    view.set_layers(masks=True, heat_map=True)
    view.set_heat_opacity(0.0)
    assert shade() == bare
    view.set_heat_opacity(1.0)
    assert shade() != bare


def test_what_a_person_says_shows_in_form(view: ImageView) -> None:
    """Every state looks different in brightness alone, without anything being loaded again."""
    view.zoom_to(SMALL)
    view.set_mask_opacity(0.0)
    same_mask = view.shown.regions[1].shape.mask
    looks = [grey(view)]
    for said in (
        RegionReview(SMALL, RegionVerdict.ACCEPTED),
        RegionReview(SMALL, RegionVerdict.REJECTED),
        RegionReview(SMALL, None, same_mask),
    ):
        view.show_review(Review(regions=(said,)))
        looks.append(grey(view))
    view.highlight(SMALL)
    looks.append(grey(view))
    for index, look in enumerate(looks):
        for other in looks[:index]:
            assert np.count_nonzero(np.abs(look - other) > 40) > 20


def test_drawn_regions_come_and_go_with_the_review(qtbot: QtBot, view: ImageView) -> None:
    drawn = RegionReview(FIRST_DRAWN, RegionVerdict.ACCEPTED, rectangle(20, 200, 30, 30))
    assert number_clicked(qtbot, view, 35, 215) is None
    view.show_review(Review(regions=(drawn,)))
    assert number_clicked(qtbot, view, 35, 215) == FIRST_DRAWN
    assert view.shown.request.entry.review.regions == (drawn,)
    view.show_review(Review())
    assert number_clicked(qtbot, view, 35, 215) is None


def test_another_review_of_the_shown_image_is_not_loaded_again(
    page: ImagePage, view: ImageView, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = view.shown.request.entry
    decoded = count_decoded(monkeypatch)
    reviewed = replace(entry, review=Review(regions=(RegionReview(SMALL, RegionVerdict.REJECTED),)))
    page.show_entry(reviewed, files.session)
    assert [region.rejected for region in view.shown.regions] == [False, True]
    page.show_entry(entry, files.session)
    assert [region.rejected for region in view.shown.regions] == [False, False]
    assert decoded == []


def test_other_findings_can_be_tried_on_the_same_image(qtbot: QtBot, view: ImageView) -> None:
    view.set_layers(masks=True, heat_map=True)
    found = view.shown.inspection
    large, small, *rest = found.findings.regions
    tried = replace(
        found, findings=Findings((replace(large, dropped=Drop(DropRule.TOP_K, 1, 0)), small, *rest))
    )
    view.show_inspection(tried)
    assert number_clicked(qtbot, view, 180, 170) is None
    assert number_clicked(qtbot, view, 130, 130) == SMALL
    assert view.shown.heat.value_at(180, 170) == 0
    assert view.shown.heat.value_at(130, 130) == pytest.approx(0.4)
    view.show_inspection(found)
    assert number_clicked(qtbot, view, 180, 170) == LARGE


# -- regions -------------------------------------------------------------------------------------------------


def number_clicked(qtbot: QtBot, view: ImageView, x: float, y: float) -> int | None:
    numbers: list[int] = []
    view.region_chosen.connect(numbers.append)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, x, y))
    view.region_chosen.disconnect(numbers.append)
    return numbers[0] if numbers else None


def test_a_click_chooses_the_region_that_is_meant(qtbot: QtBot, view: ImageView) -> None:
    assert number_clicked(qtbot, view, 180, 170) == LARGE
    assert number_clicked(qtbot, view, 130, 130) == SMALL
    assert number_clicked(qtbot, view, 202, 150) == LARGE, "a little beside it"
    assert number_clicked(qtbot, view, 250, 250) is None
    assert number_clicked(qtbot, view, 330, 230) is None, "dropped"
    view.set_dropped_shown(True)
    assert number_clicked(qtbot, view, 330, 230) == BOX_ONLY
    view.set_layers(masks=False, heat_map=False)
    assert number_clicked(qtbot, view, 130, 130) is None, "hidden"


def test_dragging_across_a_region_does_not_choose_it(qtbot: QtBot, view: ImageView) -> None:
    with qtbot.assertNotEmitted(view.region_chosen):
        drag(qtbot, view, on_screen(view, 180, 170), on_screen(view, 110, 110))


@pytest.mark.parametrize("number", [SMALL, BOX_ONLY, MASKED])
def test_a_region_is_brought_close_and_stands_out(view: ImageView, number: int) -> None:
    view.zoom_to(number)
    box = view.shown.inspection.findings.regions[number].box
    assert view.seen().contains(QRectF(box.x0, box.y0, box.width, box.height))
    assert view.zoom() > 3
    plain = grey(view)
    view.highlight(number)
    assert np.count_nonzero(np.abs(grey(view) - plain) > 40) > 100
    view.highlight(None)
    assert np.array_equal(grey(view), plain)


def test_dropped_regions_are_boxes_that_can_be_shown(view: ImageView) -> None:
    hidden = grey(view)
    view.set_dropped_shown(True)
    changed = np.argwhere(np.abs(grey(view) - hidden) > 40)
    corner = on_screen(view, 300, 200)
    assert [corner.y(), corner.x()] in changed.tolist()
    view.set_dropped_shown(False)
    assert np.array_equal(grey(view), hidden)


def test_the_pixel_under_the_mouse_is_read(qtbot: QtBot, view: ImageView) -> None:
    with qtbot.waitSignal(view.pixel_read) as read:
        qtbot.mouseMove(view.viewport(), on_screen(view, 10.5, 20.5))
    assert read.args[0] == PixelReading(10, 20, (200, 100, 50), 0.0)
    assert "200 100 50" in view.reading.text()
    with qtbot.waitSignal(view.pixel_read) as read:
        qtbot.mouseMove(view.viewport(), on_screen(view, 130, 130))
    assert read.args[0].anomaly == pytest.approx(2 * 0.8 / 3)
    with qtbot.waitSignal(view.pixel_read) as read:
        QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert read.args[0] is None
    assert not view.reading.isVisible()


# -- tools ---------------------------------------------------------------------------------------------------


@dataclass
class Recorder:
    """A tool that remembers what it gets."""

    calls: list[tuple[str, int, int]] = field(default_factory=list)
    ended: int = 0

    def cursor(self) -> QCursor:
        return QCursor(Qt.CursorShape.CrossCursor)

    def pressed(self, point: QPointF, modifiers: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        self._note(f"pressed {button.name}", point)

    def moved(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._note("moved", point)

    def released(self, point: QPointF) -> None:
        self._note("released", point)

    def double_clicked(self, point: QPointF) -> None:
        self._note("double", point)

    def cancelled(self) -> None:
        self.ended += 1

    def paint(self, painter: QPainter, zoom: float) -> None:
        painter.setPen(QPen(QColor("white"), 2 / zoom))
        painter.drawRect(QRectF(40, 40, 20, 20))

    def _note(self, what: str, point: QPointF) -> None:
        self.calls.append((what, round(point.x()), round(point.y())))


def test_a_tool_gets_the_mouse_in_pixels_of_the_image(qtbot: QtBot, view: ImageView) -> None:
    tool = Recorder()
    view.set_tool(tool)
    assert view.viewport().cursor().shape() is Qt.CursorShape.CrossCursor
    with qtbot.assertNotEmitted(view.region_chosen):
        drag(qtbot, view, on_screen(view, 130, 130), on_screen(view, 150, 140))
        qtbot.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=on_screen(view, 20, 30))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.RightButton, pos=on_screen(view, 20, 30))
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, 50, 60))
    assert tool.calls[:4] == [
        ("pressed LeftButton", 130, 130),
        ("moved", 140, 135),
        ("moved", 150, 140),
        ("released", 150, 140),
    ]
    assert ("pressed RightButton", 20, 30) in tool.calls
    assert ("double", 50, 60) in tool.calls
    painted = on_screen(view, 40, 50)
    assert grey(view)[painted.y(), painted.x()] == 255
    view.set_tool(None)
    assert view.viewport().cursor().shape() is Qt.CursorShape.OpenHandCursor
    assert grey(view)[painted.y(), painted.x()] != 255


def test_one_can_pan_while_there_is_a_tool(qtbot: QtBot, view: ImageView) -> None:
    tool = Recorder()
    view.set_tool(tool)
    view.zoom_to(SMALL)
    before = view.seen()
    drag(qtbot, view, QPoint(400, 300), QPoint(350, 300), Qt.MouseButton.MiddleButton)
    assert view.seen().x() > before.x()
    assert tool.calls == []
    view.set_bare(True)
    drag(qtbot, view, QPoint(400, 300), QPoint(450, 300))
    view.set_bare(False)
    assert view.seen().x() == pytest.approx(before.x())
    assert tool.calls == []


def test_escape_cancels_the_tool_and_nothing_else(qtbot: QtBot, page: ImagePage, view: ImageView) -> None:
    pressed: list[bool] = []
    stop = QAction(page)
    stop.setShortcut("Esc")
    stop.triggered.connect(lambda: pressed.append(True))
    page.addAction(stop)
    page.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    tool = Recorder()
    view.set_tool(tool)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert (tool.ended, pressed) == (1, [])
    view.set_tool(None)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert (tool.ended, len(pressed)) == (1, 1)


def test_the_ruler_measures_until_escape(qtbot: QtBot, view: ImageView) -> None:
    with qtbot.waitSignal(view.measuring_changed) as changed:
        view.set_measuring(True)
    assert changed.args == [True]
    drag(qtbot, view, on_screen(view, 50, 60), on_screen(view, 80, 100))
    assert view.ruler.length == pytest.approx(50, abs=0.6)
    assert view.ruler.text().endswith(" px")
    view.set_mm_per_pixel(0.1)
    assert view.ruler.text().endswith(" mm")
    assert " = 5" in view.ruler.text()
    middle = on_screen(view, 65, 80)
    assert grey(view)[middle.y(), middle.x()] > 200

    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, 50, 60))
    view.ruler.moved(QPointF(90, 70), Qt.KeyboardModifier.ShiftModifier)
    assert view.ruler.length == pytest.approx(40, abs=0.6), "Shift holds it level"
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, 90, 70))

    with qtbot.waitSignal(view.measuring_changed) as changed:
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert changed.args == [False]
    assert view.ruler.length == 0
    assert number_clicked(qtbot, view, 130, 130) == SMALL


# -- comparison ----------------------------------------------------------------------------------------------


def test_the_bare_image_stands_beside_at_the_same_place(
    page: ImagePage, view: ImageView, files: Files, show: Callable[[ImageEntry], View]
) -> None:
    page.set_comparison(Comparison.BARE)
    QApplication.processEvents()
    assert page.beside.isVisible()
    assert page.caption.text() == "Bare image"
    assert page.beside.transform() == view.transform()
    for _ in range(6):
        wheel(view, on_screen(view, 310, 80), 1)
    assert same_place(page)
    wheel(page.beside, QPoint(100, 200), -2)
    assert same_place(page)
    show(files.draw("next.png", grey=200))
    assert grey(page.beside)[300, 200] == 200
    assert same_place(page)
    page.set_comparison(Comparison.OFF)
    assert not page.beside.isVisible()


def same_place(page: ImagePage) -> bool:
    here, there = page.view.seen().center(), page.beside.seen().center()
    near = (here - there).manhattanLength() < 2
    return near and page.view.zoom() == page.beside.zoom()


def test_a_golden_image_stands_beside(qtbot: QtBot, page: ImagePage, view: ImageView, files: Files) -> None:
    page.set_comparison(Comparison.GOLDEN)
    assert page.caption.text() == "No golden image is chosen"
    files.draw("golden.png", grey=230, size=(200, 150))
    page.set_golden(files.folder / "golden.png")
    assert page.caption.text() == "Golden image: golden.png"
    qtbot.waitUntil(lambda: page.beside.photograph is not None)
    view.zoom_to(SMALL)
    assert same_place(page)
    assert grey(page.beside)[300, 200] == 230
    with qtbot.waitSignal(page.noticed) as noticed:
        page.set_golden(files.folder / "missing.png")
    assert noticed.args[0].startswith("missing.png ")
    assert page.beside.photograph is None
    page.set_golden(None)
    assert page.caption.text() == "No golden image is chosen"


def test_the_session_file_is_free_once_the_loader_is_closed(
    page: ImagePage, view: ImageView, files: Files, show: Callable[[ImageEntry], View]
) -> None:
    other = Files(files.folder / "other")
    other.folder.mkdir()
    entry = other.inspected("part.png")
    open_now = open_files(files.session)
    page.loader.close()
    assert open_now > open_files(files.session)
    assert show(entry).inspection is not None, "it opens the session again"


def open_files(path: Path) -> int:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("counts open files, which needs /proc")
    return sum(os.path.realpath(each) == str(path) for each in Path("/proc/self/fd").iterdir())
