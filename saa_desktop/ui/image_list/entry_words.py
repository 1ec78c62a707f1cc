"""What the list says of an image, in words."""

from PySide6.QtCore import QCoreApplication

from saa_desktop.domain.entries import ImageEntry
from saa_desktop.domain.verdicts import OperatorVerdict
from saa_desktop.ui.states import state_word


def entry_words(entry: ImageEntry) -> str:
    """Return name, state, score and what a person says of an image, in two lines."""
    words = [machine_words(entry)]
    if entry.review.verdict is not None:
        words.append(
            QCoreApplication.translate("ImageList", "operator: {verdict}").format(
                verdict=verdict_word(entry.review.verdict)
            )
        )
    if entry.review.flagged:
        words.append(QCoreApplication.translate("ImageList", "flagged"))
    return f"{entry.name}\n{'  '.join(words)}"


def machine_words(entry: ImageEntry) -> str:
    """Return the state and the score."""
    return f"{state_word(entry.state)}  {entry.score:.2f}" if entry.inspected else state_word(entry.state)


def verdict_word(verdict: OperatorVerdict) -> str:
    """Return what people call an operator verdict; OK and NG are the same words in every language."""
    if verdict is OperatorVerdict.RECHECK:
        return QCoreApplication.translate("OperatorVerdict", "recheck")
    return verdict.value
