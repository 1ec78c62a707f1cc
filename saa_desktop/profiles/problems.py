"""Says in plain sentences what is wrong with the content of a profile."""

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from saa_desktop.profiles.plain_yaml import FieldPath, Problem

_LONGEST_VALUE = 40
_MOST_LINES = 20

_SENTENCES: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "model_type": "must be a group of fields",
    "finite_number": "must be a finite number",
    "enum": "must be {expected}",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be {le:g} or less",
    "too_long": "must have {max_length} entries, not {actual_length}",
    "string_pattern_mismatch": 'must be 1 to 64 lower-case letters a-z, digits, "_" and "-"',
}


def explain(error: ValidationError, model: type[BaseModel], what: str = "product profile") -> list[Problem]:
    """Return one problem for each thing that pydantic found, in its order.

    Args:
        error: what validation against ``model`` raised.
        model: tells which field names exist.
        what: what people call such a record.
    """
    return [
        Problem(details["loc"], _message(details, model, what)) for details in error.errors(include_url=False)
    ]


def _message(details: ErrorDetails, model: type[BaseModel], what: str) -> str:
    kind = details["type"]
    if kind == "extra_forbidden":
        return _unknown_field(details["loc"], model, what)
    value = details["input"]
    if kind not in _SENTENCES:
        # A rule of the schema's own; one on a group is about several of its fields.
        about_several = isinstance(value, dict | BaseModel)
        return details["msg"] if about_several else f"{details['msg']}, got {_shown(value)}"
    sentence = _SENTENCES[kind].format(**details.get("ctx", {}))
    if kind == "missing":
        return sentence
    return f"{sentence}, got {_shown(value)}"


def _unknown_field(path: FieldPath, model: type[BaseModel], what: str) -> str:
    known = _fields_at(path[:-1], model)
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    remedy = f"perhaps {close[0]} is meant" if close else f"the fields here are {', '.join(known)}"
    return f"is not a field of a {what}, {remedy}"


def _fields_at(path: FieldPath, model: type[BaseModel]) -> list[str]:
    """Return the names of the fields of the group that a path leads to."""
    for name in path:
        if isinstance(name, str):
            model = _group_within(model.model_fields[name].annotation) or model
    return list(model.model_fields)


def _group_within(annotation: Any) -> type[BaseModel] | None:
    """Return the group of fields in an annotation such as ``tuple[Group, ...]`` or ``Group | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_group_within, get_args(annotation))), None)


def _shown(value: object) -> str:
    """Return a value as one would write it into the file, shortened."""
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def report(file: str, problems: Sequence[Problem], line_of: Callable[[FieldPath], int]) -> str:
    """Return one line of text for each problem, in the file's order: file, line, field, what is wrong."""
    located = sorted(((each.line or line_of(each.path), each) for each in problems), key=lambda pair: pair[0])
    lines = [f"{file}, line {line}{_field(each.path)}: {each.message}." for line, each in located]
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [f"{file}: {len(lines) - _MOST_LINES} more problems follow."]
    return "\n".join(lines)


def _field(path: FieldPath) -> str:
    """Return a path as people read it, for example ``, class_specific entry 2, prompt``."""
    words = ""
    for index, part in enumerate(path):
        if isinstance(part, int):
            words += f" entry {part + 1}"
        else:
            words += f".{part}" if index and isinstance(path[index - 1], str) else f", {part}"
    return words
