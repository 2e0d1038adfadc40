"""An outlook in words: what applies, what is needed, who decides, what can be done instead."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.objections import Objection
from callcenter.people.models import Employee
from callcenter.web import cells
from staffing.leave.funding import Fund
from staffing.leave.models import PATHS, REQUEST_KIND, LeaveKind, LeaveRequest
from staffing.leave.outlook import Outlook
from staffing.leave.rules import Alternative, Path
from staffing.leave.sentences import quantity, with_days

Text = str | Promise
INSTEAD: dict[Alternative, Text] = {
    Alternative.SPECIAL: gettext_lazy("Ask as special leave"),
    Alternative.LATE: gettext_lazy("Ask late, with consent"),
    Alternative.WAIT: gettext_lazy("Wait for a place"),
}
HINTS: dict[Alternative, Text] = {
    Alternative.SWAP: gettext_lazy("A colleague may still be able to swap with you."),
}
NEEDS: dict[Path, Text] = {
    Path.SWAPPED: gettext_lazy("No leave is possible on a swapped shift."),
    Path.HOLIDAY: gettext_lazy("You are on duty on a holiday: an extreme case, with a reason and consent."),
    Path.NIGHT: gettext_lazy("A night shift: a special case, with a reason and consent."),
    Path.EMERGENCY: gettext_lazy("An emergency: tell the shift leader before the shift; somebody else may."),
    Path.LATE: gettext_lazy(
        "This is late: it counts only if it is agreed to in time, else it is an absence."
    ),
}


@dataclass(frozen=True)
class Fact:
    """A line of the outlook. `tone`: good, warn, bad or empty."""

    label: Text
    value: Text
    tone: str = ""


@dataclass(frozen=True)
class Told:
    """An outlook as the page shows it."""

    title: str
    hint: Text
    facts: list[Fact]
    chain: list[str]  # who decides, in order
    objections: list[Objection]
    instead: list[tuple[str, Text]]  # what a button of the form sends, and its words
    hints: list[Text]  # what else can be done
    is_possible: bool
    submit: Text


def told(outlook: Outlook) -> Told:
    """What the form says while it is filled in."""
    answer = outlook.answer
    if answer is None:
        return Told("", "", [], [], outlook.objections, [], [], False, _("Ask for leave"))
    instead = [(each.value, INSTEAD[each]) for each in outlook.alternatives if each in INSTEAD]
    chain, gaps = ([], []) if outlook.is_automatic else _chain(outlook)
    return Told(
        str(dict(PATHS)[answer.path.value]),
        NEEDS.get(answer.path, ""),
        list(_facts(outlook)),
        chain,
        [*outlook.objections, *gaps],
        instead,
        [HINTS[each] for each in outlook.alternatives if each in HINTS],
        outlook.is_possible and not gaps,
        _submit(outlook),
    )


def _submit(outlook: Outlook) -> str:
    if outlook.is_waiting:
        return _("Put me on the waiting list")
    if outlook.answer is not None and outlook.answer.is_late:
        return _("Ask late, with consent")
    return _("Ask for leave")


def _facts(outlook: Outlook) -> list[Fact]:
    answer, kind, zone = outlook.answer, outlook.wanted.kind, outlook.employee.site.zone
    assert answer is not None
    assert outlook.starts_at is not None
    assert outlook.ends_at is not None
    start, end = outlook.starts_at.astimezone(zone), outlook.ends_at.astimezone(zone)
    found = [Fact(_("From"), f"{start:%Y-%m-%d %H:%M}"), Fact(_("Until"), f"{end:%Y-%m-%d %H:%M}")]
    if outlook.days:
        found.append(Fact(_("Length"), _length(outlook)))
    if answer.is_late and answer.consent_by:
        found.append(
            Fact(_("Consent needed by"), f"{answer.consent_by.astimezone(zone):%Y-%m-%d %H:%M}", "warn")
        )
    elif answer.until is not None:
        tone = "bad" if answer.until < outlook.asked_at else ""
        found.append(Fact(_("Ask by"), f"{answer.until.astimezone(zone):%Y-%m-%d %H:%M}", tone))
    if answer.certificate_due_on:
        found.append(
            Fact(
                _("Medical certificate"),
                _("by the end of %(day)s") % {"day": cells.day(answer.certificate_due_on)},
                "warn",
            )
        )
    found += [_fund(each, kind, is_one=len(outlook.funds) == 1) for each in outlook.funds]
    for each in outlook.places[:5]:
        words = _("%(free)s of %(places)s places free") % {"free": max(0, each.free), "places": each.places}
        if each.waiting:
            words += " · " + _("%(count)s waiting") % {"count": each.waiting}
        found.append(Fact(_("Team on %(day)s") % {"day": each.on}, words, "warn" if each.is_full else ""))
    if not outlook.is_automatic and not answer.is_late and not outlook.is_waiting:
        found.append(Fact(_("Answer due"), _("before it begins, %(at)s") % {"at": f"{start:%Y-%m-%d %H:%M}"}))
    if outlook.is_automatic:
        found.append(Fact(_("Decision"), _("at once: every rule is kept and a place is free"), "good"))
    return found


def _fund(fund: Fund, kind: LeaveKind, *, is_one: bool) -> Fact:
    """What is there and what will be; with the year where the leave uses two, or days that are still to be granted."""
    figures = {
        "before": quantity(fund.available, kind.unit),
        "after": quantity(fund.after, kind.unit),
        "year": fund.share.on.year,
    }
    tone = "bad" if fund.after < 0 else ""
    if fund.foreseen:
        words = _("%(before)s of %(year)s to come, %(after)s afterwards; granted when the year begins")
        return Fact(_("Balance"), words % figures, tone)
    if is_one:
        return Fact(_("Balance"), _("%(before)s now, %(after)s afterwards") % figures, tone)
    return Fact(_("Balance"), _("%(year)s: %(before)s now, %(after)s afterwards") % figures, tone)


def _length(outlook: Outlook) -> str:
    booked = quantity(outlook.amount, outlook.wanted.kind.unit)
    if outlook.wanted.kind.unit != "hour":
        return booked
    return with_days(booked, outlook.length)


def _chain(outlook: Outlook) -> tuple[list[str], list[Objection]]:
    """Names and posts of who would decide, in order; or why nobody could."""
    assert outlook.answer is not None
    subject = LeaveRequest(decides=outlook.answer.decides)
    links, found = approvals.preview(REQUEST_KIND, subject, outlook.employee)
    names = Employee.objects.in_bulk([link.employee_id for link in links])
    said = [
        f"{names[link.employee_id]} ({PostCode(link.post).label})"
        if link.post
        else str(names[link.employee_id])
        for link in links
    ]
    return said, found
