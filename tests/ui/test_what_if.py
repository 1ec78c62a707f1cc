"""The what-if panel as a person uses it, on a real session judged in another thread."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from saa_desktop.domain.images import ImageIdentity
from saa_desktop.domain.inspections import Findings, Inspection, ModelIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviews import Decision, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.profiles.changes import with_judge_settings
from saa_desktop.profiles.schema import Confidence, LocalizedText, ProductProfile, PropertySettings, Saliency
from saa_desktop.profiles.schema import Verdict as VerdictSettings
from saa_desktop.profiles.store import find_profile
from saa_desktop.review.rejudge import JudgeSettings
from saa_desktop.sessions.session import Session
from saa_desktop.ui.what_if.profile_values import settings_of
from saa_desktop.ui.what_if.value_row import STEPS, Scale
from saa_desktop.ui.what_if.what_if_panel import WhatIfPanel
from saa_desktop.workers.rejudger import Rejudger, RejudgeRequest

LEFT = Qt.MouseButton.LeftButton
MASK = Mask.from_array(np.ones((4, 4), dtype=np.bool_))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def profile(**changes: object) -> ProductProfile:
    plain = {
        "name": "part",
        "title": LocalizedText(en="Part", zh_CN="零件"),
        "box_threshold": 0.2,
        "property_prompts": PropertySettings(min_area=0.001, max_area=0.5),
        "saliency": Saliency(strength=1.0),
        "confidence": Confidence(top_k=5),
        "verdict": VerdictSettings(review_at=0.4, ng_at=0.8),
    }
    return find_profile("generic").model_copy(update=plain | changes)


PROFILE = profile()


def inspection(name: str, box_score: float) -> Inspection:
    """Return an image with one region that counts, and one that the box threshold dropped."""
    counts = Region(Box(0, 0, 4, 4), "dent", "dent.", box_score, 0.1, None, MASK, 0.0, 1.0, box_score, 1)
    dropped = Region(
        Box(4, 4, 8, 8), "dent", "dent.", 0.15, 0.1, dropped=Drop(DropRule.BOX_THRESHOLD, 0.15, 0.2)
    )
    return Inspection(
        image=ImageIdentity(name, Path("/in") / name, "1" * 64, 60, 40),
        profile=PROFILE.identity(),
        models=ModelIdentity("lite", "lite", "1", "cpu"),
        thresholds=PROFILE.thresholds(),
        findings=Findings((counts, dropped)),
        duration_ms=1.0,
        inspected_at=NOW,
        application_version="0",
    )


SCORES = {"1.png": 0.25, "2.png": 0.3, "3.png": 0.45, "4.png": 0.85, "5.png": 0.95}


def with_settings(profile: ProductProfile, settings: JudgeSettings) -> ProductProfile:
    """Return a profile that judges by other values, as the window would save it but for its version."""
    changed = with_judge_settings(
        profile,
        box_threshold=settings.box_threshold,
        min_area=settings.min_area,
        max_area=settings.max_area,
        saliency_strength=settings.saliency_strength,
        top_k=settings.top_k,
        review_at=settings.thresholds.review_at,
        ng_at=settings.thresholds.ng_at,
    )
    return changed.model_copy(update={"version": profile.version})


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "session.sqlite"
    with Session.open_or_create(path) as opened:
        for name, score in SCORES.items():
            opened.record(inspection(name, score))
    say(path, "2.png", OperatorVerdict.NG)
    say(path, "4.png", OperatorVerdict.OK)
    return path


def say(path: Path, name: str, verdict: OperatorVerdict) -> None:
    with Session.open_or_create(path) as opened:
        opened.record_decision(Decision(name, "1" * 64, Review(verdict), "Li Wei", NOW))


@pytest.fixture
def rejudger() -> Iterator[Rejudger]:
    thread = QThread()
    worker = Rejudger()
    worker.moveToThread(thread)
    thread.start()
    yield worker
    thread.quit()
    thread.wait()


class Told:
    """All that the panel has told, in order."""

    def __init__(self, panel: WhatIfPanel) -> None:
        self.shown: list[tuple[float, bool]] = []
        self.flipped: list[list[str]] = []
        self.accepted: list[JudgeSettings] = []
        panel.rejudged.connect(lambda image, supposed: self.shown.append((image.score, supposed)))
        panel.flipped_chosen.connect(self.flipped.append)
        panel.settings_accepted.connect(self.accepted.append)


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, rejudger: Rejudger) -> Iterator[WhatIfPanel]:
    qapp.setStyle("Fusion")
    panel = WhatIfPanel(rejudger)
    panel.resize(340, 640)
    panel.set_profile(PROFILE, "Part")
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    # Else the garbage collector would delete it later, in whatever thread it happens to run.
    panel.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def told(panel: WhatIfPanel) -> Told:
    return Told(panel)


def type_number(qtbot: QtBot, spin, text: str) -> None:
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, text)
    qtbot.keyClick(spin, Qt.Key.Key_Return)


def drag(qtbot: QtBot, panel: WhatIfPanel, start: float, end: float) -> None:
    """Drag on the histogram from one score to another."""
    histogram = panel.form.histogram
    height = histogram.height() // 2
    begin, stop = (QPoint(round(histogram.x_of(score)), height) for score in (start, end))
    qtbot.mousePress(histogram, LEFT, pos=begin)
    qtbot.mouseMove(histogram, stop)
    qtbot.mouseRelease(histogram, LEFT, pos=stop)


def test_the_profiles_values_are_shown_and_nothing_is_tried(panel: WhatIfPanel, told: Told) -> None:
    form = panel.form
    assert form.settings() == settings_of(PROFILE)
    assert [row.spin.text() for row in (form.box_threshold, form.min_area, form.max_area)] == [
        "0.200",
        "0.00100",
        "0.50000",
    ]
    assert form.top_k.spin.text() == "5"
    assert not panel.back.isEnabled()
    assert not panel.save.isEnabled()
    panel.show_inspection(inspection("3.png", 0.45))
    assert told.shown == []
    assert panel.image.text() == "This image: REVIEW 0.450 → REVIEW 0.450"


def test_the_current_image_is_judged_at_once(qtbot: QtBot, panel: WhatIfPanel, told: Told) -> None:
    panel.show_inspection(inspection("3.png", 0.45))
    type_number(qtbot, panel.form.box_threshold.spin, "0.5")
    assert told.shown == [(0.0, True)]
    assert panel.image.text() == "This image: REVIEW 0.450 → OK 0.000"
    panel.show_inspection(inspection("4.png", 0.85))
    assert told.shown[1:] == [(0.85, True)]
    qtbot.mouseClick(panel.back, LEFT)
    assert told.shown[2:] == [(0.85, False)]
    assert panel.form.box_threshold.slider.value() == Scale(0.1, 1.0).position(0.2)


def test_sliders_move_the_values(qtbot: QtBot, panel: WhatIfPanel, told: Told) -> None:
    panel.show_inspection(inspection("3.png", 0.45))
    qtbot.keyClick(panel.form.saliency_strength.slider, Qt.Key.Key_End)
    assert panel.form.settings().saliency_strength == 10.0
    assert panel.form.saliency_strength.spin.text() == "10.00"
    qtbot.keyClick(panel.form.top_k.slider, Qt.Key.Key_End)
    assert panel.form.settings().top_k == 0
    assert panel.form.top_k.spin.text() == "all"
    qtbot.keyClick(panel.form.max_area.slider, Qt.Key.Key_End)
    assert panel.form.settings().max_area is None
    assert told.shown == [(0.45, True)] * 3


def test_what_was_never_measured_is_said(qtbot: QtBot, panel: WhatIfPanel, session: Path) -> None:
    panel.set_session(session)
    panel.show_inspection(inspection("3.png", 0.45))
    type_number(qtbot, panel.form.box_threshold.spin, "0.12")
    assert "Candidates that were never measured: 1. Run again" in panel.image.text()
    qtbot.waitUntil(lambda: "Candidates that were never measured: 5." in panel.summary.text())
    type_number(qtbot, panel.form.box_threshold.spin, "0.01")
    assert panel.form.settings().box_threshold == 0.1, "below half of it nothing was stored"


def test_bounds_push_each_other(qtbot: QtBot, panel: WhatIfPanel) -> None:
    form = panel.form
    type_number(qtbot, form.min_area.spin, "0.7")
    assert form.settings().max_area == pytest.approx(0.77)
    type_number(qtbot, form.max_area.spin, "0.1")
    assert form.settings().min_area == pytest.approx(0.09)
    type_number(qtbot, form.review_at, "0.9")
    assert form.settings().thresholds == VerdictThresholds(0.9, 0.9)
    type_number(qtbot, form.ng_at, "0.3")
    assert form.settings().thresholds == VerdictThresholds(0.3, 0.3)


def test_the_session_tells_its_flips_false_calls_and_escapes(
    qtbot: QtBot, panel: WhatIfPanel, told: Told, session: Path
) -> None:
    panel.set_session(session)
    qtbot.waitUntil(lambda: panel.summary.text().startswith("None of 5 verdicts would change."))
    assert not panel.list_flipped.isVisible()
    type_number(qtbot, panel.form.review_at, "0.28")
    type_number(qtbot, panel.form.ng_at, "0.9")
    qtbot.waitUntil(lambda: panel.summary.text().startswith("2 of 5"))
    assert panel.summary.text().splitlines() == [
        "2 of 5 verdicts would change:",
        "    OK → REVIEW: 1",
        "    NG → REVIEW: 1",
        "False calls: 1 → 0",
        "Escapes: 1 → 0",
        "Compared with 2 operator verdicts.",
    ]
    assert panel.list_flipped.text() == "List the images that would change (2)"
    qtbot.mouseClick(panel.list_flipped, LEFT)
    assert told.flipped == [["2.png", "4.png"]]


def test_thresholds_are_dragged_on_the_histogram(
    qtbot: QtBot, panel: WhatIfPanel, told: Told, session: Path
) -> None:
    panel.set_session(session)
    qtbot.waitUntil(lambda: "None of 5" in panel.summary.text())
    panel.show_inspection(inspection("4.png", 0.85))
    drag(qtbot, panel, 0.8, 0.9)
    assert panel.form.settings().thresholds.ng_at == pytest.approx(0.9, abs=0.01)
    assert panel.form.ng_at.value() == panel.form.settings().thresholds.ng_at
    assert told.shown[-1] == (0.85, True)
    drag(qtbot, panel, 0.4, 1.1)
    thresholds = panel.form.settings().thresholds
    assert thresholds.review_at == thresholds.ng_at == pytest.approx(1.1, abs=0.01)
    qtbot.waitUntil(lambda: "NG → OK: 2" in panel.summary.text())
    before = panel.form.settings()
    drag(qtbot, panel, 0.2, 0.6)
    assert panel.form.settings() == before, "no line was there to drag"


def test_new_verdicts_are_read_again(qtbot: QtBot, panel: WhatIfPanel, session: Path) -> None:
    panel.set_session(session)
    qtbot.waitUntil(lambda: "False calls: 1 → 1" in panel.summary.text())
    say(session, "5.png", OperatorVerdict.OK)
    panel.refresh()
    qtbot.waitUntil(lambda: "False calls: 2 → 2" in panel.summary.text())


def test_a_late_answer_about_another_session_is_not_shown(
    qtbot: QtBot, qapp: QApplication, panel: WhatIfPanel, rejudger: Rejudger, session: Path
) -> None:
    answers: list[RejudgeRequest] = []
    rejudger.judged.connect(lambda request, *_: answers.append(request))
    type_number(qtbot, panel.form.review_at, "0.28")
    panel.set_session(session)
    panel.set_session(None)
    qtbot.waitUntil(lambda: bool(answers))
    qapp.processEvents()
    assert panel.summary.text() == "Inspect images to see what other values would change."
    assert not panel.list_flipped.isVisible()


def test_of_several_waiting_judgements_only_the_last_is_made(qtbot: QtBot, session: Path) -> None:
    thread, worker = QThread(), Rejudger()
    worker.moveToThread(thread)
    requests = [RejudgeRequest(session, 1, settings_of(profile(box_threshold=0.1 * n))) for n in range(1, 5)]
    for request in requests:
        worker.judge(request)
    judged: list[RejudgeRequest] = []
    worker.judged.connect(lambda request, *_: judged.append(request))
    thread.start()
    qtbot.waitUntil(lambda: bool(judged))
    thread.quit()
    thread.wait()
    assert judged == requests[-1:]


def test_saving_names_the_flips_and_asks(qtbot: QtBot, panel: WhatIfPanel, told: Told, session: Path) -> None:
    panel.set_session(session)
    type_number(qtbot, panel.form.ng_at, "0.9")
    qtbot.waitUntil(panel.save.isEnabled)
    asked = []

    def answer(button: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append((box.text(), box.informativeText()))
        qtbot.mouseClick(next(each for each in box.buttons() if each.text() == button), LEFT)

    QTimer.singleShot(0, lambda: answer("Cancel"))
    qtbot.mouseClick(panel.save, LEFT)
    assert told.accepted == []
    QTimer.singleShot(0, lambda: answer("Save"))
    qtbot.mouseClick(panel.save, LEFT)
    assert told.accepted == [replace(settings_of(PROFILE), thresholds=VerdictThresholds(0.4, 0.9))]
    text, informative = asked[1]
    assert text == "Save these values to the profile “Part”?"
    assert informative.startswith("1 of 5 verdicts would change:\n    NG → REVIEW: 1\n")

    panel.show_inspection(inspection("4.png", 0.85))
    panel.set_profile(with_settings(PROFILE, told.accepted[0]), "Part")
    assert told.shown[-1] == (0.85, False), "what was tried is the profile's now"
    assert not panel.save.isEnabled()
    assert "another profile, or an earlier version" in panel.note.text()


def test_a_hidden_panel_changes_nothing(qtbot: QtBot, panel: WhatIfPanel, told: Told, session: Path) -> None:
    panel.show_inspection(inspection("3.png", 0.45))
    type_number(qtbot, panel.form.box_threshold.spin, "0.5")
    panel.hide()
    assert told.shown == [(0.0, True), (0.45, False)]
    panel.show_inspection(inspection("5.png", 0.95))
    panel.set_session(session)
    assert len(told.shown) == 2
    panel.show()
    assert told.shown[2:] == [(0.95, True)]
    qtbot.waitUntil(lambda: "of 5 verdicts" in panel.summary.text())


def test_a_session_that_cannot_be_read_is_said_so(
    qtbot: QtBot, panel: WhatIfPanel, tmp_path: Path, session: Path
) -> None:
    panel.set_session(tmp_path / "gone.sqlite")
    qtbot.waitUntil(lambda: "gone.sqlite does not exist" in panel.summary.text())
    panel.set_session(session)
    qtbot.waitUntil(lambda: "None of 5" in panel.summary.text())
    panel.set_session(None)
    assert panel.summary.text() == "Inspect images to see what other values would change."


def test_without_a_profile_there_is_nothing_to_try(panel: WhatIfPanel) -> None:
    panel.set_profile(None)
    assert not panel.form.isEnabled()
    assert panel.note.text() == "Choose a product to try other values for its profile."


def test_areas_without_a_product_box_are_said_to_be_of_the_image(qtbot: QtBot, panel: WhatIfPanel) -> None:
    panel.set_profile(profile(property_prompts=PropertySettings()), "Part")
    assert not panel.note.isVisible()
    type_number(qtbot, panel.form.max_area.spin, "0.2")
    assert "areas are shares of the whole image" in panel.note.text()


def test_an_unrounded_profile_value_is_not_a_change(panel: WhatIfPanel) -> None:
    panel.set_profile(profile(box_threshold=1 / 3, saliency=Saliency(strength=math.pi)), "Part")
    assert panel.form.settings().saliency_strength == math.pi
    assert not panel.back.isEnabled()


def test_values_go_to_a_profile_and_back() -> None:
    tried = JudgeSettings(0.3, 0.002, None, 2.5, 0, VerdictThresholds(0.5, 0.6))
    changed = with_settings(PROFILE, tried)
    assert settings_of(changed) == tried
    assert with_settings(changed, settings_of(PROFILE)) == PROFILE


@pytest.mark.parametrize(
    "scale",
    [
        Scale(0.0, 1.0),
        Scale(1e-5, 1.0, logarithmic=True, off="start"),
        Scale(1e-4, 10.0, logarithmic=True, off="end"),
        Scale(1, 20, off="end", whole=True),
    ],
)
def test_a_slider_finds_its_way_back(scale: Scale) -> None:
    values = [scale.value(position) for position in range(STEPS + 1)]
    bounded = [value for value in values if not (scale.off and value == 0)]
    assert bounded == sorted(bounded)
    assert (0.0 in values) == (scale.off != "" or scale.low == 0)
    for value in values:
        assert scale.value(scale.position(value)) == pytest.approx(value, rel=0.02)
    assert scale.position(1e6) in (STEPS, STEPS - 1)
