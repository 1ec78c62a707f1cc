"""Reads a YAML file that people may have written, and says in plain sentences what is wrong with it."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from saa_desktop.domain.errors import ProfileError
from saa_desktop.profiles.migrations import SCHEMA_VERSION, migrate
from saa_desktop.profiles.plain_yaml import LocatedContent, Problem, YamlSyntaxError, read_yaml
from saa_desktop.profiles.problems import explain, report

LARGEST_FILE = 256 * 1024
"""Bytes; the shipped profiles have about one thousand."""

Record = TypeVar("Record", bound=BaseModel)


def read_record(path: Path, model: type[Record], *, what: str, name: str | None = None) -> Record:
    """Read a file whose content is one record.

    Args:
        path: where it lies.
        model: the schema of the record.
        what: what people call such a record, for example ``product profile``.
        name: what its field ``name`` must hold; ``None`` for a record without a name.

    Raises:
        ProfileError: the file cannot be read or is not valid; the text has one line for each problem, with
            file, line and field.
    """
    text = _read_text(path, what)
    try:
        located = read_yaml(text)
    except YamlSyntaxError as error:
        raise ProfileError(report(str(path), [error.problem], LocatedContent().line_of)) from error
    record, problems = _validate(located, model, what, name)
    if record is None or problems:
        raise ProfileError(report(str(path), problems, located.line_of))
    return record


def _read_text(path: Path, what: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ProfileError(
            f"The {what} {path} cannot be read ({error.strerror}): check the path and its permissions."
        ) from error
    if len(content) > LARGEST_FILE:
        raise ProfileError(
            f"{path} is larger than {LARGEST_FILE // 1024} KB: choose a {what}, not another file."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProfileError(f"{path}, line {line}: is not UTF-8 text: save the file as UTF-8.") from error


def _validate(
    located: LocatedContent, model: type[Record], what: str, name: str | None
) -> tuple[Record | None, list[Problem]]:
    """Return the record, when the content is one, and all that is wrong with it."""
    problems = list(located.problems)
    if not isinstance(located.content, dict):
        return None, [*problems, Problem((), f"holds no fields such as schema_version: {SCHEMA_VERSION}")]
    try:
        content = migrate(located.content)
    except ValueError as error:
        return None, [*problems, Problem(("schema_version",), str(error))]
    record = None
    try:
        record = model.model_validate(content)
    except ValidationError as error:
        problems += explain(error, model, what)
    if name is not None and content.get("name") != name and all(each.path != ("name",) for each in problems):
        message = f'must be the name of the file, "{name}", got "{content.get("name")}": rename one of them'
        problems.append(Problem(("name",), message))
    return record, problems
