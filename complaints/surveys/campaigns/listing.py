"""The list of campaigns."""

import django_filters
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.surveys import wording
from complaints.surveys.campaigns.models import Campaign, CampaignState, Repeats
from complaints.surveys.ratings.models import SUBJECT


class CampaignFilter(django_filters.FilterSet):
    """By name, state, how often."""

    q = django_filters.CharFilter(
        field_name="name", lookup_expr="icontains", label=pgettext_lazy("campaign", "Name")
    )
    state = django_filters.MultipleChoiceFilter(choices=CampaignState.choices, label=_("State"))
    repeats = django_filters.MultipleChoiceFilter(choices=Repeats.choices, label=_("How often"))

    class Meta:
        model = Campaign
        fields: list[str] = []


def with_progress(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Annotate `asked` and `answered`."""
    return rows.annotate(
        asked=Count("invitations"),
        answered=Count("invitations", filter=Q(invitations__state="answered")),
    )


CAMPAIGNS = Listing(
    key="surveys.campaigns",
    title=_("Campaigns"),
    columns=(
        Column("number", pgettext_lazy("campaign", "Number"), lambda c: c.number, sort="pk", link=lambda c: c.get_absolute_url()),
        Column("name", pgettext_lazy("campaign", "Name"), lambda c: c.name, sort="name"),
        Column("repeats", _("How often"), lambda c: c.get_repeats_display(), sort="repeats"),
        Column("first", _("Closed from"), lambda c: c.first, kind="date", sort="first"),
        Column("last", _("Closed until"), lambda c: c.last, kind="date", sort="last"),
        Column("state", _("State"), wording.campaign_state, kind="badge", sort="state"),
        Column("asked", pgettext_lazy("survey", "Asked"), lambda c: c.asked, kind="number"),
        Column("answered", pgettext_lazy("survey", "Answered"), lambda c: c.answered, kind="number"),
        Column("rate", _("Response rate"), lambda c: c.answered / c.asked if c.asked else None, kind="percent"),
        Column("answers_until", _("Answers until"), lambda c: c.answers_until, kind="date", sort="answers_until"),
    ),
    ordering=("-made_at", "-pk"),
    filterset=CampaignFilter,
    export_subject=SUBJECT,
    empty_title=_("No campaign yet"),
    empty_text=_("A campaign asks a sample of the customers of a period, once or regularly."),
)  # fmt: skip
