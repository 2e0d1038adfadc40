"""Posted text about letters as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.cases.dossier import Case, receipt_of
from complaints.cases.letters.models import LetterTemplate

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


class ComposeForm(forms.Form):
    """Which letter, in which language, and what the writer adds."""

    template = forms.ModelChoiceField(
        LetterTemplate.objects.all(), label=_("Letter"), to_field_name="purpose"
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    words = forms.CharField(
        label=_("What you add"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Stands where the template says {words}: the question, how it stands, when we answer. Nothing internal."
        ),
    )


class TemplateForm(forms.Form):
    """Subject and text in both languages."""

    subject_zh = forms.CharField(label=_("Subject in Chinese"), max_length=150)
    body_zh = forms.CharField(
        label=_("Text in Chinese"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12})
    )
    subject_en = forms.CharField(label=_("Subject in English"), max_length=150)
    body_en = forms.CharField(
        label=_("Text in English"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12})
    )


class PreviewForm(forms.Form):
    """A complaint of one's own sight to look at a template with."""

    case = forms.CharField(label=_("Complaint"), max_length=40)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, rows: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows

    def clean_case(self) -> Case:
        """By its number or receipt."""
        text = self.cleaned_data["case"].strip().upper()
        rows = self.rows.filter(number=text)
        receipt = receipt_of(text)
        if receipt is not None:
            rows = self.rows.filter(pk=receipt, number=None)
        found: Case | None = rows.select_related("site__company", "customer").first()
        if found is None:
            raise forms.ValidationError(_("No complaint in your sight has this number."))
        return found
