"""One group of fields under a heading."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from saa_desktop.profiles.plain_yaml import FieldPath
from saa_desktop.ui.profile_editor.field_kinds import Field
from saa_desktop.ui.profile_editor.field_words import Words
from saa_desktop.ui.profile_editor.fields import ProblemLabel, SwitchField
from saa_desktop.ui.profile_editor.row_list import RowList


class FormSection(QWidget):
    """A heading, one line of advice, and the fields: labels left, problems below their field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self._hint = QLabel(), QLabel()
        font = self.heading.font()
        font.setBold(True)
        font.setPointSizeF(1.1 * font.pointSizeF())
        self.heading.setFont(font)
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._hint.setWordWrap(True)
        self.labels: dict[FieldPath, QLabel] = {}
        self.problems: dict[FieldPath, ProblemLabel] = {}
        self._boxes: dict[FieldPath, QWidget] = {}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setVerticalSpacing(6)
        self._form.setHorizontalSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 14)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self._hint)
        layout.addLayout(self._form)

    def add_field(self, path: FieldPath, field: Field) -> None:
        """Add a field below the others."""
        label, problem, box = QLabel(), ProblemLabel(), QWidget()
        label.setBuddy(field)
        self.labels[path], self.problems[path], self._boxes[path] = label, problem, box
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(field)
        column.addWidget(problem)
        if isinstance(field, SwitchField) or (isinstance(field, RowList) and field.has_columns):
            self._form.addRow(box)
        else:
            self._form.addRow(label, box)

    def set_words(self, words: Words) -> None:
        """Name the group."""
        self.heading.setText(words.label)
        self._hint.setText(words.hint)

    def set_field_visible(self, path: FieldPath, visible: bool) -> None:
        """Show or hide a field with its label."""
        self._form.setRowVisible(self._boxes[path], visible)
