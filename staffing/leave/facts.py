"""A leave in a few facts, as an approver reads them beside the decision."""

from django.db.models import Count, DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.approvals.kinds import Facts
from callcenter.rulebook.citations import Citation, cite
from callcenter.web import cells
from staffing.leave import capacity, coverage, ledger, policy
from staffing.leave.funding import lines_of
from staffing.leave.models import LeaveDay, LeaveRequest, LedgerEntry
from staffing.leave.rules import Path
from staffing.leave.sentences import quantity, with_days
from staffing.leave.states import PLACED, UNDECIDED, State


def of(leave: LeaveRequest, *, with_coverage: bool = True) -> Facts:
    """Kind and days, amount, rule, what is needed, balance before and after, places of the team, coverage."""
    zone = leave.site.zone
    yield _("Type"), str(leave.kind)
    start, end = leave.starts_at.astimezone(zone), leave.ends_at.astimezone(zone)
    yield pgettext("leave", "Days"), f"{leave.when} ({start:%m-%d %H:%M} – {end:%m-%d %H:%M})"
    yield _("Length"), length(leave)
    yield _("Rule"), leave.get_path_display()
    if leave.was_undecided:
        yield _("Decision"), undecided_line(leave)
    if leave.is_late:
        yield _("Counts only with consent by"), cells.moment(leave.consent_by)
    if leave.notified_by:
        yield _("Reported by"), " · ".join(filter(None, [leave.notified_by, leave.relation]))
    if leave.certificate_due_on:
        yield _("Certificate due"), cells.day(leave.certificate_due_on)
    if leave.kind.needs_balance:
        yield _("Balance"), balance_line(leave)
    if hasattr(leave, "others_away"):
        yield _("Of the team away"), str(leave.others_away or 0)
        return
    for each in places_of(leave):
        yield _("Team on %(day)s") % {"day": each.on}, places_line(each)
    if with_coverage and (effect := coverage.of(leave)):
        yield _("Coverage"), coverage_line(effect)


def in_lists() -> QuerySet[LeaveRequest]:
    """Leave with what its facts need in a list: the balance, and how many of the team are away on its fullest day."""
    own = LedgerEntry.objects.filter(employee=OuterRef("employee"), kind=OuterRef("kind")).order_by()
    money = DecimalField(max_digits=9, decimal_places=2)
    balance = own.values("employee").annotate(total=Sum("amount")).values("total")
    days = LeaveDay.objects.filter(request=OuterRef(OuterRef("pk"))).values("on")
    others = (
        LeaveDay.objects.filter(
            on__in=days,
            request__team=OuterRef("team"),
            request__state__in=PLACED,
            request__kind__takes_place=True,
        )
        .exclude(request=OuterRef("pk"))
        .order_by()
        .values("on")
        .annotate(count=Count("pk"))
        .order_by("-count")
        .values("count")
    )
    rows = LeaveRequest.objects.select_related("kind", "site", "employee", "team")
    return rows.annotate(balance_left=Subquery(balance, output_field=money), others_away=Subquery(others[:1]))


def coverage_line(effect: coverage.Effect) -> str:
    """Heads at the tightest half hour, before and after."""
    slot = effect.tightest
    return _(
        "%(unit)s, tightest at %(at)s: %(before)s heads now, %(after)s with this leave, %(needed)s needed"
    ) % {
        "unit": effect.unit,
        "at": effect.at,
        "before": effect.heads_before,
        "after": slot.heads,
        "needed": slot.needed,
    }


def undecided_line(leave: LeaveRequest) -> str:
    """What time made of a leave on which nobody decided."""
    if leave.state == State.ABSENCE:
        return _("nobody decided before its first shift had ended: an absence by the rule")
    if leave.state == State.CANCELLED:
        return _("nobody decided, and its first shift was worked")
    return _("nobody decided before its first shift had ended: it counts by the rule")


def length(leave: LeaveRequest) -> str:
    """As booked; in hours with the working days that decide who approves."""
    booked = quantity(leave.amount, leave.kind.unit)
    if leave.kind.unit != "hour":
        return booked
    return with_days(booked, leave.days)


def balance_line(leave: LeaveRequest) -> str:
    """What was there before this leave, and what is left with it."""
    if hasattr(leave, "balance_left"):
        left = leave.balance_left or ledger.ZERO
    else:
        left = ledger.available(lines_of(leave.employee, leave.kind), leave.last_on)
    before = left + leave.amount if leave.state in (*PLACED, *UNDECIDED) else left
    unit = leave.kind.unit
    return _("%(before)s before, %(left)s with this leave") % {
        "before": quantity(before, unit),
        "left": quantity(before - leave.amount, unit),
    }


def places_of(leave: LeaveRequest) -> list[capacity.Places]:
    """The places of the team on the days of a leave that takes one, without itself; at most a week of them."""
    if leave.team is None or not leave.kind.takes_place:
        return []
    days = list(leave.leave_days.values_list("on", flat=True)[:7])
    return capacity.of_days(leave.team, days, policy.settings(leave.site, leave.site.today()), without=leave)


def places_line(places: capacity.Places) -> str:
    """How many are away before and after, of how many places."""
    return _("%(taken)s away, %(after)s with this leave, of %(places)s places") % {
        "taken": places.taken,
        "after": places.taken + 1,
        "places": places.places,
    }


RULES_OF_PATH: dict[str, tuple[str, ...]] = {
    Path.SWAPPED: ("leave.swapped_allowed",),
    Path.HOLIDAY: ("leave.holiday_min_days",),
    Path.NIGHT: ("leave.night_deadline",),
    Path.ORDINARY: ("leave.personal_min_hours",),
    Path.SPECIAL: ("leave.special_min_hours",),
    Path.LATE: ("leave.special_min_hours", "leave.personal_min_hours"),
    Path.PLANNED: ("leave.planned_min_hours",),
    Path.SICK: ("leave.sick_certificate_from_days",),
}


def rules_of(leave: LeaveRequest) -> list[Citation]:
    """The entries of the rulebook that this leave rests on, as they stood on the day it was asked for."""
    keys = [*RULES_OF_PATH.get(leave.path, ()), "leave.director_max_days"]
    if leave.certificate_due_on:
        keys.append("leave.sick_slip_due")
    if leave.was_undecided:
        keys.append("leave.undecided_at_end")
    if leave.kind.takes_place:
        keys.append("leave.capacity_pct")
    on = leave.asked_at.astimezone(leave.site.zone).date()
    return [cite(key, leave.site, on) for key in dict.fromkeys(keys)]
