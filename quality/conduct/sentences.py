"""The sentences of this room's objections, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "conduct.points_out_of_range": _("This item takes %(least)s to %(most)s points."),
    "conduct.points_needed": _("Say how many points; without points only a veto is entered."),
    "conduct.no_reward": _("%(code)s is no kind of reward; choose one of the catalogue’s rewards."),
    "conduct.no_deduction": _("%(code)s is a kind of reward; no points are taken for it."),
    "conduct.reason_needed": _("Say why; the words are kept."),
    "conduct.words_needed": _("Say it in words."),
    "conduct.statement_needed": _("Write your statement."),
    "conduct.not_heard": _(
        "The employee may still say a word to it until %(until)s. It is decided after that, or once there is a statement."
    ),
    "conduct.contest_too_late": _("It could be contested until %(until)s."),
    "conduct.reversed_already": _("%(number)s has been reversed already; an entry is reversed once."),
    "conduct.no_reversal_of_reversal": _(
        "%(number)s is a reversal; only deductions and rewards are reversed."
    ),
    "conduct.not_open": _("%(number)s is %(state)s: nothing is open there."),
    "conduct.not_contestable": _("%(number)s cannot be contested or decided on as it stands: %(state)s."),
    "conduct.other_points_needed": _("Say which other points it shall be."),
    "conduct.nobody_to_ask": _("Your log-in belongs to no employee, so no line leads up to the director."),
    "conduct.in_the_future": _("It has not happened yet: choose a moment that is over."),
    "conduct.item_not_in_use": _(
        "%(code)s does not hold on that day. Choose an item of the catalogue of that day."
    ),
    "conduct.not_employed": _("%(name)s was not employed here on that day."),
    "conduct.no_points_no_wage": _("Wages are entered for people with points in the month, nobody else."),
    "conduct.wage_out_of_range": _("A wage is between 0 and %(most)s."),
    "conduct.month_closed": _("The month from %(month)s on is closed and stays as it is."),
    "conduct.money_is_off": _("Points are not turned into money here: the rulebook has it off."),
    "conduct.month_runs": _("The month runs until %(last)s; it is closed after that."),
    "conduct.wages_missing": _("The wages of %(count)s people with points are missing."),
    "conduct.own_witness": _("Nobody is a witness against themselves."),
    "conduct.code_taken": _("There is an item %(code)s already."),
    "conduct.range_inverted": _("The least points are not more than the most."),
    "conduct.from_tomorrow": _(
        "A new version holds from tomorrow on at the earliest: what has been decided stays as it was."
    ),
    "conduct.version_ahead": _("A later version is entered from %(on)s on. Enter one that holds after it."),
    "conduct.name_needed": _("Give the item a name."),
}
