"""Opening the review of last month, the verdicts, the end (S2A-37, domain §6.5 last row)."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.audit import services as audit
from callcenter.clocks.services import start_clock, stop_running
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Site
from callcenter.rulebook.values import value
from callcenter.workcalendar.periods import month_before
from complaints.cases.dossier import Case
from complaints.cases.states import State
from complaints.liability import access, rules, telling
from complaints.liability.deadlines import REVIEW
from complaints.liability.notices.proposals import propose_for_overdue
from complaints.liability.reviews.models import Review, ReviewLine, Verdict

CLOSED = (State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN)


@transaction.atomic
def open_review(site: Site, month: datetime.date, *, actor: Actor) -> Review:
    """The review of that month (its first day) with every complaint closed in it; asked again it only takes in what came since.

    Natural months: the manual says last month's closed cases before the 10th. Refused while the month runs.
    """
    require(access.is_gm_office(actor))
    today = site.today()
    month = month.replace(day=1)
    if month >= today.replace(day=1):
        raise RuleViolation(Objection("liability.month_runs", {"month": f"{month:%Y-%m}"}))
    Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    found = Review.objects.filter(site=site, month=month).first()
    if found is not None:
        if found.finished_at is None:
            _take_in(found)
        return found
    last = rules.review_due(month, value("report.gm_review_due_day", site, on=today))
    due_at = datetime.datetime.combine(last, datetime.time(23, 59, 59), site.zone)
    made = Review.objects.create(site=site, month=month, created_at=timezone.now(), due_at=due_at)
    _take_in(made)
    start_clock(REVIEW, made, site=site, actor=actor, due_at=due_at)
    notify(
        "liability.review_opened",
        recipients=telling.gm_office(),
        subject=made,
        figures={"month": f"{month:%Y-%m}", "site": site, "due": due_at, "count": made.lines.count()},
        key=f"{made.pk}",
        site_id=site.pk,
    )
    audit.record(actor, "liability.review.opened", made, after={"complaints": made.lines.count()})
    return made


def _take_in(review: Review) -> int:
    """List what the month closed and the review does not list yet, the overdue ones marked; how many."""
    zone = review.site.zone
    start, end = (datetime.datetime.combine(day, datetime.time(), zone) for day in (review.month, review.end))
    cases = Case.objects.filter(
        site=review.site_id,
        state__in=CLOSED,
        accepted_at__isnull=False,
        closed_at__gte=start,
        closed_at__lt=end,
    )
    new = list(cases.filter(review_line=None).order_by("number").select_related("owner"))
    lines = [ReviewLine(review=review, case=one, is_overdue=one.overdue_at is not None) for one in new]
    ReviewLine.objects.bulk_create(lines)
    for one in new:
        if one.overdue_at is not None:
            propose_for_overdue(one)
    return len(lines)


@transaction.atomic
def give_verdict(
    line: ReviewLine, verdict: Verdict, *, actor: Actor, unit: Department | None = None, words: str = ""
) -> ReviewLine:
    """The GM office's word on one complaint; for a penalty or a deduction it names the responsible unit (S2A-38)."""
    line = ReviewLine.objects.select_for_update(of=("self",)).select_related("review", "case").get(pk=line.pk)
    require(access.is_gm_office(actor) and not access.is_self(actor, line.case.about_id))
    require(not access.is_self(actor, line.case.owner_id))
    found = []
    if line.review.finished_at is not None:
        found.append(Objection("liability.review_finished", {"month": f"{line.review.month:%Y-%m}"}))
    if verdict != Verdict.NONE and unit is None:
        found.append(Objection("liability.unit_needed", {}, "unit"))
    if verdict != Verdict.NONE and not words.strip():
        found.append(Objection("liability.words_needed", {}, "words"))
    if found:
        raise RuleViolation(found)
    before = {"verdict": line.verdict}
    line.verdict, line.unit, line.words = verdict, unit, words.strip()
    line.reviewed_by, line.reviewed_at = user_of(actor), timezone.now()
    line.save()
    after = {"verdict": str(verdict), "unit": unit.code if unit else None}
    audit.record(
        actor, "liability.review.judged", line, before=before, after=after, reason=words, site_id=line.site_id
    )
    return line


@transaction.atomic
def finish_review(review: Review, *, actor: Actor, summary: str = "") -> Review:
    """The month is done: refused while a complaint of it waits for a verdict."""
    review = Review.objects.select_for_update(of=("self",)).select_related("site").get(pk=review.pk)
    require(access.is_gm_office(actor) and (actor is None or position(actor).employee_id is not None))
    if review.finished_at is not None:
        raise RuleViolation(Objection("liability.review_finished", {"month": f"{review.month:%Y-%m}"}))
    _take_in(review)
    left = review.lines.filter(verdict="").count()
    if left:
        raise RuleViolation(Objection("liability.review_left", {"count": left}))
    review.finished_at, review.finished_by, review.summary = timezone.now(), user_of(actor), summary.strip()
    review.save(update_fields=["finished_at", "finished_by", "summary"])
    stop_running(REVIEW, review, actor=actor)
    audit.record(actor, "liability.review.finished", review, reason=summary)
    return review


def open_due(now: datetime.datetime | None = None) -> int:
    """The reviews of last month that are not there yet, site by site; also takes in what was closed since. How many are new."""
    made = 0
    for site in Site.objects.order_by("pk"):
        today = (now or timezone.now()).astimezone(site.zone).date()
        month = month_before(today)
        is_new = not Review.objects.filter(site=site, month=month).exists()
        if Case.objects.filter(site=site).exists():
            open_review(site, month, actor=None)
            made += is_new
    return made
