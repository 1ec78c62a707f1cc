"""Takes a file into the store, all of it or nothing, once its content is known to be right."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.registry import ModelFile
from saa_desktop.models.store import FileState, ModelStore, StoredFile
from saa_desktop.models.structure import check_structure
from saa_desktop.models.weight_files import Watch, copy_and_hash, need_space, refused


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way into the store.

    Attributes:
        record: what it stands for.
        origin: where it comes from, for the sentences; ``.safetensors`` at its end says what it is.
        stream: its bytes.
        size: how many.
        sha256: their digest; another one than the record's makes it an unofficial file.
    """

    record: ModelFile
    origin: Path
    stream: IO[bytes]
    size: int
    sha256: str


def receive(store: ModelStore, incoming: Incoming, watch: Watch) -> StoredFile:
    """Copy a file into its place; a verified file there is never replaced.

    Raises:
        ModelError: its content is not what was announced, or does not fit an unofficial file's network;
            another verified file lies there; the disk refuses.
    """
    record = incoming.record
    with store.locked(record):
        present = store.look(record)
        if present.state is FileState.UNVERIFIED:
            present = store.verify(record, watch.progress)
        if present.state is FileState.VERIFIED:
            return _kept(present, incoming)
        need_space(store.folder, incoming.size)
        with _staging_folder(store.folder / f"{record.file_name}.incoming") as staging:
            copy = staging / (incoming.origin.stem + incoming.origin.suffix.lower())
            digest = copy_and_hash(incoming.stream, incoming.origin, copy, incoming.size, watch.progress)
            if digest != incoming.sha256:
                raise ModelError(
                    f"{incoming.origin} does not hold {record.name} as announced: copy that file again."
                )
            if digest != record.sha256:
                check_structure(copy, record)
            return store.install(record, copy, digest)


@contextmanager
def _staging_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder that is gone afterwards; a killed import may have left one."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir()
    except OSError as error:
        raise refused("write to", folder, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kept(present: StoredFile, incoming: Incoming) -> StoredFile:
    if present.sha256 != incoming.sha256:
        raise ModelError(
            f"Another verified file stands for {present.record.name} already: move {present.path} away first."
        )
    return present
