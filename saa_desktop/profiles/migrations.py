"""Brings the content of an older profile file up to the present file format.

A change of format that old files do not survive adds one function to ``MIGRATIONS``, which is append-only.
"""

from collections.abc import Callable, Sequence

Content = dict[str, object]
Migration = Callable[[Content], Content]

MIGRATIONS: tuple[Migration, ...] = ()
"""The function at index n - 1 takes the content of a version n file and returns that of a version n + 1 file.

It must not change its argument and must cope with content that is not valid: it passes on what it cannot use,
so that the check against the schema can name the field.
"""

SCHEMA_VERSION = len(MIGRATIONS) + 1
"""The version of the file format that ``schema.py`` describes."""


def migrate(content: Content, migrations: Sequence[Migration] = MIGRATIONS) -> Content:
    """Return the content in the present format, without its ``schema_version``.

    Args:
        content: the top-level fields of the file.
        migrations: the chain, oldest first; the present format is the one after the last of them.

    Raises:
        ValueError: ``schema_version`` is missing, is no version, or is newer than this application.
    """
    present = len(migrations) + 1
    version = content.get("schema_version")
    if version is None:
        raise ValueError(f"is missing: write schema_version: {present}")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ValueError(f"must be a whole number from 1 to {present}")
    if version > present:
        raise ValueError(
            f"{version} was made by a newer SAA Desktop, this one knows up to {present}: update SAA Desktop"
        )
    content = {name: value for name, value in content.items() if name != "schema_version"}
    for step in migrations[version - 1 :]:
        content = step(content)
    return content
