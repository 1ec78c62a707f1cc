"""Writes what reviewed images teach other programs: COCO files, masks, and on request the images."""

from collections.abc import Callable
from datetime import datetime

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.errors import OutputError
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.labels import class_numbers, is_labelled, label_of
from saa_desktop.domain.reviews import Decision
from saa_desktop.reports.coco import CocoLabels
from saa_desktop.reports.files import write_rgb_png
from saa_desktop.reports.label_masks import (
    class_mask_path,
    label_image_path,
    label_mask_path,
    write_class_mask,
    write_defect_mask,
)
from saa_desktop.sessions.label_numbers import defect_classes, image_numbers
from saa_desktop.sessions.session import Session
from saa_desktop.workers.export import ExportContent, ExportRequest
from saa_desktop.workers.export_folder import ExportFolder


class LabelExport:
    """Writes one image's masks after the other, and the COCO files of them all at the end.

    Args:
        session: is read.
        request: what to write.
        folder: knows the paths.
    """

    def __init__(self, session: Session, request: ExportRequest, folder: ExportFolder) -> None:
        self._request, self._folder = request, folder
        self._numbers = image_numbers(session)
        self._classes = class_numbers(defect_classes(session))
        self.coco = CocoLabels(self._classes)

    def add(
        self, inspection: Inspection, decision: Decision | None, pixels: Callable[[], ImageArray]
    ) -> None:
        """Write an image's files, if a person has said what it is.

        Args:
            inspection: of the image.
            decision: the latest one on it.
            pixels: reads the image.

        Raises:
            OutputError: a file cannot be written, or nobody said where the defect is.
            ImageError: the image cannot be read.
        """
        if decision is None or not is_labelled(decision.review):
            return
        name = inspection.image.name
        label = label_of(inspection, decision)
        if label is None:
            raise OutputError(
                f"{name} has no label: it is NG, but nobody said where the defect is; accept a region or "
                "draw the defect, then export again."
            )
        write_defect_mask(self._folder.picture(label_mask_path, name), label)
        file_name = str(label.image.path)
        if ExportContent.LABEL_IMAGES in self._request.contents:
            path = self._folder.picture(label_image_path, name)
            write_rgb_png(path, pixels())
            file_name = path.relative_to(self._request.folder).as_posix()
        self.coco.add(label, self._numbers[name], file_name)
        write_class_mask(
            self._folder.picture(class_mask_path, name), label, self._classes[label.defect_class]
        )

    def write(self) -> None:
        """Write the COCO files.

        Raises:
            OutputError: one of them cannot be written.
        """
        self.coco.write(self._request.folder, datetime.now().astimezone())
