"""How fast a batch goes and when it will be done."""

from collections import deque

_WINDOW_SECONDS = 30.0


class ProgressMeter:
    """Watches how many images are done over the last half minute.

    Args:
        now: seconds on a clock that never goes back.
    """

    def __init__(self, now: float) -> None:
        self._samples = deque([(now, 0)])

    def update(self, done: int, now: float) -> None:
        """Take note of how many images are done."""
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[1][0] > _WINDOW_SECONDS:
            self._samples.popleft()

    def images_per_second(self) -> float:
        """Return the speed; 0 while it is not known."""
        (start, before), (end, done) = self._samples[0], self._samples[-1]
        return (done - before) / (end - start) if end > start else 0.0

    def seconds_left(self, total: int) -> float | None:
        """Return the time for the rest at this speed; ``None`` while it is not known."""
        speed = self.images_per_second()
        return (total - self._samples[-1][1]) / speed if speed > 0 else None
