"""The models folder: what lies in it, whether it is what it claims to be, and which of it ``saa-plus`` uses.

Beside ``sam_vit_b_01ec64.pth`` may lie ``.verified.json`` (the digest found and the file's state at that
time, so that gigabytes are not hashed at every start), ``.part`` (a download under way) and ``.lock``.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import filelock
import platformdirs

from saa_desktop.domain.errors import ModelError
from saa_desktop.models.registry import REGISTRY, ModelFile, Role, find_record, preferred
from saa_desktop.models.weight_files import Progress, hash_file, read_json, refused, write_json

MODELS_VARIABLE = "SAA_DESKTOP_MODELS"


class FileState(StrEnum):
    """What is known of one file of the registry."""

    MISSING = "missing"
    PARTIAL = "partly downloaded"
    UNVERIFIED = "not verified"
    VERIFIED = "verified"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of the registry as it lies in the models folder.

    Attributes:
        record: what it stands for.
        path: where it lies, or would.
        state: what is known of it.
        size: bytes on the disk, of the partial download where that is all there is; 0 when missing.
        sha256: what its digest must be: the published one, or the one recorded at an unofficial import.
        official: whether that is the published file.
    """

    record: ModelFile
    path: Path
    state: FileState
    size: int
    sha256: str
    official: bool = True


@dataclass(frozen=True, slots=True)
class SaaPlusFiles:
    """The verified files that ``saa-plus`` runs on.

    Attributes:
        detector: GroundingDINO.
        segmenter: Segment Anything.
        backbone: WideResNet.
        vocabulary: BERT's WordPiece tokens.
        smaller_segmenters: the other verified ones below ``segmenter``, largest first, for a device short of
            memory.
    """

    detector: StoredFile
    segmenter: StoredFile
    backbone: StoredFile
    vocabulary: StoredFile
    smaller_segmenters: tuple[StoredFile, ...]


def models_folder(setting: Path | None = None) -> Path:
    """Return the models folder: ``SAA_DESKTOP_MODELS``, else the setting, else the user's data folder."""
    if variable := os.environ.get(MODELS_VARIABLE):
        return Path(variable).expanduser()
    return setting or platformdirs.user_data_path("saa-desktop", appauthor=False) / "models"


