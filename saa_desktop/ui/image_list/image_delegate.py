"""Draws a row of the image list."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from saa_desktop.domain.entries import ImageEntry, ImageState
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.icons import coloured_icon
from saa_desktop.ui.image_list.entry_words import machine_words, verdict_word
from saa_desktop.ui.image_list.image_list_model import ImageListModel
from saa_desktop.ui.image_list.thumbnails import SIDE, Thumbnails
from saa_desktop.ui.states import COLOURS, state_icon

VERDICT_STATES = {
    OperatorVerdict.OK: ImageState.OK,
    OperatorVerdict.NG: ImageState.NG,
    OperatorVerdict.RECHECK: ImageState.REVIEW,
}
"""The state whose colour a verdict of a person shares."""

_MARGIN = 6
_ICON = 16
_GAP = 4


class ImageDelegate(QStyledItemDelegate):
    """Thumbnail, name and flag; below them what the machine says and, in a frame, what a person says.

    Args:
        model: read directly, since each way through Qt would wait for other Python threads.
        thumbnails: ``None`` leaves no room for them.
    """

    def __init__(self, model: ImageListModel, thumbnails: Thumbnails | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails
        self._states = {state: state_icon(state) for state in ImageState}
        self._people = {
            verdict: coloured_icon("operator", COLOURS[state]) for verdict, state in VERDICT_STATES.items()
        }
        self._flags: dict[str, QIcon] = {}

    def row_height(self, metrics: QFontMetrics) -> int:
        """Return the height that all rows have with this font."""
        text = 2 * metrics.height() + 3 * _MARGIN
        return max(text, SIDE + 2 * _GAP) if self._thumbnails else text

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        entry = self._model.entry_at(index.row())
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        painter.save()
        area = option.rect.adjusted(_MARGIN, _GAP, -_MARGIN, -_GAP)
        if self._thumbnails:
            frame = QRect(area.left(), area.top() + (area.height() - SIDE) // 2, SIDE, SIDE)
            self._paint_thumbnail(painter, frame, entry, option.palette, self._thumbnails)
            area.setLeft(frame.right() + 1 + _MARGIN + 2)
        line = area.height() // 2
        self._paint_name(painter, area.adjusted(0, 0, 0, -line), entry, option)
        self._paint_marks(painter, area.adjusted(0, area.height() - line, 0, 0), entry, option)
        painter.restore()

    def _paint_thumbnail(
        self, painter: QPainter, frame: QRect, entry: ImageEntry, palette: QPalette, thumbnails: Thumbnails
    ) -> None:
        picture = thumbnails.picture(entry.name)
        if picture is not None and not picture.isNull():
            size = picture.deviceIndependentSize()
            at = QPointF(frame.center()) + QPointF(0.5 - size.width() / 2, 0.5 - size.height() / 2)
            painter.drawPixmap(at, picture)
            return
        painter.fillRect(frame, palette.color(QPalette.ColorRole.Midlight))
        if picture is not None:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText)))
            painter.drawLine(frame.topLeft(), frame.bottomRight())
            painter.drawLine(frame.topRight(), frame.bottomLeft())

    def _paint_name(
        self, painter: QPainter, area: QRect, entry: ImageEntry, option: QStyleOptionViewItem
    ) -> None:
        colour = _text_colour(option)
        if entry.review.flagged:
            side = QRect(area.right() - _ICON + 1, area.center().y() - _ICON // 2, _ICON, _ICON)
            self._flag(colour).paint(painter, side)
            area = area.adjusted(0, 0, -_ICON - _GAP, 0)
        painter.setPen(QPen(colour))
        name = option.fontMetrics.elidedText(entry.name, Qt.TextElideMode.ElideLeft, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_marks(
        self, painter: QPainter, area: QRect, entry: ImageEntry, option: QStyleOptionViewItem
    ) -> None:
        icon = QRect(area.left(), area.center().y() - _ICON // 2, _ICON, _ICON)
        self._states[entry.state].paint(painter, icon)
        if entry.review.verdict is not None:
            area = self._paint_verdict(painter, area, entry.review.verdict, option)
        painter.setPen(QPen(_text_colour(option)))
        words = area.adjusted(_ICON + _GAP, 0, 0, 0)
        text = option.fontMetrics.elidedText(machine_words(entry), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_verdict(
        self, painter: QPainter, area: QRect, verdict: OperatorVerdict, option: QStyleOptionViewItem
    ) -> QRect:
        """Draw what a person says at the right; return the area that is left."""
        word = verdict_word(verdict)
        width = option.fontMetrics.horizontalAdvance(word) + _ICON + 4 * _GAP
        height = min(option.fontMetrics.height() + 4, area.height())
        frame = QRect(area.right() + 1 - width, area.center().y() - height // 2 + 1, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(COLOURS[VERDICT_STATES[verdict]]), 1.5))
        painter.setBrush(option.palette.brush(QPalette.ColorRole.Base))
        painter.drawRoundedRect(frame, height / 2, height / 2)
        icon = QRect(frame.left() + 2 * _GAP - 2, frame.center().y() - _ICON // 2 + 1, _ICON - 2, _ICON - 2)
        self._people[verdict].paint(painter, icon)
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Text)))
        painter.drawText(
            frame.adjusted(2 * _GAP + _ICON, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            word,
        )
        return area.adjusted(0, 0, -width - _GAP, 0)

    def _flag(self, colour: QColor) -> QIcon:
        name = colour.name()
        if name not in self._flags:
            self._flags[name] = coloured_icon("flag", name)
        return self._flags[name]


def _text_colour(option: QStyleOptionViewItem) -> QColor:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    return option.palette.color(role)
