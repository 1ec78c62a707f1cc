"""Takes the pictures of the window for the manual: ``python docs/make_screenshots.py``.

It does in the real window, on the sample images and with the built-in models, what an operator does, and
takes a picture at each step. No screen is needed. The paths in the pictures are those of ``--line``, an
invented production line's folder, which must not exist yet and is removed at the end.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image, ImageEnhance, ImageFilter
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QLineEdit, QWidget

from saa_desktop.app import real_jobs
from saa_desktop.domain.entries import ImageState
from saa_desktop.profiles.golden import ExpectedVerdict
from saa_desktop.review.queue import EVERYTHING, QueueFilter, QueueOrder, ReviewMark
from saa_desktop.settings import Settings, load_settings, save_settings
from saa_desktop.ui.help.about_dialog import Places
from saa_desktop.ui.main_window.main_window import MainWindow
from saa_desktop.ui.profile_editor.profile_editor import ProfileEditor
from saa_desktop.ui.watch.watch_strip import WatchPhase
from saa_desktop.workers.threads import WorkerThreads

DOCS = Path(__file__).parent
SAMPLES = DOCS.parent / "resources" / "samples"
PRODUCT = "sample_plate"
OPERATOR = "王伟"
SCRATCHED, DENTED, DAMAGED = "plate_003.png", "plate_004.png", "plate_033.png"
SIZE = (1360, 900)
OFTEN_USED, FAR_APART = 72, 24
LOOKS = (("en", "light"), ("zh_CN", "dark"))
OTHER_LOOKS = (("en", "dark"), ("zh_CN", "light"))
SETTLE_SECONDS, LONGEST_SECONDS = 0.5, 60.0


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DOCS / "screenshots", help="default: docs/screenshots")
    parser.add_argument("--line", type=Path, help="where the invented files lie; default: a temporary folder")
    parser.add_argument("--every-look", action="store_true", help="each language in both themes")
    arguments = parser.parse_args()
    line = arguments.line or Path(tempfile.mkdtemp()) / "line-3"
    line.mkdir(parents=True)
    os.environ["SAA_DESKTOP_CONFIG"] = str(line / "settings")
    os.environ["SAA_DESKTOP_PROFILES"] = str(line / "profiles")
    os.environ["SAA_DESKTOP_MODELS"] = str(line / "models")
    try:
        camera = line / f"{date.today():%Y-%m-%d} plates"  # noqa: DTZ011 - a folder's name on this computer
        write_captures(camera)
        arguments.out.mkdir(parents=True, exist_ok=True)
        for old in arguments.out.glob("window-*.png"):
            old.unlink()
        looks = LOOKS + OTHER_LOOKS if arguments.every_look else LOOKS
        Tour(line, camera, arguments.out, looks).take()
        write_overview(arguments.out)
    finally:
        shutil.rmtree(line)


def write_captures(folder: Path) -> None:
    """Write 32 images of plates made from the four samples, turned and a little darker, and a torn one.

    They have little noise, which would make the pictures large.
    """
    folder.mkdir()
    turns = (None, *(Image.Transpose[name] for name in ("FLIP_LEFT_RIGHT", "FLIP_TOP_BOTTOM", "ROTATE_180")))
    number = 0
    for light in (1.0, 0.94):
        for turn in turns:
            for sample in sorted((SAMPLES / "plate" / "images").iterdir()):
                number += 1
                with Image.open(sample) as plate:
                    image = ImageEnhance.Brightness(plate.filter(ImageFilter.MedianFilter(3))).enhance(light)
                if turn is not None:
                    image = image.transpose(turn)
                image.save(folder / f"plate_{number:03}.png")
    whole = (folder / "plate_001.png").read_bytes()
    (folder / DAMAGED).write_bytes(whole[: len(whole) // 3])


def write_overview(folder: Path) -> None:
    """Write a page that shows all pictures side by side."""
    lines = ["# All screens", "", "Made by `python docs/make_screenshots.py`.", ""]
    lines += ["| English, light | 简体中文, dark |", "|---|---|"]
    first, second = (f"-{language}-{theme}.png" for language, theme in LOOKS)
    for path in sorted(folder.glob(f"window-*{first}")):
        name = path.name.removesuffix(first)
        words = name.removeprefix("window-").replace("-", " ")
        lines.append(f"| ![{words}]({name}{first}) | ![{words}]({name}{second}) |")
    (folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def with_few_colours(picture: Image.Image) -> Image.Image:
    """Return it in the colours that it uses often, and some far apart: few pixels have a verdict's."""
    often = picture.quantize(OFTEN_USED, Image.Quantize.MEDIANCUT).getpalette() or []
    apart = picture.quantize(FAR_APART, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(often[: 3 * OFTEN_USED] + apart[: 3 * FAR_APART])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


class Tour:
    """A shift in front of the window."""

    def __init__(self, line: Path, camera: Path, out: Path, looks: Sequence[tuple[str, str]]) -> None:
        self.application = QApplication([])
        self.application.setApplicationName("SAA Desktop")
        self.application.setStyle("Fusion")
        self.line, self.camera, self.out, self.looks = line, camera, out, looks
        self.settings = line / "settings" / "settings.json"
        self.settings.parent.mkdir()
        chosen = Settings(
            language="en",
            theme="light",
            profile=PRODUCT,
            models="lite",
            operators=(OPERATOR,),
            export_folder=str(line / "review of the early shift"),
        )
        save_settings(chosen, self.settings)
        self.window = self.open_window()

    def take(self) -> None:
        """Take all pictures, in the order in which a shift goes."""
        try:
            self.inspect()
            self.review()
            self.look_closely()
            self.try_other_values()
            self.show_statistics()
            self.edit_profile()
            self.show_dialogs()
            self.watch_folders()
            self.close_window()
            self.window = self.open_window()
            self.shoot("empty")
        finally:
            self.close_window()

    # -- the shift -----------------------------------------------------------------------------------------

    def inspect(self) -> None:
        """Open the camera's folder and run."""
        window = self.window
        window.open_paths([self.camera])
        self.until(lambda: window.opened.complete and window.page.shows_image)
        window.commands.run.trigger()
        self.until(lambda: window.images.model.counts[ImageState.OK] >= 3)
        window.images.select_name(SCRATCHED)
        self.shoot("running")
        self.until(lambda: not window.batch.running)

    def review(self) -> None:
        """Give verdicts, with a class, a note and a word on a region."""
        window, commands = self.window, self.window.commands
        self.go_to(SCRATCHED)
        self.shoot("result")
        commands.heat_map.trigger()
        self.shoot("heat-map")
        commands.heat_map.trigger()
        self.sign_with(OPERATOR)
        window.images.select(0)
        for action in (commands.ok, commands.ok):
            action.trigger()
            self.settle()
        panel = window.review_panel
        panel.defect_class.setFocus()
        QTest.keyClicks(panel.defect_class.line, "scratch")
        QTest.keyClick(panel.defect_class.line, Qt.Key.Key_Return)
        panel.note.setFocus()
        QTest.keyClicks(panel.note, "Tool 2 again: blunt edge")
        window.activateWindow()
        window.images.view.setFocus()
        commands.flag.trigger()
        self.settle()
        self.choose_region(self.best())
        window.inspector.regions.accept.click()
        self.settle()
        commands.ng.trigger()
        self.settle()
        commands.recheck.trigger()
        self.go_to(SCRATCHED)
        self.choose_region(self.best())
        self.shoot("review")

    def look_closely(self) -> None:
        """Correct a mask, compare, ask why, and look at the doubtful and the damaged images."""
        window, commands = self.window, self.window.commands
        view = window.page.view
        commands.edit_masks.trigger()
        self.choose_region(self.best())
        view.zoom_to(self.best())
        self.settle()
        window.strip.commands["mask_brush"].trigger()
        box = window.page.view.shown.inspection.findings.regions[self.best()].box
        self.drag((box.x0, box.y1), (box.x0 - 15, box.y1 + 8), (box.x0 - 30, box.y1 + 12))
        self.shoot("masks")
        commands.edit_masks.trigger()
        view.fit()
        commands.compare.trigger()
        self.shoot("compare")
        commands.compare.trigger()
        commands.dropped.trigger()
        window.inspector.regions.dropped.setChecked(True)
        self.choose_region(self.first_dropped())
        self.shoot("dropped")
        commands.dropped.trigger()
        window.images.filters.choose_order(QueueOrder.GREY_ZONE)
        window.images.filters.choose_filter(QueueFilter(None, ReviewMark.UNREVIEWED, "", None))
        self.settle()
        window.images.select(0)
        self.shoot("queue")
        window.images.filters.choose_filter(EVERYTHING)
        window.images.filters.choose_order(QueueOrder.BATCH)
        self.go_to(DAMAGED, shown=False)
        self.shoot("failed")

    def try_other_values(self) -> None:
        """Move the NG threshold and see which verdicts flip."""
        window = self.window
        self.go_to(DENTED)
        window.findChild(QDockWidget, "what_if").raise_()
        self.settle()
        window.what_if.form.ng_at.setValue(1.2 * window.page.view.shown.inspection.score)
        self.until(window.what_if.list_flipped.isVisible)
        self.shoot("what-if")
        window.what_if.back.click()
        window.findChild(QDockWidget, "inspector").raise_()

    def show_statistics(self) -> None:
        """Look at the figures of the shift, list the images of a bar, and have a report written."""
        window, commands = self.window, self.window.commands
        commands.statistics.trigger()
        self.until(lambda: window.dashboard.grid is not None and window.dashboard.grid.complete)
        verdicts = window.dashboard.grid.charts[0]
        self.settle()
        ng = next(number for number, bar in enumerate(verdicts.bars) if bar.label.endswith("NG"))
        looks = self.looks
        for look in looks:
            # The line above the list speaks the language in which the bar was clicked.
            self.look(*look)
            QTest.mouseClick(verdicts, Qt.MouseButton.LeftButton, pos=verdicts.point_of(ng))
            self.until(window.images.filters.chip.isVisible)
            self.go_to(window.images.model.entry_at(0).name)
            self.looks = (look,)
            self.shoot("statistics")
        self.looks = looks
        window.images.filters.clear()
        commands.shift_report.trigger()
        dialog = window.reports.dialog
        dialog.form.open_after.setChecked(False)
        dialog.form.folder.setText(str(self.line / "shift report"))
        dialog.write.click()
        self.until(lambda: not dialog.running)
        self.shoot("shift-report", dialog)
        dialog.close()
        commands.statistics.trigger()

    def edit_profile(self) -> None:
        """Change a profile with its preview, and run its golden set."""
        window = self.window
        self.go_to(SCRATCHED)
        window.commands.edit_profile.trigger()
        editor = window.dialogs.editor
        editor.resize(*SIZE)
        self.settle()
        self.until(lambda: "…" not in editor.preview.status.text())
        self.shoot("profile", editor)
        for name, expected in (
            *((f"plate_{number:03}.png", ExpectedVerdict.OK) for number in (1, 2, 5, 6)),
            *((f"plate_{number:03}.png", ExpectedVerdict.NG) for number in (3, 4, 7)),
        ):
            self.go_to(name)
            editor.set_preview_image(window.page.view.shown.image)
            editor.golden.images._on_add_current(expected)
        editor.tabs.setCurrentWidget(editor.golden)
        self.settle()
        self.shoot("golden-set", editor)
        self.tune(editor)
        editor.close()

    def tune(self, editor: ProfileEditor) -> None:
        """Search better settings for a customer who takes plates with dents."""
        for number in range(1, 33):
            self.go_to(f"plate_{number:03}.png")
            editor.set_preview_image(self.window.page.view.shown.image)
            scratched = number % 4 == 3
            editor.golden.images._on_add_current(ExpectedVerdict.NG if scratched else ExpectedVerdict.OK)
        editor.tune_button.click()
        dialog = editor.tuning
        dialog.resize(1120, 720)
        dialog.search.click()
        self.until(lambda: not dialog.running)
        self.settle()
        self.shoot("tune", dialog)
        dialog.close()

    def show_dialogs(self) -> None:
        """Open each dialog."""
        window, commands = self.window, self.window.commands
        self.go_to(SCRATCHED)
        commands.export.trigger()
        dialog = window.dialogs.exporting
        dialog.export.click()
        self.until(lambda: not dialog.running)
        self.shoot("export", dialog)
        dialog.close()
        commands.models.trigger()
        self.shoot("models", window.dialogs.models)
        window.dialogs.models.close()
        commands.shortcut_sheet.trigger()
        self.dialog().resize(1000, 640)
        self.shoot("keys", self.dialog())
        self.dialog().close()
        self.in_dialog(commands.shortcuts.trigger, "change-keys")
        self.in_dialog(commands.about.trigger, "about")
        commands.welcome.trigger()
        self.shoot("welcome", window.dialogs.welcome)
        window.dialogs.welcome.close()

    def watch_folders(self) -> None:
        """Watch the folders of two cameras; one of them is lost, and a capture cannot be read."""
        window, commands = self.window, self.window.commands
        plates, tiles = (self.line / "cameras" / name for name in ("plates", "tiles"))
        for folder in (plates, tiles):
            folder.mkdir(parents=True)

        def fill_in() -> None:
            dialog = self.dialog()
            dialog.add.click()
            for row, folder in zip(dialog.rows, (plates, tiles), strict=True):
                row.folder.setText(str(folder))
            dialog.rows[1].profile.show_choice("sample_tile")
            dialog.rows[1].pattern.setText("*.jpg")
            dialog.stable.setValue(0.5)
            self.shoot("watch-folders", dialog)
            dialog.start.click()

        QTimer.singleShot(200, fill_in)
        commands.watch.trigger()
        self.until(lambda: window.watch.phase is WatchPhase.WATCHING)
        captures = sorted(self.camera.iterdir())
        for capture in sorted((SAMPLES / "tile" / "images").iterdir()):
            shutil.copy(capture, tiles)
        shutil.copy(captures[-1], plates)
        self.until(lambda: window.images.model.done >= 5)
        self.settle()
        tiles.rename(tiles.with_name("away"))
        self.until(window.watch.strip.quarantine.isVisible)
        self.until(window.watch.strip.lost.isVisible)
        for capture in captures[:11]:
            shutil.copy(capture, plates)
        self.until(lambda: window.images.model.done >= 17 and window.page.shows_image)
        self.shoot("watch")
        window.watch.strip.quarantine.click()
        self.settle()
        self.shoot("quarantine", self.dialog())
        self.dialog().close()
        window.watch.strip.stop.click()
        self.until(lambda: not window.watch.running)

    # -- hands ---------------------------------------------------------------------------------------------

    def open_window(self) -> MainWindow:
        """Open the window as the application does, with its files in the line's folder."""
        places = Places(
            results=self.line / "SAA Desktop",
            profiles=self.line / "profiles",
            models=self.line / "models",
            settings=self.settings,
            log=self.line / "saa-desktop.log",
        )
        workers = WorkerThreads(real_jobs(), self.line / "thumbnails")
        window = MainWindow(self.application, workers, load_settings(self.settings), places)
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        window.models.prepare()
        self.window = window
        self.until(window.model_picker.isEnabled)
        return window

    def close_window(self) -> None:
        """Stop what runs, and close."""
        self.window.batch.cancel()
        self.until(lambda: not self.window.batch.running)
        self.window.close()
        self.window.deleteLater()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def go_to(self, name: str, *, shown: bool = True) -> None:
        """Make an image current, and wait until it is on the screen as the list has it."""
        window = self.window
        window.images.select_name(name)

        def there() -> bool:
            view = window.page.view.shown
            return view is not None and view.request.entry == window.images.current()

        if shown:
            self.until(there)
        self.settle()

    def sign_with(self, name: str) -> None:
        """Answer the question for the operator that the next decision asks."""

        def answer() -> None:
            dialog = self.application.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(20, answer)
                return
            line = dialog.findChild(QLineEdit)
            line.setText(name)
            QTest.keyClick(line, Qt.Key.Key_Return)

        QTimer.singleShot(20, answer)

    def choose_region(self, number: int) -> None:
        """Click a region in the list of regions."""
        self.window.inspector.select_region(number)
        self.window.inspector.region_chosen.emit(number)
        self.settle()

    def best(self) -> int:
        """Return the number of the current image's most confident region."""
        inspection = self.window.page.view.shown.inspection
        return inspection.findings.regions.index(inspection.kept[0])

    def first_dropped(self) -> int:
        """Return the number of a dropped region of the current image."""
        regions = self.window.page.view.shown.inspection.findings.regions
        return next(number for number, region in enumerate(regions) if not region.kept)

    def drag(self, *points: tuple[float, float]) -> None:
        """Draw along points of the image with the left button."""
        view = self.window.page.view
        places = [view.mapFromScene(QPointF(*point)) for point in points]
        viewport, left = view.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, left, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(viewport, place)
        QTest.mouseRelease(viewport, left, pos=places[-1])
        QTest.mouseMove(viewport, places[-1] + QPoint(20, 0))
        self.settle()

    def dialog(self) -> QDialog:
        """Return the dialog that was opened last."""
        dialogs = self.window.findChildren(QDialog)
        return next(each for each in reversed(dialogs) if each.isVisible())

    def in_dialog(self, open_it: Callable[[], None], name: str) -> None:
        """Take the picture of a dialog that holds up the program while it is open."""

        def look() -> None:
            dialog = self.dialog()
            self.shoot(name, dialog)
            dialog.reject()

        QTimer.singleShot(200, look)
        open_it()

    # -- camera --------------------------------------------------------------------------------------------

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Take pictures of a window in all looks, as small PNG files."""
        for language, theme in self.looks:
            self.look(language, theme)
            path = self.out / f"window-{name}-{language}-{theme}.png"
            (widget or self.window).grab().save(str(path))
            with Image.open(path) as picture:
                small = with_few_colours(picture.convert("RGB"))
            small.save(path, optimize=True)
        self.look("en", "light")

    def look(self, language: str, theme: str) -> None:
        """Switch language and theme."""
        commands = self.window.commands
        commands.languages.actions()[("system", "en", "zh_CN").index(language)].trigger()
        commands.themes.actions()[("system", "light", "dark").index(theme)].trigger()
        self.settle()

    def settle(self) -> None:
        """Give threads and timers the time that a person takes to look."""
        end = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.005)

    def until(self, there: Callable[[], bool]) -> None:
        """Wait for something."""
        end = time.monotonic() + LONGEST_SECONDS
        while not there():
            if time.monotonic() > end:
                raise TimeoutError("the window does not get there")
            self.application.processEvents()
            time.sleep(0.005)


if __name__ == "__main__":
    main()
