"""How fast work goes and when it will be done."""

from collections import deque

_WINDOW_SECONDS = 30.0


class ProgressMeter:
    """Watches how much is done over the last half minute; time spent in pauses does not count.

    Args:
        now: seconds on a clock that never goes back, as everywhere here.
        done: how much is done already.
    """

    def __init__(self, now: float, done: int = 0) -> None:
        self._start = now
        self._samples = deque([(now, done)])
        self._paused_at: float | None = None
        self._paused_for = 0.0

    def pause(self, now: float) -> None:
        """Stop the clock."""
        if self._paused_at is None:
            self._paused_at = now

    def resume(self, now: float) -> None:
        """Let the clock go on."""
        if self._paused_at is not None:
            self._paused_for += now - self._paused_at
            self._paused_at = None

    def update(self, done: int, now: float) -> None:
        """Take note of how much is done."""
        now = self._working_time(now)
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[1][0] > _WINDOW_SECONDS:
            self._samples.popleft()

    def per_second(self) -> float:
        """Return the speed; 0 while it is not known."""
        (start, before), (end, done) = self._samples[0], self._samples[-1]
        return (done - before) / (end - start) if end > start else 0.0

    def seconds_left(self, total: int) -> float | None:
        """Return the time for the rest at this speed; ``None`` while it is not known."""
        speed = self.per_second()
        return (total - self._samples[-1][1]) / speed if speed > 0 else None

    def seconds_worked(self, now: float) -> float:
        """Return the time since the beginning."""
        return self._working_time(now) - self._start

    def _working_time(self, now: float) -> float:
        return (now if self._paused_at is None else self._paused_at) - self._paused_for


def clock(seconds: float) -> str:
    """Return a time for people: minutes and seconds, with hours where there are any."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
