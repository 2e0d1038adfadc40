"""A chat channel as posted."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from callcenter.notifications import kinds
from callcenter.notifications.chat.models import ChatChannel
from callcenter.people.models import Site, Team


class ChannelForm(forms.Form):
    """Name, group address, whom it is of and what it hears of."""

    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.CharField(
        label=_("Address of the group’s robot"),
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
        help_text=_(
            "Copy the webhook address from the group’s robot in WeCom, DingTalk, Feishu, Teams (workflow) or Slack. "
            "It is kept encrypted and shown nowhere again. A DingTalk robot with a signature: dingtalk://SECRET@TOKEN."
        ),
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("The whole site"),
        help_text=_(
            "A team’s group is told of what concerns one of its members, a site’s group of everything there."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="zh-hans")
    kinds = forms.MultipleChoiceField(label=_("Told of"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, site: Site, channel: ChatChannel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["team"].queryset = Team.objects.filter(department__site=site, is_active=True).order_by("code")
        fields["kinds"].choices = [
            (kind.key, f"{kinds.room_name(kind.room)}: {kind.title}")
            for kind in kinds.all_kinds()
            if kind.is_for_teams
        ]
        if channel is not None:
            fields["address"].required = False
            fields["address"].help_text = _("Empty keeps the present one, %(hint)s.") % {"hint": channel.hint}
            fields["is_active"] = forms.BooleanField(label=_("Active"), required=False)
