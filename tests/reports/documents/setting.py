"""A center whose documents are signed off: its people, its words, and the steps that most tests begin with."""

import datetime

from callcenter.access.posts import PostCode
from callcenter.telephony.facts.models import Outcome
from reports.documents import services
from reports.documents.models import Document
from reports.rollups import services as rollups
from tests.factories import make_site, make_user
from tests.reports.factories import DAY, call, load_calls

ONE_DAY = datetime.timedelta(days=1)
NEXT = DAY + ONE_DAY
SAID = {
    "system_problems": {"text": "Recording stood still from 10:00 to 10:20; IT was told."},
    "difficult_issues": {"lines": [["Refund of vouchers", "Ask for the number, refund within 3 days"]]},
    "workload": {"counts": {"consultation": 12, "inquiry": 5, "proactive": 1}},
    "notes": {"text": ""},
}


def at(hour: int, minute: int = 0, day: datetime.date = NEXT) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), datetime.UTC)


def sum_up() -> None:
    while rollups.recompute_next():
        pass


def make_center(code: str = "north"):
    """A site with a day of calls, two shift leaders, a director, a manager and a group leader."""
    site = make_site(code, time_zone="UTC")
    people = {
        name: make_user(post, site=site)
        for name, post in (
            ("writer", PostCode.SHIFT_LEADER),
            ("other", PostCode.SHIFT_LEADER),
            ("director", PostCode.DIRECTOR),
            ("manager", PostCode.CENTER_MANAGER),
            ("leader", PostCode.GROUP_LEADER),
        )
    }
    load_calls(site, [call(wait=5), call(wait=40), call(Outcome.ABANDONED, wait=30)])
    sum_up()
    return site, people


def submitted(document, people) -> Document:
    return services.submit_document(document, sections=SAID, actor=people["writer"])


def signed(document, people) -> Document:
    submitted(document, people)
    return services.sign_document(
        document,
        actor=people["director"],
        figures_checked=True,
        figures_version=services.newest_version(document),
    )
