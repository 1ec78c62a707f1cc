"""The docks around the image."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QFrame, QMainWindow, QScrollArea, QVBoxLayout, QWidget

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


class Docks:
    """Panels that can be moved, stacked and closed, and bear their panel's title.

    Attributes:
        all: in the order in which a menu lists them.
        statistics: the one of the dashboard.
    """

    def __init__(
        self,
        window: QMainWindow,
        *,
        images: QWidget,
        review: QWidget,
        inspector: QWidget,
        what_if: QWidget,
        dashboard: QWidget,
    ) -> None:
        self._window = window
        self._images = self._add("image_list", images, _LEFT, images)
        self._review = self._add("review", review, _RIGHT, _scroll_area(review))
        self._inspector = self._add("inspector", inspector, _RIGHT, _scroll_area(inspector))
        # Behind another tab a dock's panel is only moved aside. This one judges sessions unless it is hidden:
        # within a frame it can be, and the dock keeps its size.
        what_if_dock = self._add("what_if", what_if, _RIGHT, _frame(what_if))
        window.tabifyDockWidget(self._inspector, what_if_dock)
        what_if_dock.visibilityChanged.connect(what_if.setVisible)
        self._inspector.raise_()
        # Below the image; the list keeps its full height beside it.
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        self.statistics = self._add(
            "statistics", dashboard, Qt.DockWidgetArea.BottomDockWidgetArea, _frame(dashboard)
        )
        self.all = (self._images, self._review, self._inspector, what_if_dock, self.statistics)

    def set_first_sizes(self) -> None:
        """Give the docks the sizes that hold until a person changes them."""
        self._window.resizeDocks([self._images, self._inspector], [290, 350], Qt.Orientation.Horizontal)
        self._window.resizeDocks([self._review, self._inspector], [352, 488], Qt.Orientation.Vertical)

    def _add(self, name: str, panel: QWidget, area: Qt.DockWidgetArea, content: QWidget) -> QDockWidget:
        """Add a dock.

        Args:
            name: for the layout that is kept.
            panel: gives the title.
            area: where the dock lies at first.
            content: the panel, or what holds it.
        """
        dock = QDockWidget(panel.windowTitle())
        panel.windowTitleChanged.connect(dock.setWindowTitle)
        dock.setObjectName(name)
        dock.setWidget(content)
        self._window.addDockWidget(area, dock)
        return dock


def _frame(panel: QWidget) -> QWidget:
    """Return a frame in which a panel can be hidden."""
    frame = QWidget()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(panel)
    return frame


def _scroll_area(panel: QWidget) -> QScrollArea:
    """Return a frame in which a panel scrolls where the screen is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(panel)
    area.setMinimumWidth(panel.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
    return area
