"""The models dialog: which weights are on this machine, and how to bring them there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from saa_desktop.ui.icons import icon
from saa_desktop.ui.models_dialog.file_table import FileTable, lacking
from saa_desktop.ui.models_dialog.job_panel import JobPanel
from saa_desktop.ui.models_dialog.words import megabytes, state_sign
from saa_desktop.workers.model_shop import (
    FileState,
    ShopAction,
    ShopFile,
    ShopJob,
    ShopListing,
    ShopWorker,
)


class ModelsDialog(QDialog):
    """Stays usable beside the window; a job goes on when the dialog is closed.

    Args:
        worker: does the jobs.
        mirror: address to offer at first.
        parent: of the dialog.
    """

    folder_chosen = Signal(object)
    """Path: a person wants the files in another folder. Keep it, then call ``refresh``."""

    mirror_chosen = Signal(str)
    """A person has typed another mirror address; "" for none."""

    def __init__(self, worker: ShopWorker, mirror: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._listing: ShopListing | None = None
        self._job: ShopJob | None = None
        self._notes: list[str] = []
        self.table = FileTable()
        self.table.itemSelectionChanged.connect(self._update)
        self.jobs = JobPanel()
        self.jobs.cancelled.connect(self._on_cancel_clicked)
        self._sign = QLabel()
        self.readiness = QLabel()
        self.readiness.setWordWrap(True)
        self._totals = QLabel()
        self._totals.setWordWrap(True)
        self._folder_title = QLabel()
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self._mirror_title = QLabel()
        self.mirror = QLineEdit(mirror)
        self.mirror.editingFinished.connect(self._on_mirror_edited)
        self._folder_title.setBuddy(self.folder)
        self._mirror_title.setBuddy(self.mirror)
        self.open_folder = self._button(self._on_open_folder_clicked)
        self.change_folder = self._button(self._on_change_folder_clicked)
        self.download = self._button(self._on_download_clicked)
        self.verify = self._button(self._on_verify_clicked)
        self.import_file = self._button(self._on_import_file_clicked)
        self.import_folder = self._button(self._on_import_folder_clicked)
        self.pack = self._button(self._on_pack_clicked)
        self.close_button = self._button(self.close)
        self._lay_out()
        self._connect()
        self._retranslate()

    def refresh(self) -> None:
        """Look at the folder again."""
        self._worker.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the folder whenever the dialog comes up."""
        self.refresh()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._retranslate()
        super().changeEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _button(self, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._sign)
        head.addWidget(self.readiness, 1)
        places = QGridLayout()
        places.addWidget(self._folder_title, 0, 0)
        places.addWidget(self.folder, 0, 1)
        places.addWidget(self.open_folder, 0, 2)
        places.addWidget(self.change_folder, 0, 3)
        places.addWidget(self._mirror_title, 1, 0)
        places.addWidget(self.mirror, 1, 1, 1, 3)
        actions = QHBoxLayout()
        for button in (self.download, self.verify, self.import_file, self.import_folder, self.pack):
            actions.addWidget(button)
        actions.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._totals)
        layout.addLayout(actions)
        layout.addLayout(places)
        layout.addWidget(self.jobs)
        layout.addLayout(foot)
        self.resize(860, 560)

    def _connect(self) -> None:
        self._worker.listed.connect(self._on_listed)
        self._worker.listing_failed.connect(self.jobs.end)
        self._worker.started.connect(self._on_started)
        self._worker.progressed.connect(self.jobs.show_progress)
        self._worker.noted.connect(self._on_noted)
        self._worker.finished.connect(self._on_finished)
        self._worker.failed.connect(self._on_failed)
        self._worker.cancelled.connect(self._on_cancelled)

    # -- what a person asks for ----------------------------------------------------------------------------

    def _on_download_clicked(self) -> None:
        files = lacking(self.table.selected() or self._published())
        mirror = self.mirror.text().strip()
        self._start(ShopJob(ShopAction.DOWNLOAD, _names(files), mirror=mirror))

    def _on_verify_clicked(self) -> None:
        self._start(ShopJob(ShopAction.VERIFY, _names(self._verifiable())))

    def _on_import_file_clicked(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import a weights file or a model pack"))
        if name:
            self._start(ShopJob(ShopAction.IMPORT, path=Path(name)))

    def _on_import_folder_clicked(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Import all weights below a folder"))
        if name:
            self._start(ShopJob(ShopAction.IMPORT, path=Path(name)))

    def _on_pack_clicked(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Write a model pack, for example on a USB stick"),
            "saa-desktop-models.pack",
            # A pack that exists is never overwritten; the sentence says so.
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            files = tuple(file for file in self.table.selected() if file.state is FileState.VERIFIED)
            self._start(ShopJob(ShopAction.PACK, _names(files), path=Path(name)))

    def _on_open_folder_clicked(self) -> None:
        if self._listing:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._listing.folder)))

    def _on_change_folder_clicked(self) -> None:
        start = str(self._listing.folder) if self._listing else ""
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Choose the folder for the models' files"), start
        )
        if name:
            self.folder_chosen.emit(Path(name))

    def _on_mirror_edited(self) -> None:
        if self.mirror.isModified():
            self.mirror.setModified(False)
            self.mirror_chosen.emit(self.mirror.text().strip())

    def _on_cancel_clicked(self) -> None:
        # Called here, for a queued slot would never reach the busy thread.
        self._worker.cancel()

    def _start(self, job: ShopJob) -> None:
        self._job = job
        self._worker.start(job)
        self._update()

    def _ask_what_it_is(self, job: ShopJob, sentence: str) -> None:
        """Ask which file an unknown one stands for; its structure is checked before it is taken."""
        files = self._listing.files if self._listing else ()
        question = self.tr(
            "{file} is none of the published files, so nobody vouches for its content. If it was trained for "
            "one of these networks, choose which: it is taken only if its structure is the same."
        ).format(file=job.path.name)
        choices = [f"{file.variant} ({file.name})" for file in files]
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Import an unknown file"))
        dialog.setLabelText(question)
        dialog.setComboBoxItems(choices)
        dialog.setOkButtonText(self.tr("Check and import"))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            chosen = files[choices.index(dialog.textValue())]
            self._start(ShopJob(ShopAction.IMPORT, path=job.path, as_name=chosen.name))
        else:
            self.jobs.end(sentence)

    # -- what comes of it ----------------------------------------------------------------------------------

    def _on_listed(self, listing: ShopListing) -> None:
        self._listing = listing
        self.table.show_files(listing.files)
        self._update()

    def _on_started(self, job: ShopJob) -> None:
        self._job = job
        self._notes = []
        self.jobs.begin()
        self._update()

    def _on_noted(self, sentence: str) -> None:
        self._notes = [*self._notes, sentence][-3:]
        self.jobs.text.setText("\n".join(self._notes))

    def _on_finished(self, job: ShopJob) -> None:
        sentences = {
            ShopAction.DOWNLOAD: self.tr("Downloaded and verified."),
            ShopAction.VERIFY: self.tr("Verified: the files are whole and unchanged."),
            ShopAction.IMPORT: self.tr("Imported and verified."),
            ShopAction.PACK: self.tr("The model pack lies in {path}.").format(path=job.path),
        }
        self._end("\n".join([*self._notes, sentences[job.action]]))

    def _on_failed(self, job: ShopJob, sentence: str, unrecognised: bool) -> None:
        self._end(sentence)
        if unrecognised and self.isVisible():
            self._ask_what_it_is(job, sentence)

    def _on_cancelled(self, job: ShopJob) -> None:
        if job.action is ShopAction.DOWNLOAD:
            self._end(self.tr("Cancelled. The next download goes on from here."))
        else:
            self._end(self.tr("Cancelled. Nothing was changed."))

    def _end(self, sentence: str) -> None:
        self._job = None
        self.jobs.end(sentence)
        self._update()

    # -- showing -------------------------------------------------------------------------------------------

    def _published(self) -> tuple[ShopFile, ...]:
        return tuple(file for file in self.table.files if file.published_choice)

    def _verifiable(self) -> tuple[ShopFile, ...]:
        """Return the selected files that are there, or all of them."""
        files = self.table.selected() or self.table.files
        return tuple(file for file in files if file.state not in {FileState.MISSING, FileState.PARTIAL})

    def _update(self) -> None:
        """Show which actions make sense now, and what they are about."""
        idle = self._job is None and self._listing is not None
        wanted = lacking(self.table.selected() or self._published())
        rest = sum(file.size - (file.present if file.state is FileState.PARTIAL else 0) for file in wanted)
        going_on = any(file.state is FileState.PARTIAL for file in wanted)
        words = self.tr("Go on with download ({size})") if going_on else self.tr("Download ({size})")
        self.download.setText(words.format(size=megabytes(rest)))
        self.download.setEnabled(idle and bool(wanted))
        self.verify.setEnabled(idle and bool(self._verifiable()))
        self.pack.setEnabled(idle and any(file.state is FileState.VERIFIED for file in self.table.files))
        self.import_file.setEnabled(idle)
        self.import_folder.setEnabled(idle)
        self.change_folder.setEnabled(idle and self._listing is not None and not self._listing.folder_fixed)
        self.open_folder.setEnabled(self._listing is not None and self._listing.folder.is_dir())
        self._show_listing()

    def _show_listing(self) -> None:
        listing = self._listing
        if listing is None:
            return
        self.folder.setText(str(listing.folder))
        self.change_folder.setToolTip(
            self.tr("The environment variable {name} names the folder.").format(name=listing.folder_fixed)
            if listing.folder_fixed
            else self.tr("Look for the files in another folder; none are moved")
        )
        state = FileState.VERIFIED if listing.ready else FileState.MISSING
        self._sign.setPixmap(state_sign(state).pixmap(QSize(24, 24), self.devicePixelRatioF()))
        self.readiness.setText(
            self.tr("saa-plus is complete: it can run.")
            if listing.ready
            else self.tr(
                "saa-plus is not complete: download what is missing, or import files or a pack from a USB "
                "stick. Until then, lite does the work."
            )
        )
        self.readiness.setToolTip(listing.sentence)
        chosen = self._published()
        verified = [file for file in chosen if file.state is FileState.VERIFIED]
        self._totals.setText(
            self.tr(
                "lite: built in, nothing to download.   saa-plus, as published: {count} files, {size}; "
                "{verified} of them are here and verified, {rest} are not."
            ).format(
                count=len(chosen),
                size=megabytes(sum(file.size for file in chosen)),
                verified=len(verified),
                rest=megabytes(sum(file.size for file in chosen if file not in verified)),
            )
        )

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Models"))
        self._folder_title.setText(self.tr("Folder"))
        self._mirror_title.setText(self.tr("Mirror"))
        self.mirror.setPlaceholderText(
            self.tr("Address to try before the public ones, such as https://server/models")
        )
        for button, text, tip, name in (
            (self.open_folder, self.tr("Open folder"), "", "open-folder"),
            (self.change_folder, self.tr("Change folder…"), "", ""),
            (
                self.download,
                "",
                self.tr("Download the selected files, or without a selection the published choice"),
                "download",
            ),
            (
                self.verify,
                self.tr("Verify"),
                self.tr("Read the selected files, or all, and compare them with the published ones"),
                "file-verified",
            ),
            (
                self.import_file,
                self.tr("Import file…"),
                self.tr("Copy a weights file or a model pack from a disk or a USB stick"),
                "import-file",
            ),
            (
                self.import_folder,
                self.tr("Import folder…"),
                self.tr("Copy every published file and model pack below a folder"),
                "import-file",
            ),
            (
                self.pack,
                self.tr("Make a pack…"),
                self.tr("Write the selected files, or all verified ones, into one file for another machine"),
                "model-pack",
            ),
            (self.close_button, self.tr("Close"), "", ""),
        ):
            button.setText(text)
            button.setToolTip(tip)
            if name:
                button.setIcon(icon(name))
        self._update()


def _names(files: tuple[ShopFile, ...]) -> tuple[str, ...]:
    return tuple(file.name for file in files)
