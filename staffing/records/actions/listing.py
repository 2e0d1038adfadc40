"""The list of actions, with its filters for page and API alike."""

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from callcenter.web.listing import Column, Listing
from staffing.records.access import SUBJECT
from staffing.records.actions.models import Action


class ActionFilter(django_filters.FilterSet):
    """By words, whether it is done, owner, due day."""

    q = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label=gettext_lazy("Words"))
    open = django_filters.BooleanFilter(
        field_name="done_at", lookup_expr="isnull", label=gettext_lazy("Still open")
    )
    owner = django_filters.CharFilter(
        field_name="owner__number", lookup_expr="iexact", label=gettext_lazy("Employee number")
    )
    due = django_filters.DateFromToRangeFilter(field_name="due_on", label=gettext_lazy("Due on"))

    class Meta:
        model = Action
        fields: list[str] = []


def state(action: Action) -> tuple[str, str]:
    """The state as a badge."""
    if action.done_at is not None:
        return _("Done"), "green"
    return (
        (_("Overdue"), "red")
        if action.due_on < action.site.today()
        else (pgettext("follow-up", "Open"), "yellow")
    )


ALL = Listing(
    key="records.actions",
    title=gettext_lazy("Action items"),
    columns=(
        Column("text", gettext_lazy("What is to be done"), lambda a: a.text, link=lambda a: a.get_absolute_url(), wrap=True),
        Column("state", gettext_lazy("State"), state, kind="badge"),
        Column("owner", gettext_lazy("Owner"), lambda a: a.owner, sort="owner__name"),
        Column("due_on", gettext_lazy("Due on"), lambda a: a.due_on, kind="date", sort="due_on"),
        Column("source", gettext_lazy("Comes from"), lambda a: a.source, link=lambda a: a.source.get_absolute_url(), wrap=True),
        Column("done_at", gettext_lazy("Done"), lambda a: a.done_at, kind="datetime", sort="done_at"),
        Column("result", gettext_lazy("Result"), lambda a: a.result, wrap=True),
    ),
    ordering=("due_on", "pk"),
    filterset=ActionFilter,
    export_subject=SUBJECT,
    empty_title=gettext_lazy("No actions"),
    empty_text=gettext_lazy("What incidents and meetings give people to do shows here, with its deadline."),
)  # fmt: skip
