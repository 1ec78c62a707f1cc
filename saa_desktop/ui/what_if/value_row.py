"""One value as a slider and a spin box that show the same."""

import math
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QGridLayout, QLabel, QSlider

STEPS = 1000
"""Positions of a slider, from 0 on."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The values along a slider.

    Attributes:
        low: value at its start; above 0 on a logarithmic scale.
        high: value at its end.
        logarithmic: equal steps multiply instead of adding.
        off: the end that stands for 0, which means "all" or "no bound"; "" for neither.
        whole: only whole numbers.
    """

    low: float
    high: float
    logarithmic: bool = False
    off: Literal["", "start", "end"] = ""
    whole: bool = False

    def value(self, position: int) -> float:
        """Return the value at a position, with at most three digits that count."""
        if position == {"start": 0, "end": STEPS}.get(self.off):
            return 0.0
        share = position / STEPS
        if self.logarithmic:
            value = self.low * (self.high / self.low) ** share
        else:
            value = self.low + share * (self.high - self.low)
        return float(round(value)) if self.whole else float(f"{value:.3g}")

    def position(self, value: float) -> int:
        """Return the position nearest to a value; one beyond the scale lies at its end."""
        if self.off and value == 0:
            return 0 if self.off == "start" else STEPS
        if self.logarithmic:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        nearest = round(STEPS * min(max(share, 0.0), 1.0))
        return min(max(nearest, self.off == "start"), STEPS - (self.off == "end"))


class ValueRow(QObject):
    """A label, a slider and a spin box; the value keeps all its digits until a person changes it."""

    changed = Signal()
    """A person chose another value."""

    def __init__(self, scale: Scale, highest: float, decimals: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._value = 0.0
        self.label = QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setMinimumWidth(60)
        self.spin = QDoubleSpinBox()
        self.spin.setDecimals(decimals)
        self.spin.setRange(0.0, highest)
        self.spin.setKeyboardTracking(False)
        self.spin.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        if decimals:
            self.spin.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.label.setBuddy(self.spin)
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.spin.valueChanged.connect(self._on_spin_changed)

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Take a row of a grid."""
        for column, widget in enumerate((self.label, self.slider, self.spin)):
            grid.addWidget(widget, row, column)

    def set_texts(self, label: str, tip: str, off: str = "") -> None:
        """Say what the value is, and what stands for 0 where that is no number."""
        self.label.setText(label)
        self.spin.setSpecialValueText(off)
        for widget in (self.label, self.slider, self.spin):
            widget.setToolTip(tip)
        self.slider.setAccessibleName(label)
        self.spin.setAccessibleName(label)

    def value(self) -> float:
        """Return the value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show another value without telling."""
        self._value = value
        with QSignalBlocker(self.spin), QSignalBlocker(self.slider):
            self.spin.setValue(value)
            self.slider.setValue(self._scale.position(value))

    def set_lowest(self, lowest: float) -> None:
        """Keep a person from going below a value; one that is there already stays."""
        self._scale = Scale(lowest, self._scale.high)
        with QSignalBlocker(self.spin):
            self.spin.setMinimum(lowest)

    def _on_slider_moved(self, position: int) -> None:
        self._choose(self._scale.value(position))

    def _on_spin_changed(self, value: float) -> None:
        self._choose(value)

    def _choose(self, value: float) -> None:
        self.set_value(value)
        self.changed.emit()
