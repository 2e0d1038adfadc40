"""The sentences of the objections of leave, in the reader's language."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SENTENCES = {
    "leave.ends_before_it_starts": _("The leave ends before it starts."),
    "leave.part_of_one_day": _("Half a day or hours are asked for on one day only."),
    "leave.times_needed": _("Say from when to when."),
    "leave.half_of_what": _(
        "No shift is published on %(day)s: half of it cannot be told. Ask for the day or for hours."
    ),
    "leave.part_not_counted": _("%(kind)s is not counted in this unit."),
    "leave.swapped_shift": _(
        "The shift on %(day)s was swapped or is the return of a swap: no leave is possible on it. Being away counts as absence."
    ),
    "leave.holiday_min_days": _(
        "You are on duty on a holiday. Leave was possible in an extreme case only, asked for by %(until)s (%(days)s days before)."
    ),
    "leave.night_deadline": _("This is a night shift: leave has to be asked for before %(until)s."),
    "leave.personal_min_hours": _(
        "Ordinary personal leave is asked for %(hours)s hours before the shift, here by %(until)s; it is %(short)s hours before."
    ),
    "leave.reason_needed": _("Give the reason."),
    "leave.by_oneself": _(
        "This leave is asked for by the employee in person; only sick leave may be reported by another."
    ),
    "leave.notifier_needed": _("Say who reported it and how they are related."),
    "leave.no_work_then": _("No work is planned then, so that no leave is needed."),
    "leave.ahead_days": _("Leave is asked for at most %(days)s days ahead."),
    "leave.shift_is_over": _(
        "The shift ended on %(ended)s. Leave is no longer possible; ask for a correction of your attendance."
    ),
    "leave.overlaps": _("There is leave at that time already: %(leave)s."),
    "leave.balance": _("%(needed)s of %(kind)s are needed in %(year)s and %(left)s are there."),
    "leave.capacity_full": _("No place is free on %(days)s: so many of the team are on leave already."),
    "leave.no_waiting_list": _("There is no waiting list at this site."),
    "leave.kind_inactive": _("%(kind)s can no longer be asked for."),
    "leave.not_employed": _("%(name)s is not employed on all of these days."),
    "leave.other_site": _("This kind of leave belongs to another site."),
    "leave.consent_too_late": _(
        "The shift ended on %(ended)s without consent: it is an absence. A correction of the attendance can still be asked for."
    ),
    "leave.not_in_that_state": _("%(number)s cannot be changed in this way: %(state)s."),
    "leave.cancel_too_late": _(
        "Approved leave is taken back %(hours)s hours before it starts at the latest. Ask your shift leader."
    ),
    "leave.reason_for_taking_back": _("Say why the leave is taken back."),
    "leave.no_certificate_needed": _("No medical certificate is asked for with %(number)s."),
    "leave.certificate_order": _("The certificate ends before it starts."),
    "leave.certificate_outside": _("The certificate covers no day of the leave (%(first)s to %(last)s)."),
    "leave.code_taken": _("This site already has a kind of leave with this code."),
    "leave.kind_counted": _("The unit of %(kind)s stays: there are entries in its ledger already."),
    "leave.no_ledger": _("%(kind)s has no balance."),
    "leave.amount_needed": _("Write an amount that is not zero, at most 999."),
    "leave.below_zero": _("That would leave %(left)s: a balance does not fall below zero."),
    "leave.words_needed": _("Say why, in a sentence that the employee will read."),
    "leave.allotment_overlaps": _("This team already has a number of places in these days."),
}


def plain(amount: Decimal) -> str:
    """A number of days or hours without trailing zeros: 1, 0.5, 7.25."""
    return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"


def tidy(amount: Decimal) -> int | Decimal:
    """A number for a cell: whole where it is whole."""
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def with_days(booked: str, days: Decimal) -> str:
    """Hours with the working days that they are, which decide who approves: 8 hours (1 working day)."""
    words = ngettext(
        "%(booked)s (%(days)s working day)", "%(booked)s (%(days)s working days)", 1 if days == 1 else 2
    )
    return words % {"booked": booked, "days": plain(days)}


def quantity(amount: Decimal, unit: str) -> str:
    """An amount of leave with its unit, in the active language: 1.5 days, 4 hours."""
    whole = 1 if abs(amount) == 1 else 2
    if unit == "hour":
        return ngettext("%(number)s hour", "%(number)s hours", whole) % {"number": plain(amount)}
    return ngettext("%(number)s day", "%(number)s days", whole) % {"number": plain(amount)}
