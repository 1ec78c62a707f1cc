"""What can be chosen in a chart."""

from dataclasses import dataclass

from saa_desktop.domain.shift_figures import Places


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    """A bar, or a point with the stretch around it that the mouse can hit.

    Attributes:
        words: what a person reads of it; begins with what the images have in common.
        label: what the images have in common.
        images: as places in the rows of the statistics.
        start: where its stretch begins on the axis along which the chart's bars stand.
        end: where it ends.
    """

    words: str
    label: str
    images: Places
    start: float
    end: float
