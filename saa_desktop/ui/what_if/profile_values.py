"""A profile's values as the what-if panel tries them."""

from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.review.rejudge import JudgeSettings


def settings_of(profile: ProductProfile) -> JudgeSettings:
    """Return what a profile judges by."""
    return JudgeSettings.of(profile.prompts(), profile.thresholds())
