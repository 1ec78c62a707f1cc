import numpy as np

from saa_desktop.evaluation.map_values import STEPS
from saa_desktop.evaluation.tallies import RegionTally


def test_an_image_without_any_region_counts_its_true_regions_only():
    thresholds = np.linspace(1, 0, STEPS + 1)[1:]
    truth = np.zeros((9, 9), np.bool_)
    truth[2:4, 2:4] = True
    tally = RegionTally.of_image(np.zeros((9, 9), np.float32), truth, thresholds)
    assert tally.true == 1
    assert not tally.predicted.any()
