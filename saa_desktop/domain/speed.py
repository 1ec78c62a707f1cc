"""The speeds that a person can choose."""

from enum import StrEnum


class Speed(StrEnum):
    """How far the precision of ``saa-plus`` may give way to speed; ``lite`` has but one.

    Attributes:
        EXACT: float32 throughout, the reference.
        BALANCED: SAM's image encoder in bfloat16; boxes and scores of the detector stay those of EXACT.
        FAST: the detector's and the saliency prompt's image features in bfloat16 too.
    """

    EXACT = "exact"
    BALANCED = "balanced"
    FAST = "fast"
