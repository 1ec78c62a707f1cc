import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from saa_desktop.domain.anomaly_map import compose_anomaly_map
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Box, Drop, DropRule, Region


def region(array, score, dropped=None):
    return Region(
        Box(0, 0, 1, 1), "", "hole.", 0.5, 0.1, mask=Mask.from_array(array), score=score, dropped=dropped
    )


@given(
    st.lists(st.tuples(hnp.arrays(np.bool_, (5, 7)), st.floats(0, 3, width=32)), max_size=5),
)
def test_the_map_is_the_published_mean(parts):
    masks = np.array([mask for mask, _ in parts], dtype=np.float64).reshape(-1, 5, 7)
    scores = np.array([score for _, score in parts]).reshape(-1, 1, 1)
    expected = (masks * scores).sum(axis=0) / (1 + masks.sum(axis=0))

    composed = compose_anomaly_map([region(mask, score) for mask, score in parts], 5, 7)

    assert composed.dtype == np.float32
    np.testing.assert_allclose(composed, expected, atol=1e-6)


def test_dropped_regions_leave_no_trace():
    dropped = region(np.ones((3, 3), dtype=np.bool_), 0.9, Drop(DropRule.TOP_K, 6, 5))

    assert not compose_anomaly_map([dropped], 3, 3).any()
