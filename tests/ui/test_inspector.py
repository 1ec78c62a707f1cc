"""The inspector as a person uses it: read why, choose, judge, copy."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import ImageEntry, entry_of, waiting
from saa_desktop.domain.images import ImageIdentity, ImageReference
from saa_desktop.domain.inspections import Failure, Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.ui.inspector.inspector import Inspector
from saa_desktop.ui.inspector.region_words import drop_words
from saa_desktop.ui.languages import LanguageSwitch

MASK = Mask.from_array(np.ones((4, 4), dtype=np.bool_))
NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
REGIONS = (
    Region(Box(0, 0, 4, 4), "scratch", "scratch. line.", 0.41, 0.0234, 0.96, MASK, 0.28, 2.3, 0.943, 1),
    Region(Box(4, 0, 8, 4), "line", "scratch. line.", 0.3, 0.01, 1.0, MASK, 0.1, 1.35, 0.405, 2),
    Region(
        *(Box(8, 0, 9, 4), "hole", "hole.", 0.2, 0.3),
        dropped=Drop(DropRule.MAX_AREA, 0.3, 0.25),
    ),
    Region(
        *(Box(8, 0, 9, 4), "hole", "hole.", 0.6, 0.0001),
        dropped=Drop(DropRule.MIN_AREA, 0.0001, 0.0005),
    ),
)


def inspection(regions: tuple[Region, ...] = REGIONS, name: str = "plate_03.png") -> Inspection:
    return Inspection(
        image=ImageIdentity(name, Path("/in") / name, "1" * 64, 640, 480),
        profile=ProfileIdentity("plate", 3, "Ground metal plate", "f" * 64),
        models=ModelIdentity("lite", "lite (built in)", "1", "cpu"),
        thresholds=VerdictThresholds(0.35, 0.6),
        findings=Findings(regions, notes=("The product was not found.",)),
        duration_ms=305.0,
        inspected_at=NOW,
        application_version="0",
    )


def show(inspector: Inspector, shown: Inspection, review: Review | None = None) -> ImageEntry:
    entry = entry_of(shown)
    if review:
        entry = replace(entry, review=review)
    inspector.show_entry(entry, "Plate")
    inspector.show_inspection(shown)
    return entry


@pytest.fixture
def inspector(qapp: QApplication, qtbot: QtBot) -> Iterator[Inspector]:
    qapp.setStyle("Fusion")
    inspector = Inspector()
    inspector.resize(330, 700)
    inspector.show()
    inspector.activateWindow()
    qtbot.waitExposed(inspector)
    yield inspector
    # Else the garbage collector would delete it later, in whatever thread it happens to run.
    inspector.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cells(inspector: Inspector, row: int) -> list[str]:
    model = inspector.regions.table.model()
    return [model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(4)]


def click_row(qtbot: QtBot, inspector: Inspector, row: int) -> None:
    table = inspector.regions.table
    where = table.visualRect(table.model().index(row, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_a_result_is_shown_with_its_reasons(qtbot: QtBot, inspector: Inspector) -> None:
    show(inspector, inspection())
    assert (inspector.badge.word.text(), inspector.badge.score.text()) == ("NG", "0.943")
    assert inspector.thresholds.text() == "Score 0.943: REVIEW from 0.35, NG from 0.6"
    assert inspector.product.text() == "Plate, profile version 3"
    assert inspector.sentence.text() == "The product was not found."
    assert [cells(inspector, row)[:3] for row in range(2)] == [
        ["1", "scratch", "0.943"],
        ["2", "line", "0.405"],
    ]
    assert inspector.regions.table.model().rowCount() == 2

    with qtbot.waitSignal(inspector.region_chosen) as chosen:
        click_row(qtbot, inspector, 0)
    assert chosen.args == [0]
    for words in (
        "Counts, rank 1.",
        "Box score 0.410 × saliency factor 2.300 = 0.943.",
        "Saliency 0.280",
        "Area ratio 0.0234: its box covers 2.34 % of the product.",
        "96 % of its pixels lie on the product.",
        "Looks like “scratch”; asked for “scratch. line.”.",
    ):
        assert words in inspector.regions.why.text()


def test_dropped_candidates_come_with_their_rule(qtbot: QtBot, inspector: Inspector) -> None:
    show(inspector, inspection())
    assert inspector.regions.dropped.text() == "Show dropped candidates (2)"
    qtbot.keyClick(inspector.regions.dropped, Qt.Key.Key_Space)
    assert [cells(inspector, row)[0] for row in range(4)] == ["1", "2", "–", "–"]
    assert cells(inspector, 2)[2] == "0.600", "by falling box score"
    with qtbot.waitSignal(inspector.region_chosen) as chosen:
        click_row(qtbot, inspector, 2)
    assert chosen.args == [3]
    assert inspector.regions.why.text().startswith(
        "Dropped: area ratio 0.0001 is not above the lower bound 0.0005."
    )
    assert "Box score 0.600." in inspector.regions.why.text()


@pytest.mark.parametrize("rule", DropRule)
def test_every_rule_has_words_with_its_values(rule: DropRule) -> None:
    words = drop_words(Drop(rule, 0.25, 0.5) if rule is not DropRule.TOP_K else Drop(rule, 7, 5))
    assert "{" not in words
    if rule is DropRule.TOP_K:
        assert words == "rank 7 is beyond the 5 most confident regions"
    elif rule is not DropRule.EXCLUDED_PHRASE:
        assert "25" in words
        assert "5" in words.replace("25", "")


def test_double_click_and_enter_zoom(qtbot: QtBot, inspector: Inspector) -> None:
    show(inspector, inspection())
    table = inspector.regions.table
    click_row(qtbot, inspector, 1)
    with qtbot.waitSignal(inspector.region_zoomed) as zoomed:
        where = table.visualRect(table.model().index(1, 1)).center()
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert zoomed.args == [1]
    with qtbot.waitSignal(inspector.region_zoomed) as zoomed:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert zoomed.args == [1]


def test_regions_are_judged_by_key_and_button_and_taken_back(qtbot: QtBot, inspector: Inspector) -> None:
    entry = show(inspector, inspection())
    said: list[tuple[int, RegionVerdict | None]] = []
    inspector.region_judged.connect(lambda number, verdict: said.append((number, verdict)))
    qtbot.keyClick(inspector.regions.table, Qt.Key.Key_Y)
    assert said == [], "no region is current"

    click_row(qtbot, inspector, 0)
    qtbot.keyClick(inspector.regions.table, Qt.Key.Key_N)
    assert said == [(0, RegionVerdict.REJECTED)]
    review = entry.review.with_region(RegionReview(0, RegionVerdict.REJECTED))
    inspector.show_review(review)
    assert inspector.regions.reject.isChecked()
    assert not inspector.regions.accept.isChecked()
    assert cells(inspector, 0)[3] == "rejected"
    assert inspector.regions.why.text().endswith("A person rejected it.")
    assert inspector.regions.table.current_number() == 0

    qtbot.mouseClick(inspector.regions.accept, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(inspector.regions.reject, Qt.MouseButton.LeftButton)
    assert said[1:] == [(0, RegionVerdict.ACCEPTED), (0, None)]


def test_drawn_and_corrected_regions_are_listed(inspector: Inspector) -> None:
    review = Review(
        verdict=OperatorVerdict.RECHECK,
        regions=(RegionReview(1, None, MASK), RegionReview(FIRST_DRAWN, RegionVerdict.ACCEPTED, MASK)),
    )
    show(inspector, inspection(), review)
    assert inspector.operator_badge.isVisible()
    assert inspector.operator_badge.word.text() == "recheck"
    assert cells(inspector, 2) == ["", "drawn", "", "accepted"]
    inspector.select_region(FIRST_DRAWN)
    assert inspector.regions.why.text() == "Drawn by a person.\nA person accepted it."
    inspector.select_region(1)
    assert "A person corrected its mask." in inspector.regions.why.text()
    inspector.show_review(Review())
    assert not inspector.operator_badge.isVisible()
    assert inspector.regions.table.model().rowCount() == 2


def test_selecting_from_outside_is_silent_and_brings_dropped_ones_up(
    qtbot: QtBot, inspector: Inspector
) -> None:
    show(inspector, inspection())
    with qtbot.assertNotEmitted(inspector.region_chosen):
        inspector.select_region(2)
        assert inspector.regions.dropped.isChecked()
        assert inspector.regions.table.current_number() == 2
        inspector.select_region(None)
        assert inspector.regions.table.current_number() is None


def test_a_judged_again_image_keeps_its_current_region_and_is_marked(inspector: Inspector) -> None:
    shown = inspection()
    show(inspector, shown)
    inspector.select_region(1)
    fewer = (replace(REGIONS[0], dropped=Drop(DropRule.BOX_THRESHOLD, 0.41, 0.5), rank=None, score=None),)
    again = replace(shown, findings=Findings((*fewer, replace(REGIONS[1], rank=1), *REGIONS[2:])))
    inspector.show_inspection(again, what_if=True)
    assert inspector.what_if_notice.isVisible()
    assert inspector.badge.word.text() == "REVIEW"
    assert cells(inspector, 0)[:2] == ["1", "line"]
    assert inspector.regions.table.current_number() == 1
    inspector.show_inspection(shown)
    assert not inspector.what_if_notice.isVisible()
    assert inspector.badge.word.text() == "NG"


def test_a_row_is_copied(qtbot: QtBot, qapp: QApplication, inspector: Inspector) -> None:
    show(inspector, inspection())
    click_row(qtbot, inspector, 0)
    qtbot.keyClick(inspector.regions.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = qapp.clipboard().text().split("\t")
    assert copied[:3] == ["1", "scratch", "0.943"]
    assert copied[-1] == "Box score 0.410 × saliency factor 2.300 = 0.943."


def test_images_without_an_inspection_say_what_to_do(inspector: Inspector) -> None:
    show(inspector, inspection())
    inspector.show_entry(waiting(ImageReference(Path("/in/b.png"), "b.png")))
    assert inspector.sentence.text() == "Not inspected yet. Choose the product and press Run."
    assert not inspector.regions.table.isVisible()
    failure = Failure(ImageReference(Path("/in/c.png"), "c.png"), "c.png is no image.", NOW)
    inspector.show_entry(entry_of(failure))
    assert (inspector.badge.word.text(), inspector.sentence.text()) == ("failed", "c.png is no image.")
    inspector.show_entry(None)
    assert not inspector.badge.isVisible()
    assert inspector.sentence.text() == "The details of an image appear here."


def test_another_images_regions_never_stay(inspector: Inspector) -> None:
    show(inspector, inspection())
    inspector.show_entry(entry_of(inspection(name="other.png")))
    assert inspector.regions.table.model().rowCount() == 0
    assert inspector.badge.score.text() == "0.943"


def test_a_review_of_the_same_image_leaves_its_regions(inspector: Inspector) -> None:
    entry = show(inspector, inspection())
    inspector.select_region(1)
    inspector.show_entry(replace(entry, review=Review(verdict=OperatorVerdict.OK)), "Plate")
    assert inspector.regions.table.model().rowCount() == 2
    assert inspector.regions.table.current_number() == 1


def test_the_language_switches_at_once(qapp: QApplication, qtbot: QtBot, inspector: Inspector) -> None:
    show(inspector, inspection())
    switch = LanguageSwitch(qapp)
    switch.apply("zh_CN")
    try:
        qtbot.waitUntil(lambda: inspector.windowTitle() == "结果")
    finally:
        switch.apply("en")
    qtbot.waitUntil(lambda: inspector.windowTitle() == "Result")
