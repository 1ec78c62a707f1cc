"""The candidates of a whole session as arrays, to judge all of them at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class CandidateColumns:
    """N inspected images, and the M candidates of them that other bounds could keep or drop.

    Candidates that were dropped for what no bound on scores or areas can mend (an excluded phrase, the edge
    margin, the region of interest, the overlap with the object) are left out.

    Attributes:
        names: N image names.
        ai_verdicts: (N,) int8, places in ``tuple(AiVerdict)``.
        operator_verdicts: (N,) int8, places in ``tuple(OperatorVerdict)``; -1 where nobody has judged.
        image: (M,) intp, the image of each candidate as a place in ``names``.
        box_score: (M,) float64, 0..1.
        area_ratio: (M,) float64.
        saliency: (M,) float64, 0..1; 0 for an empty mask, NaN where it was never measured.
        scored: (M,) bool, whether the candidate reached the confidence prompt; the others were dropped by the
            box threshold or an area bound, and nothing that comes after those is known of them.
        newest_outcome: id of the session's newest outcome when the candidates were read.
    """

    names: tuple[str, ...]
    ai_verdicts: npt.NDArray[np.int8]
    operator_verdicts: npt.NDArray[np.int8]
    image: npt.NDArray[np.intp]
    box_score: npt.NDArray[np.float64]
    area_ratio: npt.NDArray[np.float64]
    saliency: npt.NDArray[np.float64]
    scored: npt.NDArray[np.bool_]
    newest_outcome: int
