"""The images of a batch in the order in which a person looks at them: filters, sort orders, what comes next.

Columns beside the entries keep a hundred thousand images quick: a change of the filter or of the order takes
a few milliseconds, and a change of one image costs the same however many there are.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.entries import ImageEntry, ImageState
from saa_desktop.domain.natural_order import natural_key
from saa_desktop.domain.verdicts import OperatorVerdict

Rows = npt.NDArray[np.intp]
"""(N,) row numbers."""

_Flags = npt.NDArray[np.bool_]

_STATE_CODES = {state: code for code, state in enumerate(ImageState)}
_VERDICT_CODES = {None: 0} | {verdict: code for code, verdict in enumerate(OperatorVerdict, start=1)}
_WAITING = _STATE_CODES[ImageState.WAITING]
_GREY_ZONE_GROUPS = np.array(
    [
        {ImageState.REVIEW: 0, ImageState.NG: 1, ImageState.OK: 1, ImageState.FAILED: 2}.get(state, 3)
        for state in ImageState
    ]
)
_FILE_STEP = 1 << 20
"""Distance between two files in the order of the batch; the pages of a file stand between."""


class ReviewMark(StrEnum):
    """What one can look for in the words of people.

    An image is unreviewed once the machine is done with it, until a person gives a verdict.
    """

    UNREVIEWED = "unreviewed"
    OK = "OK"
    NG = "NG"
    RECHECK = "recheck"
    FLAGGED = "flagged"


class QueueOrder(StrEnum):
    """In which order images stand.

    Attributes:
        BATCH: as they were listed; the pages of a file together.
        GREY_ZONE: REVIEW first, nearest to one of its thresholds first; then NG and OK likewise, then
            failures, then what waits.
        SCORE: highest first; what has none stands at the end, as for the others below.
        NAME: as people count.
        TIME: last inspected first.
    """

    BATCH = "batch"
    GREY_ZONE = "grey zone"
    SCORE = "score"
    NAME = "name"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which images are looked at: those that all of this holds for.

    Attributes:
        state: what the machine says; ``None`` for anything.
        review: what people say; ``None`` for anything.
        text: part of the name, without regard to case.
        names: of single images; ``None`` for any. Many are found sooner in the order of the batch.
    """

    state: ImageState | None = None
    review: ReviewMark | None = None
    text: str = ""
    names: tuple[str, ...] | None = None


EVERYTHING = QueueFilter()


