"""Why something about a roster is refused, and what its checks find, in sentences."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections

FINDINGS = {
    "roster.rest_gap": _("%(hours)s h of rest before the shift of %(day)s; at least %(least)s h are needed."),
    "roster.day_hours": _("%(hours)s h of work on %(day)s; at most %(most)s h are allowed."),
    "roster.week_hours": _(
        "%(hours)s h of work in the week from %(monday)s; at most %(most)s h are allowed."
    ),
    "roster.rest_day": _(
        "%(day)s is day %(days)s without a full rest day; there must be one in any %(every)s."
    ),
    "roster.consecutive_days": _("%(day)s is working day %(count)s in a row; at most %(most)s are allowed."),
    "roster.consecutive_nights": _(
        "%(day)s is night shift %(count)s in a row; at most %(most)s are allowed."
    ),
    "roster.overtime_day": _("%(hours)s h of overtime on %(day)s; at most %(most)s h are allowed."),
    "roster.overtime_month": _(
        "%(hours)s h of overtime in the month up to %(day)s; at most %(most)s h are allowed."
    ),
    "roster.leave": _("A shift on %(day)s during leave: %(label)s."),
    "roster.skill": _("Shift %(code)s needs skill level %(needed)s; %(name)s has %(level)s."),
    "roster.induction": _(
        "%(name)s has not passed induction by %(day)s and cannot stand on live shift %(code)s."
    ),
    "roster.leader": _("Shift %(code)s on %(day)s has no shift leader."),
    "roster.minimum_heads": _("Shift %(code)s on %(day)s has %(heads)s people; its minimum is %(needed)s."),
    "roster.coverage": _("%(day)s %(start)s–%(end)s: %(heads)s people where %(needed)s are needed."),
}
REFUSALS = {
    "roster.exists": _("%(department)s already has a roster for %(month)s."),
    "roster.offer_of_draft": _("Offers are made once the roster is published."),
    "roster.offered_meanwhile": _(
        "This is needed no longer: somebody has offered it meanwhile, or the roster has changed."
    ),
    "roster.not_a_month": _("A roster's month is given by its first day."),
    "roster.no_reason": _("Say why the published roster changes."),
    "roster.no_such_person": _("There is no such employee at this site."),
    "roster.other_month": _("%(day)s is not in this roster’s month."),
    "roster.twice": _("The cell of %(name)s on %(day)s is given twice."),
    "roster.unknown_shift": _("There is no active shift “%(code)s” at this site."),
    "roster.not_employed": _("%(name)s is not employed on %(day)s."),
    "roster.other_team": _("%(name)s is in no team of %(department)s on %(day)s."),
    "roster.no_team": _("%(name)s is in no team on %(day)s."),
    "roster.other_roster": _("%(name)s already has a shift in the roster of %(roster)s on %(day)s."),
    "roster.works_already": _("%(name)s already works at that time on %(day)s (%(what)s)."),
    "roster.has_shift": _("%(name)s already has shift %(code)s on %(day)s."),
    "roster.cell_changed": _(
        "%(who)s changed the cell of %(name)s on %(day)s meanwhile: it is now %(now)s, not %(expected)s."
    ),
    "roster.not_published": _("The roster of %(department)s for %(month)s is not published."),
    "roster.draft": _("This roster is still a draft; only a published one changes like this."),
    "roster.taken_back": _(
        "This shift was taken back or changed meanwhile. Look at the roster and try again."
    ),
    "roster.same_person": _("Both shifts are of the same person."),
    "roster.other_site": _("%(name)s works at another site."),
    "roster.team_of_other_site": _("Team %(team)s is not an active team of this site."),
    "roster.same_team": _("%(name)s works for %(team)s on that day already."),
    "roster.only_today": _(
        "Only today’s shifts are redeployed; other days are changed by who draws up the roster."
    ),
    "roster.inverted": _("Overtime ends after it starts."),
    "roster.overtime_too_long": _("Overtime lasts at most %(hours)s hours at a time."),
    "roster.starts_with_minutes": _("Overtime starts and ends on full minutes."),
    "roster.empty": _("There is no shift in this roster yet."),
    "roster.nothing_changed": _("Nothing has changed since version %(number)s."),
    "roster.no_reason_to_publish": _("Say why the roster is published anew."),
    "roster.blocked": _("Checks that block this roster: %(count)s."),
    "roster.blocked_by": _("%(name)s: %(sentence)s"),
    "roster.blocked_by_shift": _("%(sentence)s"),
    "roster.no_reason_to_let_pass": _("Say why the check is let pass."),
    "roster.nothing_to_let_pass": _("Choose at least one finding to let pass."),
    "roster.not_passable": _("This is not a check that can be let pass."),
    "roster.passed_already": _("This was let pass already."),
    "roster.induction_in_future": _("Induction is recorded once it is passed, not ahead."),
    "roster.induction_recorded": _("The induction of %(name)s is recorded already."),
    "roster.no_induction": _("No induction of %(name)s is recorded."),
    "roster.no_reason_for_induction": _("Say why the record is taken back."),
    "roster.heads_unread": _("“%(text)s” is not read as heads needed; write 08:00–12:00 12."),
    "roster.heads_no_half_hours": _("“%(text)s” does not start and end on half hours of one day."),
    "roster.heads_too_many": _("At most %(most)s heads can be needed."),
    "roster.heads_overlap": _("“%(text)s” overlaps another time of the same day."),
    "roster.heads_unchanged": _("These heads are needed already: nothing would change."),
    "roster.heads_in_past": _("Needs hold from today on or later; what was needed before is not rewritten."),
    "roster.meanwhile": _(
        "Somebody changed these shifts at the same moment. Look at the roster and try again."
    ),
}


def define() -> None:
    """Declare the sentences; called once when the room starts."""
    objections.define(FINDINGS | REFUSALS)
