"""The lists of shift types and rotations: columns, order and words."""

from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.shifts.filters import ShiftFilter
from staffing.shifts.models import SUBJECT
from staffing.shifts.rules import paid_minutes
from staffing.shifts.services import places_of
from staffing.shifts.wording import cycle_text, in_words


def state(row: Any) -> tuple[str, str]:
    """In use or not, as a badge."""
    return (_g("In use"), "green") if row.is_active else (_g("Out of use"), "grey")


def _night(kind: Any) -> str:
    return {None: _g("by its times"), True: _g("yes"), False: _g("no")}[kind.night_flag]


def _cycle(rotation: Any) -> str:
    return cycle_text([each.shift_type.code if each.shift_type else "" for each in places_of(rotation)])


CODE = Column("code", _("Code"), lambda row: row.code, sort="code", link=lambda row: row.get_absolute_url())
NAME = Column("name", pgettext_lazy("of a thing", "Name"), str, sort="name")
SITE = Column("site", _("Site"), lambda row: str(row.site), sort="site__code", default=False)
STATE = Column("state", _("Status"), state, kind="badge", sort="is_active")

TYPES = Listing(
    key="shifts.types",
    title=_("Shift types"),
    columns=(
        CODE,
        NAME,
        Column("times", _("Times"), lambda kind: in_words(kind.parts), wrap=True),
        Column("working", _("Working time"), lambda kind: paid_minutes(kind.parts) * 60, kind="duration"),
        Column("night", _("Night shift"), _night),
        Column(
            "skill", _("Skill level needed"), lambda kind: kind.skill_level, kind="number", sort="skill_level"
        ),
        Column(
            "heads", _("Minimum heads"), lambda kind: kind.minimum_heads, kind="number", sort="minimum_heads"
        ),
        SITE,
        STATE,
    ),
    ordering=("-is_active", "code", "pk"),
    filterset=ShiftFilter,
    export_subject=SUBJECT,
    empty_title=_("No shift types yet"),
    empty_text=_("Add early, late and night shifts; the roster’s cells are filled with their codes."),
)
ROTATIONS = Listing(
    key="shifts.rotations",
    title=_("Rotations"),
    columns=(
        CODE,
        NAME,
        Column("cycle", _("Cycle"), _cycle, wrap=True),
        Column("days", _("Days"), lambda rotation: len(places_of(rotation)), kind="number"),
        Column("crews", _("Crews"), lambda rotation: rotation.crews, kind="number", sort="crews"),
        Column(
            "anchor", _("Counted from"), lambda rotation: rotation.anchor_on, kind="date", sort="anchor_on"
        ),
        SITE,
        STATE,
    ),
    ordering=("-is_active", "code", "pk"),
    filterset=ShiftFilter,
    export_subject=SUBJECT,
    empty_title=_("No rotations yet"),
    empty_text=_(
        "A rotation is a cycle such as four on, two off; the roster is filled with it crew by crew."
    ),
)
