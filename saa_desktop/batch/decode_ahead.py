"""Reads and decodes the next images while the models are busy with this one."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import islice

from saa_desktop.batch.job import BatchJob
from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Failure
from saa_desktop.sources.decoding import decode_pages

_WORKERS = 2
_AHEAD = 3

Pages = Iterator[DecodedImage | Failure]


def decode_ahead(job: BatchJob) -> Generator[DecodedImage | Failure, None, None]:
    """Yield the pages of a job's images in order, and a failure for each file that cannot be read.

    The first page of each file is decoded ahead in a small pool; a file's further pages one at a time, so that
    memory holds a few images however many there are. Images that the job counts as done are passed over.
    """
    pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="decode")
    waiting: deque[Future[tuple[DecodedImage | Failure | None, Pages]]] = deque()
    references = iter(job.references)
    try:
        for reference in islice(references, _AHEAD):
            waiting.append(pool.submit(_first_page, job, reference))
        while waiting:
            first, rest = waiting.popleft().result()
            for reference in islice(references, 1):
                waiting.append(pool.submit(_first_page, job, reference))
            if first is not None:
                yield first
            del first
            yield from rest
    finally:
        pool.shutdown(cancel_futures=True)


def _first_page(job: BatchJob, reference: ImageReference) -> tuple[DecodedImage | Failure | None, Pages]:
    """Return a file's first page, or ``None`` if all are done, with the iterator over its other pages."""
    pages = _pages(job, reference)
    return next(pages, None), pages


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
