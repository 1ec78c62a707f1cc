"""All regions of an image, in a scene."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from saa_desktop.domain.regions import Box, Region
from saa_desktop.ui.image_view.region_item import DroppedItem, RegionItem
from saa_desktop.ui.image_view.region_label import RegionLabel
from saa_desktop.workers.mask_outline import mask_shape
from saa_desktop.workers.shown_regions import ShownRegion
from saa_desktop.workers.view_loader import View

_ROOM_SHARE = 0.02
_LABEL_BELOW_SHARE = 0.03


class RegionLayer:
    """Outlines below, numbers above; the most confident region on top, but for the highlighted one."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._view: View | None = None
        self._items: dict[int, RegionItem] = {}
        self._labels: dict[int, RegionLabel] = {}
        self._dropped: dict[int, Region] = {}
        self._boxes: DroppedItem | None = None
        self._spotlight: list[QGraphicsItem] = []
        self._highlighted: int | None = None
        self._shown = True
        self._bare = False
        self._dropped_shown = False
        self._fill_opacity = 0.2

    def clear(self) -> None:
        """Take all regions off the scene."""
        for item in (*self._items.values(), *self._labels.values(), *self._spotlight, self._boxes):
            if item is not None:
                self._scene.removeItem(item)
        self._view, self._highlighted, self._boxes = None, None, None
        self._items, self._labels, self._dropped, self._spotlight = {}, {}, {}, []

    def show_regions(self, view: View) -> None:
        """Lay out the regions of an image; the same one stays highlighted while the image is the same."""
        same = self._view is not None and self._view.image is view.image
        highlighted = self._highlighted if same else None
        self.clear()
        self._view = view
        height = view.image.identity.height
        for region in reversed(view.regions):
            item = RegionItem(region.shape, self._room(), rejected=region.rejected)
            item.set_fill_opacity(self._fill_opacity)
            self._scene.addItem(item)
            self._items[region.number] = item
        for region in reversed(view.regions):
            label = RegionLabel(region, below=region.shape.mask.y < _LABEL_BELOW_SHARE * height)
            self._scene.addItem(label)
            self._labels[region.number] = label
        if view.inspection and not view.changed:
            self._dropped = {
                number: region
                for number, region in enumerate(view.inspection.findings.regions)
                if number not in self._items and not region.kept
            }
        self.highlight(highlighted)

    def set_shown(self, shown: bool) -> None:
        """Show or hide all regions."""
        self._shown = shown
        self._update()

    def set_bare(self, bare: bool) -> None:
        """Hide all regions for a moment."""
        self._bare = bare
        self._update()

    def set_dropped_shown(self, shown: bool) -> None:
        """Show or hide the boxes of dropped regions."""
        self._dropped_shown = shown
        self._update()

    def set_fill_opacity(self, opacity: float) -> None:
        """Set how much the fills cover, 0 to 1."""
        self._fill_opacity = opacity
        for item in self._items.values():
            item.set_fill_opacity(opacity)

    def highlight(self, number: int | None) -> None:
        """Make one region stand out; of a dropped one mask and box, whether or not boxes are shown."""
        self._highlighted = number
        for each, item in self._items.items():
            item.set_highlighted(each == number)
            self._labels[each].set_highlighted(each == number)
        for old in self._spotlight:
            self._scene.removeItem(old)
        self._spotlight = self._spotlight_on(number) if number in self._dropped else []
        for new in self._spotlight:
            self._scene.addItem(new)
        self._update()

    def area_of(self, number: int) -> QRectF | None:
        """Return where a region lies; ``None`` for one that is not there."""
        if number in self._dropped:
            return _rectangle(self._dropped[number].box)
        region = next((each for each in self._regions if each.number == number), None)
        return _bounds(region) if region else None

    def number_at(self, point: QPointF, tolerance: float) -> int | None:
        """Return which of the visible regions a person means: the smallest one there, or else the nearest."""
        if not self._visible():
            return None
        x, y = int(point.x()), int(point.y())
        around = QRectF(point.x() - tolerance, point.y() - tolerance, 2 * tolerance, 2 * tolerance)
        covering = [region for region in self._regions if region.shape.covers(x, y)]
        touching = [region for region in self._regions if _bounds(region).intersects(around)]
        if found := covering or touching:
            return min(found, key=lambda region: region.shape.mask.area).number
        boxes = self._dropped if self._dropped_shown else {}
        inside = [number for number, region in boxes.items() if _rectangle(region.box).contains(point)]
        return min(inside, key=lambda number: boxes[number].box.area, default=None)

    @property
    def _regions(self) -> Sequence[ShownRegion]:
        return self._view.regions if self._view else ()

    def _room(self) -> float:
        """Return how far a halo may reach around a region when all of a large image shows."""
        identity = self._view.image.identity if self._view else None
        return 8 + _ROOM_SHARE * max(identity.width, identity.height) if identity else 0.0

    def _spotlight_on(self, number: int) -> list[QGraphicsItem]:
        region = self._dropped[number]
        items: list[QGraphicsItem] = [DroppedItem([region.box], self._room(), highlighted=True)]
        if region.mask and region.mask.area:
            items.append(RegionItem(mask_shape(region.mask), self._room()))
        return items

    def _visible(self) -> bool:
        return self._shown and not self._bare

    def _update(self) -> None:
        """Show and hide what the switches say."""
        visible = self._visible()
        if visible and self._dropped_shown and self._boxes is None and self._dropped:
            self._boxes = DroppedItem([region.box for region in self._dropped.values()], self._room())
            self._boxes.setZValue(-1)
            self._scene.addItem(self._boxes)
        for item in (*self._items.values(), *self._labels.values(), *self._spotlight):
            item.setVisible(visible)
        if self._boxes is not None:
            self._boxes.setVisible(visible and self._dropped_shown)


def _bounds(region: ShownRegion) -> QRectF:
    mask = region.shape.mask
    return QRectF(mask.x, mask.y, mask.width, mask.height)


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.x0, box.y0, box.width, box.height)
