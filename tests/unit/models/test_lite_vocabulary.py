import pytest

from saa_desktop.models.lite.marks import Kind, LabOffset, Mark
from saa_desktop.models.lite.vocabulary import understand

CERTAIN = 1e6


def mark(kind=Kind.SPOT, lightness=-0.5, a=0.0, b=0.0, elongation=1.0):
    return Mark(kind, 0, 0, 9, 9, CERTAIN, LabOffset(lightness, a, b), depth=0.5, elongation=elongation)


def only(caption):
    (phrases,) = understand([caption])
    (phrase,) = phrases
    return phrase


def test_tone_words_shut_out_the_opposite_tone():
    assert only("black hole.").score(mark(lightness=-0.5)) > 0.9
    assert only("black hole.").score(mark(lightness=0.5)) == 0
    assert only("white spots.").score(mark(lightness=0.5)) > 0.9


def test_shape_words_prefer_their_shape():
    long, compact = mark(elongation=12.0), mark(elongation=1.1)
    assert only("scratch.").score(long) > 2 * only("scratch.").score(compact)
    assert only("hole.").score(compact) > 2 * only("hole.").score(long)


def test_colour_words_follow_the_hue():
    red, blue = mark(Kind.COLOUR, a=40.0, b=25.0), mark(Kind.COLOUR, a=10.0, b=-50.0)
    assert only("red defect.").score(red) > 0.5 > only("red defect.").score(blue)
    assert only("blue defect.").score(blue) > 0.5 > only("blue defect.").score(red)
    assert only("red defect.").score(mark()) == 0


@pytest.mark.parametrize(
    ("caption", "kind"),
    [("uneven.", Kind.FINISH), ("broken edge.", Kind.OUTLINE), ("color defect.", Kind.COLOUR)],
)
def test_each_kind_has_words_that_prefer_it(caption, kind):
    scores = {other: only(caption).score(mark(other, a=30.0)) for other in Kind}
    assert max(scores, key=scores.__getitem__) is kind


def test_phrases_keep_the_words_about_the_fault_only():
    (phrases,) = understand(["defect on mtd. black hole. blow hole."])
    assert [phrase.text for phrase in phrases] == ["defect", "black hole", "blow hole"]


def test_an_unknown_word_falls_back_to_anything_unusual():
    phrase = only("wobblegrub.")
    assert phrase.text == "wobblegrub"
    assert all(phrase.score(mark(kind)) > 0.5 for kind in Kind)


@pytest.mark.parametrize(
    ("name", "spoken_of"), [("screw", "screw"), ("capsule", "capsules"), ("macaroni", "macaroni2")]
)
def test_a_word_that_other_captions_speak_of_names_the_product(name, spoken_of):
    (product,), (fault,) = understand([f"{name}.", f"damage on {spoken_of}."])
    assert product.wants_product
    assert not product.wants_marks
    assert product.score(mark()) == 0
    assert fault.wants_marks
    assert not fault.wants_product
