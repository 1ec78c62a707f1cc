"""Wires single model jobs together: previews and masks at a person's mark, for the workbench worker."""

import threading
from collections.abc import Callable, Sequence

import numpy as np

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.runner import inspect_image
from saa_desktop.domain.errors import ModelError
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.regions import Box
from saa_desktop.domain.speed import Speed
from saa_desktop.model_folder import open_model_store
from saa_desktop.models.loading import load_model_set
from saa_desktop.models.store import ModelStore, SaaPlusFiles
from saa_desktop.pipeline.memory_ladder import MemoryLadder
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.profiles.schema import ProductProfile


class ModelWorkbench:
    """A ``workers.workbench.Workbench`` on real models.

    Attributes:
        models: who looks.
    """

    def __init__(self, models: ModelSet) -> None:
        self.models = models
        self._ladder = MemoryLadder(models)

    def inspect(self, image: DecodedImage, profile: ProductProfile, cancel: threading.Event) -> Inspection:
        """Inspect one image as a batch would; nothing is recorded.

        Raises:
            Cancelled: ``cancel`` was set.
            ModelError: the memory does not suffice.
        """
        job = BatchJob((), profile.identity(), profile.prompts(), profile.thresholds(), self.models)
        return inspect_image(image, job, self._ladder, cancel)

    def segment(self, image: DecodedImage, box: Box) -> Mask:
        """Cut out what lies in a box.

        Raises:
            ModelError: the memory does not suffice.
        """
        boxes = np.array([box], dtype=np.float32)
        return self._ladder.run(lambda models: models.refiner.refine(image.pixels, boxes)[0])

    def segment_at(
        self, image: DecodedImage, points: Sequence[tuple[float, float]], inside: Sequence[bool]
    ) -> Mask:
        """Cut out what lies at points.

        Args:
            image: where to look.
            points: N >= 1 positions x, y in pixels of the image.
            inside: for each point whether it belongs to the mask; at least one does.

        Raises:
            ModelError: the memory does not suffice.
        """
        places, belongs = np.array(points, dtype=np.float32), np.array(inside, dtype=np.bool_)
        return self._ladder.run(lambda models: models.refiner.refine_at(image.pixels, places, belongs))


class LoadedModels:
    """Keeps the model set that was used last, so that batches and single jobs need not load it each time.

    Belongs to the thread that runs the models. Files that were downloaded or replaced meanwhile are noticed.
    """

    def __init__(self, open_store: Callable[[], ModelStore] = open_model_store) -> None:
        self._open_store = open_store
        self._key: tuple[ModelChoice, SaaPlusFiles | None] | None = None
        self._workbench: ModelWorkbench | None = None

    def get(self, name: str, device: str, speed: Speed = Speed.EXACT) -> ModelSet:
        """Return a model set that is ready to run.

        Args:
            name: ``auto``, ``lite`` or ``saa-plus``.
            device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
            speed: of saa-plus.

        Raises:
            ModelError: there is no such set, its files are missing, or it does not run on that device.
        """
        return self.workbench(ModelChoice(name, device, speed)).models

    def workbench(self, choice: ModelChoice) -> ModelWorkbench:
        """Return the workbench of the chosen models, as ``workers.workbench.OpenWorkbench`` asks for it.

        Raises:
            ModelError: as ``get``.
        """
        store = self._open_store()
        key = choice, _files(store)
        if self._workbench is None or key != self._key:
            self._workbench = None  # before the next one needs the memory
            self._workbench = ModelWorkbench(
                load_model_set(choice.models, choice.device, store, choice.speed)
            )
            self._key = key
        return self._workbench


def _files(store: ModelStore) -> SaaPlusFiles | None:
    """Return what saa-plus would run on; ``None`` while it lacks files."""
    try:
        return store.saa_plus_files()
    except ModelError:
        return None
