"""A profile's values as the what-if panel tries them, and back."""

from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.review.rejudge import JudgeSettings


def settings_of(profile: ProductProfile) -> JudgeSettings:
    """Return what a profile judges by."""
    return JudgeSettings.of(profile.prompts(), profile.thresholds())


def with_settings(profile: ProductProfile, settings: JudgeSettings) -> ProductProfile:
    """Return a profile that judges by other values; its version is the same.

    Raises:
        ValueError: a value is out of the range that a profile allows.
    """
    content = profile.model_dump()
    content["box_threshold"] = settings.box_threshold
    content["property_prompts"] |= {"min_area": settings.min_area, "max_area": settings.max_area}
    content["saliency"]["strength"] = settings.saliency_strength
    content["confidence"]["top_k"] = settings.top_k
    content["verdict"] = {"review_at": settings.thresholds.review_at, "ng_at": settings.thresholds.ng_at}
    return ProductProfile.model_validate(content)
