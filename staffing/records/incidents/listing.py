"""The list of incidents."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.records.access import SUBJECT
from staffing.records.incidents.filters import IncidentFilter
from staffing.records.incidents.models import Incident
from staffing.records.incidents.rules import Severity

COLOURS = {Severity.WATCH: "blue", Severity.ALARM: "orange", Severity.CRITICAL: "red"}


def state(incident: Incident) -> tuple[str, str]:
    """The state as a badge."""
    if incident.closed_at is not None:
        return _("Closed"), "grey"
    return (_("Over, not closed"), "yellow") if incident.ends_at else (_("Going on"), "red")


def severity(incident: Incident) -> tuple[str, str]:
    """How grave, as a badge."""
    return str(incident.get_severity_display()), COLOURS[Severity(incident.severity)]


def lasted(incident: Incident) -> datetime.timedelta | None:
    """How long it lasted; None while it goes on."""
    return incident.ends_at - incident.starts_at if incident.ends_at else None


ALL = Listing(
    key="records.incidents",
    title=gettext_lazy("Incidents"),
    columns=(
        Column("number", pgettext_lazy("incident", "Number"), lambda i: i.number, sort="pk", link=lambda i: i.get_absolute_url()),
        Column("title", gettext_lazy("What has happened"), lambda i: i.title, sort="title", wrap=True),
        Column("state", gettext_lazy("State"), state, kind="badge"),
        Column("severity", gettext_lazy("Severity"), severity, kind="badge", sort="severity"),
        Column("kind", gettext_lazy("Type"), lambda i: i.get_kind_display(), sort="kind"),
        Column("starts_at", gettext_lazy("Start time"), lambda i: i.starts_at, kind="datetime", sort="starts_at"),
        Column("ends_at", gettext_lazy("End time"), lambda i: i.ends_at, kind="datetime", sort="ends_at"),
        Column("lasted", gettext_lazy("Lasted"), lasted, kind="duration"),
        Column("interruption", gettext_lazy("Service interrupted"), lambda i: i.is_interruption, kind="bool", sort="is_interruption"),
        Column("lost", gettext_lazy("Calls lost"), lambda i: i.calls_lost, kind="number", sort="calls_lost"),
        Column("team", gettext_lazy("Where"), lambda i: i.team or i.site, sort="team__code", default=False),
        Column("by", gettext_lazy("Who reported it"), lambda i: i.reported_by, sort="reported_by__name", default=False),
        Column("cause", gettext_lazy("Root cause"), lambda i: i.root_cause, wrap=True, default=False),
    ),
    ordering=("-starts_at", "-pk"),
    filterset=IncidentFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=gettext_lazy("No incidents"),
    empty_text=gettext_lazy("What goes wrong on the floor shows here, with what was done and who was told when."),
)  # fmt: skip
