"""Judges a whole session again under other settings, away from the window's thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from saa_desktop.domain.candidate_columns import CandidateColumns
from saa_desktop.domain.errors import SaaDesktopError
from saa_desktop.review.rejudge import JudgeSettings, compare, rejudge_session
from saa_desktop.sessions.candidate_columns import read_candidates


@dataclass(frozen=True, slots=True, eq=False)
class RejudgeRequest:
    """What to judge. Each request is equal to itself only.

    Attributes:
        session: the session file.
        edition: another number than before has the session read again.
        settings: what to judge by.
    """

    session: Path
    edition: int
    settings: JudgeSettings


class Rejudger(QObject):
    """One judgement at a time; of several that wait only the last one is made."""

    judged = Signal(object, object, object)
    """RejudgeRequest, SessionJudgement, Flips."""

    failed = Signal(object, str)
    """RejudgeRequest, the sentence for people."""

    _requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._newest: RejudgeRequest | None = None
        self._columns: CandidateColumns | None = None
        self._read: tuple[Path, int] | None = None
        self._requested.connect(self._on_requested)

    def judge(self, request: RejudgeRequest) -> None:
        """Queue a judgement in place of those that wait."""
        self._newest = request
        self._requested.emit(request)

    @Slot(object)
    def _on_requested(self, request: RejudgeRequest) -> None:
        if request is not self._newest:
            return
        try:
            columns = self._columns_of(request)
        except SaaDesktopError as error:
            self.failed.emit(request, str(error))
            return
        judgement = rejudge_session(columns, request.settings)
        self.judged.emit(request, judgement, compare(columns, judgement))

    def _columns_of(self, request: RejudgeRequest) -> CandidateColumns:
        """Return the session's candidates, read again where it is another session or edition.

        Raises:
            SessionError: the session cannot be read.
        """
        if self._columns is not None and self._read == (request.session, request.edition):
            return self._columns
        same_session = self._read is not None and self._read[0] == request.session
        self._columns = read_candidates(request.session, self._columns if same_session else None)
        self._read = (request.session, request.edition)
        return self._columns
