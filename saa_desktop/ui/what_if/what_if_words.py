"""What other values would do, in words."""

from PySide6.QtCore import QCoreApplication

from saa_desktop.domain.inspections import Inspection
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.review.rejudge import Flips, JudgeSettings


def flip_words(flips: Flips, total: int) -> list[str]:
    """Return how many verdicts would change and how, one sentence a line.

    Args:
        flips: the changes.
        total: images that were judged.
    """
    if not flips.images:
        lines = [
            QCoreApplication.translate("WhatIf", "None of {total} verdicts would change.").format(total=total)
        ]
    else:
        lines = [
            QCoreApplication.translate("WhatIf", "{count} of {total} verdicts would change:").format(
                count=len(flips.images), total=total
            )
        ]
        lines += [f"    {old} → {new}: {count}" for (old, new), count in flips.moves.items()]
    if flips.judged:
        lines.append(
            QCoreApplication.translate("WhatIf", "False calls: {before} → {after}").format(
                before=flips.false_calls[0], after=flips.false_calls[1]
            )
        )
        lines.append(
            QCoreApplication.translate("WhatIf", "Escapes: {before} → {after}").format(
                before=flips.escapes[0], after=flips.escapes[1]
            )
        )
        lines.append(
            QCoreApplication.translate("WhatIf", "Compared with {count} operator verdicts.").format(
                count=flips.judged
            )
        )
    return lines


def unmeasured_words(count: int) -> str:
    """Return that the fate of some candidates is not known; "" for none."""
    if not count:
        return ""
    return QCoreApplication.translate(
        "WhatIf", "Candidates that were never measured: {count}. Run again to judge with these values."
    ).format(count=count)


def image_words(before: Inspection, after: Inspection) -> str:
    """Return what becomes of the current image."""
    return QCoreApplication.translate("WhatIf", "This image: {before} → {after}").format(
        before=f"{before.ai_verdict} {before.score:.3f}", after=f"{after.ai_verdict} {after.score:.3f}"
    )


def caveats(profile: ProductProfile | None, inspection: Inspection | None, tried: JudgeSettings) -> list[str]:
    """Return what to know before trusting the panel.

    Args:
        profile: whose values are the starting point.
        inspection: the current image.
        tried: the values that are shown.
    """
    if profile is None:
        return [QCoreApplication.translate("WhatIf", "Choose a product to try other values for its profile.")]
    lines = []
    if inspection and inspection.profile.fingerprint != profile.identity().fingerprint:
        lines.append(
            QCoreApplication.translate(
                "WhatIf",
                "This image was inspected with another profile, or an earlier version of this one.",
            )
        )
    if (tried.min_area > 0 or tried.max_area is not None) and not profile.prompts().needs_objects:
        lines.append(
            QCoreApplication.translate(
                "WhatIf",
                "The product itself was not looked for, so areas are shares of the whole image here: "
                "run again to judge by area.",
            )
        )
    return lines
