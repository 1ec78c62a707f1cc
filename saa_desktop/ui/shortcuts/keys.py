"""Which keys run which command."""

import re
from collections.abc import Mapping

from PySide6.QtGui import QAction, QKeySequence


def key_sequence(keys: str) -> QKeySequence:
    """Return keys as settings hold them, for example ``Ctrl+O``; "" is none."""
    return QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)


def portable(keys: QKeySequence) -> str:
    """Return keys as settings hold them."""
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


def native(keys: QKeySequence) -> str:
    """Return keys as this system writes them."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def command_words(action: QAction) -> str:
    """Return what a command is called, without the marks that menus need, such as ``打开(&O)…``."""
    text = re.sub(r"\(&\w\)", "", action.text()).removesuffix("…")
    return re.sub(r"&(.)", r"\1", text)


def apply_shortcuts(
    commands: Mapping[str, QAction], defaults: Mapping[str, str], changed: Mapping[str, str]
) -> None:
    """Give each command its keys.

    Keys are never given twice, which would leave both commands without: a person's choice goes before a
    default, an earlier command before a later one. What is not a command's name is passed over.

    Args:
        commands: by name.
        defaults: keys by name; commands without an entry have none.
        changed: a person's own keys by name; "" for none.
    """
    taken: set[str] = set()
    for name in sorted(commands, key=lambda name: name not in changed):
        keys = portable(key_sequence(changed.get(name, defaults.get(name, ""))))
        free = keys not in taken
        commands[name].setShortcut(key_sequence(keys if free else ""))
        taken |= {keys} - {""}
