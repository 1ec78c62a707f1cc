"""The folder of an export: what may be written there, and what a person has to be asked first."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from saa_desktop.domain.errors import OutputError
from saa_desktop.reports import coco
from saa_desktop.reports.files import map_path, mask_path, report_path
from saa_desktop.reports.label_masks import class_mask_path, label_image_path, label_mask_path
from saa_desktop.workers.export import (
    ConsentNeeded,
    ExportConcern,
    ExportContent,
    ExportQuestion,
    ExportRequest,
)

RESULTS, REGIONS, SUMMARY = "results.csv", "regions.csv", "summary.json"

Place = Callable[[Path, str], Path]
"""Returns where an image's file of one kind lies, from the export's folder and the image's name."""

_PLACES: dict[ExportContent, tuple[Place, ...]] = {
    ExportContent.REPORTS: (report_path,),
    ExportContent.MASKS: (mask_path,),
    ExportContent.MAPS: (map_path,),
    ExportContent.LABELS: (label_mask_path, class_mask_path),
    ExportContent.LABEL_IMAGES: (label_image_path,),
}
_TABLES = {
    ExportContent.TABLES: (RESULTS, REGIONS),
    ExportContent.SUMMARY: (SUMMARY,),
    ExportContent.LABELS: (coco.RUN_LENGTHS, coco.POLYGONS),
}
# About what a photograph of some megapixels takes.
_BYTES_PER_IMAGE = {
    ExportContent.REPORTS: 1_000_000,
    ExportContent.MASKS: 30_000,
    ExportContent.MAPS: 300_000,
    ExportContent.TABLES: 2_000,
    ExportContent.SUMMARY: 0,
    ExportContent.LABELS: 40_000,
    ExportContent.LABEL_IMAGES: 5_000_000,
}


class ExportFolder:
    """Knows the paths of an export's files, and lets none of them lie outside or be an original."""

    def __init__(self, request: ExportRequest, originals: Iterable[Path]) -> None:
        """Prepare; nothing is written.

        Args:
            request: says where and what.
            originals: every image of the session.
        """
        self._request = request
        self._folder = _real(request.folder)
        self._originals: set[str] = set()
        self._original_folders: set[Path] = set()
        real_folders: dict[Path, Path] = {}
        for path in originals:
            folder = real_folders.setdefault(path.parent, _real(path.parent))
            self._original_folders.add(folder)
            self._originals.add(os.path.normcase(folder / path.name))

    def table(self, name: str) -> Path:
        """Return where a table lies."""
        return self._request.folder / name

    def picture(self, place: Place, image_name: str) -> Path:
        """Return where an image's file goes; the names of a session are not trusted.

        Raises:
            OutputError: it would lie outside the folder, or be an original.
        """
        path = place(self._request.folder, image_name)
        if "\0" in image_name or not (real := _real(path.parent) / path.name).is_relative_to(self._folder):
            raise OutputError(
                f"{image_name!r} leads out of the folder {self._request.folder}: rename the image, then "
                "inspect it again."
            )
        if os.path.normcase(real) in self._originals:
            raise OutputError(f"{path} is an original, which is never overwritten: choose another folder.")
        return path

    def prepare(self, names: Sequence[str]) -> None:
        """Make the folder, once a person has agreed to all that speaks against it.

        Args:
            names: of the images that get files.

        Raises:
            ConsentNeeded: a person has to be asked first; nothing was written.
            OutputError: the folder cannot be written to.
        """
        folder = self._request.folder
        try:
            question = self._question(names)
            if question.concerns - self._request.accepted:
                raise ConsentNeeded(question)
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise OutputError(
                f"The folder {folder} cannot be written to ({reason}); choose another one."
            ) from error

    def _question(self, names: Sequence[str]) -> ExportQuestion:
        needed = len(names) * sum(_BYTES_PER_IMAGE[content] for content in self._request.contents)
        above = (each for each in (self._folder, *self._folder.parents) if each.exists())
        free = shutil.disk_usage(next(above, self._folder)).free
        concerns = {
            ExportConcern.ORIGINALS_FOLDER: self._is_among_originals(),
            ExportConcern.EXISTING_FILES: any(map(os.path.lexists, self._paths(names))),
            ExportConcern.LITTLE_SPACE: needed > free,
        }
        return ExportQuestion(frozenset(each for each, holds in concerns.items() if holds), needed, free)

    def _is_among_originals(self) -> bool:
        """Tell whether the folder holds originals, or lies above or below a folder that does."""
        return any(
            originals.is_relative_to(self._folder) or self._folder.is_relative_to(originals)
            for originals in self._original_folders
        )

    def _paths(self, names: Sequence[str]) -> Iterator[Path]:
        """Yield the paths of all files, or none where the folder is not there yet."""
        folder, contents = self._request.folder, self._request.contents
        if not folder.exists():
            return
        for content in contents & _TABLES.keys():
            yield from (folder / name for name in _TABLES[content])
        for content in contents & _PLACES.keys():
            yield from (place(folder, name) for place in _PLACES[content] for name in names)


def _real(path: Path) -> Path:
    """Return an absolute path without links, also for what is not there."""
    return Path(os.path.realpath(path))
