"""The choice of models and device on the tool bar."""

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.speed import Speed
from saa_desktop.ui.model_picker.model_picker import ModelPicker
from saa_desktop.workers.model_choices import ComputeDevice, DeviceLister

CARD = ComputeDevice("cuda:0", "NVIDIA H100", 80_000_000_000)


@pytest.fixture
def picker(qtbot: QtBot) -> ModelPicker:
    picker = ModelPicker()
    qtbot.addWidget(picker)
    picker.show()
    qtbot.waitExposed(picker)
    return picker


def titles(choice: QComboBox) -> list[str]:
    return [choice.itemText(row) for row in range(choice.count())]


def test_the_choice_says_what_it_means(picker: ModelPicker) -> None:
    assert titles(picker.models) == ["Automatic: lite", "lite", "saa-plus (files missing)"]
    picker.set_ready(True)
    assert titles(picker.models) == ["Automatic: saa-plus", "lite", "saa-plus"]
    picker.set_loaded(ModelIdentity("lite", "lite (built in)", "1", "cpu"))
    assert "Loaded: lite (built in) on cpu" in picker.models.toolTip()
    assert titles(picker.device_list) == ["Automatic", "Processor"]


def test_a_person_chooses_by_keyboard(qtbot: QtBot, picker: ModelPicker) -> None:
    told: list[str] = []
    picker.models_chosen.connect(told.append)
    picker.device_chosen.connect(told.append)
    picker.set_devices([CARD])
    assert told == []
    picker.device_list.setFocus()
    for _ in range(2):
        qtbot.keyClick(picker.device_list, Qt.Key.Key_Down)
    assert (picker.model_set(), picker.device()) == ("auto", "cuda:0")
    qtbot.keyClick(picker.models, Qt.Key.Key_Down)
    assert (picker.model_set(), picker.device()) == ("lite", "cpu")
    assert not picker.device_list.isEnabled()
    qtbot.keyClick(picker.models, Qt.Key.Key_Down)
    assert (picker.model_set(), picker.device()) == ("saa-plus", "cuda:0")
    assert told == ["cpu", "cuda:0", "lite", "saa-plus"]


def test_a_kept_device_stays_chosen_before_and_after_it_is_found(picker: ModelPicker) -> None:
    picker.set_choice("saa-plus", "cuda:0", Speed.EXACT)
    assert picker.device_list.currentText() == "cuda:0"
    picker.set_devices([CARD])
    assert picker.device_list.currentText() == "cuda:0: NVIDIA H100"
    assert titles(picker.device_list) == ["Automatic", "Processor", "cuda:0: NVIDIA H100"]
    picker.set_devices([])
    assert picker.device() == "cuda:0", "the sentence of the models says that it is gone"
    picker.set_choice("unknown", "auto", Speed.EXACT)
    assert (picker.model_set(), picker.device()) == ("auto", "auto")


def test_each_speed_says_what_it_costs(qtbot: QtBot, picker: ModelPicker) -> None:
    told: list[Speed] = []
    picker.speed_chosen.connect(told.append)
    picker.set_choice("saa-plus", "cpu", Speed.EXACT)
    speeds = picker.speeds
    assert titles(speeds) == ["Exact", "Balanced", "Fast"]
    assert "Exact: the slowest, and the reference" in speeds.toolTip()
    speeds.showPopup()
    fast = speeds.model().index(2, 0)
    option = QStyleOptionViewItem()
    speeds.itemDelegate().initStyleOption(option, fast)
    assert option.text.startswith("Fast: scores change")
    assert speeds.view().viewport().width() >= speeds.view().sizeHintForColumn(0)
    assert told == []
    qtbot.mouseClick(
        speeds.view().viewport(), Qt.MouseButton.LeftButton, pos=speeds.view().visualRect(fast).center()
    )
    qtbot.waitUntil(lambda: told == [Speed.FAST])
    assert "Fast: scores change" in speeds.toolTip()
    picker.set_choice("lite", "cpu", Speed.FAST)
    assert not speeds.isEnabled()
    assert speeds.toolTip() == "lite has but one speed"
    assert told == [Speed.FAST]


def test_devices_are_listed_in_a_thread(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    answers = iter([[CARD], RuntimeError("driver lost")])

    def ask() -> list[ComputeDevice]:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    lister = DeviceLister(ask)
    listed: list[tuple[ComputeDevice, ...]] = []
    lister.listed.connect(listed.append)
    thread = QThread()
    lister.moveToThread(thread)
    thread.start()
    try:
        lister.list()
        lister.list()
        qtbot.waitUntil(lambda: len(listed) == 2)
        assert listed == [(CARD,), ()]
        assert "driver lost" in caplog.text
    finally:
        thread.quit()
        thread.wait()
