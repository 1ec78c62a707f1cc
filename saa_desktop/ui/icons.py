"""The application's own SVG icons, drawn in the colour that the theme asks for."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from saa_desktop.data_files import data_path

_SIDES = (16, 20, 24, 32, 48, 64)


def icon(name: str) -> QIcon:
    """Return an icon in the text's colour, paler when disabled."""
    palette = QGuiApplication.palette()
    drawn = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        _add(drawn, name, palette.color(group, QPalette.ColorRole.ButtonText), mode)
    return drawn


def coloured_icon(name: str, colour: str, selected: str = "") -> QIcon:
    """Return an icon that looks the same in every theme, and in selected rows unless these have a colour."""
    drawn = QIcon()
    for mode, own in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Selected, selected or colour)):
        _add(drawn, name, QColor(own), mode)
    return drawn


def _add(drawn: QIcon, name: str, colour: QColor, mode: QIcon.Mode) -> None:
    svg = data_path("resources", "icons", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour.name()).encode()))
    for side in _SIDES:
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        drawn.addPixmap(pixmap, mode)


def application_icon() -> QIcon:
    """Return the icon of the application's windows."""
    drawn = QIcon()
    _add(drawn, "application", QColor("black"), QIcon.Mode.Normal)
    return drawn
