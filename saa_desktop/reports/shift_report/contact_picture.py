"""The small pictures of a report's contact sheet."""

import cv2

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.reviewed_regions import reviewed_regions
from saa_desktop.domain.reviews import Review
from saa_desktop.reports.panels import draw_regions

_WIDTH, _HEIGHT = 400, 300
_QUALITY = 82
_FINER = 2


def draw_contact_picture(pixels: ImageArray, inspection: Inspection, review: Review) -> bytes:
    """Return an image small, with the regions that stand after the review outlined, as JPEG.

    Args:
        pixels: (H, W, 3) uint8 RGB, what was inspected.
        inspection: what was found; dropped regions matter only where the review speaks of them.
        review: what a person says of it.
    """
    height, width = pixels.shape[:2]
    scale = min(_WIDTH / width, _HEIGHT / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # Outlines have one width at any size: drawn larger, they hide less of a small picture.
    drawn = draw_regions(pixels, reviewed_regions(inspection, review), *(_FINER * side for side in size))
    small = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
    options = [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
    return cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), options)[1].tobytes()
