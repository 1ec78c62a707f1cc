"""The live preview: what the profile that is being written says of the current image."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from saa_desktop.domain.entries import ImageState
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.model_choice import ModelChoice
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.profile_editor.preview_canvas import PreviewCanvas
from saa_desktop.ui.profile_editor.preview_picture import reduced_image, region_outlines
from saa_desktop.ui.states import state_icon
from saa_desktop.workers.workbench import PreviewRequest, WorkbenchWorker

DEBOUNCE_MS = 400
"""How long a person must have stopped typing before the models look."""


class PreviewPane(QWidget):
    """Asks the models a moment after each change; while it is hidden it asks nothing.

    Attributes:
        canvas: the image with the regions.
        verdict: AI verdict and score.
        status: what is going on, or why there is no preview.
    """

    def __init__(self, workbench: WorkbenchWorker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._image: DecodedImage | None = None
        self._profile: ProductProfile | None = None
        self._models = ModelChoice()
        self._batch_runs = False
        self._pending: PreviewRequest | None = None
        self._answered: tuple[PreviewRequest, Inspection] | None = None
        self._failure = ""
        self.canvas = PreviewCanvas()
        self._icon, self.verdict, self.status = QLabel(), QLabel(), QLabel()
        font = self.verdict.font()
        font.setBold(True)
        font.setPointSizeF(1.3 * font.pointSizeF())
        self.verdict.setFont(font)
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setMaximumHeight(4)
        line = QHBoxLayout()
        line.addWidget(self._icon)
        line.addWidget(self.verdict)
        line.addWidget(self.status, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._busy)
        layout.addLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        workbench.previewed.connect(self._on_previewed)
        workbench.failed.connect(self._on_failed)
        self._update()

    def set_image(self, image: DecodedImage | None) -> None:
        """Show another image; the preview of it follows."""
        self._forget()
        self._image = image
        self.canvas.show_image(reduced_image(image) if image else None)
        self._schedule()

    def set_models(self, models: ModelChoice) -> None:
        """Look with other models."""
        if models != self._models:
            self._models = models
            self._forget()
            self._schedule()

    def set_batch_running(self, running: bool) -> None:
        """Tell whether a batch keeps the models busy."""
        self._batch_runs = running
        self._update()

    def set_profile(self, profile: ProductProfile | None) -> None:
        """Follow a change of the profile; ``None`` while it is not valid."""
        self._profile = profile
        if profile is None:
            self._cancel()
        self._schedule()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Catch up with what changed while nobody was looking."""
        super().showEvent(event)
        self._schedule()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Spare the models."""
        super().hideEvent(event)
        self._timer.stop()
        self._cancel()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._update()
        super().changeEvent(event)

    def _schedule(self) -> None:
        if self.isVisible():
            self._timer.start()
        self._update()

    def _ask(self) -> None:
        """Ask the models, unless only the thresholds changed, which needs none."""
        if self._image is None or self._profile is None:
            return
        if self._answered is not None:
            request, inspection = self._answered
            if request.profile.prompts() == self._profile.prompts():
                self._cancel()
                self._answered = request, replace(inspection, thresholds=self._profile.thresholds())
                self._update()
                return
        self._failure = ""
        self._pending = PreviewRequest(self._image, self._profile, self._models)
        self._workbench.preview(self._pending)
        self._update()

    def _cancel(self) -> None:
        if self._pending is not None:
            self._pending = None
            self._workbench.cancel_preview()

    def _forget(self) -> None:
        self._cancel()
        self._answered, self._failure = None, ""
        self.canvas.show_regions(())

    def _on_previewed(self, request: PreviewRequest, inspection: Inspection) -> None:
        if request is self._pending:
            self._pending = None
            self._answered = request, inspection
            self.canvas.show_regions(region_outlines(inspection))
            self._update()

    def _on_failed(self, request: object, sentence: str) -> None:
        if request is self._pending:
            self._pending = None
            self._failure = sentence
            self._update()

    def _update(self) -> None:
        self._busy.setVisible(self._pending is not None)
        self.status.setText(self._sentence())
        inspection = self._answered[1] if self._answered else None
        self._icon.setVisible(inspection is not None)
        self.verdict.setVisible(inspection is not None)
        if inspection is not None:
            state = ImageState[inspection.ai_verdict.name]
            self._icon.setPixmap(state_icon(state).pixmap(QSize(24, 24)))
            self.verdict.setText(f"{inspection.ai_verdict.value}  {inspection.score:.3f}")

    def _sentence(self) -> str:
        if self._image is None:
            return self.tr("Choose an image in the main window to see what this profile says of it.")
        if self._profile is None:
            return self.tr("The preview waits until the problems are solved.")
        if self._pending is not None:
            return self.tr("Waits for the running batch…") if self._batch_runs else self.tr("Inspecting…")
        if self._failure:
            return self._failure
        if self._answered is None:
            return ""
        inspection = self._answered[1]
        count = len(inspection.kept)
        return self.tr("Regions: {count}. REVIEW from {review}, NG from {ng}.").format(
            count=count, review=f"{inspection.thresholds.review_at:g}", ng=f"{inspection.thresholds.ng_at:g}"
        )
