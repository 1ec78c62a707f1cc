"""Where the data that ships with the application lies: profiles, icons, translations, samples.

The only function that knows the difference between a source tree, an installed wheel and a frozen build.
"""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """Return the path of shipped data, for example ``data_path("product_profiles", "mtd.yaml")``.

    Args:
        parts: path below the data root, its first part ``"resources"`` or ``"product_profiles"``.

    Raises:
        FileNotFoundError: nothing is there, which means that the installation is damaged.
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(
        f"{'/'.join(parts)} is missing from this installation: install SAA Desktop again."
    )


def _roots() -> list[Path]:
    """Return the candidate data roots: frozen build, wheel, source tree."""
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen)] if frozen else []
    return [*roots, _PACKAGE / "_data", _PACKAGE.parent]