class ReviewQueue:
    """All images of a batch by row number, and ways to pick and order them.

    Rows keep their numbers: a further page of a file gets the next free one, and stands behind the file's
    other pages in the order of the batch.

    Attributes:
        entries: the images by row number.
        states: how many images are in each state.
        marks: how many images have each mark.
    """

    def __init__(self) -> None:
        self.entries: list[ImageEntry] = []
        self.states: Counter[ImageState] = Counter()
        self.marks: Counter[ReviewMark] = Counter()
        self._row_of: dict[str, int] = {}
        self._pages: Counter[int] = Counter()
        self._in_file_order = True
        self._place = array("q")
        self._state = array("b")
        self._verdict = array("b")
        self._flagged = array("b")
        self._score = array("d")
        self._margin = array("d")
        self._time = array("d")
        self._name_key: list[str] = []

    def __len__(self) -> int:
        return len(self.entries)

    def row_of(self, name: str) -> int:
        """Return the row of an image or page; for a file of several pages one of them; -1 for none."""
        return self._row_of.get(name, -1)

    def extend(self, entries: Sequence[ImageEntry]) -> None:
        """Add further files, or pages, behind all others; a page behind the others of its file."""
        for row, entry in enumerate(entries, start=len(self.entries)):
            known = self._row_of.get(entry.reference.name)
            place = row * _FILE_STEP if known is None else self._behind(known)
            self._in_file_order &= row == 0 or place > self._place[-1]
            self._place.append(place)
            self._row_of.setdefault(entry.reference.name, row)
            self._row_of[entry.name] = row
        self._name_key.extend([natural_key(entry.name) for entry in entries])
        states = [entry.state for entry in entries]
        self.states.update(states)
        self._state.extend([_STATE_CODES[state] for state in states])
        self._verdict.extend([_VERDICT_CODES[entry.review.verdict] for entry in entries])
        self._flagged.extend([entry.review.flagged for entry in entries])
        self._score.extend([_score_key(entry) for entry in entries])
        self._margin.extend([_margin(entry) for entry in entries])
        self._time.extend([_time_key(entry) for entry in entries])
        self.entries.extend(entries)
        self.marks.update(mark for entry in entries for mark in marks(entry))

    def put(self, entry: ImageEntry) -> int:
        """Replace the row of the same name, or the one that waits for this page; else add one.

        Returns:
            The row.
        """
        row = self.row_of(entry.name)
        if row < 0 or self.entries[row].name != entry.name:
            row = self.row_of(entry.reference.name)
            if row < 0 or self._state[row] != _WAITING:
                self.extend((entry,))
                return len(self.entries) - 1
        self._replace(row, entry)
        return row

    def arrange(self, chosen: QueueFilter, order: QueueOrder, keep: int = -1) -> Rows:
        """Return the rows that a filter lets pass, in order.

        Args:
            chosen: the filter.
            order: the order; images that are equal in it stand as in the batch.
            keep: a row that passes in any case; -1 for none.
        """
        passing = self._passing(chosen)
        if keep >= 0:
            passing[keep] = True
        rows = np.flatnonzero(passing)
        if not self._in_file_order:
            rows = rows[np.argsort(np.asarray(self._place)[rows])]
        match order:
            case QueueOrder.GREY_ZONE:
                groups = _GREY_ZONE_GROUPS[np.asarray(self._state)[rows]]
                return rows[np.lexsort((np.asarray(self._margin)[rows], groups))]
            case QueueOrder.SCORE:
                return rows[np.argsort(np.asarray(self._score)[rows], kind="stable")]
            case QueueOrder.TIME:
                return rows[np.argsort(np.asarray(self._time)[rows], kind="stable")]
            case QueueOrder.NAME:
                return np.array(sorted(rows.tolist(), key=self._name_key.__getitem__), dtype=np.intp)
        return rows

    def next_unreviewed(self, rows: Rows, start: int) -> int | None:
        """Return where the next unreviewed image stands among these rows.

        Args:
            rows: as they are shown.
            start: the search begins behind this place and ends with it; -1 for the first.

        Returns:
            A place among ``rows``; ``None`` without any.
        """
        places = np.flatnonzero(self._marked(ReviewMark.UNREVIEWED)[rows])
        if not len(places):
            return None
        following = np.searchsorted(places, start, side="right")
        return int(places[following % len(places)])

    def _passing(self, chosen: QueueFilter) -> _Flags:
        passing = np.ones(len(self.entries), dtype=np.bool_)
        if chosen.state is not None:
            passing &= np.asarray(self._state) == _STATE_CODES[chosen.state]
        if chosen.review is not None:
            passing &= self._marked(chosen.review)
        if part := chosen.text.casefold():
            passing &= np.array([part in entry.name.casefold() for entry in self.entries], dtype=np.bool_)
        if chosen.names is not None:
            named = np.zeros_like(passing)
            rows = np.fromiter(map(self._row_of.get, chosen.names, repeat(-1)), np.intp, len(chosen.names))
            named[rows[rows >= 0]] = True
            passing &= named
        return passing

    def _marked(self, mark: ReviewMark) -> _Flags:
        if mark is ReviewMark.FLAGGED:
            return np.asarray(self._flagged, dtype=np.bool_)
        verdict = OperatorVerdict[mark.name] if mark is not ReviewMark.UNREVIEWED else None
        marked: _Flags = np.asarray(self._verdict) == _VERDICT_CODES[verdict]
        if mark is ReviewMark.UNREVIEWED:
            marked &= np.asarray(self._state) != _WAITING
        return marked

    def _behind(self, row: int) -> int:
        """Return the place behind all pages of the file that this row belongs to."""
        file = self._place[row] // _FILE_STEP
        self._pages[file] += 1
        return file * _FILE_STEP + self._pages[file]

    def _replace(self, row: int, entry: ImageEntry) -> None:
        self.states[self.entries[row].state] -= 1
        self.states[entry.state] += 1
        self.marks.subtract(marks(self.entries[row]))
        self.marks.update(marks(entry))
        if entry.name != self.entries[row].name:
            self._row_of[entry.name] = row
            self._name_key[row] = natural_key(entry.name)
        self.entries[row] = entry
        self._state[row] = _STATE_CODES[entry.state]
        self._verdict[row] = _VERDICT_CODES[entry.review.verdict]
        self._flagged[row] = entry.review.flagged
        self._score[row] = _score_key(entry)
        self._margin[row] = _margin(entry)
        self._time[row] = _time_key(entry)


def marks(entry: ImageEntry) -> Iterator[ReviewMark]:
    """Yield the marks of an image."""
    if entry.review.verdict is not None:
        yield ReviewMark[entry.review.verdict.name]
    elif entry.state is not ImageState.WAITING:
        yield ReviewMark.UNREVIEWED
    if entry.review.flagged:
        yield ReviewMark.FLAGGED


def _score_key(entry: ImageEntry) -> float:
    return -entry.score if entry.inspected else math.inf


def _time_key(entry: ImageEntry) -> float:
    return -entry.ended_at.timestamp() if entry.ended_at else math.inf


def _margin(entry: ImageEntry) -> float:
    """Return how far the score lies from the nearer threshold."""
    thresholds = entry.thresholds
    if thresholds is None:
        return math.inf
    return min(abs(entry.score - thresholds.review_at), abs(entry.score - thresholds.ng_at))
