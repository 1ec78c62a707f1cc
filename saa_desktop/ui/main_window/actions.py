"""What one can do in the window: each action with its words, icon and key, declared once."""

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.settings import Language, Settings, Theme
from saa_desktop.ui.icons import icon
from saa_desktop.ui.shortcuts.keys import native

_ICON = "icon_name"


class WindowActions(QObject):
    """The window's actions, in its menus and on its tool bar.

    Attributes:
        by_name: every action whose key can be changed, by its name in the settings.
        defaults: the key of each of them; "" for none.
    """

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self.by_name: dict[str, QAction] = {}
        self._adopted: tuple[QAction, ...] = ()
        self.defaults: dict[str, str] = {}

        self.open_images = self._action("open_images", "Ctrl+O", "open-images")
        self.open_folder = self._action("open_folder", "Ctrl+U", "open-folder")
        self.open_session = self._action("open_session", "Ctrl+Shift+U", "session")
        self.include_subfolders = self._toggle("include_subfolders", "", on=settings.include_subfolders)
        self.export = self._action("export", "Ctrl+E", "export")
        self.shift_report = self._action("shift_report", "Ctrl+Shift+E", "report")
        self.open_results = self._action("open_results", "Ctrl+Shift+O", "results-folder")
        self.models = self._action("models", "Ctrl+M", "models")
        self.quit = self._action("quit", "Ctrl+Q")

        self.run = self._action("run", "F5", "run")
        self.pause = self._action("pause", "F6", "pause")
        self.cancel = self._action("cancel", "Esc", "cancel")
        self.watch = self._action("watch", "F7", "watch")
        self.quarantine = self._action("quarantine", "")
        self.edit_profile = self._action("edit_profile", "Ctrl+P", "edit-profile")

        self.previous = self._action("previous", "A")
        self.next = self._action("next", "D")
        self.next_unreviewed = self._action("next_unreviewed", "Shift+D")
        self.search = self._action("search", "Ctrl+F")
        self.ok = self._action("verdict_ok", "1", "verdict-ok")
        self.ng = self._action("verdict_ng", "2", "verdict-ng")
        self.recheck = self._action("verdict_recheck", "3", "verdict-recheck")
        self.take_back = self._action("take_back", "0")
        self.flag = self._action("flag", "X", "flag")
        self.write_note = self._action("write_note", "Ctrl+N")
        self.undo = self._action("undo", "Ctrl+Z", "undo")
        self.redo = self._action("redo", "Ctrl+Shift+Z", "redo")
        self.operator = self._action("operator", "")

        self._make_view_actions(settings)
        self.shortcuts = self._action("shortcuts", "")
        self.shortcut_sheet = self._action("shortcut_sheet", "F1")
        self.welcome = self._action("welcome", "")
        self.about = self._action("about", "")
        self.languages = self._choices(("system", "en", "zh_CN"), settings.language)
        self.themes = self._choices(("system", "light", "dark"), settings.theme)
        self.recent = QMenu(window)
        self.panels = QMenu(window)
        self._menus = [QMenu(window) for _ in range(8)]
        self.redraw_icons()

    def _make_view_actions(self, settings: Settings) -> None:
        self.masks = self._toggle("masks", "M", "masks", on=settings.show_masks)
        self.heat_map = self._toggle("heat_map", "H", "heat-map", on=settings.show_heat_map)
        self.dropped = self._toggle("dropped", "Shift+M", on=False)
        self.compare = self._toggle("compare", "C", "compare", on=False)
        self.compare_golden = self._toggle("compare_golden", "Shift+C", on=False)
        self.fit = self._action("fit", "F", "fit")
        self.actual_size = self._action("actual_size", "Ctrl+0", "actual-size")
        self.zoom_in = self._action("zoom_in", "+")
        self.zoom_out = self._action("zoom_out", "-")
        self.stronger_layers = self._action("stronger_layers", ".")
        self.weaker_layers = self._action("weaker_layers", ",")
        self.ruler = self._toggle("ruler", "R", "ruler", on=False)
        self.edit_masks = self._toggle("edit_masks", "K", "edit-masks", on=False)
        self.smaller_brush = self._action("smaller_brush", "[")
        self.larger_brush = self._action("larger_brush", "]")
        self.statistics = self._toggle("statistics", "Ctrl+I", "statistics", on=False)

    def adopt(self, commands: Mapping[str, QAction], defaults: Mapping[str, str]) -> None:
        """Count a panel's own commands among those whose keys can be changed.

        Args:
            commands: by name.
            defaults: their keys by name.
        """
        self._adopted = tuple(commands.values())
        self.by_name |= commands
        self.defaults |= defaults

    def groups(self) -> Sequence[tuple[str, Sequence[QAction]]]:
        """Return the actions that have keys as people look for them, each group with its title."""
        return (
            (
                self.tr("Review"),
                (
                    *(self.ok, self.ng, self.recheck, self.take_back, self.flag, self.write_note),
                    *(self.undo, self.redo),
                ),
            ),
            (self.tr("Images"), (self.previous, self.next, self.next_unreviewed, self.search)),
            (
                self.tr("View"),
                (
                    *(self.masks, self.heat_map, self.dropped, self.compare, self.compare_golden),
                    *(self.stronger_layers, self.weaker_layers, self.fit, self.actual_size),
                    *(self.zoom_in, self.zoom_out, self.ruler, self.edit_masks, self.statistics),
                ),
            ),
            (self.tr("Masks"), (*self._adopted, self.smaller_brush, self.larger_brush)),
            (
                self.tr("Inspection"),
                (self.run, self.pause, self.cancel, self.watch, self.quarantine, self.edit_profile),
            ),
            (
                self.tr("File"),
                (
                    *(self.open_images, self.open_folder, self.open_session, self.open_results),
                    *(self.export, self.shift_report, self.models, self.quit),
                ),
            ),
        )

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Lay out the menus."""
        files, inspection, review, image, view, help_, languages, themes = self._menus
        for menu in (files, inspection, review, image, view, help_):
            bar.addMenu(menu)
        files.addActions([self.open_images, self.open_folder, self.open_session])
        files.addMenu(self.recent)
        files.addActions([self.include_subfolders])
        files.addSeparator()
        files.addActions([self.export, self.shift_report, self.open_results])
        files.addSeparator()
        files.addActions([self.models, self.quit])
        inspection.addActions([self.run, self.pause, self.cancel])
        inspection.addSeparator()
        inspection.addActions([self.watch, self.quarantine])
        inspection.addSeparator()
        inspection.addAction(self.edit_profile)
        review.addActions([self.ok, self.ng, self.recheck, self.take_back])
        review.addSeparator()
        review.addActions([self.flag, self.write_note])
        review.addSeparator()
        review.addActions([self.undo, self.redo])
        review.addSeparator()
        review.addAction(self.operator)
        image.addActions([self.previous, self.next, self.next_unreviewed, self.search])
        image.addSeparator()
        image.addActions([self.masks, self.heat_map, self.dropped])
        image.addActions([self.stronger_layers, self.weaker_layers])
        image.addSeparator()
        image.addActions([self.compare, self.compare_golden, self.ruler])
        image.addSeparator()
        image.addActions([self.edit_masks, self.smaller_brush, self.larger_brush])
        image.addSeparator()
        image.addActions([self.fit, self.actual_size, self.zoom_in, self.zoom_out])
        view.addAction(self.statistics)
        view.addMenu(self.panels)
        view.addMenu(languages)
        view.addMenu(themes)
        help_.addActions([self.shortcut_sheet, self.shortcuts, self.welcome, self.about])
        languages.addActions(self.languages.actions())
        themes.addActions(self.themes.actions())
        self.retranslate()

    def fill_tool_bar(self, bar: QToolBar, *pickers: QWidget) -> None:
        """Lay out the tool bar, with the choice of product and models in its middle."""
        bar.addActions([self.open_images, self.open_folder, self.watch])
        bar.addSeparator()
        for picker in pickers:
            bar.addWidget(picker)
        bar.addActions([self.run])
        bar.addSeparator()
        bar.addActions([self.masks, self.heat_map, self.edit_masks, self.compare, self.fit, self.actual_size])
        bar.addSeparator()
        bar.addAction(self.export)
        # What is seen at a glance needs no word; the tip has it.
        for action in (self.open_folder, self.run, self.edit_masks, self.export):
            button = bar.widgetForAction(action)
            assert isinstance(button, QToolButton)  # noqa: S101 - what a tool bar makes of an action
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def language(self) -> Language:
        """Return the chosen language."""
        return cast("Language", self.languages.checkedAction().data())

    def theme(self) -> Theme:
        """Return the chosen theme."""
        return cast("Theme", self.themes.checkedAction().data())

    def verdict_keys(self) -> Mapping[OperatorVerdict, str]:
        """Return the keys of the verdicts as people read them."""
        verdicts = {
            OperatorVerdict.OK: self.ok,
            OperatorVerdict.NG: self.ng,
            OperatorVerdict.RECHECK: self.recheck,
        }
        return {verdict: native(action.shortcut()) for verdict, action in verdicts.items()}

    def redraw_icons(self) -> None:
        """Draw the icons in the colours of the current theme."""
        for action in self._window.actions():
            if name := action.property(_ICON):
                action.setIcon(icon(name))

    def retranslate(self) -> None:
        """Show all words in the current language."""
        files, inspection, review, image, view, help_, languages, themes = self._menus
        files.setTitle(self.tr("&File"))
        self.recent.setTitle(self.tr("Open &recent"))
        inspection.setTitle(self.tr("&Inspection"))
        review.setTitle(self.tr("&Review"))
        image.setTitle(self.tr("I&mage"))
        view.setTitle(self.tr("&View"))
        self.panels.setTitle(self.tr("&Panels"))
        help_.setTitle(self.tr("&Help"))
        languages.setTitle(self.tr("&Language"))
        themes.setTitle(self.tr("&Theme"))
        self._label_files()
        self._label_review()
        self._label_image()
        system, english, chinese = self.languages.actions()
        _label(system, self.tr("System language"), "")
        _label(english, "English", "")
        _label(chinese, "简体中文", "")
        system, light, dark = self.themes.actions()
        _label(system, self.tr("System colours"), "")
        _label(light, self.tr("Light"), "")
        _label(dark, self.tr("Dark"), "")

    def _label_files(self) -> None:
        _label(self.open_images, self.tr("Open images…"), self.tr("Choose images to inspect"))
        _label(self.open_folder, self.tr("Open folder…"), self.tr("Choose a folder of images to inspect"))
        _label(
            self.open_session,
            self.tr("Open session…"),
            self.tr("Go on with a review: choose a folder that holds results"),
        )
        _label(self.include_subfolders, self.tr("Include subfolders"), "")
        _label(self.export, self.tr("Export…"), self.tr("Write tables, report pictures and masks"))
        _label(
            self.shift_report,
            self.tr("Shift report…"),
            self.tr("Write the figures of a shift as a report (HTML, PDF) with tables"),
        )
        _label(self.open_results, self.tr("Results"), self.tr("Open the folder with the last results"))
        _label(self.models, self.tr("Models…"), self.tr("See, download and import the models' files"))
        _label(self.quit, self.tr("Quit"), "")
        _label(self.run, self.tr("Run"), self.tr("Inspect all images in the list"))
        _label(self.pause, self.tr("Pause"), self.tr("Wait after the current image; press again to go on"))
        _label(self.cancel, self.tr("Cancel"), self.tr("Stop; what is inspected stays"))
        _label(
            self.watch,
            self.tr("Watch folders…"),
            self.tr("Inspect captures as cameras drop them into folders"),
        )
        _label(
            self.quarantine,
            self.tr("Quarantined captures…"),
            self.tr("See which captures could not be inspected, and try them again"),
        )
        _label(
            self.edit_profile,
            self.tr("Edit product profile…"),
            self.tr("Change prompts and thresholds, and try them on the current image"),
        )
        _label(self.shortcuts, self.tr("Change keys…"), "")
        _label(self.shortcut_sheet, self.tr("All keys"), "")
        _label(self.welcome, self.tr("Welcome…"), "")
        _label(self.about, self.tr("About SAA Desktop"), "")

    def _label_review(self) -> None:
        _label(self.ok, "OK", self.tr("The part is good; go on to the next image"))
        _label(self.ng, "NG", self.tr("The part is defective; go on to the next image"))
        _label(
            self.recheck, self.tr("recheck"), self.tr("Somebody should look again; go on to the next image")
        )
        _label(self.take_back, self.tr("Take the verdict back"), "")
        _label(self.flag, self.tr("Flag"), self.tr("Mark the image so that it is found again"))
        _label(self.write_note, self.tr("Write a note"), "")
        _label(self.undo, self.tr("Undo"), self.tr("Take the last decision back, on whatever image it was"))
        _label(self.redo, self.tr("Redo"), "")
        _label(self.operator, self.tr("Operator's name…"), "")

    def _label_image(self) -> None:
        _label(self.previous, self.tr("Previous image"), "")
        _label(self.next, self.tr("Next image"), "")
        _label(self.next_unreviewed, self.tr("Next unreviewed image"), "")
        _label(self.search, self.tr("Search names"), "")
        _label(self.masks, self.tr("Masks"), self.tr("Outline the regions; hold Space for the bare image"))
        _label(self.heat_map, self.tr("Heat map"), self.tr("Show the anomaly map on its fixed scale"))
        _label(
            self.dropped, self.tr("Dropped candidates"), self.tr("Show also what was not taken for a defect")
        )
        _label(self.compare, self.tr("Compare"), self.tr("Show the bare image beside this one"))
        _label(
            self.compare_golden,
            self.tr("Compare with the golden image"),
            self.tr("Show the product profile's golden image beside this one"),
        )
        _label(self.fit, self.tr("Fit"), self.tr("Show the whole image"))
        _label(self.actual_size, self.tr("1:1"), self.tr("Show one pixel as one pixel"))
        _label(self.zoom_in, self.tr("Zoom in"), "")
        _label(self.zoom_out, self.tr("Zoom out"), "")
        _label(self.stronger_layers, self.tr("Stronger layers"), self.tr("Masks and heat map cover more"))
        _label(self.weaker_layers, self.tr("Weaker layers"), self.tr("Masks and heat map cover less"))
        _label(self.ruler, self.tr("Ruler"), self.tr("Measure a length in the image"))
        _label(
            self.edit_masks,
            self.tr("Edit masks"),
            self.tr("Show the tools that correct and draw regions"),
        )
        _label(
            self.statistics,
            self.tr("Statistics"),
            self.tr("Show the figures of the session; a click on a bar lists its images"),
        )
        _label(self.smaller_brush, self.tr("Smaller brush"), "")
        _label(self.larger_brush, self.tr("Larger brush"), "")

    def _action(self, name: str, keys: str, icon_name: str = "") -> QAction:
        action = QAction(self._window)
        action.setObjectName(name)
        action.setProperty(_ICON, icon_name)
        action.setShortcut(QKeySequence(keys))
        self._window.addAction(action)
        self.by_name[name] = action
        self.defaults[name] = keys
        return action

    def _toggle(self, name: str, keys: str, icon_name: str = "", *, on: bool) -> QAction:
        action = self._action(name, keys, icon_name)
        action.setCheckable(True)
        action.setChecked(on)
        return action

    def _choices(self, values: tuple[str, ...], chosen: str) -> QActionGroup:
        """Return actions of which one is checked at a time; they have no keys."""
        group = QActionGroup(self._window)
        for value in values:
            action = QAction(self._window)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.setData(value)
            group.addAction(action)
        return group


def _label(action: QAction, text: str, tip: str) -> None:
    """Set an action's words; its key stands in the tip, so that people learn it."""
    keys = native(action.shortcut())
    action.setText(text)
    action.setToolTip(f"{tip or text} ({keys})" if keys else tip or text)
