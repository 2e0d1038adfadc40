"""Plain makers of records of the floor."""

from typing import Any

from django.utils import timezone

from callcenter.people.models import Employee, Site
from staffing.records.bulletins.models import Bulletin
from staffing.records.bulletins.services import BulletinFacts, publish_bulletin
from staffing.records.incidents.models import Incident, IncidentKind
from staffing.records.incidents.services import IncidentFacts, report_incident
from staffing.records.meetings.models import Meeting
from staffing.records.meetings.series import MeetingKind
from staffing.records.meetings.services import MeetingFacts, plan_meeting
from staffing.records.patrols.models import Patrol, PatrolItem
from staffing.records.patrols.services import Finding, record_patrol, take_standard_list
from tests.factories import make_site


def make_bulletin(site: Site | None = None, title: str = "New tariff", **facts: Any) -> Bulletin:
    """A bulletin that holds now, published by the system."""
    text = facts.pop("text", "The tariff changes on Monday. 新资费周一生效。")
    return publish_bulletin(site or make_site(), BulletinFacts(title, text, **facts), actor=None)


def make_checklist(site: Site) -> list[PatrolItem]:
    """The manuals' checklist for the site."""
    take_standard_list(site, actor=None)
    return list(PatrolItem.objects.filter(site=site))


def make_patrol(site: Site, *codes: str, employee: Employee | None = None, **fields: Any) -> Patrol:
    """A patrol with findings at the points of these codes, all with the same person."""
    points = {one.code: one for one in make_checklist(site)}
    findings = [Finding(points[code], employee, True) for code in codes]
    return record_patrol(site, actor=None, findings=findings, **fields)


def make_incident(site: Site, title: str = "No calls come in", **facts: Any) -> Incident:
    """An incident that has just begun, reported by the system."""
    kind = facts.pop("kind", IncidentKind.SYSTEM)
    return report_incident(site, IncidentFacts(kind, title, **facts), actor=None)


def make_meeting(site: Site, chair: Employee, **facts: Any) -> Meeting:
    """A meeting of no series, which has just begun."""
    defaults = {"kind": MeetingKind.OTHER, "title": "Talk", "starts_at": timezone.now(), "chair": chair}
    return plan_meeting(site, MeetingFacts(**(defaults | facts)), actor=None)
