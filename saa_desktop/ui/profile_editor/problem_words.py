"""What is wrong with a field, in the application's language."""

from PySide6.QtCore import QCoreApplication

from saa_desktop.profiles.checking import FieldProblem
from saa_desktop.profiles.plain_yaml import FieldPath

_SEAT: dict[str, FieldPath] = {
    "area_order": ("property_prompts", "min_area"),
    "polygon": ("property_prompts", "region_of_interest"),
    "verdict_order": ("verdict", "review_at"),
    "no_caption": ("class_specific",),
    "caption_twice": ("class_specific",),
}
"""The field beside which a rule on several fields is shown."""

NAME_TAKEN = "name_taken"
"""The kind of the editor's own problem: another profile has this name."""


def seat_of(problem: FieldProblem) -> FieldPath:
    """Return the field beside which a problem is shown."""
    return _SEAT.get(problem.kind, problem.path)


def problem_sentence(problem: FieldProblem) -> str:
    """Return what to do about a problem; in English where the rule is not a common one."""
    sentence = _sentences().get(problem.kind)
    if problem.kind == "tuple_type" and problem.path[-1:] == ("region_of_interest",):
        sentence = QCoreApplication.translate("ProfileProblem", "Write the corners as: x y; x y; x y")
    if sentence is None:
        return f"{problem.message[:1].upper()}{problem.message[1:]}."
    shown = {
        name: f"{value:g}" if isinstance(value, int | float) else value
        for name, value in problem.values.items()
    }
    return sentence.format(**shown)


def _sentences() -> dict[str, str]:
    not_number = QCoreApplication.translate("ProfileProblem", "Write a number.")
    return {
        NAME_TAKEN: QCoreApplication.translate(
            "ProfileProblem", "Another profile has this name: choose a different one."
        ),
        "float_type": not_number,
        "finite_number": not_number,
        "int_type": QCoreApplication.translate("ProfileProblem", "Write a whole number."),
        "greater_than": QCoreApplication.translate("ProfileProblem", "Must be more than {gt}."),
        "greater_than_equal": QCoreApplication.translate("ProfileProblem", "Must be {ge} or more."),
        "less_than": QCoreApplication.translate("ProfileProblem", "Must be less than {lt}."),
        "less_than_equal": QCoreApplication.translate("ProfileProblem", "Must be {le} or less."),
        "string_pattern_mismatch": QCoreApplication.translate(
            "ProfileProblem", "Use 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or a digit."
        ),
        "one_line": QCoreApplication.translate("ProfileProblem", "Remove the control characters."),
        "words": QCoreApplication.translate("ProfileProblem", "Write some words."),
        "placeholder": QCoreApplication.translate(
            "ProfileProblem", "Write {{}} where the category goes, as in: defect on {{}}"
        ),
        "backslash": QCoreApplication.translate("ProfileProblem", "Part folders by / instead of \\."),
        "area_order": QCoreApplication.translate(
            "ProfileProblem", "The smallest area {low} must be below the largest area {high}."
        ),
        "polygon": QCoreApplication.translate(
            "ProfileProblem", "Give at least three corners that are not on one line."
        ),
        "verdict_order": QCoreApplication.translate(
            "ProfileProblem", "REVIEW from {low} must not be above NG from {high}."
        ),
        "no_caption": QCoreApplication.translate(
            "ProfileProblem", "Ask for at least one caption, here or for any product."
        ),
        "caption_twice": QCoreApplication.translate(
            "ProfileProblem", "The caption “{caption}” is asked more than once: keep one of them."
        ),
    }
