"""The lists of rosters and of a roster's changes: columns, order and words."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor
from callcenter.web.listing import Column, Listing
from staffing.roster.filters import ChangeFilter, RosterFilter
from staffing.roster.models import SUBJECT, Roster, RosterChange
from staffing.roster.telling import cell_text


def state(roster: Roster) -> tuple[str, str]:
    """Draft or version, as a badge."""
    if roster.is_published:
        return _g("Version %(number)s") % {"number": roster.published_number}, "green"
    return _g("Draft"), "yellow"


def _team(cell: list[Any] | None) -> str:
    """Of a redeployment: the team's code beside the shift."""
    return f"{cell_text(cell)} · {cell[3]}" if cell and len(cell) > 3 else str(cell_text(cell))


ROSTERS = Listing(
    key="roster.rosters",
    title=_("Rosters"),
    columns=(
        Column(
            "month",
            _("Month"),
            lambda row: f"{row.month:%Y-%m}",
            sort="month",
            link=lambda row: row.get_absolute_url(),
        ),
        Column("department", _("Department"), lambda row: str(row.department), sort="department__code"),
        Column("site", _("Site"), lambda row: str(row.site), sort="site__code", default=False),
        Column("state", _("Status"), state, kind="badge", sort="published_number"),
        Column("people", _("People"), lambda row: row.people, kind="number"),
        Column("shifts", _("Shifts"), lambda row: row.shifts, kind="number"),
        Column(
            "published_at",
            _("First published"),
            lambda row: row.published_at,
            kind="datetime",
            sort="published_at",
        ),
        Column(
            "changed_at", _("Last changed"), lambda row: row.changed_at, kind="datetime", sort="changed_at"
        ),
        Column(
            "created_by",
            _("Drawn up by"),
            lambda row: row.created_by.get_full_name() if row.created_by else "",
            default=False,
        ),
    ),
    ordering=("-month", "department__code", "pk"),
    filterset=RosterFilter,
    export_subject=SUBJECT,
    empty_title=_("No rosters yet"),
    empty_text=_("Begin the roster of a department for a month; it is a draft until it is published."),
)


def _exportable(rows: Any, user: Actor) -> QuerySet[RosterChange]:
    found: QuerySet[RosterChange] = rows.filter(
        roster__in=Roster.objects.visible_to(user, Action.EXPORT).values("pk")
    )
    return found


CHANGES = Listing(
    key="roster.changes",
    title=_("Changes since it was published"),
    columns=(
        Column("changed_at", _("When"), lambda row: row.changed_at, kind="datetime", sort="changed_at"),
        Column("on", _("Day"), lambda row: row.on, kind="date", sort="on"),
        Column("number", _("Employee number"), lambda row: row.employee.number, sort="employee__number"),
        Column("name", _("Employee"), lambda row: str(row.employee), sort="employee__name"),
        Column("before", _("Before"), lambda row: _team(row.before)),
        Column("after", _("After"), lambda row: _team(row.after)),
        Column("origin", _("From"), lambda row: row.get_origin_display(), sort="origin"),
        Column("reason", _("Reason"), lambda row: row.reason, wrap=True),
        Column(
            "by",
            _("By"),
            lambda row: row.changed_by.get_full_name() if row.changed_by else _g("The system"),
        ),
    ),
    ordering=("-changed_at", "-pk"),
    filterset=ChangeFilter,
    export_subject=SUBJECT,
    export_rows=_exportable,
    empty_title=_("Nothing has changed since it was published"),
    empty_text=_(
        "Every change of a published roster is kept here: swaps, leave, redeployment, overtime, corrections."
    ),
)
