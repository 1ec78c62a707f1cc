"""Shows a session that another program writes to, without letting anybody review it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from saa_desktop.ui.main_window.batch_control import BatchControl
from saa_desktop.ui.main_window.review_control import ReviewControl
from saa_desktop.ui.notice_bar.notice_bar import NoticeBar
from saa_desktop.ui.review_panel.review_panel import ReviewPanel
from saa_desktop.workers.session_store import OpenedSession, SessionStore


class LockControl(QObject):
    """Says why nothing can be reviewed, and offers to open the session anew once the other has ended.

    Args:
        store: opens sessions.
        batch: knows which session is under review.
        review: refuses what it is asked for meanwhile.
        panel: is disabled meanwhile.
        notice: shows the offer.
        reopen: opens the session in a folder.
        parent: of the object.
    """

    changed = Signal()
    """The session under review may have been locked, or is no more."""

    def __init__(
        self,
        store: SessionStore,
        batch: BatchControl,
        review: ReviewControl,
        panel: ReviewPanel,
        notice: NoticeBar,
        *,
        reopen: Callable[[Path], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._batch, self._review, self._panel, self._notice = batch, review, panel, notice
        self._reopen = reopen
        self._held: Path | None = None
        store.opened.connect(self._on_opened)
        batch.session_changed.connect(self._show)
        review.refused.connect(self._say)

    @property
    def locked(self) -> bool:
        """Whether another program writes to the session under review."""
        return self._held is not None and self._held == self._batch.session

    def _on_opened(self, opened: OpenedSession) -> None:
        self._held = opened.path if opened.read_only else None
        self._show()
        if self.locked:
            self._say()

    def _show(self) -> None:
        self._review.locked = self.locked
        self._panel.setEnabled(not self.locked)
        self._panel.setToolTip(self._reason() if self.locked else "")
        self.changed.emit()

    def _say(self) -> None:
        if self._held is not None:
            folder = self._held.parent
            self._notice.offer(self._reason(), self.tr("Open for writing"), lambda: self._reopen(folder))

    def _reason(self) -> str:
        return self.tr(
            "Another SAA Desktop is writing to this session: here it can be looked at, but not reviewed. "
            "Close the other one to review it."
        )
