"""Has shift reports written on the session under review."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from saa_desktop.ui.dashboard.dashboard import Dashboard
from saa_desktop.ui.languages import LanguageSwitch
from saa_desktop.ui.main_window.batch_control import BatchControl
from saa_desktop.ui.report_dialog.report_dialog import ReportDialog
from saa_desktop.ui.review_panel.review_panel import ReviewPanel
from saa_desktop.workers.reporter import Reporter


class ReportControl(QObject):
    """Makes the dialog when it is first asked for.

    Args:
        reporter: writes reports.
        action: asks for the dialog.
        dashboard: asks for it too, on the period that it shows.
        batch: knows the session.
        review: may hold a note that is not stored yet.
        language: of the window.
        window: lies below the dialog.
    """

    def __init__(
        self,
        reporter: Reporter,
        action: QAction,
        *,
        dashboard: Dashboard,
        batch: BatchControl,
        review: ReviewPanel,
        language: LanguageSwitch,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._reporter = reporter
        self._action = action
        self._dashboard = dashboard
        self._batch = batch
        self._review = review
        self._language = language
        self._window = window
        self.dialog: ReportDialog | None = None
        action.triggered.connect(self.show)
        dashboard.report_requested.connect(self._on_requested_by_dashboard)
        batch.changed.connect(self._update_action)
        batch.session_changed.connect(self._update_action)
        self._update_action()

    @property
    def running(self) -> bool:
        """Whether a report has begun and not ended."""
        return self.dialog is not None and self.dialog.running

    def show(self) -> None:
        """Show the dialog, if there is a session."""
        if self._batch.session is None:
            return
        self._review.commit()
        if self.dialog is None:
            self.dialog = ReportDialog(self._reporter, self._window)
        self.dialog.set_session(self._batch.session, self._language.code)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _on_requested_by_dashboard(self) -> None:
        self.show()
        if self.dialog is not None and not self.dialog.running:
            self.dialog.form.period.follow(self._dashboard.period)

    def _update_action(self) -> None:
        session = self._batch.session
        self._action.setEnabled(session is not None and session.is_file())
