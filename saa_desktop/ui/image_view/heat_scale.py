"""The colours of the heat map, and the legend that says what they mean."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, qRgb
from PySide6.QtWidgets import QWidget

# Nine stops of "inferno", which grows evenly in lightness and is safe for colour-blind people.
_INFERNO = (
    (0, 0, 4),
    (31, 12, 72),
    (85, 15, 109),
    (136, 34, 106),
    (186, 54, 85),
    (227, 89, 51),
    (249, 140, 10),
    (249, 201, 50),
    (252, 255, 164),
)


def _colour_table() -> list[int]:
    """Return 256 opaque colours, but for level 0, which is transparent."""
    stops = np.linspace(0, 255, len(_INFERNO))
    channels = [np.interp(np.arange(256), stops, channel) for channel in zip(*_INFERNO, strict=True)]
    opaque = [qRgb(int(r), int(g), int(b)) for r, g, b in zip(*channels, strict=True)]
    return [0, *opaque[1:]]


HEAT_COLOURS = _colour_table()
"""Colour of each level of the heat map."""


class HeatLegend(QWidget):
    """A colour bar with the numbers at its ends, for a corner of the view."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._limit = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(64, 190)

    def set_limit(self, limit: float) -> None:
        """Show another top of the scale."""
        self._limit = limit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw a dark plate, the bar, and its numbers, so that it reads on any image."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 20, 22, 225))
        painter.drawRoundedRect(self.rect(), 6, 6)
        bar = QRect(10, 14, 14, self.height() - 28)
        gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
        for place, colour in zip(np.linspace(0, 1, len(_INFERNO)), _INFERNO, strict=True):
            gradient.setColorAt(float(place), QColor(*colour))
        painter.fillRect(bar, gradient)
        painter.setPen(QColor("white"))
        for share in (0.0, 0.5, 1.0):
            y = bar.bottom() - round(share * bar.height())
            painter.drawLine(bar.right() + 2, y, bar.right() + 5, y)
            painter.drawText(
                QRect(bar.right() + 8, y - 10, 34, 20), _VERTICALLY_CENTRED, f"{share * self._limit:.2f}"
            )


_VERTICALLY_CENTRED = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
