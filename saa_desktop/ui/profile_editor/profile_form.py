"""All fields of a profile in one scroll area."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from saa_desktop.profiles.checking import FieldProblem, check_profile
from saa_desktop.profiles.plain_yaml import FieldPath
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.ui.profile_editor.field_kinds import Field
from saa_desktop.ui.profile_editor.field_words import field_words, section_words
from saa_desktop.ui.profile_editor.fields import NumberField, SwitchField, TextField
from saa_desktop.ui.profile_editor.form_section import FormSection
from saa_desktop.ui.profile_editor.image_field import ImageField
from saa_desktop.ui.profile_editor.polygon_field import PolygonField
from saa_desktop.ui.profile_editor.problem_words import NAME_TAKEN, problem_sentence, seat_of
from saa_desktop.ui.profile_editor.row_list import RowList

_Group = dict[FieldPath, Field]


class ProfileForm(QScrollArea):
    """Fills its fields from a profile and makes a profile of them, or says what is wrong.

    Attributes:
        profile: what the fields form; ``None`` while something is wrong.
        problems: what is wrong, in the schema's order.
    """

    edited = Signal()
    """A person changed something; ``profile`` and ``problems`` are up to date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profile: ProductProfile | None = None
        self.problems: tuple[FieldProblem, ...] = ()
        self._version = 1
        self._taken: frozenset[str] = frozenset()
        self._draft = False
        self._filling = False
        self.defects = RowList(("prompt", "exclude"))
        self.region = PolygonField()
        self.golden_image = ImageField()
        self._category = TextField(optional=True)
        self._max_area, self._scale = NumberField(0.05), NumberField(0.001)
        groups = self._groups()
        self.fields: _Group = {path: field for group in groups.values() for path, field in group.items()}
        self._sections: dict[str, FormSection] = {}
        self._content = QWidget()
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(12, 10, 14, 10)
        for name, group in groups.items():
            section = self._sections[name] = FormSection()
            layout.addWidget(section)
            for path, field in group.items():
                section.add_field(path, field)
                field.edited.connect(self._on_edited)
        layout.addStretch(1)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._retranslate()
        self._filled = self.content()

    def fill(self, profile: ProductProfile, *, taken: frozenset[str] | None = None) -> None:
        """Show a profile.

        Args:
            profile: from a file, or a draft.
            taken: the names that a draft must not have; ``None`` for a profile whose name is settled.
        """
        self._filling = True
        self._version = profile.version
        self._draft, self._taken = taken is not None, taken or frozenset()
        content = profile.model_dump(mode="json")
        for path, field in self.fields.items():
            value: Any = content
            for key in path:
                value = value[key] if value else None
            field.set_value(value)
        self._sections["product"].set_field_visible(("name",), self._draft)
        self._filling = False
        self._filled = self.content()
        self._check()
        self.verticalScrollBar().setValue(0)

    def propose(self, profile: ProductProfile) -> None:
        """Show another version of the filled-in profile as a change that is not saved."""
        filled, version = self._filled, self._version
        self.fill(profile)
        self._filled, self._version = filled, version
        self._check()

    def settle(self, profile: ProductProfile) -> None:
        """Take what is on the screen as saved in this profile."""
        self._version, self._draft, self._taken = profile.version, False, frozenset()
        self._sections["product"].set_field_visible(("name",), False)
        self._filled = self.content()
        self._check()

    def content(self) -> dict[str, Any]:
        """Return the fields as a profile's file would hold them, valid or not."""
        content: dict[str, Any] = {"version": self._version}
        for path, field in self.fields.items():
            group = content
            for key in path[:-1]:
                group = group.setdefault(str(key), {})
            group[str(path[-1])] = field.value()
        if not any(content["description"].values()):
            content["description"] = None
        return content

    @property
    def changed(self) -> bool:
        """Whether anything differs from what was filled in."""
        return self.content() != self._filled

    def first_problem(self) -> str:
        """Return the first problem with the name of its field; "" while there is none."""
        if not self.problems:
            return ""
        problem = self.problems[0]
        field = self._field_of(seat_of(problem))
        sentence = problem_sentence(problem)
        return f"{field_words()[field].label}: {sentence}" if field else sentence

    def set_current_image(self, path: Path | None) -> None:
        """Tell which image could become the golden one."""
        self.golden_image.set_current_image(path)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_problems()
        super().changeEvent(event)

    def _groups(self) -> dict[str, _Group]:
        """Return all fields by section, in their order on the screen."""
        return {
            "product": {
                ("name",): TextField(),
                ("title", "en"): TextField(),
                ("title", "zh_CN"): TextField(),
                ("description", "en"): TextField(),
                ("description", "zh_CN"): TextField(),
            },
            "object": {
                ("object", "prompt"): TextField(),
                ("object", "count"): NumberField(1, whole=True),
            },
            "specific": {("class_specific",): self.defects},
            "agnostic": {
                ("class_agnostic", "templates"): RowList(),
                ("class_agnostic", "exclude"): TextField(),
                ("category",): self._category,
            },
            "confidence": {
                ("box_threshold",): NumberField(0.01),
                ("text_threshold",): NumberField(0.01),
            },
            "property": {
                ("property_prompts", "min_area"): NumberField(0.001),
                ("property_prompts", "max_area"): self._max_area,
                ("property_prompts", "min_object_overlap"): NumberField(0.05),
                ("property_prompts", "edge_margin"): NumberField(0.01),
                ("property_prompts", "region_of_interest"): self.region,
            },
            "score": {
                ("saliency", "strength"): NumberField(0.5),
                ("confidence", "top_k"): NumberField(1, whole=True),
                ("verdict", "review_at"): NumberField(0.05),
                ("verdict", "ng_at"): NumberField(0.05),
            },
            "files": {
                ("images", "include"): RowList(),
                ("images", "exclude"): RowList(),
            },
            "viewing": {
                ("mm_per_pixel",): self._scale,
                ("golden_image",): self.golden_image,
            },
            "paper": {("as_published",): SwitchField()},
        }

    def _on_edited(self) -> None:
        if not self._filling:
            self._check()
            self.edited.emit()

    def _check(self) -> None:
        self.profile, self.problems = check_profile(self.content())
        if self.profile is not None and self.profile.name in self._taken:
            self.profile, self.problems = None, (FieldProblem(("name",), NAME_TAKEN, "is taken"),)
        self._show_problems()

    def _show_problems(self) -> None:
        shown: dict[FieldPath, str] = {}
        for field in self.fields.values():
            if isinstance(field, RowList):
                field.clear_problems()
        for problem in self.problems:
            seat, sentence = seat_of(problem), problem_sentence(problem)
            path = self._field_of(seat)
            if path is None:
                continue
            field = self.fields[path]
            if not (isinstance(field, RowList) and field.show_problem(seat[len(path) :], sentence)):
                shown.setdefault(path, sentence)
        for section in self._sections.values():
            for path, label in section.problems.items():
                label.show_sentence(shown.get(path, ""))

    def _field_of(self, seat: FieldPath) -> FieldPath | None:
        """Return the path of the field that holds a value."""
        return next((seat[:end] for end in range(len(seat), 0, -1) if seat[:end] in self.fields), None)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Fields of the product profile"))
        sections, words = section_words(), field_words()
        for name, section in self._sections.items():
            section.set_words(sections[name])
            for path, label in section.labels.items():
                field = self.fields[path]
                field.set_words(words[path].label, words[path].hint)
                label.setText("" if _names_itself(field) else words[path].label)
                label.setToolTip(words[path].hint)
        self.defects.set_columns(self.tr("Caption"), self.tr("Exclude phrase"))
        for edit, text in (
            (self._category, self.tr("the profile's name")),
            (self._max_area, self.tr("off")),
            (self._scale, self.tr("not known")),
        ):
            edit.setPlaceholderText(text)
        labels = [label for section in self._sections.values() for label in section.labels.values()]
        width = max(label.sizeHint().width() for label in labels)
        for label in labels:
            label.setMinimumWidth(width)


def _names_itself(field: Field) -> bool:
    """Return whether the label beside a field would say the same again."""
    return isinstance(field, SwitchField) or (isinstance(field, RowList) and field.has_columns)
