"""The words of a shift report.

Names in braces are filled in. Verdicts stay OK, REVIEW and NG in every language, columns of tables English.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that a report says in one language; a word that is missing is an error of types.

    Attributes:
        tag: the language's BCP 47 tag.
    """

    tag: str
    title: str

    session: str
    period: str
    period_asked: str
    since: str
    until: str
    written: str
    operators: str
    nobody: str
    profiles: str
    profile: str
    models: str
    thresholds: str
    threshold_pair: str
    image_count: str

    counts: str
    images: str
    failed: str
    ai_verdict: str
    operator_verdict: str
    recheck: str
    unreviewed: str
    final_verdict: str
    open: str
    good: str
    good_is: str
    rate: str
    unknown_rate: str

    agreement: str
    agreement_is: str
    no_agreement: str
    false_calls: str
    escapes: str

    times: str
    times_are: str

    trend: str
    trend_is: str
    yield_over_time: str
    images_over_time: str
    phrases: str
    phrases_are: str
    no_phrases: str
    no_phrase: str
    classes: str
    classes_are: str
    no_classes: str
    no_class: str
    cumulative: str
    more_bars: str
    scores: str
    scores_are: str
    score: str
    all_images: str
    operator_ok: str
    operator_ng: str

    ng_images: str
    ng_images_are: str
    no_ng_images: str
    more_ng_images: str
    operator: str
    original_missing: str
    original_changed: str
    original_unreadable: str
    failures: str
    more_failures: str

    empty: str
    empty_period: str
    page: str

    share: str
    low: str
    high: str
    count: str
    of: str
    median: str
    longest: str
    time_zone: str
    rows_left_out: str
