"""How a changed profile does on the golden set beside the released one."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.domain.verdicts import VerdictCounts
from saa_desktop.profiles.golden_results import GoldenComparison, GoldenResult
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.profile_editor.fields import ProblemLabel
from saa_desktop.ui.profile_editor.golden_list import GoldenList
from saa_desktop.workers.golden_files import GoldenFiles
from saa_desktop.workers.golden_runner import GoldenRequest, GoldenRunner

_MOST_SENTENCES = 3
"""On images that failed; the table's tooltips have all."""


class GoldenPanel(QWidget):
    """The list, the button that runs it, and the counts of escapes and false calls before and after.

    Attributes:
        images: the golden set, with the results of the run beside each image.
    """

    ended = Signal(bool)
    """A run is over: whether a person cancelled it."""

    def __init__(self, runner: GoldenRunner, files: GoldenFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._saved = False
        self._released: ProductProfile | None = None
        self._changed: ProductProfile | None = None
        self._models = ModelChoice()
        self._batch_runs = False
        self._running: GoldenRequest | None = None
        self._loading = False
        self._finished: tuple[GoldenRequest, GoldenComparison] | None = None
        self.images = GoldenList(files)
        self.images.edited.connect(self._update)
        self._hint, self.summary, self._state = QLabel(), QLabel(), QLabel()
        for label in (self._hint, self.summary, self._state):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.run_button, self.cancel_button = QPushButton(), QPushButton()
        self.run_button.clicked.connect(self.run)
        self.cancel_button.clicked.connect(self.cancel)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self.problem = ProblemLabel()
        line = QHBoxLayout()
        for button in (self.run_button, self.cancel_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addWidget(self._progress, 1)
        line.addWidget(self._state, 2)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._hint)
        layout.addWidget(self.images, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.summary)
        layout.addLayout(line)
        runner.started.connect(self._on_started)
        runner.judged.connect(self._on_judged)
        runner.finished.connect(self._on_finished)
        runner.failed.connect(self._on_failed)
        runner.cancelled.connect(self._on_cancelled)
        self._retranslate()

    def load(self, profile_name: str | None) -> None:
        """Show the golden set of a profile; ``None`` for one that is not saved yet."""
        self.cancel()
        self._running, self._finished = None, None
        self._saved = profile_name is not None
        self.problem.show_sentence("")
        self.images.load(profile_name)
        self._update()

    def set_profiles(self, released: ProductProfile | None, changed: ProductProfile | None) -> None:
        """Compare other profiles; ``None`` where there is none, or where it is not valid."""
        self._released, self._changed = released, changed
        self._update()

    def set_models(self, models: ModelChoice) -> None:
        """Judge with other models."""
        self._models = models
        self._update()

    def set_current_image(self, image: DecodedImage | None) -> None:
        """Tell which image the person is looking at."""
        self.images.set_current_image(image)

    def set_batch_running(self, running: bool) -> None:
        """Tell whether a batch keeps the models busy."""
        self._batch_runs = running
        self._update()

    @property
    def running(self) -> bool:
        """Whether a run is queued or under way."""
        return self._running is not None

    @property
    def comparison(self) -> GoldenComparison | None:
        """What came of the last run, if it was about exactly what is on the screen."""
        if self._finished is None or self._changed is None:
            return None
        request, comparison = self._finished
        same = self._speaks_of_the_fields(request) and _fingerprint(request.released) == _fingerprint(
            self._released
        )
        return comparison if same else None

    def _speaks_of_the_fields(self, request: GoldenRequest) -> bool:
        """Return whether a run was about the changed profile and the set as they are on the screen."""
        return (
            request.golden == self.images.golden
            and request.models == self._models
            and _fingerprint(request.changed) == _fingerprint(self._changed)
        )

    def run(self) -> bool:
        """Run the set through both profiles; false when there is nothing to run it with."""
        if self._changed is None or not self.images.golden.images or self.running:
            return False
        self.problem.show_sentence("")
        self._finished = None
        self._loading = True
        self.images.model.clear_results()
        self._running = GoldenRequest(self.images.golden, self._released, self._changed, self._models)
        self._progress.setRange(0, 0)
        self._runner.run(self._running)
        self._update()
        return True

    def cancel(self) -> None:
        """Ask a run to stop."""
        if self.running:
            self._runner.cancel()

    def _on_started(self, request: GoldenRequest) -> None:
        if request is self._running:
            self._loading = False
            self._progress.setRange(0, len(request.golden.images))
            self._progress.setValue(0)
            self._update()

    def _on_judged(self, request: GoldenRequest, result: GoldenResult) -> None:
        if request is self._running:
            self.images.model.add_result(result)
            self._progress.setValue(self._progress.value() + 1)

    def _on_finished(self, request: GoldenRequest, comparison: GoldenComparison) -> None:
        if request is self._running:
            self._finished = request, comparison
            self._end(cancelled=False)

    def _on_failed(self, request: GoldenRequest, sentence: str) -> None:
        if request is self._running:
            self.problem.show_sentence(sentence)
            self._end(cancelled=False)

    def _on_cancelled(self, request: GoldenRequest) -> None:
        if request is self._running:
            self._end(cancelled=True)

    def _end(self, *, cancelled: bool) -> None:
        self._running = None
        self._update()
        self.ended.emit(cancelled)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.run_button.setText(self.tr("Run the golden set"))
        self.cancel_button.setText(self.tr("Cancel"))
        self._progress.setAccessibleName(self.tr("Progress of the golden set"))
        self._update()

    def _update(self) -> None:
        self.images.set_locked(self.running)
        ready = self._changed is not None and bool(self.images.golden.images)
        self.run_button.setEnabled(ready and not self.running)
        self.cancel_button.setVisible(self.running)
        self._progress.setVisible(self.running)
        self._state.setVisible(self.running)
        self._state.setText(self._waiting())
        self._hint.setText(self._advice())
        self.summary.setText(self._summary())

    def _advice(self) -> str:
        if not self._saved:
            return self.tr("Save the profile first; then images with known verdicts can be collected here.")
        return self.tr(
            "Images whose verdict is known. A changed profile is checked on them before it is released."
        )

    def _waiting(self) -> str:
        if not self._loading:
            return ""
        return self.tr("Waits for the running batch…") if self._batch_runs else self.tr("Loading the models…")

    def _summary(self) -> str:
        if self._finished is None:
            return ""
        request, comparison = self._finished
        lines = []
        if request.released is not None:
            lines.append(self.tr("Released: {counts}").format(counts=self._counted(comparison.released)))
        lines.append(self.tr("Changed: {counts}").format(counts=self._counted(comparison.changed)))
        if comparison.failed:
            lines.append(self.tr("Not inspected: {count}").format(count=len(comparison.failed)))
            lines += [result.error for result in comparison.failed[:_MOST_SENTENCES]]
        if not self._speaks_of_the_fields(request):
            lines.append(self.tr("The profile or the set has changed since: run it again."))
        return "\n".join(lines)

    def _counted(self, counts: VerdictCounts) -> str:
        return self.tr("right {right}, REVIEW {review}, escapes {escapes}, false calls {calls}").format(
            right=counts.right, review=counts.review, escapes=counts.escapes, calls=counts.false_calls
        )


def _fingerprint(profile: ProductProfile | None) -> str:
    return profile.identity().fingerprint if profile else ""
