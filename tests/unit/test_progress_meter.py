import pytest

from saa_desktop.ui.batch_bar.progress import ProgressMeter, clock


def test_the_speed_is_not_known_before_the_first_image() -> None:
    meter = ProgressMeter(100.0)
    meter.update(0, 101.0)
    assert meter.per_second() == 0
    assert meter.seconds_left(10) is None


def test_the_time_left_follows_from_the_speed() -> None:
    meter = ProgressMeter(100.0)
    for done in range(1, 5):
        meter.update(done, 100.0 + done / 2)
    assert meter.per_second() == pytest.approx(2)
    assert meter.seconds_left(10) == pytest.approx(3)


def test_a_change_of_speed_shows_within_half_a_minute() -> None:
    meter = ProgressMeter(0.0)
    for done in range(1, 101):
        meter.update(done, done / 10)
    for done in range(101, 141):
        meter.update(done, 10.0 + (done - 100))
    assert meter.per_second() == pytest.approx(1, rel=0.05)


def test_time_in_pauses_does_not_count() -> None:
    meter = ProgressMeter(0.0)
    meter.update(4, 2.0)
    meter.pause(2.0)
    meter.update(5, 2.5)
    meter.resume(100.0)
    meter.update(8, 102.0)
    assert meter.per_second() == pytest.approx(2)
    assert meter.seconds_left(10) == pytest.approx(1)
    assert meter.seconds_worked(102.0) == pytest.approx(4)


def test_what_was_done_before_is_no_speed() -> None:
    meter = ProgressMeter(0.0, done=900)
    meter.update(904, 2.0)
    assert meter.per_second() == pytest.approx(2)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0:00"), (83, "1:23"), (3599.6, "1:00:00"), (36_610, "10:10:10")]
)
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
