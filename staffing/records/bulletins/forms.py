"""A bulletin as posted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Site
from staffing.records.bulletins.services import BulletinFacts
from staffing.records.fields import teams_of, words


class BulletinForm(forms.Form):
    """What it says, whom it is for, how long it holds."""

    title = forms.CharField(label=_("Title"), max_length=160)
    text = words(_("What everybody has to know"), rows=7)
    must_read = forms.BooleanField(label=_("Must be read before the shift"), required=False, initial=True)
    teams: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Only for these teams"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen, and no department: for everybody."),
    )
    departments: Any = forms.ModelMultipleChoiceField(
        None, label=_("Only for these departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    posts = forms.MultipleChoiceField(
        label=_("Only for these posts"),
        required=False,
        choices=PostCode.choices,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    valid_from = forms.DateTimeField(label=_("Valid from"), required=False, help_text=_("Empty: at once."))
    valid_until = forms.DateTimeField(
        label=_("Valid until"), required=False, help_text=_("Empty: until it is withdrawn.")
    )
    file = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["teams"].queryset = teams_of(site)  # type: ignore[attr-defined]
        self.fields["departments"].queryset = Department.objects.filter(site=site)  # type: ignore[attr-defined]

    def facts(self) -> BulletinFacts:
        """The posted bulletin."""
        data = self.cleaned_data
        return BulletinFacts(
            title=data["title"],
            text=data["text"],
            departments=list(data["departments"]),
            teams=list(data["teams"]),
            posts=data["posts"],
            must_read=data["must_read"],
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
        )


class ChangeForm(BulletinForm):
    """The same, with what changed and whether it is to be read again."""

    note = forms.CharField(label=_("What changed"), max_length=400)
    asks_again = forms.BooleanField(
        label=_("Ask everybody to read it again"),
        required=False,
        initial=True,
        help_text=_("Leave it out only for a slip of the pen: receipts then stand."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["file"]


class WithdrawForm(forms.Form):
    """Why it holds no more."""

    reason = forms.CharField(label=_("Why it no longer holds"), max_length=400)
