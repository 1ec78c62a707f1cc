"""The built-in model set, put together."""

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.models.lite.features import LiteFeatures
from saa_desktop.models.lite.proposer import LiteProposer
from saa_desktop.models.lite.refiner import LiteRefiner
from saa_desktop.pipeline.protocols import ModelSet

IDENTITY = ModelIdentity(
    name="lite", title="lite (built in, no neural networks)", version="1", device="cpu", weights=()
)


def build_lite() -> ModelSet:
    """Return the model set that needs no weights."""
    return ModelSet(IDENTITY, LiteProposer(), LiteRefiner(), LiteFeatures())
