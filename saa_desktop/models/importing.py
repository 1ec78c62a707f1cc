"""Brings weights into the store that came by other ways: single files, folders, packs."""

import os
from collections.abc import Iterator
from pathlib import Path

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.packs import install_pack, is_pack
from saa_desktop.models.receiving import Incoming, receive
from saa_desktop.models.registry import ModelFile
from saa_desktop.models.store import ModelStore, StoredFile
from saa_desktop.models.weight_files import Watch, hash_file, refused


class UnrecognisedWeightsError(ModelError):
    """A single file that is none of the published ones; ``name`` can say what it stands for."""


def import_path(store: ModelStore, path: Path, watch: Watch, name: str = "") -> list[StoredFile]:
    """Bring in a file, every known file below a folder, or a pack. The source is only read.

    Args:
        store: where they go.
        path: file, folder or pack.
        watch: told the bytes, and what was passed over.
        name: the record that a file of unknown content stands for, once its structure fits.

    Returns:
        what is now in the store, whether it came just now or lay there before.

    Raises:
        UnrecognisedWeightsError: the file is none of the published ones, and no name was given.
        ModelError: nothing usable lies there, or it cannot be read or written.
    """
    if path.is_dir():
        if name:
            raise ModelError(f"--as names one file, and {path} is a folder: give the file itself.")
        return _import_folder(store, path, watch)
    if not path.is_file():
        raise ModelError(f"{path} is neither a file nor a folder: check the path.")
    if is_pack(path):
        if name:
            raise ModelError(
                f"--as names one file, and {path} is a pack, which names its own: leave --as out."
            )
        return install_pack(store, path, watch)
    return [_import_file(store, path, watch, name)]


def _import_folder(store: ModelStore, folder: Path, watch: Watch) -> list[StoredFile]:
    found: list[StoredFile] = []
    for path in _files_below(folder):
        try:
            if is_pack(path):
                found += install_pack(store, path, watch)
            elif record := _recognise(store, path, watch)[0]:
                found.append(_take(store, path, record, record.sha256, watch))
        except ModelError as error:
            watch.note(str(error))
    if not found:
        raise ModelError(
            f"No published weights and no pack could be imported from {folder}: a file of another content is "
            "imported by itself, with --as NAME."
        )
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (path for name in sorted(names) if (path := Path(parent, name)).is_file())


def _import_file(store: ModelStore, path: Path, watch: Watch, name: str) -> StoredFile:
    record, sha256 = _recognise(store, path, watch)
    if not name:
        if record is None:
            names = ", ".join(record.name for record in store.registry)
            raise UnrecognisedWeightsError(
                f"{path} is none of the published files: to use it all the same, add --as and one of {names}."
            )
        return _take(store, path, record, sha256, watch)
    wanted = store.find(name)
    if record not in (None, wanted):
        raise ModelError(f"{path} is another published file than {wanted.name}: leave --as out.")
    return _take(store, path, wanted, sha256 or hash_file(path, watch.progress), watch)


def _recognise(store: ModelStore, path: Path, watch: Watch) -> tuple[ModelFile | None, str]:
    """Return the record whose content a file has, and its sha256 where the size made it worth computing."""
    size = _size(path)
    if not any(record.allows_size(size) for record in store.registry):
        return None, ""
    sha256 = hash_file(path, watch.progress)
    return next((record for record in store.registry if record.sha256 == sha256), None), sha256


def _take(store: ModelStore, path: Path, record: ModelFile, sha256: str, watch: Watch) -> StoredFile:
    try:
        with path.open("rb") as stream:
            incoming = Incoming(record, path, stream, _size(path), sha256)
            return receive(store, incoming, watch)
    except OSError as error:
        raise refused("read", path, error) from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise refused("read", path, error) from error
