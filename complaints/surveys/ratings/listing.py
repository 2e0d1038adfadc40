"""Lists of answers and invitations, for pages and the API. Customers are masked in all of them."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.customers.masking import masked_name
from complaints.surveys import sources, wording
from complaints.surveys.ratings.models import (
    SUBJECT,
    Invitation,
    InvitationState,
    MailState,
    Response,
    Way,
)


def _pk(text: str, prefix: str) -> int | None:
    number = text.strip().upper().removeprefix(prefix).lstrip("0")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None


class ResponseFilter(django_filters.FilterSet):
    """By words, verdict, person, team, campaign, day."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or words"))
    is_satisfied = django_filters.BooleanFilter(label=_("Satisfied"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    campaign = django_filters.NumberFilter(field_name="invitation__campaign", label=_("Campaign"))
    answered_at = django_filters.DateFromToRangeFilter(label=pgettext_lazy("survey time", "Answered"))
    site = django_filters.CharFilter(field_name="site__code", label=_("Code of the site"))

    class Meta:
        model = Response
        fields: list[str] = []

    def search(self, rows: QuerySet[Response], name: str, value: str) -> QuerySet[Response]:
        found = Q(words__icontains=value) | Q(employee__number__istartswith=value)
        found |= Q(employee__name__icontains=value) | Q(employee__name_zh__icontains=value)
        found |= Q(invitation__reference__istartswith=value.strip())
        pk = _pk(value, "SR-")
        return rows.filter(found | Q(pk=pk) if pk is not None else found)


class InvitationFilter(django_filters.FilterSet):
    """By number, state, way, letter, campaign."""

    q = django_filters.CharFilter(method="search", label=_("Number or reference"))
    state = django_filters.MultipleChoiceFilter(choices=InvitationState.choices, label=_("State"))
    way = django_filters.MultipleChoiceFilter(choices=Way.choices, label=_("Asked via"))
    mail_state = django_filters.MultipleChoiceFilter(choices=MailState.choices, label=_("Letter"))
    campaign = django_filters.NumberFilter(field_name="campaign", label=_("Campaign"))
    made_at = django_filters.DateFromToRangeFilter(label=_("Made"))

    class Meta:
        model = Invitation
        fields: list[str] = []

    def search(self, rows: QuerySet[Invitation], name: str, value: str) -> QuerySet[Invitation]:
        found = Q(reference__istartswith=value.strip()) | Q(employee__number__istartswith=value)
        pk = _pk(value, "SI-")
        return rows.filter(found | Q(pk=pk) if pk is not None else found)


RESPONSES = Listing(
    key="surveys.responses",
    title=_("Survey answers"),
    columns=(
        Column("number", pgettext_lazy("survey", "Number"), lambda r: r.number, sort="pk", link=lambda r: r.get_absolute_url()),
        Column("answered_at", pgettext_lazy("survey time", "Answered"), lambda r: r.answered_at, kind="datetime", sort="answered_at"),
        Column("employee", _("Employee"), lambda r: r.employee, sort="employee__name"),
        Column("reference", _("About"), lambda r: f"{sources.title(r.invitation.kind)} {r.invitation.reference}"),
        Column("customer", _("Customer"), lambda r: masked_name(r.invitation.customer_name)),
        Column("score", _("Score"), lambda r: round(r.score, 1), kind="number"),
        Column("verdict", _("Customer is"), wording.verdict, kind="badge", sort="is_satisfied"),
        Column("attitude", _("Attitude"), lambda r: wording.grade(r, "attitude"), kind="badge", default=False),
        Column("technique", _("Know-how"), lambda r: wording.grade(r, "technique"), kind="badge", default=False),
        Column("timeliness", _("Arrival or response time"), lambda r: wording.grade(r, "timeliness"), kind="badge", default=False),
        Column("promises", _("Promises kept"), lambda r: wording.grade(r, "promises"), kind="badge", default=False),
        Column("team", _("Team"), lambda r: r.team, sort="team__code", default=False),
        Column("campaign", _("Campaign"), lambda r: r.invitation.campaign, default=False),
        Column("words", _("In their own words"), lambda r: r.words, wrap=True, default=False),
        Column("is_counted", _("Counts for the employee"), lambda r: r.is_counted, kind="bool", default=False),
    ),
    ordering=("-answered_at", "-pk"),
    filterset=ResponseFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No answers yet"),
    empty_text=_("What customers answer by the link or on the phone shows here."),
)  # fmt: skip

INVITATIONS = Listing(
    key="surveys.invitations",
    title=_("Invitations"),
    columns=(
        Column("number", pgettext_lazy("survey", "Number"), lambda i: i.number, sort="pk", link=lambda i: i.get_absolute_url()),
        Column("made_at", _("Made"), lambda i: i.made_at, kind="datetime", sort="made_at"),
        Column("reference", _("About"), lambda i: f"{sources.title(i.kind)} {i.reference}"),
        Column("employee", _("Employee who is rated"), lambda i: i.employee, sort="employee__name"),
        Column("customer", _("Customer"), lambda i: masked_name(i.customer_name)),
        Column("way", _("Asked via"), lambda i: i.get_way_display(), sort="way"),
        Column("state", _("State"), wording.invitation_state, kind="badge", sort="state"),
        Column("mail_state", _("Letter"), wording.mail_state, kind="badge", sort="mail_state"),
        Column("expires_at", _("Open until"), lambda i: i.expires_at, kind="datetime", sort="expires_at"),
        Column("campaign", _("Campaign"), lambda i: i.campaign, default=False),
    ),
    ordering=("-made_at", "-pk"),
    filterset=InvitationFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("Nobody is asked yet"),
    empty_text=_("Whoever is asked by a campaign, a letter or a link shows here."),
)  # fmt: skip
