"""The sentences of people's objections, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "people.before_hire": _("%(day)s is before the hire date %(hired_on)s."),
    "people.after_leave": _("%(day)s is not before the leave date %(left_on)s."),
    "people.after_leave_end": _("The period must end by the leave date %(left_on)s."),
    "people.reason_needed": _("%(day)s is in the past: say why the history changes."),
    "people.nothing_changes": _("This is what already holds on that day; nothing would change."),
    "people.team_not_active": _("Team %(team)s is no longer in use. Choose an active team."),
    "people.team_of_other_site": _(
        "Team %(team)s is of another site. Tick “also at another site” if that is meant."
    ),
    "people.department_needed": _("This post is held for a department: choose which."),
    "people.department_of_other_site": _("The department must be one of the employee’s site."),
    "people.own_superior": _("Nobody is their own superior."),
    "people.superior_not_yet_hired": _("%(superior)s is employed only from %(hired_on)s."),
    "people.superior_leaves": _(
        "%(superior)s leaves on %(left_on)s; choose somebody who stays for the whole period."
    ),
    "people.reporting_cycle": _("This would make a ring in the reporting line: %(chain)s."),
    "people.period_overlaps": _("The period would overlap the one from %(start)s to %(end)s."),
    "people.period_is_empty": _("The period must end after its first day."),
    "people.number_taken": _("Employee number %(number)s belongs to %(name)s."),
    "people.own_post": _("Nobody gives themselves a post. Ask a colleague who may edit people."),
    "people.administrator_only": _("Only a system administrator makes somebody a system administrator."),
    "people.administrator_post": _("Only a system administrator takes the post from a system administrator."),
    "people.administrator_login": _("Only a system administrator manages an administrator’s log-in."),
    "people.own_login": _("You cannot close or reset your own log-in here; use your profile."),
    "people.has_login": _("%(name)s already has a log-in."),
    "people.has_no_login": _("%(name)s has no log-in."),
    "people.login_of_leaver": _("%(name)s has left; the log-in stays closed."),
    "people.former_number": _(
        "Employee number %(number)s is that of %(name)s, who left (first day away: %(left_on)s). If it is the same person, hire them again on their record; else choose another number."
    ),
    "people.has_not_gone": _(
        "%(name)s has not left yet. Call the leave off, or record the return once the last day has passed."
    ),
    "people.employed_already": _("This overlaps the employment from %(hired_on)s to %(left_on)s."),
    "people.stale": _(
        "Somebody else changed this record after you opened it. Both versions are shown; check and save again."
    ),
    "people.has_left": _("%(name)s has already left, on %(left_on)s."),
    "people.has_not_left": _("%(name)s has no leave date."),
    "people.leave_has_begun": _("The leave date %(left_on)s has passed; it can no longer be called off."),
    "people.leave_before_hire": _("The leave date must be after the hire date %(hired_on)s."),
    "people.hire_after_history": _(
        "The hire date must not be after %(first)s, where the recorded history begins."
    ),
    "people.subordinates_remain": _(
        "%(count)s people report to %(name)s on or after that day. Choose who takes them over."
    ),
    "people.delegation_in_the_past": _("A delegation begins and ends on %(today)s at the earliest."),
    "people.own_deputy": _("Nobody is their own deputy."),
    "people.deputy_out_of_line": _(
        "Choose your superior, somebody who reports to the same superior, or somebody who reports to you. HR may name others."
    ),
    "people.delegation_beyond_employment": _("Both must be employed on every day of the delegation."),
    "people.has_a_deputy": _("A deputy is named already from %(start)s to before %(end)s."),
    "people.deputy_is_absent": _(
        "The deputy is away too, from %(start)s to before %(end)s, and hands nothing on."
    ),
    "people.stands_in_already": _(
        "From %(start)s to before %(end)s you stand in for somebody yourself; a deputy hands nothing on. End that first."
    ),
    "people.delegation_not_open": _("This delegation ends on %(end)s already."),
    "people.own_successor": _("Nobody is their own successor."),
    "people.successor_leaves": _("%(name)s is not employed, or leaves too: choose somebody who stays."),
    "people.open_work_remains": _(
        "%(name)s still has open work (%(count)s). Choose who takes it over; the log-in closes after that."
    ),
    "people.not_planned": _(
        "Only a change that is still to come can be taken back; this one began %(start)s."
    ),
    "people.role_not_open": _("This extra role ends on %(end)s already."),
    "people.role_held": _("The employee already holds this role on some of these days."),
    "people.team_has_members": _("The team still has %(count)s members today or later; move them first."),
    "people.code_taken": _("The code %(code)s is already used here."),
    "people.no_such_time_zone": _("%(name)s is no time zone; write one such as Asia/Shanghai."),
    "people.site_change_needs_team": _(
        "The employee has a team of the old site from today on; move the team first."
    ),
}
