"""Filters of the calls list, for the page and the API alike; the addresses behind every figure use these names."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import NumberInput
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callcenter.measures.targets import SHORT_ABANDON_SECONDS, SL_SECONDS
from callcenter.people.models import Site, Team, TeamMembership
from callcenter.telephony import sums
from callcenter.telephony.choices import NONE, OrNone, of_site
from callcenter.telephony.facts.models import (
    Call,
    CallType,
    Outcome,
    Queue,
    SwitchAgent,
)

OFFERED = "offered"
# What a wait is held against: the rule's value on the day of the call, whatever it is today.
RULES = {
    "in_target": (SL_SECONDS, True),
    "beyond_target": (SL_SECONDS, False),
    "short": (SHORT_ABANDON_SECONDS, True),
    "not_short": (SHORT_ABANDON_SECONDS, False),
}
HALF_HOURS = [(n, f"{n // 2:02}:{n % 2 * 30:02}") for n in range(48)]


class TypeField(forms.ChoiceField):
    """One of the site's call types, or any other code: the types of an address or of another site are no mistake."""

    def valid_value(self, value: str) -> bool:
        return True


class TypeFilter(django_filters.Filter):
    """A call type by its code. CallFilter gives the choices."""

    field_class = TypeField


class CallFilter(django_filters.FilterSet):
    """`from` and `to` are days of the site, both included; `outcome=offered` is answered and abandoned together."""

    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"),
        choices=[(OFFERED, _("Offered")), *Outcome.choices],
        method="by_outcome",
        empty_label=_("all"),
    )
    half_hour = django_filters.TypedChoiceFilter(
        label=_("Half hour"), choices=[("", _("all")), *HALF_HOURS], coerce=int
    )
    queue = OrNone(label=_("Queue"), queryset=of_site(Queue))
    agent = OrNone(label=_("Agent"), queryset=of_site(SwitchAgent))
    employee = django_filters.CharFilter(  # all the names that the switch has for this person
        label=_("Employee number"), field_name="agent__employee__number", lookup_expr="exact"
    )
    team = OrNone(label=_("Team"), queryset=of_site(Team), method="by_team")
    call_type = TypeFilter(label=_("Type"), method="by_type")
    waited_min = django_filters.NumberFilter(
        label=_("Waited at least (s)"), field_name="wait_seconds", lookup_expr="gte", widget=NumberInput
    )
    waited_max = django_filters.NumberFilter(
        label=_("Waited at most (s)"), field_name="wait_seconds", lookup_expr="lte", widget=NumberInput
    )
    waited = django_filters.ChoiceFilter(
        label=_("Wait by the rule of the day"),
        choices=[
            ("in_target", _("within T of the service level")),
            ("beyond_target", _("longer than T of the service level")),
            ("short", _("at most S of a short abandon")),
            ("not_short", _("longer than S of a short abandon")),
        ],
        method="by_rule",
        empty_label=_("all"),
    )
    switch_ref = django_filters.CharFilter(label=_("Call number"), lookup_expr="exact")

    class Meta:
        model = Call
        fields: list[str] = []

    @property
    def form(self) -> forms.Form:
        form: forms.Form = super().form
        form.fields["call_type"].choices = lambda: self.call_types  # type: ignore[attr-defined]
        return form

    @cached_property
    def call_types(self) -> list[tuple[str, str]]:
        """All, none, and those of the chosen site in the reader's language; asked when the form is drawn."""
        site = getattr(self.request, "site", None)
        found = CallType.objects.filter(site=site) if site else ()
        return [("", gettext("all")), (NONE, gettext("none")), *((kind.code, str(kind)) for kind in found)]

    def by_outcome(self, queryset: QuerySet[Call], name: str, value: str) -> QuerySet[Call]:
        wanted = [Outcome.ANSWERED, Outcome.ABANDONED] if value == OFFERED else [int(value)]
        return queryset.filter(outcome__in=wanted)

    def by_type(self, queryset: QuerySet[Call], name: str, value: str) -> QuerySet[Call]:
        return queryset.filter(call_type="" if value == NONE else value)

    def by_rule(self, queryset: QuerySet[Call], name: str, value: str) -> QuerySet[Call]:
        """Calls whose wait is within the rule, or beyond it, as the rule stood on each call's day at its site."""
        rule, is_within = RULES[value]
        code = self.data.get("site")
        within = sums.waited_at_most(rule, Site.objects.filter(code=code) if code else Site.objects.all())
        return queryset.filter(within if is_within else ~within)

    def by_team(self, queryset: QuerySet[Call], name: str, value: Team | str) -> QuerySet[Call]:
        """Calls of agents who were in the team on the day of the call."""
        of_day = TeamMembership.objects.filter(
            employee=OuterRef("agent__employee"), period__contains=OuterRef("day")
        )
        if isinstance(value, str):
            return queryset.filter(~Exists(of_day))
        return queryset.filter(Exists(of_day.filter(team_id=value.pk)))


# Query parameters that are words of Python ("from") are declared here.
CallFilter.base_filters["from"] = django_filters.DateFilter(
    label=_("From"), field_name="day", lookup_expr="gte"
)
CallFilter.base_filters["to"] = django_filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte")
CallFilter.base_filters.move_to_end("to", last=False)
CallFilter.base_filters.move_to_end("from", last=False)
