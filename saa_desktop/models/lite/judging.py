"""How likely a mark is a defect: what the detectors and the network say of it, weighed.

The weights are those of a logistic regression on drawn images (``training/fit_judge.py``), one for each kind
of detector and one for the network's own regions. So a score is a probability on such images, whatever saw
the mark.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import MapArray
from saa_desktop.models.lite.looking import Look
from saa_desktop.models.lite.marks import NATS_AT_EVEN_ODDS, Kind, Mark

EVIDENCE = ("constant", "contrast", "peak", "mean", "whole", "size", "on background")
"""What is weighed: 1; the detector's evidence; the network's largest and mean likelihood in the mark's box
and that of the image; the box's share of the image; whether products lie on a background. Numbers but the
first and the last are logarithms, of odds where they are likelihoods."""
SOURCES = (*Kind, None)
"""Who saw a mark: a detector of that kind, or the network (``None``)."""
LARGEST = 5.0
"""Logarithms are cut off here on either side."""

Evidence = npt.NDArray[np.float32]
"""(len(``EVIDENCE``),) float32."""


def evidence_of(mark: Mark, look: Look, size: tuple[int, int], *, on_background: bool) -> Evidence:
    """Return what is known of a mark.

    Args:
        mark: pixels of the image.
        look: the network's at that image.
        size: height and width of the image.
        on_background: whether the image shows products on an even background.
    """
    height, width = look.defect.shape
    rows = slice(mark.y0 * height // size[0], math.ceil(mark.y1 * height / size[0]))
    columns = slice(mark.x0 * width // size[1], math.ceil(mark.x1 * width / size[1]))
    here: MapArray = look.defect[rows, columns]
    share = (mark.x1 - mark.x0) * (mark.y1 - mark.y0) / (size[0] * size[1])
    logarithms = (
        math.log(max(mark.trusted_nats, 1e-6) / NATS_AT_EVEN_ODDS),
        _log_odds(float(here.max())),
        _log_odds(float(here.mean())),
        _log_odds(look.whole),
        math.log(share) / 2,
    )
    return np.array([1.0, *np.clip(logarithms, -LARGEST, LARGEST), on_background], np.float32)


def _log_odds(likelihood: float) -> float:
    sure = min(max(likelihood, 1e-6), 1 - 1e-6)
    return math.log(sure / (1 - sure))


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Weighs evidence.

    Attributes:
        weights: (len(``SOURCES``), len(``EVIDENCE``)) float32.
    """

    weights: npt.NDArray[np.float32]

    def probability(self, source: Kind | None, evidence: Evidence) -> float:
        """Return how likely a mark is a defect, 0..1.

        Args:
            source: who saw it, one of ``SOURCES``.
            evidence: as ``evidence_of`` returns it.
        """
        return 1 / (1 + math.exp(-float(self.weights[SOURCES.index(source)] @ evidence)))
