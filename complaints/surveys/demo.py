"""Answers, callbacks and a campaign of the demo center: through the services of the product, counted back from today."""

import datetime
from random import Random

from django.db import transaction

from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site
from complaints.cases.models import Case
from complaints.surveys.callbacks import services as calls
from complaints.surveys.callbacks.models import Callback, CallbackState, Reach
from complaints.surveys.campaigns import services as campaigns
from complaints.surveys.campaigns.models import Campaign, Repeats
from complaints.surveys.campaigns.services import Plan
from complaints.surveys.case_source import CLOSED
from complaints.surveys.ratings import services as ratings
from complaints.surveys.ratings.models import Response, Way
from complaints.surveys.ratings.services import Ask
from complaints.surveys.rules import ITEMS
from complaints.surveys.sources import Facts

GRADES = ("very_satisfied", "very_satisfied", "satisfied", "satisfied", "ordinary", "poor")
WORDS = (
    "客服很耐心，谢谢",
    "Quick and friendly.",
    "等待时间有点长",
    "",
    "",
    "Nobody called me back.",
    "处理结果满意",
)
RATED = 6  # employees with answers
ANSWERS = 9  # of each
RECENT = 10  # complaints whose customers are called back


def make(site: Site) -> int:
    """Make what is missing; how many answers. Nothing where there are any."""
    if Response.objects.filter(site=site).exists():
        return 0
    random = Random(20261121)  # noqa: S311 - a demo, not a secret
    made = _calls(site, random)
    made += _callbacks(site, random)
    _campaign(site)
    return made


def _calls(site: Site, random: Random) -> int:
    """Customers rate agents after calls."""
    today = site.today()
    people = Employee.objects.holding([PostCode.AGENT], today).filter(site=site).order_by("number")
    made = 0
    for employee in people[:RATED]:
        for number in range(ANSWERS - (employee.pk % 3) * 2):
            facts = Facts(
                site=site, employee=employee, reference=f"D-{employee.number}-{number}", name="演示客户",
                phone=f"1390{employee.pk % 1000:03d}{number:04d}",
            )  # fmt: skip
            invitation = ratings.invite_after_call(facts, Ask(Way.LINK), actor=None)
            ratings.answer(invitation, _given(random), words=random.choice(WORDS))
            made += 1
    return made


def _given(random: Random) -> dict[str, str]:
    given = {item: random.choice(GRADES[: 6 if random.random() < 0.25 else 4]) for item in ITEMS}
    return given | ({"technique": "not_applicable"} if random.random() < 0.1 else {})


def _callbacks(site: Site, random: Random) -> int:
    """Callbacks of the complaints that were closed last: some answered, some tried, some waiting."""
    made = 0
    for case in Case.objects.filter(site=site, state__in=CLOSED, callbacks=None).order_by(
        "-closed_at", "-pk"
    )[:RECENT]:
        calls.begin(case, actor=None)
    rows = Callback.objects.filter(site=site, state=CallbackState.WAITING, case__state__in=CLOSED)
    for place, callback in enumerate(rows.select_related("owner__user").order_by("pk")):
        try:
            with transaction.atomic():
                if place % 4 in (0, 1):
                    calls.fill(
                        callback, _given(random), actor=callback.owner.user, words=random.choice(WORDS)
                    )
                    made += 1
                elif place % 4 == 2:
                    calls.log_attempt(
                        callback, Reach.NOT_REACHED, actor=callback.owner.user, words="无人接听"
                    )
        except RuleViolation:
            continue
    return made


def _campaign(site: Site) -> None:
    if Campaign.objects.filter(site=site).exists():
        return
    today = site.today()
    plan = Plan(
        name="月度满意度调查 Monthly survey", sources=["case"], first=today.replace(day=1), last=today, sample_size=20,
        answers_until=today + datetime.timedelta(days=14), repeats=Repeats.MONTHLY,
    )  # fmt: skip
    campaigns.draw_up(site, plan, actor=None)
