"""Which distributions the application is made of, read from pyproject.toml and what is installed."""

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def direct_requirements(pyproject: Path = ROOT / "pyproject.toml") -> list[str]:
    """Return what the application itself asks for."""
    return list(tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"])


def requirement_name(requirement: str) -> str:
    """Return the canonical name of what a requirement asks for."""
    return canonicalize_name(Requirement(requirement).name)


def closure(requirements: Iterable[str]) -> dict[str, Distribution]:
    """Return the installed distributions that requirements lead to, by canonical name, sorted.

    Optional extras that nobody asks for are not followed, nor what is meant for other systems.

    Raises:
        SystemExit: one is not installed.
    """
    found: dict[str, Distribution] = {}
    waiting = [Requirement(each) for each in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is not installed: make package installs what it needs.") from None
        waiting.extend(_applying(found[name], extras))
    return dict(sorted(found.items()))


def _applying(dist: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in dist.requires or ():
        requirement = Requirement(text)
        contexts = [{"extra": extra} for extra in extras] or [{"extra": ""}]
        if requirement.marker is None or any(requirement.marker.evaluate(each) for each in contexts):
            yield requirement


def top_packages(dist: Distribution) -> list[str]:
    """Return the names under which a distribution's packages are imported."""
    names = {
        path.parts[0]
        for path in dist.files or ()
        if len(path.parts) == 2 and path.name == "__init__.py" and path.parts[0].isidentifier()
    }
    return sorted(names)
