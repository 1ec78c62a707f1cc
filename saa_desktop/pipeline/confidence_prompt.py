"""Stage 5, confidence prompt (P^C): only the K most confident regions form the anomaly map.

The map itself is ``domain.anomaly_map``: it can be composed again from stored regions, without models.
"""

from collections.abc import Iterable
from dataclasses import replace

from saa_desktop.domain.regions import Drop, DropRule, Region


def keep_most_confident(regions: Iterable[Region], top_k: int) -> tuple[Region, ...]:
    """Rank the regions by score and drop those beyond the K largest (arXiv 2305.10724, section 3.3.4).

    Args:
        regions: candidates; those that are not dropped have their scores.
        top_k: K; 0 keeps all.

    Returns:
        Kept regions by rank, then dropped ones by falling box score.
    """
    pool = list(regions)
    ranked = sorted((region for region in pool if region.kept), key=_score, reverse=True)
    ranked = [replace(region, rank=rank) for rank, region in enumerate(ranked, start=1)]
    kept = ranked[: top_k or None]
    beyond = [
        replace(region, dropped=Drop(DropRule.TOP_K, region.rank or 0, top_k))
        for region in ranked[len(kept) :]
    ]
    dropped = [region for region in pool if not region.kept]
    return (*kept, *sorted([*beyond, *dropped], key=lambda region: region.box_score, reverse=True))


def _score(region: Region) -> float:
    """Return the re-scored confidence of a region that has reached this stage."""
    return region.score if region.score is not None else region.box_score
