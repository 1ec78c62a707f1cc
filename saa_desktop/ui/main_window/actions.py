"""What one can do in the window: each action with its words, icon and key, declared once."""

from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from saa_desktop.settings import Language, Settings, Theme
from saa_desktop.ui.icons import icon


class WindowActions(QObject):
    """The window's actions, in its menus and on its tool bar."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self.open_images = _action(window, "open-images", "Ctrl+O")
        self.open_folder = _action(window, "open-folder", "Ctrl+U")
        self.include_subfolders = _toggle(window, "", "", on=settings.include_subfolders)
        self.open_results = _action(window, "results-folder", "Ctrl+Shift+O")
        self.quit = _action(window, "", "Ctrl+Q")
        self.run = _action(window, "run", "F5")
        self.cancel = _action(window, "cancel", "Esc")
        self.previous = _action(window, "", "A")
        self.next = _action(window, "", "D")
        self.masks = _toggle(window, "masks", "M", on=settings.show_masks)
        self.heat_map = _toggle(window, "heat-map", "H", on=settings.show_heat_map)
        self.fit = _action(window, "fit", "F")
        self.actual_size = _action(window, "actual-size", "Ctrl+0")
        self.languages = _choices(window, ("system", "en", "zh_CN"), settings.language)
        self.themes = _choices(window, ("system", "light", "dark"), settings.theme)
        self._menus = [QMenu(window) for _ in range(6)]

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Lay out the menus."""
        files, inspection, image, view, languages, themes = self._menus
        for menu in (files, inspection, image, view):
            bar.addMenu(menu)
        files.addActions([self.open_images, self.open_folder, self.include_subfolders])
        files.addSeparator()
        files.addActions([self.open_results, self.quit])
        inspection.addActions([self.run, self.cancel])
        image.addActions([self.previous, self.next])
        image.addSeparator()
        image.addActions([self.masks, self.heat_map, self.fit, self.actual_size])
        view.addMenu(languages)
        view.addMenu(themes)
        languages.addActions(self.languages.actions())
        themes.addActions(self.themes.actions())
        self.retranslate()

    def fill_tool_bar(self, bar: QToolBar, picker: QWidget) -> None:
        """Lay out the tool bar, with the product profile in its middle."""
        bar.addActions([self.open_images, self.open_folder])
        bar.addSeparator()
        bar.addWidget(picker)
        bar.addActions([self.run, self.cancel])
        bar.addSeparator()
        bar.addActions([self.masks, self.heat_map, self.fit, self.actual_size])
        bar.addSeparator()
        bar.addAction(self.open_results)

    def language(self) -> Language:
        """Return the chosen language."""
        return cast("Language", self.languages.checkedAction().data())

    def theme(self) -> Theme:
        """Return the chosen theme."""
        return cast("Theme", self.themes.checkedAction().data())

    def redraw_icons(self) -> None:
        """Draw the icons in the colours of the current theme."""
        for action in self._window.actions():
            if action.objectName():
                action.setIcon(icon(action.objectName()))

    def retranslate(self) -> None:
        """Show all words in the current language."""
        files, inspection, image, view, languages, themes = self._menus
        files.setTitle(self.tr("&File"))
        inspection.setTitle(self.tr("&Inspection"))
        image.setTitle(self.tr("I&mage"))
        view.setTitle(self.tr("&View"))
        languages.setTitle(self.tr("&Language"))
        themes.setTitle(self.tr("&Theme"))
        _label(self.open_images, self.tr("Open images…"), self.tr("Choose images to inspect"))
        _label(self.open_folder, self.tr("Open folder…"), self.tr("Choose a folder of images to inspect"))
        _label(self.include_subfolders, self.tr("Include subfolders"), "")
        _label(self.open_results, self.tr("Results"), self.tr("Open the folder with the last results"))
        _label(self.quit, self.tr("Quit"), "")
        _label(self.run, self.tr("Run"), self.tr("Inspect all images in the list"))
        _label(self.cancel, self.tr("Cancel"), self.tr("Stop; what is inspected stays"))
        _label(self.previous, self.tr("Previous image"), "")
        _label(self.next, self.tr("Next image"), "")
        _label(self.masks, self.tr("Masks"), self.tr("Outline the regions; hold Space for the bare image"))
        _label(self.heat_map, self.tr("Heat map"), self.tr("Show the anomaly map on its fixed scale"))
        _label(self.fit, self.tr("Fit"), self.tr("Show the whole image"))
        _label(self.actual_size, self.tr("1:1"), self.tr("Show one pixel as one pixel"))
        system, english, chinese = self.languages.actions()
        _label(system, self.tr("System language"), "")
        _label(english, "English", "")
        _label(chinese, "简体中文", "")
        system, light, dark = self.themes.actions()
        _label(system, self.tr("System colours"), "")
        _label(light, self.tr("Light"), "")
        _label(dark, self.tr("Dark"), "")


def _action(window: QWidget, icon_name: str, keys: str) -> QAction:
    """Return an action of the window; its object name is the name of its icon."""
    action = QAction(window)
    action.setObjectName(icon_name)
    if keys:
        action.setShortcut(QKeySequence(keys))
    window.addAction(action)
    return action


def _toggle(window: QWidget, icon_name: str, keys: str, *, on: bool) -> QAction:
    action = _action(window, icon_name, keys)
    action.setCheckable(True)
    action.setChecked(on)
    return action


def _choices(window: QWidget, values: tuple[str, ...], chosen: str) -> QActionGroup:
    group = QActionGroup(window)
    for value in values:
        action = _toggle(window, "", "", on=value == chosen)
        action.setData(value)
        group.addAction(action)
    return group


def _label(action: QAction, text: str, tip: str) -> None:
    """Set an action's words; its key stands in the tip, so that people learn it."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setText(text)
    action.setToolTip(f"{tip or text} ({keys})" if keys else tip or text)
