"""Turns what a person says into decisions, and takes them back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from saa_desktop.domain.entries import ImageEntry, ImageState
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.reviews import Decision, RegionVerdict, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.review.history import Change, History
from saa_desktop.settings import latest_first
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.review_panel import operator_dialog
from saa_desktop.workers.session_store import SessionStore


class ReviewControl(QObject):
    """Every change of the current image's review is in the session at once, with its author and time.

    Attributes:
        history: what can be undone.
        operator: who reviews; "" before that is known.
        locked: whether nothing can be changed, since another program writes to the session.
    """

    changed = Signal()
    """The current image's review, or what can be undone, is another one."""

    operator_chosen = Signal(str)
    """A person has said who reviews."""

    refused = Signal()
    """A person wants to change the review of a session that is locked."""

    said = Signal(str)
    """A sentence that a person should read."""

    def __init__(
        self, store: SessionStore, images: ImageListPanel, window: QWidget, operators: Sequence[str]
    ) -> None:
        super().__init__(window)
        self._store = store
        self._images = images
        self._window = window
        self._operators = tuple(operators)
        self._pending: dict[int, Change] = {}
        self.history = History()
        self.operator = ""
        self.locked = False
        store.record_failed.connect(self._on_record_failed)
        store.recorded.connect(self._on_recorded)

    def begin(self) -> None:
        """Start on another session: its operator is asked for anew, and nothing can be undone."""
        self.operator = ""
        self.history.clear()
        self._pending.clear()
        self.changed.emit()

    def suggest_operator(self, name: str) -> None:
        """Offer a name when it is asked who reviews."""
        self._operators = latest_first(name, self._operators)

    def ask_for_operator(self) -> bool:
        """Ask who reviews; return whether it is known now."""
        name = operator_dialog.ask(self._window, self._operators)
        if name:
            self.operator = name
            self.suggest_operator(name)
            self.operator_chosen.emit(name)
        return bool(self.operator)

    def give_verdict(self, verdict: OperatorVerdict | None) -> None:
        """Judge the current image and go on to the next one; ``None`` leaves it unjudged again."""
        self._change(lambda review: replace(review, verdict=verdict), go_on=verdict is not None)

    def set_defect_class(self, defect_class: str, image_name: str) -> None:
        """Say what kind of defect an image shows; "" for none."""
        self._change(lambda review: replace(review, defect_class=defect_class), image_name)

    def set_note(self, note: str, image_name: str) -> None:
        """Write something about an image."""
        self._change(lambda review: replace(review, note=note), image_name)

    def set_flag(self, flagged: bool) -> None:
        """Mark the current image, or take the mark off."""
        self._change(lambda review: replace(review, flagged=flagged))

    def toggle_flag(self) -> None:
        """Mark the current image if it is not marked, else take the mark off."""
        self._change(lambda review: replace(review, flagged=not review.flagged))

    def judge_region(self, number: int, verdict: RegionVerdict | None) -> None:
        """Accept or reject a region of the current image, or leave it unjudged again."""
        self._change(lambda review: review.with_region(replace(review.of_region(number), verdict=verdict)))

    def set_mask(self, number: int, mask: Mask | None) -> None:
        """Correct or draw a region of the current image; ``None`` goes back to the machine's mask."""
        self._change(lambda review: review.with_region(replace(review.of_region(number), mask=mask)))

    def undo(self) -> None:
        """Take the last change back, on whatever image it was, and show that image."""
        self._repeat(self.history.undo())

    def redo(self) -> None:
        """Make the change again that was undone last."""
        self._repeat(self.history.redo())

    def _change(self, make: Callable[[Review], Review], image_name: str = "", *, go_on: bool = False) -> None:
        """Change an image's review, if that can be.

        Args:
            make: gives the new review.
            image_name: of the image; "" for the current one.
            go_on: whether the next image becomes current.
        """
        entry = self._images.model.entry(image_name) if image_name else self._images.current()
        if entry is None:
            return
        if self.locked:
            self.refused.emit()
            return
        if entry.state is ImageState.WAITING:
            self.said.emit(self.tr("This image is not inspected yet: run the inspection first."))
            return
        change = Change(entry.name, entry.sha256, entry.review, make(entry.review))
        changes = change.before != change.after
        if changes and not self.operator and not self.ask_for_operator():
            return
        if go_on:
            # First, so that the panels need not show the image that is left once more.
            self._images.step(1)
        if changes:
            self.history.record(change)
            self._store_change(entry, change)

    def _repeat(self, change: Change | None) -> None:
        if change is None:
            return
        self._images.select_name(change.image_name)
        entry = self._images.current()
        if entry is None or (entry.name, entry.sha256) != (change.image_name, change.sha256):
            self.said.emit(
                self.tr("{name} has been inspected again since: that decision stays as it is.").format(
                    name=change.image_name
                )
            )
            self.changed.emit()
            return
        self._store_change(entry, change)

    def _store_change(self, entry: ImageEntry, change: Change) -> None:
        """Show a change at once, and have it written."""
        decision = Decision(
            change.image_name, change.sha256, change.after, self.operator, datetime.now().astimezone()
        )
        self._pending[id(decision)] = change
        self._images.model.put(replace(entry, review=change.after))
        self._store.record(decision)
        self.changed.emit()

    def _on_recorded(self, decision: Decision) -> None:
        self._pending.pop(id(decision), None)

    def _on_record_failed(self, decision: Decision, sentence: str) -> None:
        """Show what the session holds: the window never claims what is not on the disk."""
        change = self._pending.pop(id(decision), None)
        if change is not None:
            self._rebase_pending(change)
            entry = self._images.model.entry(change.image_name)
            if entry is not None and entry.review == change.after:
                self._images.model.put(replace(entry, review=change.before))
            self.history.clear()
        self.said.emit(sentence)
        self.changed.emit()

    def _rebase_pending(self, lost: Change) -> None:
        """Let the changes that follow a lost one go back to what was before it, should they be lost too."""
        for key, change in self._pending.items():
            if change.image_name == lost.image_name and change.before == lost.after:
                self._pending[key] = replace(change, before=lost.before)
