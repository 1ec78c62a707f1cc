"""A model pack: one file with weights, vocabulary, licences and a manifest, for sites without a network.

A pack is an uncompressed zip file: ``manifest.json`` first, then ``licences/``, then ``weights/``. The
manifest binds each member to its size and sha256. A member's name never decides where it is written.
"""

import errno
import hashlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import pydantic

from saa_desktop import __version__
from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.receiving import Incoming, receive
from saa_desktop.models.registry import ModelFile
from saa_desktop.models.store import FileState, ModelStore, StoredFile
from saa_desktop.models.weight_files import CHUNK, Progress, Watch, discard, need_space, refused

_MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 1 << 20
_ROOM_FOR_HEADERS = 1 << 20
_START = b"PK\x03\x04"
_NAME_OFFSET = 30

Sha256 = Annotated[str, pydantic.StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class PackedFile(pydantic.BaseModel, frozen=True, extra="forbid"):
    """One file of a pack.

    Attributes:
        name: of its record in the registry.
        member: its path in the zip file.
        size: bytes.
        sha256: of its bytes.
        official: whether that is the published file.
        licence: SPDX identifier.
        publisher: whom the licence names.
        sources: where it was published.
    """

    name: str
    member: str
    size: Annotated[int, pydantic.Field(gt=0)]
    sha256: Sha256
    official: bool
    licence: str
    publisher: str
    sources: tuple[str, ...]


class Manifest(pydantic.BaseModel, frozen=True, extra="forbid"):
    """What a pack holds.

    Attributes:
        format: tells packs from other zip files.
        version: of this layout.
        created_at: ISO 8601 with zone.
        application_version: of the SAA Desktop that wrote it.
        files: weights and vocabulary.
    """

    format: Literal["saa-desktop-model-pack"] = "saa-desktop-model-pack"
    version: Literal[1] = 1
    created_at: datetime
    application_version: str
    files: tuple[PackedFile, ...]


def is_pack(path: Path) -> bool:
    """Return whether a file begins like a model pack, whole or not.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_NAME_OFFSET + len(_MANIFEST))
    except OSError as error:
        raise refused("read", path, error) from error
    return head.startswith(_START) and head[_NAME_OFFSET:] == _MANIFEST.encode()


def write_pack(
    store: ModelStore, target: Path, records: Sequence[ModelFile], progress: Progress
) -> tuple[StoredFile, ...]:
    """Write a pack with verified files of the store; each is checked again on the way.

    Args:
        store: whose files to pack.
        target: the pack; must not exist yet.
        records: what to pack; empty packs every verified file.
        progress: told the bytes.

    Raises:
        ModelError: a file is not there and verified; the target exists or cannot be written.
    """
    files = _packable(store, records)
    if target.exists():
        raise ModelError(
            f"{target} exists already: choose another name for the pack, or remove that file first."
        )
    need_space(target.absolute().parent, sum(file.size for file in files) + _ROOM_FOR_HEADERS)
    temporary = target.with_name(f"{target.name}.tmp")
    try:
        with temporary.open("wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_MANIFEST, _manifest_of(files).model_dump_json(indent=1))
                archive.writestr("licences/NOTICE.txt", _notice(files))
                for licence in sorted({file.record.licence for file in files}):
                    text = data_path("resources", "licences", f"{licence}.txt")
                    archive.write(text, f"licences/{licence}.txt")
                for file in files:
                    _pack(archive, file, progress)
            raw.flush()
            os.fsync(raw.fileno())
        temporary.replace(target)
    except OSError as error:
        raise refused("write", target, error) from error
    finally:
        discard(temporary)
    return files


def _packable(store: ModelStore, records: Sequence[ModelFile]) -> tuple[StoredFile, ...]:
    files = [store.look(record) for record in records or store.registry]
    if not records:
        files = [file for file in files if file.state is FileState.VERIFIED]
    for file in files:
        if file.state is not FileState.VERIFIED:
            raise ModelError(
                f"{file.record.name} cannot be packed, it is {file.state}: run "
                f"`saa-desktop models download {file.record.name}` first."
            )
    if not files:
        raise ModelError("There is no verified file to pack: run `saa-desktop models download` first.")
    return tuple(files)


def _manifest_of(files: Sequence[StoredFile]) -> Manifest:
    return Manifest(
        created_at=datetime.now(UTC),
        application_version=__version__,
        files=tuple(
            PackedFile(
                name=file.record.name,
                member=f"weights/{file.path.name}",
                size=file.size,
                sha256=file.sha256,
                official=file.official,
                licence=file.record.licence,
                publisher=file.record.publisher,
                sources=file.record.sources,
            )
            for file in files
        ),
    )


def _notice(files: Sequence[StoredFile]) -> str:
    lines = [
        f"{file.path.name}: {file.record.variant}, by {file.record.publisher}, {file.record.licence}, "
        f"{file.record.sources[0] if file.official else 'not the published file'}"
        for file in files
    ]
    return "\n".join(
        ["The weights in this pack, who published them, and under which licence:", "", *lines, ""]
    )


def _pack(archive: zipfile.ZipFile, file: StoredFile, progress: Progress) -> None:
    digest = hashlib.sha256()
    done = 0
    with (
        file.path.open("rb") as source,
        archive.open(zipfile.ZipInfo(f"weights/{file.path.name}"), "w", force_zip64=True) as member,
    ):
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            member.write(chunk)
            done += len(chunk)
            progress(f"pack {file.path.name}", done, file.size)
    if digest.hexdigest() != file.sha256:
        raise ModelError(
            f"{file.path} has changed since it was verified: run "
            f"`saa-desktop models verify {file.record.name}`."
        )


def install_pack(store: ModelStore, path: Path, watch: Watch) -> list[StoredFile]:
    """Install every file of a pack whose size and sha256 are what the manifest says.

    Args:
        store: where they go.
        path: the pack; only read.
        watch: told the bytes, and what is passed over.

    Returns:
        what is now in the store, whether it came just now or lay there before.

    Raises:
        ModelError: the pack is truncated, damaged or not one of ours; files installed before that stay.
    """
    installed = []
    with _opened(path) as archive:
        for packed in _checked_manifest(archive, path).files:
            record = next((record for record in store.registry if record.name == packed.name), None)
            if record is None:
                watch.note(f"{packed.name} is unknown to this version of SAA Desktop and was passed over.")
            else:
                installed.append(_install(store, record, packed, archive, watch))
    return installed


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a pack; what the zip reader cannot make sense of becomes a sentence."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        # Directories that point outside the file make it seek there, which the system calls EINVAL.
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise refused("read", path, error) from error
        raise ModelError(
            f"The pack {path} is damaged or was not copied to its end: copy it again from where it came from."
        ) from error


def _checked_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """Return the manifest of a pack whose members all are what it says."""
    members = {member.filename: member for member in archive.infolist()}
    if any(not _is_plain(name) for name in members):
        raise ModelError(
            f"The pack {path} names files outside itself and was refused: get it from another source."
        )
    head = members.get(_MANIFEST)
    if head is None or head.file_size > _MANIFEST_LIMIT:
        raise ModelError(
            f"The pack {path} has no usable manifest: write it anew with `saa-desktop models pack`."
        )
    try:
        manifest = Manifest.model_validate_json(archive.read(head))
    except pydantic.ValidationError as error:
        raise ModelError(
            f"The manifest of the pack {path} is damaged or newer than this SAA Desktop: update it, or write "
            "the pack anew."
        ) from error
    for packed in manifest.files:
        member = members.get(packed.member)
        if member is None or member.file_size != packed.size or member.compress_type != zipfile.ZIP_STORED:
            raise ModelError(
                f"The pack {path} does not hold {packed.member} as its manifest says: write the pack anew."
            )
    return manifest


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _install(
    store: ModelStore,
    record: ModelFile,
    packed: PackedFile,
    archive: zipfile.ZipFile,
    watch: Watch,
) -> StoredFile:
    path = Path(archive.filename or "")
    member = PurePosixPath(packed.member)
    if member.name not in record.file_names or packed.official != (packed.sha256 == record.sha256):
        raise ModelError(
            f"The pack {path} calls a file {record.name} that is not the published one: get the pack from "
            "another source."
        )
    with archive.open(packed.member) as stream:
        return receive(store, Incoming(record, path / member, stream, packed.size, packed.sha256), watch)
