"""The built-in model set, put together."""

import os

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.models.lite.finder import Finder
from saa_desktop.models.lite.looking import Eye
from saa_desktop.models.lite.proposer import LiteProposer
from saa_desktop.models.lite.refiner import LiteRefiner
from saa_desktop.models.lite.saliency import LiteSaliency
from saa_desktop.models.lite.weights import SHA256, WEIGHTS, shipped_network
from saa_desktop.pipeline.protocols import ModelSet

IDENTITY = ModelIdentity(
    name="lite", title="lite (built in)", version="3", device="cpu", weights=((WEIGHTS, SHA256),)
)


def build_lite() -> ModelSet:
    """Return the model set whose weights come with the application.

    Raises:
        ModelError: the file of the weights is missing or damaged.
    """
    finder = Finder(Eye(shipped_network()))
    return ModelSet(
        IDENTITY,
        LiteProposer(finder),
        LiteRefiner(finder),
        LiteSaliency(finder),
        at_once=min(4, os.cpu_count() or 1),
    )
