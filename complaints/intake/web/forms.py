"""What customers type into the open form and on the page of their complaint: shape only."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from callcenter.files.attachments import kinds
from callcenter.files.attachments.services import objections as file_objections
from complaints.cases.models import Nature
from complaints.customers.phones import is_phone
from complaints.intake.links.services import new_form_key

SALT = "complaints.intake.form"
OPEN_SECONDS = 24 * 60 * 60  # how long a form that was opened may be sent
MOST_FILES = 5
NATURES = (
    (Nature.COMPLAINT, _("A complaint")),
    (Nature.SUGGESTION, _("A suggestion")),
)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each of a kind and size that may be attached; `clean` gives a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("Send at most %(most)s files."), params={"most": MOST_FILES})
        faults = []
        for file in given:
            size = file.size or 0
            media_type = kinds.media_type_of(file.name, file) if size else ""
            faults += [found.sentence for found in file_objections(file.name, size, media_type)]
        if faults:
            raise forms.ValidationError(faults)
        return given


class Form(forms.Form):
    """A form of the open pages: a signed key says which form it was, so that sending it twice does it once."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(  # people do not see it; programs that fill every field give themselves away
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fresh_key = signing.dumps(new_form_key(), salt=SALT)
        self.fields["key"].initial = self.fresh_key

    def clean_key(self) -> str:
        try:
            return str(signing.loads(self.cleaned_data["key"], salt=SALT, max_age=OPEN_SECONDS))
        except signing.BadSignature:
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("key")] = self.fresh_key
            self.data = data
            raise forms.ValidationError(
                _("This page was open for too long. Nothing is lost: send it again.")
            ) from None

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the field “Leave this empty” empty and send it again."))
        return ""

    @property
    def page_errors(self) -> list[str]:
        """What does not belong to a field that people see."""
        own = [*self.non_field_errors(), *self.errors.get("key", []), *self.errors.get("website", [])]
        return [str(one) for one in own]


def _words(rows: int, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class ComplaintForm(Form):
    """What is needed to look into it and to answer."""

    nature = forms.ChoiceField(
        label=_("What is it?"), choices=NATURES, initial=Nature.COMPLAINT, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("What is it about, in one line?"), max_length=200)
    content = forms.CharField(
        label=_("What happened?"),
        max_length=10_000,
        widget=_words(6),
        help_text=_("When and where it was, who you dealt with, what went wrong."),
    )
    demand = forms.CharField(
        label=_("What do you ask for?"),
        max_length=2_000,
        widget=_words(2),
        help_text=_("Repair, replacement, an explanation…"),
    )
    order_no = forms.CharField(label=_("Order number"), max_length=60, required=False)
    product = forms.CharField(label=_("Product or service"), max_length=200, required=False)
    papers = FilesField(
        label=_("Photos or papers"),
        required=False,
        help_text=_("Up to 5 files: PDF, JPG, PNG, Word, Excel or text, together at most 20 MB."),
    )
    contact_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    contact_email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("We send the number of your complaint and its page there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_contact_phone(self) -> str:
        given = str(self.cleaned_data["contact_phone"])
        if given and not is_phone(given):
            raise forms.ValidationError(_("Write a phone number with digits, such as 138 0013 8000."))
        return given

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reached = data.get("contact_phone") or data.get("contact_email")
        if not reached and not {"contact_phone", "contact_email"} & set(self.errors):
            self.add_error(
                "contact_phone", _("Give a phone number or an e-mail address, so that we can answer.")
            )
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        left_out = ("key", "website", "papers")
        return {name: given for name, given in self.cleaned_data.items() if name not in left_out}


class WordForm(Form):
    """A message to us on the page of the complaint."""

    text = forms.CharField(label=_("Your message"), max_length=4_000, widget=_words(4))


class WithdrawForm(Form):
    """The customer lets it rest."""

    reason = forms.CharField(
        label=_("Why (if you like to say)"), max_length=2_000, required=False, widget=_words(2)
    )
    sure = forms.BooleanField(label=_("Yes, I withdraw my complaint."))
