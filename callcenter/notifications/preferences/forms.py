"""The preferences page as posted: a way of e-mail for each kind, quiet hours, the digest's time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.notifications import kinds
from callcenter.notifications.kinds import Email
from callcenter.notifications.preferences.models import EMAIL_CHOICES
from callcenter.notifications.preferences.services import OwnTimes


def clock(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **more
    )


class TimesForm(forms.Form):
    """When, on the clock of one's site."""

    is_quiet = forms.BooleanField(label=_("Hold e-mail back during quiet hours"), required=False)
    quiet_from = clock(_("Quiet from"))
    quiet_until = clock(_("Quiet until"))
    is_quiet_when_closed = forms.TypedChoiceField(
        label=_("Days on which your site is closed"),
        choices=[("", _("As usual at the site")), ("yes", _("Quiet all day")), ("no", _("Like other days"))],
        coerce=lambda choice: choice == "yes",
        empty_value=None,
        required=False,
    )
    digest_at = clock(_("Daily digest at"))

    def times(self) -> OwnTimes:
        return OwnTimes(**self.cleaned_data)


class KindsForm(forms.Form):
    """One field for each kind, named by its key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict(EMAIL_CHOICES)
        for kind in kinds.all_kinds():
            self.fields[kind.key] = forms.ChoiceField(
                label=str(kind.title),
                choices=[(way.value, words[way.value]) for way in kind.choices],
                required=False,
            )

    def choices(self) -> dict[str, Email]:
        return {key: Email(way) for key, way in self.cleaned_data.items() if way}
