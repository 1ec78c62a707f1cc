"""Undo and redo of what people say, across all images of a session."""

from dataclasses import dataclass

from saa_desktop.domain.reviews import Review


@dataclass(frozen=True, slots=True)
class Change:
    """One image's review before and after somebody changed it.

    Attributes:
        image_name: name of the image in results.
        sha256: of the file that the person saw.
        before: what was said of it until then.
        after: what is said of it from then on.
    """

    image_name: str
    sha256: str
    before: Review
    after: Review

    def reverse(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(self.image_name, self.sha256, self.after, self.before)


class History:
    """Changes without a limit: reviews share their masks, so that each one takes a few hundred bytes.

    ``undo`` and ``redo`` both return a change to carry out: go to its image and store its ``after``.
    """

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._undone)

    def record(self, change: Change) -> None:
        """Remember a change that a person made; what was undone before it cannot be made again.

        A change that changes nothing is not remembered.
        """
        if change.before == change.after:
            return
        self._done.append(change)
        self._undone.clear()

    def undo(self) -> Change | None:
        """Return the reverse of the last change; ``None`` when there is none."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        return change.reverse()

    def redo(self) -> Change | None:
        """Return the change that was undone last; ``None`` when there is none."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        return change

    def clear(self) -> None:
        """Forget everything, as for another session."""
        self._done.clear()
        self._undone.clear()
