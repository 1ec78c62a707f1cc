"""Makes changed profiles out of profiles; nothing here touches a file."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from saa_desktop.domain.errors import ProfileError
from saa_desktop.profiles.problems import explain
from saa_desktop.profiles.schema import HIGHEST_VERSION, LocalizedText, ObjectPrompt, ProductProfile


def new_profile(name: str) -> ProductProfile:
    """Return a profile to start from: the published class-agnostic captions and defaults for all the rest."""
    return ProductProfile(
        name=name,
        version=1,
        title=LocalizedText(en="New product", zh_CN="新产品"),
        category="product",
        object=ObjectPrompt(prompt="product"),
    )


def duplicate(profile: ProductProfile, name: str) -> ProductProfile:
    """Return a profile of another name that asks for the same."""
    title = LocalizedText(en=f"{profile.title.en} (copy)", zh_CN=f"{profile.title.zh_CN}（副本）")
    return renamed(profile, name).model_copy(update={"version": 1, "title": title})


def renamed(profile: ProductProfile, name: str) -> ProductProfile:
    """Return the profile under another name."""
    # Without a category the captions hold the name, which changes here.
    return profile.model_copy(update={"name": name, "category": profile.category or profile.name})


def raised(changed: ProductProfile, released: ProductProfile) -> ProductProfile:
    """Return the changed profile with the version after the released one's; that one, if nothing changed."""
    if changed.model_copy(update={"version": released.version}) == released:
        return released
    return changed.model_copy(update={"version": min(released.version + 1, HIGHEST_VERSION)})


def with_judge_settings(
    profile: ProductProfile,
    *,
    box_threshold: float,
    min_area: float,
    max_area: float | None,
    saliency_strength: float,
    top_k: int,
    review_at: float,
    ng_at: float,
) -> ProductProfile:
    """Return the profile with other settings and its version raised; the same one, if they are the same.

    Args:
        profile: the released one.
        box_threshold: a box must score above it, 0..1.
        min_area: a region's box area over the product's must be above it; 0 is off.
        max_area: ... and below it; ``None`` is off.
        saliency_strength: 0..20; 0 is off.
        top_k: how many regions form the anomaly map; 0 keeps all.
        review_at: lowest score that is not OK.
        ng_at: lowest score that is NG.

    Raises:
        ProfileError: a value is out of its range; the text has one line for each.
    """
    content = profile.model_dump(mode="json")
    content["box_threshold"] = box_threshold
    content["property_prompts"].update(min_area=min_area, max_area=max_area)
    content["saliency"]["strength"] = saliency_strength
    content["confidence"]["top_k"] = top_k
    content["verdict"].update(review_at=review_at, ng_at=ng_at)
    return raised(_validated(content), profile)


def _validated(content: Mapping[str, Any]) -> ProductProfile:
    try:
        return ProductProfile.model_validate(content)
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, problem.path))}: {problem.message}."
            for problem in explain(error, ProductProfile)
        ]
        raise ProfileError("\n".join(lines)) from error
