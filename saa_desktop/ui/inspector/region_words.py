"""What made a region what it is, in plain words."""

from PySide6.QtCore import QCoreApplication

from saa_desktop.domain.regions import Drop, DropRule, Region
from saa_desktop.domain.reviews import RegionReview, RegionVerdict


def reasons(region: Region, said: RegionReview) -> list[str]:
    """Return all that led to a region's score and fate, one sentence a line, the outcome first."""
    lines = [fate(region), score_sum(region)]
    if region.saliency is not None:
        lines.append(
            QCoreApplication.translate(
                "Regions", "Saliency {value}: how unlike the rest it looks, from 0 to 1."
            ).format(value=f"{region.saliency:.3f}")
        )
    lines.append(
        QCoreApplication.translate(
            "Regions", "Area ratio {ratio}: its box covers {percent} of the product."
        ).format(ratio=_ratio(region.area_ratio), percent=_percent(region.area_ratio))
    )
    if region.object_overlap is not None:
        lines.append(
            QCoreApplication.translate("Regions", "{percent} of its pixels lie on the product.").format(
                percent=_percent(region.object_overlap)
            )
        )
    if region.phrase:
        lines.append(
            QCoreApplication.translate("Regions", "Looks like “{phrase}”; asked for “{prompt}”.").format(
                phrase=region.phrase, prompt=region.prompt
            )
        )
    else:
        lines.append(
            QCoreApplication.translate("Regions", "Asked for “{prompt}”.").format(prompt=region.prompt)
        )
    return [*lines, *person_words(said)]


def score_sum(region: Region) -> str:
    """Return how the score came about."""
    box_score = f"{region.box_score:.3f}"
    if region.score is None or region.saliency_factor is None:
        return QCoreApplication.translate("Regions", "Box score {box}.").format(box=box_score)
    return QCoreApplication.translate(
        "Regions", "Box score {box} × saliency factor {factor} = {score}."
    ).format(box=box_score, factor=f"{region.saliency_factor:.3f}", score=f"{region.score:.3f}")


def fate(region: Region) -> str:
    """Return whether a region counts, or the rule that dropped it."""
    if region.dropped is None:
        return QCoreApplication.translate("Regions", "Counts, rank {rank}.").format(rank=region.rank)
    return QCoreApplication.translate("Regions", "Dropped: {reason}.").format(
        reason=drop_words(region.dropped)
    )


def drop_words(drop: Drop) -> str:
    """Return the rule that dropped a region, with its values and without a full stop."""
    ratio = drop.rule in {DropRule.MIN_AREA, DropRule.MAX_AREA}
    share = drop.rule in {DropRule.EDGE_MARGIN, DropRule.REGION_OF_INTEREST, DropRule.OBJECT_OVERLAP}
    write = _ratio if ratio else _percent if share else _plain
    return _rule_sentence(drop.rule).format(value=write(drop.value), bound=write(drop.bound))


def _rule_sentence(rule: DropRule) -> str:  # noqa: PLR0911 - a table whose entries lupdate can find
    match rule:
        case DropRule.BOX_THRESHOLD:
            return QCoreApplication.translate(
                "Regions", "box score {value} is not above the box threshold {bound}"
            )
        case DropRule.EXCLUDED_PHRASE:
            return QCoreApplication.translate("Regions", "its phrase contains the words to exclude")
        case DropRule.MIN_AREA:
            return QCoreApplication.translate(
                "Regions", "area ratio {value} is not above the lower bound {bound}"
            )
        case DropRule.MAX_AREA:
            return QCoreApplication.translate(
                "Regions", "area ratio {value} is not below the upper bound {bound}"
            )
        case DropRule.EDGE_MARGIN:
            return QCoreApplication.translate(
                "Regions", "only {value} of its box lies inside the edge margin; {bound} must"
            )
        case DropRule.REGION_OF_INTEREST:
            return QCoreApplication.translate(
                "Regions", "only {value} of it lies in the region of interest; {bound} must"
            )
        case DropRule.OBJECT_OVERLAP:
            return QCoreApplication.translate(
                "Regions", "only {value} of it lies on the product; {bound} must"
            )
        case DropRule.TOP_K:
            return QCoreApplication.translate(
                "Regions", "rank {value} is beyond the {bound} most confident regions"
            )


def person_words(said: RegionReview) -> list[str]:
    """Return what a person said of a region or did to it; empty for nothing."""
    lines = []
    if said.drawn:
        lines.append(QCoreApplication.translate("Regions", "Drawn by a person."))
    elif said.mask is not None:
        lines.append(QCoreApplication.translate("Regions", "A person corrected its mask."))
    if said.verdict is not None:
        lines.append(
            QCoreApplication.translate("Regions", "A person accepted it.")
            if said.verdict is RegionVerdict.ACCEPTED
            else QCoreApplication.translate("Regions", "A person rejected it.")
        )
    return lines


def region_verdict_word(verdict: RegionVerdict | None) -> str:
    """Return what people call it; "" for none."""
    if verdict is None:
        return ""
    if verdict is RegionVerdict.ACCEPTED:
        return QCoreApplication.translate("Regions", "accepted")
    return QCoreApplication.translate("Regions", "rejected")


def _plain(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and value >= 1 else f"{value:.3f}"


def _ratio(value: float) -> str:
    return f"{value:.4g}"


def _percent(value: float) -> str:
    return f"{100 * value:.3g} %"
