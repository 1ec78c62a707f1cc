"""The statistics in the window: bars list their images, figures follow the session."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QToolTip
from pytestqt.qtbot import QtBot

from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.dashboard.chart import Chart
from saa_desktop.ui.dashboard.period_bar import Period
from saa_desktop.ui.main_window.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.hands import (
    CONTROL,
    bring_forward,
    click,
    current,
    go_to,
    key,
    names,
    open_and_wait,
    press,
    run_and_wait,
    settled,
    shown,
    stored_verdicts,
    type_keys,
)
from tests.ui.stand_in_batch import StandIn

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
WAIT_MS = 20_000
"""The first look imports pyqtgraph."""

NG = ["3 bad.png", "more/5 bad.png"]


def show_statistics(qtbot: QtBot, window: MainWindow) -> None:
    """Press the key and wait until all charts are drawn."""
    key(qtbot, window, (Qt.Key.Key_I, CONTROL))
    qtbot.waitUntil(window.dashboard.isVisible)
    drawn(qtbot, window)


def drawn(qtbot: QtBot, window: MainWindow) -> None:
    grid = window.dashboard
    qtbot.waitUntil(lambda: grid.grid is not None and grid.grid.complete, timeout=WAIT_MS)


def chart(window: MainWindow, name: str) -> Chart:
    assert window.dashboard.grid is not None
    return next(each for each in window.dashboard.grid.charts if type(each).__name__ == name)


def number(of: Chart, label: str) -> int:
    return next(n for n, bar in enumerate(of.bars) if bar.label == label)


def has(of: Chart, label: str) -> bool:
    return any(bar.label == label for bar in of.bars)


def click_bar(qtbot: QtBot, window: MainWindow, of: Chart, label: str) -> None:
    """Click a bar and wait until the list has its images."""
    qtbot.mouseClick(of, LEFT, pos=of.point_of(number(of, label)))
    chip = window.images.filters.chip
    qtbot.waitUntil(lambda: chip.isVisible() and chip.text.text() == f"{of.title.text()}: {label}")


def says(qtbot: QtBot, of: Chart, words: str) -> None:
    """Wait until a bar says so."""
    qtbot.waitUntil(lambda: any(bar.words == words for bar in of.bars), timeout=WAIT_MS)


def test_a_click_on_a_bar_lists_its_images(qtbot: QtBot, inspected: MainWindow) -> None:
    show_statistics(qtbot, inspected)
    verdicts = chart(inspected, "CountsChart")
    says(qtbot, verdicts, "AI: NG: 2 (40.0%)")
    says(qtbot, verdicts, "failed: 1 (20.0%)")
    click_bar(qtbot, inspected, verdicts, "AI: NG")
    assert names(inspected) == NG
    chip = inspected.images.filters.chip
    assert chip.isVisible()
    assert chip.text.text() == "Verdicts: AI: NG"
    assert current(inspected) == NG[0], "its first image is shown at once"
    shown(qtbot, inspected)
    press(qtbot, chip.remove)
    assert len(names(inspected)) == 5
    assert not chip.isVisible()
    assert current(inspected) == NG[0], "the image in view stays"


def test_every_chart_leads_to_images(qtbot: QtBot, signed: MainWindow) -> None:
    """The operator calls the OK image NG, an escape, and one NG image OK, a false call."""
    go_to(qtbot, signed, "1 good.png")
    type_keys(qtbot, signed, "2")
    go_to(qtbot, signed, "3 bad.png")
    type_keys(qtbot, signed, "1")
    settled(qtbot, signed, lambda: len(stored_verdicts(signed)) == 2)
    show_statistics(qtbot, signed)
    for name, label, expected in (
        ("AgreementChart", "Escapes", ["1 good.png"]),
        ("AgreementChart", "False calls", ["3 bad.png"]),
        ("PhraseChart", "bright spot", ["2 doubtful.png", "more/5 bad.png"]),
        ("DefectClassChart", "(no class)", ["1 good.png"]),
        ("CountsChart", "operator: NG", ["1 good.png"]),
    ):
        bars = chart(signed, name)
        qtbot.waitUntil(
            lambda bars=bars, label=label: label in [bar.label for bar in bars.bars], timeout=WAIT_MS
        )
        click_bar(qtbot, signed, bars, label)
        assert names(signed) == expected, (name, label)
    for name in ("YieldChart", "ScoreChart", "DurationChart"):
        bars = chart(signed, name)
        inspected = sum(len(bar.images) for bar in bars.bars)
        assert inspected == (5 if name == "YieldChart" else 4)
    scores = chart(signed, "ScoreChart")
    best = max(n for n, bar in enumerate(scores.bars) if len(bar.images))
    qtbot.mouseClick(scores, LEFT, pos=scores.point_of(best))
    qtbot.waitUntil(lambda: names(signed) == ["3 bad.png"])
    assert "operator: OK 1, NG 0" in scores.words.text()
    signed.images.filters.clear()
    empty = next(n for n, bar in enumerate(scores.bars) if not len(bar.images))
    qtbot.mouseClick(scores, LEFT, pos=scores.point_of(empty))
    assert len(names(signed)) == 5, "a bar without images changes nothing"


def test_the_keyboard_does_all_of_it(qtbot: QtBot, inspected: MainWindow) -> None:
    show_statistics(qtbot, inspected)
    verdicts = chart(inspected, "CountsChart")
    inspected.dashboard.setFocus()
    assert verdicts.hasFocus()
    assert verdicts.words.text() == "AI: OK: 1 (20.0%)", "the first bar is current once the keyboard is there"
    qtbot.keyClick(verdicts, Qt.Key.Key_Down)
    qtbot.keyClick(verdicts, Qt.Key.Key_Right)
    assert verdicts.accessibleDescription() == "AI: NG: 2 (40.0%)"
    qtbot.keyClick(verdicts, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(inspected) == NG)
    type_keys(qtbot, inspected, "d")
    assert current(inspected) == NG[1], "the keys of the window work from there"
    key(qtbot, inspected, (Qt.Key.Key_Escape, PLAIN))
    assert len(names(inspected)) == 5
    for place in (inspected.images.view, inspected.page.view, verdicts):
        verdicts.setFocus()
        qtbot.keyClick(verdicts, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: names(inspected) == NG)
        place.setFocus()
        key(qtbot, inspected, (Qt.Key.Key_Escape, PLAIN))
        assert len(names(inspected)) == 5, place
    qtbot.keyClick(verdicts, Qt.Key.Key_End)
    assert verdicts.current is verdicts.bars[-1]
    qtbot.keyClick(verdicts, Qt.Key.Key_Home)
    qtbot.keyClick(verdicts, Qt.Key.Key_Up)
    assert verdicts.current is verdicts.bars[0]
    qtbot.keyClick(verdicts, Qt.Key.Key_Tab)
    assert chart(inspected, "YieldChart").hasFocus()
    assert verdicts.words.text() == "Images: 5, reviewed: 0.0%", "what nobody points at says the sum again"
    key(qtbot, inspected, (Qt.Key.Key_I, CONTROL))
    assert not inspected.dashboard.isVisible()
    assert inspected.images.view.hasFocus()


def test_figures_follow_a_batch_and_escape_does_not_stop_it(
    qtbot: QtBot, window: MainWindow, folder: Path, stand_in: StandIn
) -> None:
    open_and_wait(qtbot, window, folder)
    stand_in.gate.clear()
    click(qtbot, window, window.commands.run)
    qtbot.waitUntil(lambda: window.images.model.done == 1)
    show_statistics(qtbot, window)
    verdicts = chart(window, "CountsChart")
    says(qtbot, verdicts, "AI: OK: 1 (100.0%)")
    click_bar(qtbot, window, verdicts, "AI: OK")
    assert names(window) == ["1 good.png"]
    bring_forward(qtbot, window)
    qtbot.keyClick(verdicts, Qt.Key.Key_Escape)
    assert len(names(window)) == 5
    assert window.batch.running
    stand_in.gate.set()
    qtbot.waitUntil(lambda: not window.batch.running)
    says(qtbot, verdicts, "AI: OK: 1 (20.0%)")


def test_a_verdict_is_counted(qtbot: QtBot, signed: MainWindow) -> None:
    show_statistics(qtbot, signed)
    agreement = chart(signed, "AgreementChart")
    assert not agreement.bars
    assert agreement.empty.isVisible()
    assert "Give OK or NG" in agreement.accessibleDescription()
    go_to(qtbot, signed, "3 bad.png")
    type_keys(qtbot, signed, "1")
    says(qtbot, agreement, "False calls: 100.0% (1 of 1), 20.7% – 100.0%")
    assert stored_verdicts(signed) == {"3 bad.png": OperatorVerdict.OK}


def test_hidden_statistics_cost_nothing(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    asked: list[object] = []
    window.dashboard._reader.computed.connect(lambda *answer: asked.append(answer))
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    qtbot.wait(300)
    assert not asked
    assert window.dashboard.grid is None
    show_statistics(qtbot, window)
    key(qtbot, window, (Qt.Key.Key_I, CONTROL))
    del asked[:]
    window.dashboard.refresh()
    qtbot.wait(300)
    assert not asked


def test_a_period_of_ones_own(qtbot: QtBot, inspected: MainWindow) -> None:
    show_statistics(qtbot, inspected)
    period = inspected.dashboard.period
    assert "Images: 5" in inspected.dashboard.range.text()
    period.choice.setCurrentIndex(list(Period).index(Period.CUSTOM))
    assert period.since.isVisible()
    assert period.since.dateTime() <= QDateTime.currentDateTime() < period.until.dateTime().addSecs(60)
    period.until.setDateTime(QDateTime(datetime(2020, 1, 2)))  # noqa: DTZ001 - what a person types is local
    qtbot.waitUntil(lambda: "No image was inspected" in inspected.dashboard.message.text())
    assert inspected.dashboard.message.isVisible()
    for choice in (Period.SHIFT, Period.TODAY, Period.SESSION):
        period.choice.setCurrentIndex(list(Period).index(choice))
        qtbot.waitUntil(lambda: "Images: 5" in inspected.dashboard.range.text())
        assert not inspected.dashboard.message.isVisible()
    assert not period.since.isVisible()


def test_another_session_and_none(
    qtbot: QtBot, window: MainWindow, folder: Path, open_window: OpenWindow
) -> None:
    show_panel = window.commands.statistics
    show_panel.trigger()
    qtbot.waitUntil(window.dashboard.message.isVisible)
    assert window.dashboard.message.text().startswith("Inspect images or open a session")
    open_and_wait(qtbot, window, folder)
    run_and_wait(qtbot, window)
    drawn(qtbot, window)
    says(qtbot, chart(window, "CountsChart"), "AI: NG: 2 (40.0%)")
    click_bar(qtbot, window, chart(window, "CountsChart"), "AI: NG")
    open_and_wait(qtbot, window, folder / "1 good.png")
    assert not window.images.filters.chip.isVisible(), "a bar of the session before is no filter here"
    assert window.dashboard.message.isVisible()
    window.close()
    again = open_window()
    assert again.commands.statistics.isChecked(), "the layout is kept"
    assert again.dashboard.isVisible()


def test_a_session_that_cannot_be_read_is_said(qtbot: QtBot, inspected: MainWindow) -> None:
    session = inspected.batch.session
    assert session is not None
    inspected._workers.store.end()
    session.write_bytes(b"no session")
    key(qtbot, inspected, (Qt.Key.Key_I, CONTROL))
    message = inspected.dashboard.message
    qtbot.waitUntil(lambda: "session.sqlite" in message.text(), timeout=WAIT_MS)
    assert message.isVisible()
    session.unlink()
    inspected.dashboard.refresh()
    qtbot.waitUntil(lambda: message.text().startswith("No image was inspected"), timeout=WAIT_MS)


def test_tool_tips_and_the_theme(qtbot: QtBot, qapp: QApplication, inspected: MainWindow) -> None:
    show_statistics(qtbot, inspected)
    verdicts = chart(inspected, "CountsChart")
    place = verdicts.point_of(0)
    qapp.sendEvent(verdicts, QHelpEvent(QEvent.Type.ToolTip, place, verdicts.mapToGlobal(place)))
    qtbot.waitUntil(lambda: QToolTip.text() == "AI: OK: 1 (20.0%)")
    QToolTip.hideText()
    qtbot.mouseMove(verdicts, place)
    qtbot.mouseMove(verdicts, verdicts.point_of(1))
    qtbot.waitUntil(lambda: verdicts.words.text() == "AI: REVIEW: 1 (20.0%)")

    def paper() -> int:
        return verdicts.grab().toImage().pixelColor(verdicts.width() - 3, 3).lightness()

    assert paper() > 200
    inspected.commands.themes.actions()[2].trigger()
    qtbot.waitUntil(lambda: paper() < 100)
    image = verdicts.grab().toImage()
    row = verdicts.point_of(0).y()
    ink = max(image.pixelColor(x, y).lightness() for x in range(5, 70) for y in range(row - 5, row + 5))
    assert ink > 150, "the words beside the bars are light now"
    for each in inspected.dashboard.grid.charts if inspected.dashboard.grid else ():
        assert each.accessibleName()
        assert each.accessibleDescription()


def test_the_panel_can_float_with_all_charts_in_one_row(qtbot: QtBot, inspected: MainWindow) -> None:
    show_statistics(qtbot, inspected)
    dock = inspected.findChild(QDockWidget, "statistics")
    dock.setFloating(True)
    dock.resize(1900, 300)
    grid = inspected.dashboard.grid
    assert grid is not None
    qtbot.waitUntil(lambda: len({each.mapTo(grid, QPoint()).y() for each in grid.charts}) == 1)
    dock.resize(300, 600)
    qtbot.waitUntil(lambda: len({each.mapTo(grid, QPoint()).x() for each in grid.charts}) == 1)


@pytest.mark.parametrize("into", ["new", "session"])
def test_a_shift_report_is_written(
    qtbot: QtBot,
    signed: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    into: str,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "saa_desktop.ui.report_dialog.report_dialog.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    show_statistics(qtbot, signed)
    signed.dashboard.period.choice.setCurrentIndex(list(Period).index(Period.TODAY))
    press(qtbot, signed.dashboard.report)
    dialog = signed.reports.dialog
    assert dialog is not None
    assert dialog.form.period.period is Period.TODAY, "the period that the statistics show"
    folder = tmp_path / "早班" if into == "new" else Path(signed.batch.session or "").parent
    dialog.form.folder.setText(str(folder))
    dialog.form.files["tables"].click()
    press(qtbot, dialog.write)
    assert dialog.running
    qtbot.waitUntil(lambda: not dialog.running, timeout=WAIT_MS)
    if into == "session":
        assert "choose another folder" in dialog.status.text()
        assert not opened
        return
    assert dialog.status.text().startswith(f"The report lies in {folder}. Images: 5.")
    assert {file.name for file in folder.iterdir()} == {"report.html", "report.pdf", "results.xlsx"}
    assert opened == [str(folder)]


def test_a_report_that_is_cancelled_and_a_period_that_is_none(
    qtbot: QtBot, signed: MainWindow, tmp_path: Path
) -> None:
    signed.commands.shift_report.trigger()
    dialog = signed.reports.dialog
    assert dialog is not None
    form = dialog.form
    form.period.choice.setCurrentIndex(list(Period).index(Period.CUSTOM))
    form.period.until.setDateTime(form.period.since.dateTime().addSecs(-60))
    assert not dialog.write.isEnabled()
    assert "choose a later end" in dialog.status.text()
    form.period.choice.setCurrentIndex(0)
    form.folder.setText(str(tmp_path / "report"))
    dialog.write.click()
    dialog.cancel.click()
    qtbot.waitUntil(lambda: not dialog.running, timeout=WAIT_MS)
    assert dialog.status.text() == "Cancelled: nothing was written."
    assert not (tmp_path / "report").exists()
