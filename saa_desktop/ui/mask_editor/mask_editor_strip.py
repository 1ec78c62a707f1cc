"""The strip over the image from which a person chooses a tool for masks."""

from functools import partial

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.icons import icon
from saa_desktop.ui.mask_editor.tool_hint import ToolHint
from saa_desktop.ui.mask_editor.tool_kind import ToolKind
from saa_desktop.ui.shortcuts.keys import native

LARGEST_BRUSH = 2000
_STEP = 1.25
_ICON_SIZE = QSize(20, 20)


_KEYS = {
    ToolKind.BRUSH: "B",
    ToolKind.ERASER: "E",
    ToolKind.POLYGON: "P",
    ToolKind.BOX: "W",
    ToolKind.CLICK: "S",
}


class MaskEditorStrip(QWidget):
    """Tools, their settings, and what they work on; below, what the chosen tool expects.

    Attributes:
        commands: every action that has a key, by its name in the settings; keys work while the
            strip shows.
        default_keys: the key of each of them.
        hint: what the chosen tool expects.
        restore: gives a region the machine's mask back, or removes a drawn one.
    """

    tool_chosen = Signal(object)
    """ToolKind, or ``None`` when the chosen one is put down."""

    subtracting_changed = Signal(bool)
    """Whether shapes are taken away."""

    brush_size_changed = Signal(int)
    """Diameter in pixels of the image."""

    target_chosen = Signal(bool)
    """What to edit: a new region (true), or the selected one (false)."""

    def __init__(self, brush_size: int = 20, parent: QWidget | None = None) -> None:
        """Show the strip, disabled.

        Args:
            brush_size: diameter in pixels of the image.
            parent: where it lies.
        """
        super().__init__(parent)
        self._tools = {kind: QAction(self, checkable=True) for kind in ToolKind}
        self._add, self._subtract = (QAction(self, checkable=True) for _ in range(2))
        self._selected, self._new = (QAction(self, checkable=True) for _ in range(2))
        self.restore = QAction(self)
        self._is_new, self._drawn = False, False
        self._size = QSpinBox()
        self.hint = ToolHint()
        self.commands = {f"mask_{kind.name.lower()}": action for kind, action in self._tools.items()}
        self.commands |= {"mask_subtract": self._subtract, "mask_new_region": self._new}
        self.default_keys = {f"mask_{kind.name.lower()}": key for kind, key in _KEYS.items()}
        self.default_keys |= {"mask_subtract": "T", "mask_new_region": "N"}
        self._group_actions()
        self._lay_out(brush_size)
        self._connect()
        self._redraw_icons()
        self._retranslate()
        self.setEnabled(False)

    @property
    def tool(self) -> ToolKind | None:
        """The chosen tool; ``None`` while the mouse pans."""
        return next((kind for kind, action in self._tools.items() if action.isChecked()), None)

    @property
    def subtracting(self) -> bool:
        """Whether shapes are taken away."""
        return self._subtract.isChecked()

    @property
    def brush_size(self) -> int:
        """Diameter of the brush in pixels of the image."""
        return self._size.value()

    def put_down(self) -> None:
        """Let the mouse pan again."""
        for action in self._tools.values():
            if action.isChecked():
                action.trigger()

    def make_brush_larger(self) -> None:
        """Take the next larger brush."""
        self._size.setValue(max(self.brush_size + 1, round(self.brush_size * _STEP)))

    def make_brush_smaller(self) -> None:
        """Take the next smaller brush."""
        self._size.setValue(min(self.brush_size - 1, round(self.brush_size / _STEP)))

    def show_target(self, *, new: bool, drawn: bool, corrected: bool) -> None:
        """Show what is edited.

        Args:
            new: whether a region is about to be drawn.
            drawn: whether a person drew the region, or is about to.
            corrected: whether it has a person's mask.
        """
        self._is_new, self._drawn = new, drawn
        self._show_target()
        self.restore.setEnabled(corrected)
        self._label_restore()

    def show_wait(self, *, waits: bool, models_busy: bool) -> None:
        """Show whether the models are at work, and whether a batch comes first."""
        self.hint.show_wait(waits=waits, models_busy=models_busy)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language and the colours."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._redraw_icons()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Put the tool down with the strip."""
        if not event.spontaneous():
            self.put_down()
        super().hideEvent(event)

    def _group_actions(self) -> None:
        tools = QActionGroup(self)
        tools.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        modes, targets = QActionGroup(self), QActionGroup(self)
        for action in self._tools.values():
            tools.addAction(action)
        for mode in (self._add, self._subtract):
            modes.addAction(mode)
        for target in (self._selected, self._new):
            targets.addAction(target)
        # A second press of the key takes it back.
        modes.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self._add.setChecked(True)
        self._selected.setChecked(True)
        for name, action in self.commands.items():
            action.setObjectName(name)
            action.setShortcut(self.default_keys[name])
            self.addAction(action)
            action.changed.connect(partial(_show_key, action))

    def _lay_out(self, brush_size: int) -> None:
        self._size.setRange(1, LARGEST_BRUSH)
        self._size.setValue(brush_size)
        self._size.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self._size.setKeyboardTracking(False)
        row = QHBoxLayout()
        row.setSpacing(2)
        for action in self._tools.values():
            row.addWidget(_button(action))
        for group in ((self._add, self._subtract), (self._size,), (self._selected, self._new, self.restore)):
            row.addWidget(_line())
            for part in group:
                row.addWidget(_button(part) if isinstance(part, QAction) else part)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(3)
        layout.addLayout(row)
        layout.addWidget(self.hint)

    def _connect(self) -> None:
        for action in self._tools.values():
            action.triggered.connect(self._on_tool_triggered)
        self._add.triggered.connect(self._on_mode_triggered)
        self._subtract.triggered.connect(self._on_mode_triggered)
        self._selected.triggered.connect(lambda: self._on_target_triggered(new=False))
        self._new.triggered.connect(lambda: self._on_target_triggered(new=True))
        self._size.valueChanged.connect(self.brush_size_changed)
        self._size.editingFinished.connect(self._size.clearFocus)

    def _on_tool_triggered(self) -> None:
        self._add.setEnabled(self.tool is not ToolKind.ERASER)
        self._subtract.setEnabled(self.tool is not ToolKind.ERASER)
        self.hint.show_tool(self.tool, subtracting=self.subtracting)
        self.tool_chosen.emit(self.tool)

    def _on_mode_triggered(self) -> None:
        self._add.setChecked(not self.subtracting)
        self.hint.show_tool(self.tool, subtracting=self.subtracting)
        self.subtracting_changed.emit(self.subtracting)

    def _on_target_triggered(self, *, new: bool) -> None:
        self._show_target()  # it changes with the answer
        self.target_chosen.emit(new)

    def _show_target(self) -> None:
        (self._new if self._is_new else self._selected).setChecked(True)

    def _redraw_icons(self) -> None:
        for kind, action in self._tools.items():
            action.setIcon(icon(kind))
        self._add.setIcon(icon("mask-add"))
        self._subtract.setIcon(icon("mask-subtract"))
        self.restore.setIcon(icon("mask-restore"))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Mask editor"))
        words = {
            ToolKind.BRUSH: self.tr("Brush"),
            ToolKind.ERASER: self.tr("Eraser"),
            ToolKind.POLYGON: self.tr("Polygon"),
            ToolKind.BOX: self.tr("Box: the models cut out what lies in it"),
            ToolKind.CLICK: self.tr("Click: the models cut out what you click on"),
        }
        for kind, word in words.items():
            self._tools[kind].setText(word)
        self._add.setText(self.tr("Add to the region"))
        self._subtract.setText(self.tr("Take away from the region"))
        self._selected.setText(self.tr("Selected region"))
        self._new.setText(self.tr("New region"))
        self._size.setAccessibleName(self.tr("Brush size"))
        self._size.setToolTip(self.tr("Brush size in pixels of the image"))
        self._size.setSuffix(self.tr(" px"))
        self._label_restore()

    def _label_restore(self) -> None:
        words = self.tr("Remove the drawn region") if self._drawn else self.tr("Back to the machine's mask")
        self.restore.setText(words)


def _show_key(action: QAction) -> None:
    """Let an action's tip name its key, so that people learn it."""
    keys = native(action.shortcut())
    tip = f"{action.text()} ({keys})" if keys else action.text()
    if action.toolTip() != tip:
        action.setToolTip(tip)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setIconSize(_ICON_SIZE)
    return button


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
