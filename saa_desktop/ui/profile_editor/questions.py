"""What the editor asks before it loses or releases something."""

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget

from saa_desktop.profiles.golden_results import GoldenComparison

_MOST_NAMES = 5


class Leaving(Enum):
    """What to do with unsaved changes."""

    SAVE = auto()
    DISCARD = auto()
    STAY = auto()


class Questions(QWidget):
    """Asks in front of the editor; the harmless answer is the default."""

    def leaving(self, title: str, *, can_save: bool) -> Leaving:
        """Ask what becomes of the changes of a profile."""
        question = self._question(
            self.tr("{title} has changes that are not saved.").format(title=title),
            "" if can_save else self.tr("They cannot be saved before the problems are solved."),
        )
        save = question.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        save.setEnabled(can_save)
        discard = question.addButton(self.tr("Discard the changes"), QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.exec()
        answers = {save: Leaving.SAVE, discard: Leaving.DISCARD}
        return next(
            (answer for button, answer in answers.items() if button is question.clickedButton()), Leaving.STAY
        )

    def releases_worse(self, comparison: GoldenComparison) -> bool:
        """Ask whether to release a profile that does worse on the golden set, or could not be checked."""
        before, after = comparison.released, comparison.changed
        lines = [
            self.tr("Escapes: {before} → {after}").format(before=before.escapes, after=after.escapes),
            self.tr("False calls: {before} → {after}").format(
                before=before.false_calls, after=after.false_calls
            ),
        ]
        if comparison.worse:
            lines.append(
                self.tr("Judged worse than before: {names}").format(
                    names=_some([each.image.name for each in comparison.worse])
                )
            )
        if comparison.failed:
            lines.append(
                self.tr("Not inspected: {names}").format(
                    names=_some([each.image.name for each in comparison.failed])
                )
            )
        text = (
            self.tr("On the golden set the changed profile does worse than the released one.")
            if comparison.worse
            else self.tr("Not every image of the golden set could be inspected.")
        )
        return self._confirms(text, "\n".join(lines), self.tr("Release it anyway"))

    def releases_unchecked(self, reason: str) -> bool:
        """Ask whether to release a profile although the golden set was not run."""
        text = self.tr("The golden set could not be run, so the changed profile is not checked.")
        return self._confirms(text, reason, self.tr("Release it unchecked"))

    def replaces(self, name: str, version: int) -> bool:
        """Ask whether to replace a profile that has changed on the disk meanwhile."""
        text = self.tr("{name} was changed elsewhere while you edited it: it has version {version} now.")
        return self._confirms(text.format(name=name, version=version), "", self.tr("Replace it"))

    def deletes(self, title: str) -> bool:
        """Ask whether to delete a profile."""
        text = self.tr("Delete the product profile {title}?").format(title=title)
        return self._confirms(text, self.tr("Its golden set and all results stay."), self.tr("Delete"))

    def resets(self, title: str) -> bool:
        """Ask whether to delete the user's changes of a shipped profile."""
        text = self.tr("Delete your changes of {title} and use the shipped profile again?").format(
            title=title
        )
        return self._confirms(text, self.tr("Its golden set and all results stay."), self.tr("Reset"))

    def _confirms(self, text: str, details: str, action: str) -> bool:
        question = self._question(text, details)
        yes = question.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        question.exec()
        return question.clickedButton() is yes

    def _question(self, text: str, details: str) -> QMessageBox:
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.tr("Product profile"))
        question.setText(text)
        question.setInformativeText(details)
        return question


def _some(names: list[str]) -> str:
    """Return the first names, with an ellipsis for the others."""
    return ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
