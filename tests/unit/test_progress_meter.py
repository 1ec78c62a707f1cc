import pytest

from saa_desktop.ui.batch_bar.progress import ProgressMeter


def test_the_speed_is_not_known_before_the_first_image() -> None:
    meter = ProgressMeter(100.0)
    meter.update(0, 101.0)
    assert meter.images_per_second() == 0
    assert meter.seconds_left(10) is None


def test_the_time_left_follows_from_the_speed() -> None:
    meter = ProgressMeter(100.0)
    for done in range(1, 5):
        meter.update(done, 100.0 + done / 2)
    assert meter.images_per_second() == pytest.approx(2)
    assert meter.seconds_left(10) == pytest.approx(3)


def test_a_change_of_speed_shows_within_half_a_minute() -> None:
    meter = ProgressMeter(0.0)
    for done in range(1, 101):
        meter.update(done, done / 10)
    for done in range(101, 141):
        meter.update(done, 10.0 + (done - 100))
    assert meter.images_per_second() == pytest.approx(1, rel=0.05)
