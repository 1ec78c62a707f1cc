import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.domain.verdicts import AiVerdict, VerdictCounts, VerdictThresholds

SEVERITY = [AiVerdict.OK, AiVerdict.REVIEW, AiVerdict.NG]


@given(st.floats(0.01, 2), st.floats(0, 2), st.floats(0, 5), st.floats(0, 5))
def test_a_higher_score_never_gets_a_milder_verdict(review_at, more, first, second):
    thresholds = VerdictThresholds(review_at, review_at + more)
    low, high = sorted((first, second))

    assert SEVERITY.index(thresholds.judge(low)) <= SEVERITY.index(thresholds.judge(high))


def test_a_score_on_a_threshold_gets_the_graver_verdict():
    thresholds = VerdictThresholds(0.3, 0.6)

    verdicts = [thresholds.judge(score) for score in (0.0, 0.2999, 0.3, 0.5999, 0.6)]

    assert verdicts == [AiVerdict.OK, AiVerdict.OK, AiVerdict.REVIEW, AiVerdict.REVIEW, AiVerdict.NG]


@pytest.mark.parametrize(("review_at", "ng_at"), [(0.0, 0.5), (0.6, 0.5), (-1.0, 1.0), (float("nan"), 1.0)])
def test_thresholds_out_of_order_are_refused(review_at, ng_at):
    with pytest.raises(ValueError, match="review_at"):
        VerdictThresholds(review_at, ng_at)


def test_verdicts_are_counted_against_what_is_known():
    judged = [(False, "OK"), (False, "NG"), (False, "REVIEW"), (True, "OK"), (True, "NG"), (True, "NG")]

    counts = VerdictCounts.of((defective, AiVerdict(verdict)) for defective, verdict in judged)

    assert counts == VerdictCounts(good=3, defective=3, review=1, false_calls=1, escapes=1)
    assert counts.right == 3
    assert (counts.false_call_rate, counts.escape_rate, counts.review_rate) == (1 / 3, 1 / 3, 1 / 6)
    assert math.isnan(VerdictCounts.of([]).review_rate)


@pytest.mark.parametrize(
    ("text", "caption"),
    [(" Black Hole ", "black hole."), ("crack. hole.", "crack. hole."), ("划痕", "划痕.")],
)
def test_words_become_a_caption(text, caption):
    assert LanguagePrompt.of(text).caption == caption


@pytest.mark.parametrize("text", ["", "  ", " . "])
def test_a_prompt_without_words_is_refused(text):
    with pytest.raises(ValueError, match="words"):
        LanguagePrompt.of(text)


def test_the_same_question_twice_is_refused():
    with pytest.raises(ValueError, match="once"):
        HybridPrompts(LanguagePrompt.of("cap"), (LanguagePrompt.of("hole"), LanguagePrompt.of("Hole.")))
