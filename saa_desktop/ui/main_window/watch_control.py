"""Starts watches, and brings what they find into the list and the strip."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from saa_desktop.domain.captures import CaptureState
from saa_desktop.domain.inspections import Failure, Inspection
from saa_desktop.domain.requests import BatchRequest, WatchRequest
from saa_desktop.domain.watches import WatchStatus
from saa_desktop.review.queue import QueueOrder
from saa_desktop.settings import WatchChoice
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.image_view.image_page import ImagePage
from saa_desktop.ui.main_window.batch_control import BatchControl, put_outcome
from saa_desktop.ui.main_window.follow_control import FollowControl
from saa_desktop.ui.main_window.open_control import OpenControl
from saa_desktop.ui.main_window.settings_keeper import SettingsKeeper
from saa_desktop.ui.main_window.watch_requests import choice_of, request_of
from saa_desktop.ui.notice_bar.notice_bar import NoticeBar
from saa_desktop.ui.profile_picker.profile_picker import ProfilePicker
from saa_desktop.ui.watch.quarantine_dialog import QuarantineDialog
from saa_desktop.ui.watch.watch_dialog import WatchDialog
from saa_desktop.ui.watch.watch_strip import RUNNING_PHASES, WatchPhase, WatchStrip
from saa_desktop.workers.session_store import OpenedSession
from saa_desktop.workers.threads import WorkerThreads

_PATIENCE_MS = 3000
"""So long a closing window waits for the image at hand; then that one stays in the queue."""


class WatchControl(QObject):
    """Knows whether folders are watched; the session of the watch is under review meanwhile.

    Attributes:
        strip: shows how it goes.
        session: of the last watch that was started or opened; ``None`` before the first.
    """

    changed = Signal()
    """A watch has started, has its first image, waits, goes on, is being stopped, or has ended."""

    about_to_start = Signal()
    """The session under review is about to be left: what was written last is to be stored."""

    def __init__(
        self,
        workers: WorkerThreads,
        batch: BatchControl,
        opened: OpenControl,
        images: ImageListPanel,
        page: ImagePage,
        *,
        notice: NoticeBar,
        profiles: ProfilePicker,
        settings: SettingsKeeper,
        results: Path,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._worker, self._store = workers.watcher, workers.store
        self._quarantine_keeper = workers.quarantine
        self._batch, self._opened, self._images, self._page = batch, opened, images, page
        self._notice, self._profiles, self._settings = notice, profiles, settings
        self._results, self._window = results, window
        self._phase = WatchPhase.NONE
        self._request: WatchRequest | None = None
        self._early: list[Inspection | Failure] | None = None
        self._given_up = 0
        self._language = "en"
        self._dialog: WatchDialog | None = None
        self._quarantine: QuarantineDialog | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_ended)
        self.session: Path | None = None
        self.strip = WatchStrip(follow=settings.now.follow_newest)
        self.following = FollowControl(images, self.strip.follow)
        self._connect()

    @property
    def running(self) -> bool:
        """Whether a watch has started and not ended."""
        return self._phase in RUNNING_PHASES

    @property
    def phase(self) -> WatchPhase:
        """Where the watch stands."""
        return self._phase

    # -- what a person asks for ----------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask which folders to watch, and start."""
        profile = self._profiles.profile()
        dialog = self._dialog = WatchDialog(
            self._settings.now.watch,
            profiles=self._profiles.profiles(),
            profile=profile.name if profile else "",
            language=self._language,
            results=self._results,
            parent=self._window,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.start(dialog.choice())
        self._dialog = None
        dialog.deleteLater()

    def set_language(self, code: str) -> None:
        """Show the products' titles in another language: ``en`` or ``zh_CN``."""
        self._language = code
        if self._dialog is not None:
            self._dialog.set_language(code)

    def start(self, choice: WatchChoice) -> None:
        """Watch folders; their session takes the place of what is in the list."""
        if self.running or self._batch.running:
            return
        self.about_to_start.emit()
        self._notice.hide()
        self._settings.change(watch=choice, watch_runs=True)
        self._request = request_of(choice, self._settings.model_choice())
        self._batch.leave_session()
        self._opened.open((), None, recursive=False)
        self._images.model.reset(())
        self._show_waiting()
        self._early, self._given_up = [], 0
        self.following.begin()
        if choice.newest_first:
            self._images.filters.choose_order(QueueOrder.TIME)
        self.strip.begin(len(choice.folders))
        self._set_phase(WatchPhase.OPENING)
        self._worker.start(self._request)

    def pause_or_go_on(self) -> None:
        """Begin no further image, or go on."""
        if self._phase is WatchPhase.WATCHING:
            self._worker.pause()
            self._set_phase(WatchPhase.PAUSED)
        elif self._phase is WatchPhase.PAUSED:
            self._worker.resume()
            self._set_phase(WatchPhase.WATCHING)

    def stop(self) -> None:
        """End the watch after the current image, and write the tables."""
        if self.running:
            self._settings.change(watch_runs=False)
            self._set_phase(WatchPhase.STOPPING)
            self._worker.stop(tables=True)

    def close(self) -> None:
        """End the watch within seconds, to go on with it when the window is opened again."""
        if self.running:
            self._patience.start()
            self._set_phase(WatchPhase.STOPPING)
            self._worker.stop(tables=False)

    def show_quarantine(self) -> None:
        """Show what could not be inspected."""
        if self.session is None:
            return
        if self._quarantine is None:
            self._quarantine = QuarantineDialog(self._quarantine_keeper, self._window)
        self._quarantine.show()
        self._quarantine.raise_()
        self._quarantine.show_session(self.session)

    # -- going on ------------------------------------------------------------------------------------------

    def offer_last(self) -> None:
        """Offer to go on with a watch that nobody has stopped."""
        choice = self._settings.now.watch
        if self._settings.now.watch_runs and choice.folders:
            folders = ", ".join(each.folder for each in choice.folders)
            self._offer(
                self.tr("The last watch, of {folders}, was not stopped: go on with it?").format(
                    folders=folders
                ),
                lambda: self.start(choice),
            )

    def take_over(self, opened: OpenedSession) -> None:
        """Know the watch of a session that was opened, and offer to go on with it."""
        self.session = opened.path if opened.watch else None
        if opened.watch and not opened.read_only:
            choice = choice_of(opened.watch, opened.path.parent)
            folders = ", ".join(each.folder for each in choice.folders)
            self._offer(
                self.tr("This is the session of a watch, of {folders}.").format(folders=folders),
                lambda: self.start(choice),
            )

    def _offer(self, sentence: str, go_on: Callable[[], None]) -> None:
        self._notice.offer(sentence, self.tr("Go on watching"), go_on)

    # -- what the worker says ------------------------------------------------------------------------------

    def _connect(self) -> None:
        worker, strip = self._worker, self.strip
        worker.opened.connect(self._on_opened)
        worker.inspected.connect(self._on_outcome)
        worker.rejected.connect(self._on_outcome)
        worker.status_changed.connect(self._on_status_changed)
        worker.said.connect(self._notice.show_sentence)
        worker.finishing.connect(lambda: self._set_phase(WatchPhase.FINISHING))
        worker.stopped.connect(self._end)
        worker.failed.connect(self._on_failed)
        self._store.opened.connect(self._on_session_opened)
        self._store.open_failed.connect(self._on_session_failed)
        strip.pause_toggled.connect(self.pause_or_go_on)
        strip.stop_requested.connect(self.stop)
        strip.quarantine_requested.connect(self.show_quarantine)
        strip.follow_toggled.connect(lambda on: self._settings.change(follow_newest=on))

    def _on_opened(self) -> None:
        assert self._request  # noqa: S101 - a watch that is open was started
        self.session = self._request.session_path
        # The session under review is the watch's; there is nothing in it that a batch could run again.
        profile = self._request.folders[0].profile
        self._batch.take_over(BatchRequest((), profile, self._request.output), unfinished=False)
        self._show_waiting()
        self._store.open(self.session)
        if self._phase is WatchPhase.OPENING:
            self._set_phase(WatchPhase.WATCHING)

    def _on_session_opened(self, opened: OpenedSession) -> None:
        if self._early is None or opened.path != self.session:
            return
        if opened.entries:
            self._images.model.reset(opened.entries)
            self.changed.emit()
        self._show_early()

    def _on_session_failed(self, path: Path, sentence: str) -> None:
        if self._early is not None and path == self.session:
            self._notice.show_sentence(sentence)
            self._show_early()

    def _show_early(self) -> None:
        """Show what was inspected before the session's older images stood in the list."""
        early, self._early = self._early or [], None
        for outcome in early:
            self._on_outcome(outcome)

    def _show_waiting(self) -> None:
        self._page.show_message(self.tr("Waiting for the first capture…"))

    def _on_outcome(self, outcome: Inspection | Failure) -> None:
        if self._early is not None:
            self._early.append(outcome)
            return
        first = not self._images.model.entries
        entry = put_outcome(self._images, outcome)
        if first:
            self.changed.emit()
        self.strip.show_last(entry)
        self.following.follow(entry)

    def _on_status_changed(self, status: WatchStatus) -> None:
        self.strip.show_status(status)
        given_up = status.counts.get(CaptureState.QUARANTINED, 0) + status.counts.get(CaptureState.FAILED, 0)
        if given_up != self._given_up:
            self._given_up = given_up
            if self._quarantine:
                self._quarantine.refresh()

    def _on_failed(self, sentence: str) -> None:
        begun = self._phase is not WatchPhase.OPENING
        choice = self._settings.now.watch
        self._settings.change(watch_runs=begun)
        self._end()
        if begun:
            self._offer(sentence, lambda: self.start(choice))
        else:
            self._early = None
            self._notice.show_sentence(sentence)

    def _on_patience_ended(self) -> None:
        self._worker.cancel()  # from here: a slot of the worker would wait for the image, too

    def _end(self) -> None:
        self._patience.stop()
        if not self._images.model.entries:
            self._page.show_entry(None, None)
        self._set_phase(WatchPhase.NONE)

    def _set_phase(self, phase: WatchPhase) -> None:
        self._phase = phase
        self.strip.set_phase(phase)
        self.changed.emit()
