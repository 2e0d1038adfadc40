"""The writer's sections as form fields, and the small forms of reviewer and director; shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Employee
from reports.documents.kinds import DocumentKind, Section, SectionType

BLANK_LINES = 3  # further lines that a section of lines offers
MOST_LINES = 40
LARGEST_COUNT = 1_000_000


class SectionsForm(forms.Form):
    """Every section of the kind. A section of lines has a field for each cell; `line-2-1` is the second column of the third line."""

    def __init__(self, kind: DocumentKind, sections: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.standing = sections
        for section in kind.sections:
            self._add(section, sections.get(section.key, {}))

    def _add(self, section: Section, value: dict[str, Any]) -> None:
        if section.type is SectionType.TEXT:
            self.fields[section.key] = forms.CharField(
                label=str(section.title),
                required=False,
                initial=value.get("text", ""),
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=str(section.help),
            )
        elif section.type is SectionType.LINES:
            for number in range(self._lines(section, value)):
                for place, column in enumerate(section.columns):
                    lines = value.get("lines", [])
                    written = lines[number][place] if number < len(lines) else ""
                    self.fields[f"{section.key}-{number}-{place}"] = forms.CharField(
                        label=str(column),
                        required=False,
                        initial=written,
                        max_length=4_000,
                        widget=forms.Textarea(attrs={"rows": 2}),
                    )
        else:
            for name, label in section.names:
                self.fields[f"{section.key}-{name}"] = forms.IntegerField(
                    label=str(label),
                    required=False,
                    initial=value.get("counts", {}).get(name),
                    min_value=0,
                    max_value=LARGEST_COUNT,
                )
        if section.is_required and section.type is not SectionType.COUNTS:
            self.fields[f"{section.key}-none"] = forms.BooleanField(
                label=_("Nothing to report"), required=False, initial=bool(value.get("none"))
            )

    def _lines(self, section: Section, value: dict[str, Any]) -> int:
        posted = [
            int(name.split("-")[1])
            for name in self.data
            if name.startswith(f"{section.key}-")
            and name.split("-")[1].isdigit()
            and len(name.split("-")[1]) < 4
        ]
        standing = len(value.get("lines", [])) + BLANK_LINES
        return min(max([standing, *(number + 1 for number in posted)]), MOST_LINES)

    def groups(self) -> list[dict[str, Any]]:
        """The fields by section, as the template draws them."""
        found = []
        for section in self.kind.sections:
            none = self[f"{section.key}-none"] if f"{section.key}-none" in self.fields else None
            fields = [self[name] for name in self.fields if name == section.key]
            lines: list[list[Any]] = []
            if section.type is SectionType.LINES:
                cells = [
                    n for n in self.fields if n.startswith(f"{section.key}-") and not n.endswith("-none")
                ]
                width = len(section.columns)
                lines = [[self[n] for n in cells[at : at + width]] for at in range(0, len(cells), width)]
            elif section.type is SectionType.COUNTS:
                fields = [self[f"{section.key}-{name}"] for name, _label in section.names]
            found.append({"section": section, "fields": fields, "lines": lines, "none": none})
        return found

    @property
    def sections(self) -> dict[str, Any]:
        """What was written, in the shape of Document.sections."""
        said = self.cleaned_data
        found: dict[str, Any] = {}
        for section in self.kind.sections:
            none = bool(said.get(f"{section.key}-none"))
            if section.type is SectionType.TEXT:
                found[section.key] = {"text": said.get(section.key, ""), "none": none}
            elif section.type is SectionType.LINES:
                cells = [
                    v for n, v in said.items() if n.startswith(f"{section.key}-") and not n.endswith("-none")
                ]
                width = len(section.columns)
                lines = [cells[at : at + width] for at in range(0, len(cells), width)]
                found[section.key] = {"lines": lines, "none": none}
            else:
                counts = {name: said.get(f"{section.key}-{name}") for name, _label in section.names}
                found[section.key] = {"counts": counts, "none": False}
        return found


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What should the writer mend?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SignForm(forms.Form):
    """`figures_checked` is the tick; `version` the figures that were looked at."""

    figures_checked = forms.BooleanField(label=_("I have checked the figures"), required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class WriterForm(forms.Form):
    writer = forms.ModelChoiceField(label=_("Writer"), queryset=Employee.objects.none())

    def __init__(self, people: list[Employee], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["writer"]
        field.queryset = Employee.objects.filter(pk__in=[person.pk for person in people])
