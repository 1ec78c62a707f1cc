"""Labels as COCO's JSON for object detection (cocodataset.org, "Data format")."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from saa_desktop import __version__
from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.labels import ImageLabel
from saa_desktop.domain.masks import Mask
from saa_desktop.reports.mask_polygons import polygons
from saa_desktop.reports.run_lengths import run_lengths

RUN_LENGTHS, POLYGONS = "coco.json", "coco_polygons.json"

_REGIONS_PER_IMAGE = 10_000_000
"""More than any region's number."""


class CocoLabels:
    """Two files of the same labels: one with run lengths, one with polygons for programs that want these.

    Both cover exactly the same pixels. Numbers of images, categories and annotations come from the session,
    so that they stay as they are when more images are reviewed.

    Args:
        classes: number of each class by its name.
    """

    def __init__(self, classes: Mapping[str, int]) -> None:
        self._classes = classes
        self._used: set[str] = set()
        self._images: list[dict[str, object]] = []
        self._annotations: list[tuple[dict[str, object], Mask]] = []

    @property
    def counts(self) -> tuple[int, int]:
        """How many images and annotations there are."""
        return len(self._images), len(self._annotations)

    def add(self, label: ImageLabel, number: int, file_name: str) -> None:
        """Add an image.

        Args:
            label: what was decided of it.
            number: of the image, from 1, unique.
            file_name: where the image lies: absolute, or below the folder of the files.
        """
        image = label.image
        self._images.append(
            {
                "id": number,
                "file_name": file_name,
                "width": image.width,
                "height": image.height,
                "page": image.page,
                "sha256": image.sha256,
            }
        )
        for defect in label.defects:
            mask = defect.mask
            self._used.add(label.defect_class)
            annotation: dict[str, object] = {
                "id": number * _REGIONS_PER_IMAGE + defect.number,
                "image_id": number,
                "category_id": self._classes[label.defect_class],
                "bbox": [mask.x, mask.y, mask.width, mask.height],
                "area": mask.area,
                "iscrowd": 0,
            }
            self._annotations.append((annotation, mask))

    def write(self, folder: Path, at: datetime) -> None:
        """Write both files.

        Args:
            folder: where to.
            at: now, with its zone.

        Raises:
            OutputError: one of them cannot be written.
        """
        self._write(folder / RUN_LENGTHS, at, _as_run_lengths)
        self._write(folder / POLYGONS, at, polygons)

    def _write(self, path: Path, at: datetime, segmentation: Callable[[Mask], object]) -> None:
        content = {
            "info": {
                "description": "Defects as people reviewed them in SAA Desktop",
                "version": __version__,
                "year": at.year,
                "date_created": at.isoformat(timespec="seconds"),
            },
            "licenses": [],
            "images": self._images,
            "annotations": [
                {**annotation, "segmentation": segmentation(mask)} for annotation, mask in self._annotations
            ],
            "categories": [
                {"id": number, "name": name, "supercategory": "defect"}
                for name, number in self._classes.items()
                if name in self._used
            ],
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        atomic_write_bytes(path, text.encode("utf-8", "backslashreplace"))


def _as_run_lengths(mask: Mask) -> dict[str, list[int]]:
    return {"size": [mask.image_height, mask.image_width], "counts": run_lengths(mask)}
