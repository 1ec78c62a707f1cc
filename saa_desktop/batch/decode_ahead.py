"""Reads and decodes the next images while the models are busy with this one."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import chain, islice

from saa_desktop.batch.job import BatchJob
from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Failure
from saa_desktop.sources.decoding import decode_pages

_WORKERS = 2
_AHEAD = 3

Pages = Iterator[DecodedImage | Failure]


def decode_ahead(job: BatchJob) -> Generator[Pages, None, None]:
    """Yield, for each of a job's files in order, its pages, and a failure for what cannot be read.

    The first page of each file is decoded ahead in a small pool, its further pages one at a time, so that
    memory holds a few images however many there are. Pages that the job counts as done are passed over.
    """
    pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="decode")
    waiting: deque[Future[Pages]] = deque()
    references = iter(job.references)
    try:
        for reference in islice(references, _AHEAD):
            waiting.append(pool.submit(_open, job, reference))
        while waiting:
            pages = waiting.popleft().result()
            for reference in islice(references, 1):
                waiting.append(pool.submit(_open, job, reference))
            yield pages
    finally:
        pool.shutdown(cancel_futures=True)


def _open(job: BatchJob, reference: ImageReference) -> Pages:
    """Return the iterator over a file's pages, the first of them decoded."""
    pages = _pages(job, reference)
    return chain(list(islice(pages, 1)), pages)


def _pages(job: BatchJob, reference: ImageReference) -> Pages:
    """Yield a file's pages; the last one is a failure when the file, or the rest of it, cannot be read."""
    try:
        yield from decode_pages(
            reference,
            max_megapixels=job.max_megapixels,
            wanted=lambda name, sha256: (name, sha256) not in job.done,
        )
    except ImageError as error:
        yield Failure(reference, str(error), datetime.now().astimezone())
