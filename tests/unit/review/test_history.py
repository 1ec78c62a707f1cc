"""Undo and redo across images, against a plain list of states."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.reviews import UNREVIEWED, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.review.history import Change, History

NAMES = ("a.png", "b.png", "c.png")


class Images:
    """What a window would hold: the reviews, and the history of them."""

    def __init__(self) -> None:
        self.reviews = dict.fromkeys(NAMES, UNREVIEWED)
        self.history = History()

    def say(self, name: str, after: Review) -> None:
        self.history.record(Change(name, "0" * 64, self.reviews[name], after))
        self.reviews[name] = after

    def carry_out(self, change: Change | None) -> None:
        if change is not None:
            assert self.reviews[change.image_name] == change.before
            self.reviews[change.image_name] = change.after


def test_a_verdict_is_taken_back_and_given_again() -> None:
    images = Images()
    ng = Review(verdict=OperatorVerdict.NG)
    images.say("a.png", ng)
    images.say("b.png", Review(note="look"))

    images.carry_out(images.history.undo())
    assert (images.reviews["a.png"], images.reviews["b.png"]) == (ng, UNREVIEWED)
    images.carry_out(images.history.undo())
    assert images.reviews["a.png"] == UNREVIEWED
    assert not images.history.can_undo
    assert images.history.undo() is None
    images.carry_out(images.history.redo())
    assert images.reviews["a.png"] == ng
    assert images.history.can_redo


def test_a_new_decision_ends_the_way_forward() -> None:
    images = Images()
    images.say("a.png", Review(flagged=True))
    images.carry_out(images.history.undo())
    images.say("b.png", Review(flagged=True))
    assert not images.history.can_redo
    assert images.history.redo() is None


def test_saying_the_same_again_is_no_step() -> None:
    images = Images()
    images.say("a.png", Review(flagged=True))
    images.say("a.png", Review(flagged=True))
    images.carry_out(images.history.undo())
    assert images.reviews["a.png"] == UNREVIEWED


def test_another_session_starts_without_a_past() -> None:
    images = Images()
    images.say("a.png", Review(flagged=True))
    images.say("a.png", UNREVIEWED)
    images.history.undo()
    images.history.clear()
    assert not images.history.can_undo
    assert not images.history.can_redo


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(["x", "y", "z"])),
            st.sampled_from(["undo", "redo"]),
        ),
        max_size=60,
    )
)
def test_undo_and_redo_walk_along_all_states(steps) -> None:
    images = Images()
    states, place = [dict(images.reviews)], 0
    for step in steps:
        if step == "undo":
            images.carry_out(images.history.undo())
            place = max(place - 1, 0)
        elif step == "redo":
            images.carry_out(images.history.redo())
            place = min(place + 1, len(states) - 1)
        else:
            name, note = step
            changes = images.reviews[name].note != note
            images.say(name, replace(images.reviews[name], note=note))
            if changes:
                states[place + 1 :] = [dict(images.reviews)]
                place += 1
        assert images.reviews == states[place]
        assert images.history.can_undo == (place > 0)
        assert images.history.can_redo == (place < len(states) - 1)
