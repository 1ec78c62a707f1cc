"""One line that says what the chosen tool expects, or what it waits for."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from saa_desktop.ui.mask_editor.tool_kind import ToolKind


class ToolHint(QLabel):
    """Follows the tool, its mode, and the models."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The sentence never asks for more width than there is.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setWordWrap(True)
        self._tool: ToolKind | None = None
        self._subtracting = False
        self._waits = False
        self._models_busy = False
        self._show()

    def show_tool(self, tool: ToolKind | None, *, subtracting: bool) -> None:
        """Say how to use a tool.

        Args:
            tool: the chosen one.
            subtracting: whether its shapes are taken away.
        """
        self._tool, self._subtracting = tool, subtracting
        self._show()

    def show_wait(self, *, waits: bool, models_busy: bool) -> None:
        """Say whether the models are at work.

        Args:
            waits: whether a region is to be cut out.
            models_busy: whether a running batch comes first.
        """
        self._waits, self._models_busy = waits, models_busy
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)

    def _show(self) -> None:
        if self._waits:
            self.setText(self._wait())
        elif self._tool is None:
            self.setText(self.tr("Choose a tool to correct the region, or to draw a new one."))
        else:
            hints = self._taking_away() if self._subtracting else self._adding()
            self.setText(hints[self._tool])

    def _wait(self) -> str:
        if self._models_busy:
            return self.tr("The running inspection comes first; then the region is cut out. Esc: give up.")
        return self.tr("The models are cutting out the region… Esc: give up.")

    def _adding(self) -> dict[ToolKind, str]:
        return {
            ToolKind.BRUSH: self.tr("Drag to paint. Shift: erase."),
            ToolKind.ERASER: self.tr("Drag to erase. Shift: paint."),
            ToolKind.POLYGON: self.tr(
                "Click the corners. Enter: close. Backspace: one back. Shift: take away."
            ),
            ToolKind.BOX: self.tr("Drag a box around a defect. Shift: take it away."),
            ToolKind.CLICK: self.tr(
                "Click on a defect. Right click: not this. Enter: next. Shift: take away."
            ),
        }

    def _taking_away(self) -> dict[ToolKind, str]:
        return {
            ToolKind.BRUSH: self.tr("Drag to erase. Shift: paint."),
            ToolKind.ERASER: self.tr("Drag to erase. Shift: paint."),
            ToolKind.POLYGON: self.tr("Click the corners. Enter: close. Backspace: one back. Shift: add."),
            ToolKind.BOX: self.tr("Drag a box around what to take away. Shift: add it."),
            ToolKind.CLICK: self.tr(
                "Click on what to take away. Right click: not this. Enter: next. Shift: add."
            ),
        }
