import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from saa_desktop.domain.entries import ImageEntry, ImageState, waiting
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.reviews import Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.review.queue import EVERYTHING, QueueFilter, QueueOrder, ReviewMark, ReviewQueue

THRESHOLDS = VerdictThresholds(0.4, 0.8)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def listed(name: str) -> ImageEntry:
    return waiting(ImageReference(Path("/batch", name), name))


def judged(name: str, score: float, *, page: int = 0, minute: int = 0, **review: object) -> ImageEntry:
    return replace(
        listed(name),
        name=f"{name}#{page}" if page else name,
        sha256="0" * 64,
        ai_verdict=THRESHOLDS.judge(score),
        score=score,
        thresholds=THRESHOLDS,
        ended_at=NOON + timedelta(minutes=minute),
        review=Review(**review),
    )


def failed(name: str) -> ImageEntry:
    return replace(listed(name), error=f"{name} is damaged.", ended_at=NOON)


def queue_of(*entries: ImageEntry) -> ReviewQueue:
    queue = ReviewQueue()
    queue.extend(entries)
    return queue


def shown(
    queue: ReviewQueue, chosen: QueueFilter = EVERYTHING, order: QueueOrder = QueueOrder.BATCH, keep: int = -1
) -> list[str]:
    return [queue.entries[row].name for row in queue.arrange(chosen, order, keep)]


@pytest.fixture
def queue() -> ReviewQueue:
    """One of everything."""
    return queue_of(
        listed("img10.png"),
        judged("img2.png", 0.1, minute=3),
        judged("Img3.png", 0.95, minute=1, verdict=OperatorVerdict.NG),
        failed("x.png"),
        judged("img4.png", 0.45, minute=2, verdict=OperatorVerdict.RECHECK, flagged=True),
        judged("img5.png", 0.65, minute=5),
        judged("img6.png", 0.79, minute=4, verdict=OperatorVerdict.OK),
    )


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (QueueFilter(state=ImageState.WAITING), "img10"),
        (QueueFilter(state=ImageState.OK), "img2"),
        (QueueFilter(state=ImageState.REVIEW), "img4 img5 img6"),
        (QueueFilter(state=ImageState.NG), "Img3"),
        (QueueFilter(state=ImageState.FAILED), "x"),
        (QueueFilter(review=ReviewMark.UNREVIEWED), "img2 x img5"),
        (QueueFilter(review=ReviewMark.OK), "img6"),
        (QueueFilter(review=ReviewMark.NG), "Img3"),
        (QueueFilter(review=ReviewMark.RECHECK), "img4"),
        (QueueFilter(review=ReviewMark.FLAGGED), "img4"),
        (QueueFilter(text="IMG3"), "Img3"),
        (QueueFilter(ImageState.REVIEW, ReviewMark.UNREVIEWED, "img"), "img5"),
        (QueueFilter(ImageState.OK, ReviewMark.OK), ""),
        (QueueFilter(names=("x.png", "img5.png", "missing.png")), "x img5"),
        (QueueFilter(names=()), ""),
    ],
)
def test_a_filter_lets_pass_what_it_says(queue: ReviewQueue, chosen: QueueFilter, names: str) -> None:
    assert shown(queue, chosen) == [f"{name}.png" for name in names.split()]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (QueueOrder.BATCH, "img10 img2 Img3 x img4 img5 img6"),
        (QueueOrder.NAME, "img2 Img3 img4 img5 img6 img10 x"),
        (QueueOrder.SCORE, "Img3 img6 img5 img4 img2 img10 x"),
        (QueueOrder.TIME, "img5 img6 img2 img4 Img3 x img10"),
        (QueueOrder.GREY_ZONE, "img6 img4 img5 Img3 img2 x img10"),
    ],
)
def test_images_stand_in_the_order_that_was_asked_for(
    queue: ReviewQueue, order: QueueOrder, names: str
) -> None:
    assert shown(queue, order=order) == [f"{name}.png" for name in names.split()]


def test_an_image_that_is_kept_passes_every_filter(queue: ReviewQueue) -> None:
    chosen = QueueFilter(review=ReviewMark.UNREVIEWED)
    assert shown(queue, chosen, keep=queue.row_of("img6.png")) == [
        "img2.png",
        "x.png",
        "img5.png",
        "img6.png",
    ]


def test_counts_follow_each_change(queue: ReviewQueue) -> None:
    def check() -> None:
        assert +queue.states == {
            state: count for state in ImageState if (count := len(shown(queue, QueueFilter(state=state))))
        }
        assert +queue.marks == {
            mark: count for mark in ReviewMark if (count := len(shown(queue, QueueFilter(review=mark))))
        }

    check()
    for entry in (
        judged("img10.png", 0.9),
        judged("img2.png", 0.1, verdict=OperatorVerdict.OK, flagged=True),
        failed("img5.png"),
        listed("img4.png"),
        judged("new.png", 0.5),
    ):
        queue.put(entry)
        check()
    assert len(queue) == 8


def test_pages_stand_behind_the_first_one_of_their_file() -> None:
    queue = queue_of(listed("a.tif"), listed("b.tif"), listed("c.png"))
    rows = [
        queue.put(judged(name, 0.5, page=page)) for name, page in (("a.tif", 1), ("b.tif", 1), ("a.tif", 2))
    ]
    assert rows == [0, 1, 3]
    queue.put(failed("a.tif"))
    queue.put(judged("b.tif", 0.6, page=2))
    expected = ["a.tif#1", "a.tif#2", "a.tif", "b.tif#1", "b.tif#2", "c.png"]
    assert shown(queue) == expected
    assert queue.put(judged("a.tif", 0.9, page=2, verdict=OperatorVerdict.NG)) == 3
    assert queue.put(replace(failed("a.tif"), review=Review(flagged=True))) == queue.row_of("a.tif")
    assert shown(queue) == expected
    assert (
        shown(queue_of(*(queue.entries[row] for row in queue.arrange(EVERYTHING, QueueOrder.BATCH))))
        == expected
    )
    assert shown(queue, order=QueueOrder.SCORE)[0] == "a.tif#2"


def test_the_next_unreviewed_image_is_found_round_the_end(queue: ReviewQueue) -> None:
    rows = queue.arrange(EVERYTHING, QueueOrder.BATCH)
    found = [queue.next_unreviewed(rows, start) for start in range(-1, len(rows))]
    assert found == [1, 1, 3, 3, 5, 5, 1, 1]
    for name in ("img2.png", "img5.png"):
        queue.put(judged(name, 0.5, verdict=OperatorVerdict.OK))
    assert queue.next_unreviewed(rows, 3) == 3
    assert queue.next_unreviewed(queue.arrange(QueueFilter(text="img"), QueueOrder.BATCH), 0) is None
    assert queue_of().next_unreviewed(np.empty(0, dtype=np.intp), -1) is None


def test_an_empty_queue_can_be_arranged() -> None:
    for order in QueueOrder:
        assert shown(ReviewQueue(), QueueFilter(ImageState.NG, ReviewMark.FLAGGED, "a"), order) == []


def test_equal_images_stay_in_the_order_of_the_batch() -> None:
    random.seed(1)
    entries = [judged(f"{number}.png", random.choice((0.2, 0.5, 0.9))) for number in range(200)]
    queue = queue_of(*entries)
    by_score = sorted(entries, key=lambda entry: -entry.score)
    assert shown(queue, order=QueueOrder.SCORE) == [entry.name for entry in by_score]
