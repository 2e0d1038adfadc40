"""Reads of visits: who is inside, who came during a shift."""

import datetime

from django.db.models import Q

from callcenter.people.models import Site, Team
from staffing.records.visitors.models import Visit
from staffing.records.visitors.rules import VisitState


def inside(site: Site) -> list[Visit]:
    """Who is inside now, longest first."""
    rows = Visit.objects.filter(site=site, state=VisitState.INSIDE).select_related("host")
    return list(rows.order_by("in_at"))


def of_shift(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[Visit]:
    """Who was inside at some moment of [start, end); visitors are of the whole site, whatever the team."""
    rows = Visit.objects.filter(Q(out_at=None) | Q(out_at__gt=start), site=team.department.site_id)
    return list(rows.filter(in_at__lt=end).select_related("host").order_by("in_at"))
