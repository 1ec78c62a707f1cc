"""The application's icon in the sizes and formats that desktops ask for, drawn from its SVG."""

import io
import struct
from pathlib import Path

import project

SVG = project.ROOT / "resources" / "icons" / "application.svg"
PNG_SIDES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIDES = (16, 24, 32, 48, 64, 128, 256)


def png(side: int) -> bytes:
    """Return the icon as PNG, with that many pixels a side."""
    # Needs no QApplication: an image is painted, not a window.
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF  # noqa: PLC0415 - for tests of the format
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(SVG)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return Windows' icon file of PNGs by side; Windows reads PNG entries since Vista."""
    file = io.BytesIO()
    file.write(struct.pack("<HHH", 0, 1, len(pictures)))
    offset = 6 + 16 * len(pictures)
    for side, data in pictures.items():
        # 256 is written as 0.
        file.write(struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(data), offset))
        offset += len(data)
    for data in pictures.values():
        file.write(data)
    return file.getvalue()


def write_ico(path: Path) -> Path:
    """Write Windows' icon file; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ico({side: png(side) for side in ICO_SIDES}))
    return path


def write_hicolor(folder: Path) -> None:
    """Write the icon as Linux desktops look for it: PNGs by size, and the SVG."""
    for side in PNG_SIDES:
        place = folder / f"{side}x{side}" / "apps"
        place.mkdir(parents=True)
        (place / f"{project.NAME}.png").write_bytes(png(side))
    place = folder / "scalable" / "apps"
    place.mkdir(parents=True)
    (place / f"{project.NAME}.svg").write_bytes(SVG.read_bytes())
