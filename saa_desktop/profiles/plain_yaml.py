"""Reads and writes YAML as plain data; reading keeps the line of every value, so that a message can name it.

Only what a profile needs is understood: mappings, lists, scalars. Tags, anchors and aliases are refused, so
no text can build an object or grow in memory. Words such as ``no`` or ``2024-01-01`` stay text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml
from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

FieldPath = tuple[str | int, ...]
"""How to reach a value from the top: names of fields and indexes of list entries, from 0."""

_DEEPEST = 20
"""Levels; a profile has four."""

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_CONSTANTS = {"true": True, "True": True, "false": False, "False": False, "null": None, "~": None, "": None}

_SIMPLE_KEY = "while scanning a simple key"
_HINTS = {
    _SIMPLE_KEY: "write each field as its name, a colon, a space and its value",
    "mapping values are not allowed here": "put text that holds a colon in quotes",
    "found character '\\t' that cannot start any token": "indent with spaces instead of tabs",
    "while scanning an alias": 'put text that begins with "*" in quotes',
    "while scanning an anchor": 'put text that begins with "&" in quotes',
}
"""What to do about the library's most frequent complaints."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    Attributes:
        path: the field it is about; empty for the whole file.
        message: what is wrong, without file, line, field and full stop.
        line: where, from 1; ``None`` when it follows from the path.
    """

    path: FieldPath
    message: str
    line: int | None = None


class YamlSyntaxError(Exception):
    """The text cannot be read as YAML; ``problem`` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class LocatedContent:
    """The content of one YAML document.

    Attributes:
        content: built of dict, list, str, int, float, bool and None; None for an empty document.
        lines: line of each value, from 1; for a field the line of its name.
        problems: fields that are given twice; the first one counts.
    """

    content: object = None
    lines: dict[FieldPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: FieldPath) -> int:
        """Return the line of the value, or of the closest one around it when it is not in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str) -> LocatedContent:
    """Read one YAML document.

    Raises:
        YamlSyntaxError: the text is not YAML, holds several documents, or uses tags, anchors or aliases.
    """
    try:
        return _Reading(yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        raise YamlSyntaxError(_syntax_problem(error)) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"the character U+{ord(text[error.position]):04X} is not allowed, delete it"
        raise YamlSyntaxError(Problem((), message, line)) from error


def write_yaml(content: object) -> str:
    """Return the document from which ``read_yaml`` reads this content; lists of numbers stay on one line."""
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


class _Reading:
    """Turns the parser's events into plain data."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._located = LocatedContent()

    def document(self) -> LocatedContent:
        next(self._events)
        if isinstance(next(self._events), StreamEndEvent):
            return self._located
        self._located.content = self._value(next(self._events), ())
        next(self._events)
        following = next(self._events)
        if not isinstance(following, StreamEndEvent):
            raise _refusal(following, "a second document begins here, keep one")
        return self._located

    def _value(self, event: Event, path: FieldPath) -> object:
        _refuse_references(event)
        if len(path) > _DEEPEST:
            raise _refusal(event, "is nested too deeply for a profile")
        self._located.lines.setdefault(path, _line(event))
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return _scalar(cast("ScalarEvent", event))

    def _sequence(self, path: FieldPath) -> list[object]:
        content: list[object] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            content.append(self._value(event, (*path, len(content))))
        return content

    def _mapping(self, path: FieldPath) -> dict[str, object]:
        content: dict[str, object] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            _refuse_references(event)
            if not isinstance(event, ScalarEvent):
                raise _refusal(
                    event, 'the name of a field must be a word; put text that begins with "{" in quotes'
                )
            name_path = (*path, event.value)
            first_line = self._located.lines.setdefault(name_path, _line(event))
            value = self._value(next(self._events), name_path)
            if event.value in content:
                message = f"is already given in line {first_line}, keep one of them"
                self._located.problems.append(Problem(name_path, message, _line(event)))
            content.setdefault(event.value, value)
        return content


def _scalar(event: ScalarEvent) -> object:
    """Return what a scalar means; anything but an unquoted number or constant is text."""
    text: str = event.value
    if event.style is not None:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if _INTEGER.fullmatch(text) else float(text)


def _refuse_references(event: Event) -> None:
    if getattr(event, "anchor", None) is not None:
        raise _refusal(event, 'profiles have no anchors: put text that begins with "&" or "*" in quotes')
    if getattr(event, "tag", None) is not None:
        raise _refusal(event, 'profiles have no tags: put text that begins with "!" in quotes')


def _refusal(event: Event, message: str) -> YamlSyntaxError:
    return YamlSyntaxError(Problem((), message, _line(event)))


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _syntax_problem(error: yaml.MarkedYAMLError) -> Problem:
    message = ", ".join(filter(None, (error.context, error.problem)))
    hints = (hint for complaint, hint in _HINTS.items() if complaint in message)
    message = ": ".join((message, *hints))
    # Where a field's colon is missing, the library notices it only on a later line.
    mark = error.context_mark if error.context == _SIMPLE_KEY else error.problem_mark
    if mark is None:
        return Problem((), message)
    return Problem((), f"column {mark.column + 1}: {message}", mark.line + 1)


class _Dumper(yaml.SafeDumper):
    """Puts quotes around all text that ``read_yaml`` would take for a number."""


def _represent_list(dumper: _Dumper, entries: list[object]) -> yaml.Node:
    numbers = all(isinstance(entry, float) for entry in entries)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", entries, flow_style=numbers)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("+-.0123456789"))
