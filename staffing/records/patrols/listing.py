"""The list of patrols."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.records.access import SUBJECT
from staffing.records.patrols.filters import PatrolFilter
from staffing.records.patrols.models import Patrol


def found(patrol: Patrol) -> str:
    """The findings in words; uses what was prefetched."""
    return ", ".join(str(one) for one in patrol.findings.all())


def people(patrol: Any) -> int:
    return int(patrol.found)


ALL = Listing(
    key="records.patrols",
    title=_("Patrols"),
    columns=(
        Column("number", pgettext_lazy("patrol", "Number"), lambda p: p.number, sort="pk", link=lambda p: p.get_absolute_url()),
        Column("at", _("When"), lambda p: p.patrolled_at, kind="datetime", sort="patrolled_at"),
        Column("team", _("Where"), lambda p: p.team or p.site, sort="team__code"),
        Column("by", _("By"), lambda p: p.patrolled_by, sort="patrolled_by__name"),
        Column("count", _("Findings"), people, kind="number", sort="found"),
        Column("corrected", _("Corrected"), lambda p: p.corrected, kind="number", sort="corrected"),
        Column("found", _("What was found"), found, wrap=True),
        Column("note", _("Note"), lambda p: p.note, wrap=True, default=False),
        Column("recorded_at", _("Recorded"), lambda p: p.recorded_at, kind="datetime", sort="recorded_at", default=False),
    ),
    ordering=("-patrolled_at", "-pk"),
    filterset=PatrolFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No patrols yet"),
    empty_text=_("Patrols show here as soon as somebody records one on the phone."),
)  # fmt: skip
