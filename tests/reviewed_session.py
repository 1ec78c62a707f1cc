"""A session with decisions over real files, for tests that export it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.domain.inspections import Failure, Findings, Inspection, ModelIdentity, ProfileIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region
from saa_desktop.domain.reviews import FIRST_DRAWN, Decision, RegionReview, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.sessions.session import Session
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.workers.export import ExportContent, ExportRequest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEIGHT, WIDTH = 40, 60
LABELS = frozenset({ExportContent.LABELS, ExportContent.LABEL_IMAGES})
ALL_BUT_LABELS = frozenset(ExportContent) - LABELS


def spot(x: int, y: int, width: int = 6, height: int = 4) -> Mask:
    return Mask.from_crop(np.ones((height, width), dtype=np.bool_), x, y, HEIGHT, WIDTH)


def candidate(mask: Mask, score: float, rank: int, **changes: object) -> Region:
    box = Box(mask.x, mask.y, mask.x + mask.width, mask.y + mask.height)
    region = Region(box, "scratch", "scratch.", score, 0.1, mask=mask, score=score, rank=rank)
    return replace(region, **changes)  # type: ignore[arg-type]


def inspect(image: DecodedImage, *regions: Region) -> Inspection:
    return Inspection(
        image=image.identity,
        profile=ProfileIdentity("mtd", 3, "Magnetic tile", "f"),
        models=ModelIdentity("lite", "lite (built in)", "1", "cpu"),
        thresholds=VerdictThresholds(0.3, 0.6),
        findings=Findings(regions),
        duration_ms=12.3,
        inspected_at=NOON,
        application_version="0.1.0",
    )


REGIONS = (
    candidate(spot(2, 2), 0.9, 1),
    candidate(spot(20, 2), 0.8, 2),
    candidate(spot(40, 2), 0.7, 3),
    candidate(spot(2, 20), 0.1, 4, dropped=Drop(DropRule.TOP_K, 4, 3)),
)
REVIEW = Review(
    OperatorVerdict.OK,
    "=cmd()",
    "seen twice\nshallow",
    flagged=True,
    regions=(
        RegionReview(0, RegionVerdict.REJECTED),
        RegionReview(1, RegionVerdict.ACCEPTED, spot(22, 4)),
        RegionReview(3, RegionVerdict.ACCEPTED),
        RegionReview(FIRST_DRAWN, mask=spot(50, 30)),
    ),
)


class Shift:
    """A folder of originals and the session over them."""

    def __init__(self, folder: Path) -> None:
        self.originals = folder / "原图"
        self.output = folder / "导出"
        self.path = folder / "session" / "session.sqlite"
        self.session = Session.open_or_create(self.path)

    def add(self, name: str, *regions: Region, review: Review | None = None) -> None:
        path = self.originals / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((HEIGHT, WIDTH, 3), 90, dtype=np.uint8)).save(path)
        [image] = decode_pages(ImageReference(path, name))
        self.session.record(inspect(image, *regions))
        if review:
            self.session.record_decision(Decision(name, image.identity.sha256, review, "王伟", NOON))

    def request(self, *names: str, contents: frozenset[ExportContent] = ALL_BUT_LABELS) -> ExportRequest:
        return ExportRequest(self.path, names or None, self.output, contents)

    def kept(self) -> dict[Path, bytes]:
        """Return the originals and the session, without SQLite's locks."""
        paths = [*self.originals.rglob("*.png"), self.path, self.path.with_name("session.sqlite-wal")]
        return {path: path.read_bytes() for path in paths}


def reviewed_shift(folder: Path) -> Shift:
    """Return a shift with a corrected false call, an unreviewed image, an escape and a failure."""
    shift = Shift(folder)
    shift.add("line 1/a.png", *REGIONS, review=REVIEW)
    shift.add("b.png", candidate(spot(2, 2), 0.4, 1))
    shift.add("c.png", review=Review(OperatorVerdict.NG, "划痕"))
    failure = Failure(ImageReference(Path("/in/d.png"), "d.png"), "d.png is empty.", NOON)
    shift.session.record_failure(failure)
    return shift
