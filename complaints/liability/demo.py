"""Liability of the demo center: whose the complaints were, last month's review partly done, notices. Made once.

What came with decisions of the past is written as it stood; review and notices go through the services.
"""

from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.people.models import Department, Employee, Site
from callcenter.rulebook.values import value
from callcenter.workcalendar.periods import month_before
from complaints.cases.decisions.models import Findings
from complaints.cases.dossier import Case
from complaints.cases.states import Fault, Remedy, State
from complaints.liability import rules
from complaints.liability.judging import services as judging
from complaints.liability.judging.models import (
    Liability,
    LiabilityState,
    LossKind,
    LossLine,
    Penalty,
    Responsible,
)
from complaints.liability.notices import services as notices
from complaints.liability.notices.models import NoticeKind, PenaltyNotice
from complaints.liability.personnel import services as personnel
from complaints.liability.reviews import services as reviews
from complaints.liability.reviews.models import Review, ReviewLine, Verdict
from quality.conduct.models import ItemVersion

HOURS = Decimal("1.5")  # of handling, each
OF_PEOPLE = frozenset({"attitude", "wrong-information"})  # causes that somebody by name is responsible for
OF_REMEDIES = {
    Remedy.COMPENSATION: LossKind.COMPENSATION,
    Remedy.DISCOUNT: LossKind.DISCOUNT,
    Remedy.RETURN: LossKind.RETURNED,
}
UNREVIEWED = 4  # complaints of last month that still wait


@transaction.atomic
def make(site: Site) -> int:
    """Judge the site's complaints that are our fault, review last month; how many. Nothing where any is judged."""
    if Liability.objects.filter(case__site=site).exists():
        return _rewarded(site)
    made = 0
    cases = Case.objects.filter(site=site, fault=Fault.OWN).select_related(
        "owner__user", "taker__user", "team"
    )
    for case in cases.filter(reported_at__isnull=False).order_by("number"):
        made += _as_it_stood(case)
    made += _judged(cases.filter(state=State.INVESTIGATED))
    return made + _reviewed(site) + _rewarded(site)


def _said(case: Case, chinese: str, english: str) -> str:
    return english if case.title.isascii() else chinese


def _unit(case: Case) -> Department | None:
    """Where it came from: what the findings say, else the department of whoever took it."""
    findings = Findings.objects.filter(case=case).select_related("originating_unit").first()
    if findings is not None and findings.originating_unit is not None:
        return findings.originating_unit
    if case.team is not None:
        return case.team.department
    return Department.objects.filter(site=case.site_id).order_by("code").first()


def _as_it_stood(case: Case) -> int:
    """The liability that went with the report, approved with the decision where there is one."""
    unit = _unit(case)
    if unit is None:
        return 0
    assert case.reported_at is not None
    report = case.reports.select_related("decided_by").order_by("-round").first()
    by, is_decided = case.owner.user, case.decided_at is not None
    findings = Findings.objects.filter(case=case).first()
    made = Liability.objects.create(
        case=case, state=LiabilityState.APPROVED if is_decided else LiabilityState.JUDGED, unit=unit,
        words=findings.text if findings else "", proposed_by=by, proposed_at=case.investigated_at or case.reported_at,
        judged_by=by, judged_at=case.reported_at, approved_at=case.decided_at,
        approved_by=report.decided_by if report and is_decided else None,
    )  # fmt: skip
    Findings.objects.filter(case=case, originating_unit=None).update(originating_unit=unit)
    Responsible.objects.bulk_create(_responsible(case, made))
    LossLine.objects.bulk_create(_losses(case, made, unit))
    return 1


def _responsible(case: Case, liability: Liability) -> list[Responsible]:
    """Where people did it: whoever took it, by themselves or with their team; else nobody in particular."""
    if case.cause is None or case.cause.code not in OF_PEOPLE or case.taker is None:
        return []
    if case.pk % 2 or case.team is None:
        words = _said(case, "未按标准用语应答。", "Did not keep to the standard wording.")
        return [Responsible(liability=liability, employee=case.taker, percent=rules.HUNDRED, words=words)]
    halves = ((case.taker, None, Decimal(60)), (None, case.team, Decimal(40)))
    return [
        Responsible(liability=liability, employee=person, team=team, percent=percent)
        for person, team, percent in halves
    ]


def _losses(case: Case, liability: Liability, unit: Department) -> list[LossLine]:
    rate = value("liability.hour_rate", case.site, on=case.site.today())
    found = [
        LossLine(liability=liability, kind=OF_REMEDIES[Remedy(one.kind)], department=unit, amount=one.amount)
        for one in case.remedies.all()
        if Remedy(one.kind) in OF_REMEDIES and one.amount
    ]
    cost = rules.handling_cost(HOURS, rate)
    handling = LossLine(
        liability=liability, kind=LossKind.HANDLING, department=unit, amount=cost, hours=HOURS, rate=rate
    )
    return [*found, handling]


