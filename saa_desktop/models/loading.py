"""Chooses and builds the model set that a person asked for."""

from saa_desktop.domain.errors import ModelError
from saa_desktop.domain.speed import Speed
from saa_desktop.models.lite.build import build_lite
from saa_desktop.models.store import ModelStore, SaaPlusFiles, StoredFile
from saa_desktop.pipeline.protocols import ModelSet

AUTO, LITE, SAA_PLUS = MODEL_SETS = ("auto", "lite", "saa-plus")


def load_model_set(name: str, device: str, store: ModelStore, speed: Speed = Speed.EXACT) -> ModelSet:
    """Return a model set that is ready to run.

    Args:
        name: ``lite``, ``saa-plus``, or ``auto``: saa-plus where its files are there and verified, else lite.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        store: where the weights of saa-plus lie.
        speed: of saa-plus.

    Raises:
        ModelError: there is no such set, its files are missing, or it does not run on that device.
    """
    if name not in MODEL_SETS:
        raise ModelError(f"There is no model set {name!r}: choose {AUTO}, {LITE} or {SAA_PLUS}.")
    on_cpu = device in {"auto", "cpu"}
    if name != LITE:
        try:
            files = store.saa_plus_files()
        except ModelError:
            # Who names a GPU wants the networks: lite in their place would be a surprise.
            if name == SAA_PLUS or not on_cpu:
                raise
        else:
            return _load_saa_plus(files, device, speed)
    if not on_cpu:
        raise ModelError(f"The model set {LITE} runs on the CPU, not on {device!r}: choose the device cpu.")
    return build_lite()


def _load_saa_plus(files: SaaPlusFiles, device: str, speed: Speed) -> ModelSet:
    """Return the published networks."""
    # The network packages take seconds to import, which lite need not wait for.
    from saa_desktop.models.device import choose_device  # noqa: PLC0415
    from saa_desktop.models.saa_plus import SaaPlusWeights, WeightsFile, build_saa_plus  # noqa: PLC0415

    def weights(stored: StoredFile) -> WeightsFile:
        return WeightsFile(stored.path, stored.sha256)

    smaller = files.smaller_segmenters
    return build_saa_plus(
        SaaPlusWeights(
            detector=weights(files.detector),
            segmenter=weights(files.segmenter),
            backbone=weights(files.backbone),
            vocabulary=weights(files.vocabulary),
            # The smallest: it is asked for when memory is short.
            smaller_segmenter=weights(smaller[-1]) if smaller else None,
        ),
        choose_device(device),
        speed,
    )
