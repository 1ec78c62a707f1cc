"""Checks a profile that is being written, for whoever shows the problems beside the fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from saa_desktop.profiles.plain_yaml import FieldPath
from saa_desktop.profiles.problems import explain
from saa_desktop.profiles.schema import ProductProfile


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with a profile.

    Attributes:
        path: the field; that of the group for a rule on several fields; empty for a rule on the whole.
        kind: pydantic's name of the rule, or the schema's own, for translation.
        values: what the sentence of the rule speaks of, such as a bound.
        message: the English sentence, without a full stop.
    """

    path: FieldPath
    kind: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


def check_profile(content: Mapping[str, Any]) -> tuple[ProductProfile | None, tuple[FieldProblem, ...]]:
    """Return the profile that the fields form, or what is wrong with them, in the schema's order."""
    try:
        return ProductProfile.model_validate(content), ()
    except ValidationError as error:
        messages = explain(error, ProductProfile)
        details = error.errors(include_url=False)
        return None, tuple(
            FieldProblem(problem.path, each["type"], problem.message, each.get("ctx", {}))
            for problem, each in zip(messages, details, strict=True)
        )