def _judged(cases: QuerySet[Case]) -> int:
    """The first one that waits for its report is judged, with a person and their team; the others still wait."""
    case = cases.order_by("number").first()
    unit = _unit(case) if case else None
    if case is None or unit is None or case.taker is None or case.team is None:
        return 0
    shares = [
        judging.ShareFacts(Decimal(70), case.taker, penalty=Penalty.ORAL, points=2),
        judging.ShareFacts(Decimal(30), team=case.team),
    ]
    words = _said(case, "首次应答未核对订单信息。", "The order was not checked at the first call.")
    losses = [judging.LossFacts(LossKind.HANDLING, unit, hours=HOURS)]
    judging.judge(case, judging.LiabilityFacts(unit, words, shares, losses), actor=case.owner.user)
    return 1


# The month that is over: the review of the GM office, and what follows from it.


def _reviewed(site: Site) -> int:
    """Last month's review with all but its last complaints reviewed, and what followed; how many notices."""
    today = site.today()
    offices = Employee.objects.filter(left_on=None, user__is_active=True).holding([PostCode.GM_OFFICE], today)
    office = offices.select_related("user").order_by("number").first()
    review = reviews.open_review(site, month_before(today), actor=None)
    if office is None or office.user is None:
        return 0
    rows = review.lines.select_related("case__taker__user", "case__team", "case__cause").order_by(
        "case__number"
    )
    lines = list(rows)
    done = lines[: max(len(lines) - UNREVIEWED, 0)]
    ours = [one for one in done if one.case.fault == Fault.OWN and one.case.taker is not None]
    verdicts = dict(
        zip(
            [one.pk for one in ours],
            [Verdict.DEDUCTION, Verdict.DEDUCTION, Verdict.ADMINISTRATIVE],
            strict=False,
        )
    )
    for line in done:
        _verdict(line, verdicts.get(line.pk, Verdict.NONE), office.user)
    return _follow_up(review, office.user)


def _verdict(line: ReviewLine, verdict: Verdict, office: User) -> None:
    words, unit = "", None
    if verdict != Verdict.NONE:
        words = _said(
            line.case,
            "未按流程核实，给公司造成损失。",
            "Not checked as the process asks; it cost the company.",
        )
        unit = _unit(line.case)
    reviews.give_verdict(line, verdict, actor=office, unit=unit, words=words)


def _follow_up(review: Review, office: User) -> int:
    """One notice approved and contested, one that waits for the general manager, one Personnel Notice for HR to draw up."""
    made = 0
    rows = review.lines.exclude(verdict__in=["", Verdict.NONE]).select_related(
        "case__taker__user", "review", "unit"
    )
    for line in rows.order_by("case__number"):
        person = line.case.taker
        if person is None or person.user is None:
            continue
        if line.verdict == Verdict.ADMINISTRATIVE:
            proposed = personnel.propose(line, person, Penalty.WRITTEN, actor=office, grounds=line.words)
            _agree(personnel.running_requests(proposed).first())
        else:
            notice = notices.draw_up(person, 2 + made, line.words, actor=office, line=line)
            notice = notices.send_up(notice, actor=office)
            if made == 0:
                _agree(notices.running_requests(notice).first())
                words = _said(
                    line.case,
                    "通话录音可证明已核实订单，请复核。",
                    "The recording shows that I checked; please listen again.",
                )
                notices.contest(notice, actor=person.user, words=words)
        made += 1
    return made


# Kind, points, whether the general manager has agreed and HR has published it, Chinese, English.
REWARDED = (
    ("RW-01", 3, True, "客户来信表扬其耐心处理理赔咨询。", "A customer wrote to praise the patience with a claim."),
    ("RW-02", 2, False, "建议的话术模板被采纳，平均处理时长缩短。", "The wording that was suggested is used now; calls are shorter."),
)  # fmt: skip


def _rewarded(site: Site) -> int:
    """One reward that HR has published, one that waits for the general manager; how many. Once."""
    if PenaltyNotice.objects.filter(site=site, kind=NoticeKind.REWARD).exists():
        return 0
    today = site.today()
    active = Employee.objects.filter(left_on=None, user__is_active=True).select_related("user")
    office = active.holding([PostCode.GM_OFFICE], today).order_by("number").first()
    hr = active.holding([PostCode.HR], today).order_by("number").first()
    agents = active.holding([PostCode.AGENT], today).filter(site=site).order_by("number")
    if office is None or hr is None:
        return 0
    made = 0
    for agent, (code, points, is_done, chinese, english) in zip(agents[1:], REWARDED, strict=False):
        words = chinese if site.country == "CN" else english
        version = ItemVersion.objects.on(today).get(item__code=code)
        notice = notices.draw_up(agent, points, words, actor=office.user, reward=version)
        notice = notices.send_up(notice, actor=office.user)
        if is_done:
            _agree(notices.running_requests(notice).first())
            title = f"{version.name}: {agent.name}"
            if site.country == "CN":
                title = f"{version.name_zh}：{agent.name_zh or agent.name}"
            notices.publish(notice, actor=hr.user, title=title, text=words)
        made += 1
    return made


def _agree(request: Request | None) -> None:
    """Everybody of the line who is asked says yes."""
    while request is not None and (
        step := request.steps.filter(state="open").select_related("approver__user").first()
    ):
        approvals.approve(request, actor=step.approver.user)
        request.refresh_from_db()
