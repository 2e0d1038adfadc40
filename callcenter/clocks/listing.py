"""The list of deadlines."""

import django_filters
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.clocks import kinds, selectors, wording
from callcenter.clocks.models import SUBJECT, Clock, ClockQuerySet
from callcenter.web.listing import Column, Listing


class ShownState(models.TextChoices):
    """What a reader asks for."""

    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due soon")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    LATE = "late", _("Done late")
    STOPPED = "stopped", _("Done or cancelled")
    ALL = "all", _("All of them")


class ClockFilter(django_filters.FilterSet):
    """By what it is about, its type and state, whose it is, when it is due; running ones unless another state is asked for."""

    q = django_filters.CharFilter(field_name="label", lookup_expr="icontains", label=_("What it is about"))
    state = django_filters.ChoiceFilter(
        choices=ShownState.choices, method="by_state", label=_("State"), empty_label=_("running")
    )
    kind = django_filters.MultipleChoiceFilter(choices=kinds.titles, label=_("Type"))
    mine = django_filters.BooleanFilter(method="own", label=_("Mine"))
    due_at = django_filters.DateFromToRangeFilter(label=_("Due"))
    started_at = django_filters.DateFromToRangeFilter(label=_("Started"))

    class Meta:
        model = Clock
        fields: list[str] = []

    def filter_queryset(self, queryset: ClockQuerySet) -> ClockQuerySet:
        found: ClockQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.running()

    def by_state(self, queryset: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        now = timezone.now()
        match ShownState(value):
            case ShownState.OVERDUE:
                return queryset.overdue(now)
            case ShownState.SOON:
                site = getattr(self.request, "site", None) or None
                return queryset.due_within(selectors.soon(site), now)
            case ShownState.RUNNING:
                return queryset.running()
            case ShownState.PAUSED:
                still = models.Q(pause_ends_at=None) | models.Q(pause_ends_at__gt=now)
                return queryset.running().filter(still, paused_at__lte=now)
            case ShownState.LATE:
                return queryset.late()
            case ShownState.STOPPED:
                return queryset.filter(stopped_at__isnull=False)
        return queryset

    def own(self, queryset: ClockQuerySet, name: str, value: bool) -> ClockQuerySet:
        own = models.Q(owner=self.request.user.pk)
        return queryset.filter(own if value else ~own)


def owner(clock: Clock) -> str:
    """Who answers for it; "" where nobody does."""
    if clock.owner is None:
        return ""
    return str(getattr(clock.owner, "employee", None) or clock.owner.username)


def _badge(clock: Clock) -> tuple[str, str]:
    return wording.state(clock, soon=selectors.soon(clock.site))


def _address(clock: Clock) -> str:
    return clock.get_absolute_url()


CLOCKS = Listing(
    key="clocks.clocks",
    title=_("Deadlines"),
    columns=(
        Column(
            "label",
            pgettext_lazy("deadline", "What"),
            lambda clock: clock.label,
            sort="label",
            link=_address,
            wrap=True,
        ),
        Column("kind", _("Type"), lambda clock: clock.title, sort="kind"),
        Column("state", _("State"), _badge, "badge"),
        Column("due", _("Due"), lambda clock: clock.due_at, "datetime", sort="due_at"),
        Column("words", _("How long"), wording.due),
        Column("owner", _("Responsible"), owner),
        Column("site", _("Site"), lambda clock: str(clock.site), sort="site__code", default=False),
        Column(
            "started", _("Started"), lambda clock: clock.started_at, "datetime", "started_at", default=False
        ),
        Column(
            "stopped", _("Stopped"), lambda clock: clock.stopped_at, "datetime", "stopped_at", default=False
        ),
        Column("rule", _("Rule"), lambda clock: wording.allowance(clock.policy), default=False, wrap=True),
    ),
    ordering=("due_at", "pk"),
    filterset=ClockFilter,
    peek=True,
    export_subject=SUBJECT,
    empty_title=_("Nothing is due"),
    empty_text=_("Deadlines start by themselves with what they belong to: a report, a request, a complaint."),
    definitions=(
        (_("Overdue"), _("Later than the deadline; the deadline itself is still in time.")),
        (_("Due"), _("By the opening hours and rules under which the deadline was started.")),
    ),
)
