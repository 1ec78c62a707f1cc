"""Correcting and drawing regions in the window, by brush and with the models' help."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from saa_desktop.domain.masks import Mask
from saa_desktop.domain.reviews import FIRST_DRAWN, Review
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow, write_image
from tests.ui.hands import (
    CONTROL,
    SHIFT,
    click,
    current,
    drop,
    go_to,
    key,
    press,
    settled,
    shown,
    stored,
    type_keys,
)

UNDO, REDO = (Qt.Key.Key_Z, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)
LEFT = Qt.MouseButton.LeftButton


def place(window: MainWindow, x: float, y: float) -> QPoint:
    """Return where a point of the image lies on the screen."""
    return window.page.view.mapFromScene(x, y)


def drag(qtbot: QtBot, window: MainWindow, *points: tuple[float, float]) -> None:
    """Drag the left button along points of the image."""
    target = window.page.view.viewport()
    start, *others = (place(window, *point) for point in points)
    qtbot.mouseMove(target, start)
    qtbot.mousePress(target, LEFT, pos=start)
    for point in others:
        qtbot.mouseMove(target, point)
    qtbot.mouseRelease(target, LEFT, pos=others[-1])


def review(window: MainWindow, name: str = "3 bad.png") -> Review:
    decisions = stored(window)
    return decisions[name].review if name in decisions else Review()


def mask_of(window: MainWindow, number: int) -> Mask | None:
    return review(window).of_region(number).mask


def edit(qtbot: QtBot, window: MainWindow, *, region: bool) -> None:
    """Show the bad image with the mask tools, its region chosen or none."""
    go_to(qtbot, window, "3 bad.png")
    if region:
        qtbot.mouseClick(window.page.view.viewport(), LEFT, pos=place(window, 37, 15))
    type_keys(qtbot, window, "k")
    assert window.strip.isVisible()
    assert window.strip.isEnabled()


def test_the_brush_widens_a_region_and_undo_takes_it_back(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=True)
    type_keys(qtbot, signed, "b")
    while signed.strip.brush_size > 4:
        type_keys(qtbot, signed, "[")
    drag(qtbot, signed, (40, 15), (45, 15), (50, 15))
    settled(qtbot, signed, lambda: mask_of(signed, 0) is not None)
    mask = mask_of(signed, 0)
    assert mask is not None
    widened = mask.to_array()
    machine = np.zeros((40, 60), dtype=bool)
    machine[10:20, 30:45] = True
    assert widened[machine].all()
    assert widened[15, 49]
    assert not widened[11, 49]
    assert signed.page.view.shown is not None
    assert signed.page.view.shown.regions[0].shape.mask == mask
    signed.images.select(0)
    key(qtbot, signed, UNDO)
    assert current(signed) == "3 bad.png"
    settled(qtbot, signed, lambda: mask_of(signed, 0) is None)
    key(qtbot, signed, REDO)
    settled(qtbot, signed, lambda: mask_of(signed, 0) == mask)


def test_the_eraser_takes_away_and_the_machines_mask_comes_back(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=True)
    type_keys(qtbot, signed, "e")
    drag(qtbot, signed, (44, 11), (44, 19))
    settled(qtbot, signed, lambda: mask_of(signed, 0) is not None)
    mask = mask_of(signed, 0)
    assert mask is not None
    assert mask.area < 150
    click(qtbot, signed.strip, signed.strip.restore)
    settled(qtbot, signed, lambda: mask_of(signed, 0) is None)


def test_a_box_lets_the_models_cut_out_a_new_region(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=False)
    type_keys(qtbot, signed, "w")
    drag(qtbot, signed, (27, 7), (37.5, 23))
    settled(qtbot, signed, lambda: mask_of(signed, FIRST_DRAWN) is not None)
    mask = mask_of(signed, FIRST_DRAWN)
    assert mask is not None
    assert (mask.x, mask.y, mask.width, mask.height) == (30, 10, 8, 10)
    view = shown(qtbot, signed)
    assert [region.number for region in view.regions] == [0, FIRST_DRAWN]
    key(qtbot, signed, UNDO)
    settled(qtbot, signed, lambda: mask_of(signed, FIRST_DRAWN) is None)


def test_a_click_lets_the_models_cut_out_a_new_region(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=False)
    type_keys(qtbot, signed, "s")
    qtbot.mouseClick(signed.page.view.viewport(), LEFT, pos=place(signed, 35, 15))
    settled(qtbot, signed, lambda: mask_of(signed, FIRST_DRAWN) is not None)
    mask = mask_of(signed, FIRST_DRAWN)
    assert mask is not None
    assert mask.area == 150


def test_a_box_without_anything_in_it_is_explained(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=False)
    type_keys(qtbot, signed, "w")
    drag(qtbot, signed, (2, 2), (9, 9))
    qtbot.waitUntil(signed.notice.isVisible)
    assert "The models found nothing there" in signed.notice.text.text()
    assert stored(signed) == {}


def test_a_verdict_puts_no_tool_down(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=True)
    type_keys(qtbot, signed, "b2a")
    assert current(signed) == "3 bad.png"
    qtbot.waitUntil(signed.strip.isEnabled)
    drag(qtbot, signed, (10, 30), (12, 30))
    settled(qtbot, signed, lambda: bool(review(signed).regions))
    assert [each.region for each in review(signed).regions] == [FIRST_DRAWN], "no region is chosen any more"


def test_esc_puts_the_tool_down_and_the_mouse_pans_again(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=True)
    type_keys(qtbot, signed, "b")
    signed.page.view.setFocus()
    qtbot.keyClick(signed.page.view, Qt.Key.Key_Escape)
    assert signed.strip.tool is None
    drag(qtbot, signed, (10, 30), (20, 30))
    assert stored(signed) == {}


def test_the_brush_keeps_its_size(qtbot: QtBot, signed: MainWindow, open_window: OpenWindow) -> None:
    edit(qtbot, signed, region=True)
    type_keys(qtbot, signed, "b]]]")
    size = signed.strip.brush_size
    assert size > 20
    signed.close()
    assert open_window().strip.brush_size == size


def test_corrected_masks_are_there_again_in_another_window(
    qtbot: QtBot, signed: MainWindow, open_window: OpenWindow
) -> None:
    edit(qtbot, signed, region=False)
    type_keys(qtbot, signed, "s")
    qtbot.mouseClick(signed.page.view.viewport(), LEFT, pos=place(signed, 5, 35))
    settled(qtbot, signed, lambda: mask_of(signed, FIRST_DRAWN) is not None)
    assert signed.batch.output is not None
    output, mask = signed.batch.output, mask_of(signed, FIRST_DRAWN)
    signed.close()
    again = open_window()
    drop(again, output)
    qtbot.waitUntil(lambda: again.opened.complete and again.page.shows_image)
    view = go_to(qtbot, again, "3 bad.png")
    assert view.regions[-1].number == FIRST_DRAWN
    assert view.regions[-1].shape.mask == mask


def test_a_file_that_changed_since_cannot_be_edited(qtbot: QtBot, signed: MainWindow, folder: Path) -> None:
    write_image(folder / "3 bad.png", 70)
    go_to(qtbot, signed, "3 bad.png")
    press(qtbot, signed.notice.dismiss)
    type_keys(qtbot, signed, "k")
    assert not signed.strip.isEnabled()


def test_a_stroke_does_not_go_over_to_the_next_image(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=True)
    type_keys(qtbot, signed, "b")
    target = signed.page.view.viewport()
    qtbot.mousePress(target, LEFT, pos=place(signed, 50, 15))
    signed.images.step(-1)
    qtbot.mouseRelease(target, LEFT, pos=place(signed, 50, 15))  # the image before is still on the screen
    shown(qtbot, signed)
    assert not signed.commands.undo.isEnabled()
    assert all(entry.review == Review() for entry in signed.images.model.entries)


def test_an_answer_for_the_image_before_counts_nowhere(qtbot: QtBot, signed: MainWindow) -> None:
    edit(qtbot, signed, region=False)
    type_keys(qtbot, signed, "w")
    drag(qtbot, signed, (27, 7), (38, 23))
    signed.images.step(-1)
    shown(qtbot, signed)
    assert all(entry.review == Review() for entry in signed.images.model.entries)