class ModelStore:
    """The files of a registry in one folder.

    Args:
        folder: created when something is first written.
        registry: the files that may lie in it, within a role in the order of preference.
    """

    def __init__(self, folder: Path, registry: Sequence[ModelFile] = REGISTRY) -> None:
        self.folder = folder
        self.registry = tuple(registry)

    def find(self, name: str) -> ModelFile:
        """Return the record with that name or file name.

        Raises:
            ModelError: there is none.
        """
        return find_record(name, self.registry)

    def listing(self) -> list[StoredFile]:
        """Return every file of the registry as it lies in the folder; reads no weights."""
        return [self.look(record) for record in self.registry]

    def look(self, record: ModelFile) -> StoredFile:
        """Return what is known of one file; reads no weights."""
        path = self._present_path(record)
        stamp = read_json(_beside(path, ".verified.json"))
        unofficial = str(stamp.get("unofficial") or "")
        expected = unofficial or record.sha256
        try:
            facts = _facts(path)
        except OSError:
            part = self.part_path(record)
            size = part.stat().st_size if part.exists() else 0
            state = FileState.PARTIAL if size else FileState.MISSING
            return StoredFile(record, path, state, size, record.sha256)
        if stamp.get("facts") != facts:
            state = FileState.UNVERIFIED
        else:
            state = FileState.VERIFIED if stamp.get("sha256") == expected else FileState.DAMAGED
        return StoredFile(record, path, state, facts["size"], expected, official=not unofficial)

    def verify(self, record: ModelFile, progress: Progress) -> StoredFile:
        """Hash one file again and remember the outcome; a missing file is returned as it is.

        Raises:
            ModelError: the file cannot be read.
            OutputError: the folder cannot be written.
        """
        stored = self.look(record)
        if stored.state in (FileState.MISSING, FileState.PARTIAL):
            return stored
        facts = _facts(stored.path)
        found = hash_file(stored.path, progress)
        unofficial = "" if found == record.sha256 or stored.official else stored.sha256
        self._stamp(stored.path, facts, found, unofficial)
        return self.look(record)

    def install(self, record: ModelFile, incoming: Path, sha256: str) -> StoredFile:
        """Move a complete, hashed file into its place, replacing what lay there; the caller holds the lock.

        Args:
            record: what it stands for.
            incoming: lies on the same disk; its suffix tells a safetensors file from a pickled one.
            sha256: of its bytes; another one than the record's makes it an unofficial file.

        Raises:
            ModelError: it cannot be moved.
            OutputError: the folder cannot be written.
        """
        names = record.file_names
        target = self.folder / (names[-1] if incoming.suffix == ".safetensors" else names[0])
        try:
            with incoming.open("r+b") as file:
                os.fsync(file.fileno())
            incoming.replace(target)
            for name in names:
                if name != target.name:
                    (self.folder / name).unlink(missing_ok=True)
            self._stamp(target, _facts(target), sha256, "" if sha256 == record.sha256 else sha256)
        except OSError as error:
            raise refused("write", target, error) from error
        return self.look(record)

    def part_path(self, record: ModelFile) -> Path:
        """Return where a download of that file is collected."""
        return self.folder / f"{record.file_name}.part"

    @contextmanager
    def locked(self, record: ModelFile) -> Iterator[None]:
        """Keep every other process from writing the same file; makes the folder.

        Raises:
            ModelError: another process is at it, or the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.folder / f"{record.file_name}.lock", timeout=0)
            lock.acquire()
        except filelock.Timeout:
            raise ModelError(
                f"Another SAA Desktop is writing {record.file_name} now: wait for it to end, or stop it."
            ) from None
        except OSError as error:
            raise refused("write to", self.folder, error) from error
        try:
            yield
        finally:
            lock.release()

    def saa_plus_files(self, detector: str = "", segmenter: str = "") -> SaaPlusFiles:
        """Choose the verified files that ``saa-plus`` runs on; reads no weights.

        Without a name the published choice comes first: Swin-T before Swin-B, then the largest SAM.

        Args:
            detector: name of the detector to use, or "".
            segmenter: name of the segmenter to use, or "".

        Raises:
            ModelError: something is missing, not verified or damaged; the sentence names the command that
                helps.
        """
        wanted = {Role.DETECTOR: detector, Role.SEGMENTER: segmenter}
        candidates = {role: self._candidates(role, wanted.get(role, "")) for role in Role}
        verified = {
            role: [stored for stored in files if stored.state is FileState.VERIFIED]
            for role, files in candidates.items()
        }
        lacking = [_best(candidates[role]) for role in Role if not verified[role]]
        if lacking:
            raise ModelError(_lacking_sentence(lacking))
        chosen = {role: files[0] for role, files in verified.items()}
        smaller = self._candidates(Role.SEGMENTER, "")
        return SaaPlusFiles(
            detector=chosen[Role.DETECTOR],
            segmenter=chosen[Role.SEGMENTER],
            backbone=chosen[Role.BACKBONE],
            vocabulary=chosen[Role.VOCABULARY],
            smaller_segmenters=tuple(
                stored
                for stored in smaller
                if stored.state is FileState.VERIFIED
                and stored.record.size < chosen[Role.SEGMENTER].record.size
            ),
        )

    def default_records(self) -> tuple[ModelFile, ...]:
        """Return the records with which SAA+ was published, one a role."""
        return preferred(self.registry)

    def _candidates(self, role: Role, name: str) -> list[StoredFile]:
        if name:
            record = self.find(name)
            if record.role is not role:
                raise ModelError(f"{name} is a {record.role}, not a {role}: name another file.")
            return [self.look(record)]
        return [self.look(record) for record in self.registry if record.role is role]

    def _present_path(self, record: ModelFile) -> Path:
        paths = [self.folder / name for name in record.file_names]
        return next((path for path in paths if path.exists()), paths[0])

    def _stamp(self, path: Path, facts: dict[str, int], sha256: str, unofficial: str) -> None:
        write_json(
            _beside(path, ".verified.json"), {"sha256": sha256, "unofficial": unofficial, "facts": facts}
        )


def _facts(path: Path) -> dict[str, int]:
    """Return what changes whenever a file is replaced or written to."""
    status = path.stat()
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns, "inode": status.st_ino}


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _best(candidates: list[StoredFile]) -> StoredFile:
    """Return the candidate that needs the least work: one to verify, then one to complete, then the first."""
    order = (FileState.UNVERIFIED, FileState.PARTIAL, FileState.DAMAGED, FileState.MISSING)
    return min(candidates, key=lambda stored: order.index(stored.state))


def _lacking_sentence(lacking: list[StoredFile]) -> str:
    parts = ", ".join(f"{stored.record.role} {stored.record.name} ({stored.state})" for stored in lacking)
    names = " ".join(stored.record.name for stored in lacking)
    if all(stored.state is FileState.UNVERIFIED for stored in lacking):
        return f"saa-plus needs its files verified: {parts}; run `saa-desktop models verify {names}`."
    return (
        f"saa-plus lacks {parts}: run `saa-desktop models download {names}`, "
        "or without a network `saa-desktop models import PATH`."
    )
