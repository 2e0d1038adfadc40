"""Why something about records of the floor is refused, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "bulletins.title_needed": _("A bulletin has a title."),
    "bulletins.text_needed": _("A bulletin says something."),
    "bulletins.ends_before_it_starts": _("A bulletin ends after it starts."),
    "bulletins.other_site": _("A bulletin is for departments and teams of its own site."),
    "bulletins.is_withdrawn": _("This bulletin was withdrawn."),
    "bulletins.note_needed": _("Say why, in a sentence."),
    "bulletins.moved_on": _(
        "This bulletin has changed meanwhile: version %(number)s holds now. Look at it first."
    ),
    "patrols.in_future": _("A patrol is recorded when it has been walked, not before."),
    "patrols.too_old": _("A patrol is recorded at once: this one was more than a day ago."),
    "patrols.no_checklist": _("This site has no checklist yet."),
    "patrols.not_on_list": _("One of these points is no longer on the checklist."),
    "patrols.other_site": _("A patrol is about teams and people of its own site."),
    "patrols.code_taken": _("The checklist already has the code “%(code)s”."),
    "patrols.week_not_over": _(
        "The patrols of a week are analysed when it is over, from its Monday on (%(week)s)."
    ),
    "patrols.measures_needed": _("Say which measures are taken."),
    "patrols.analysed_already": _("The patrols of this week are analysed already."),
    "incidents.title_needed": _("Say in a few words what happened."),
    "incidents.in_future": _("An incident and what belongs to it are written down when they have happened."),
    "incidents.ends_before_it_starts": _("An incident ends after it starts."),
    "incidents.other_site": _("An incident is about teams and queues of its own site."),
    "incidents.is_closed": _("This incident is closed: its timeline stays as it is."),
    "incidents.state_is_written_by_acts": _("Lines about the state are written by ending and closing it."),
    "incidents.text_needed": _("A line of the timeline says something, or names who was notified."),
    "incidents.has_ended": _("The end of this incident is noted already."),
    "incidents.not_ended": _("An incident is closed when it is over."),
    "incidents.cause_needed": _("Say why it happened."),
    "incidents.crossed_queue_growth": _(
        "The queue is %(is)s%% above the usual one; more than %(limit)s%% is an alarm."
    ),
    "incidents.crossed_queue_long": _("%(is)s calls wait; more than %(limit)s is critical."),
    "incidents.crossed_connect_rate": _("The connect rate is %(is)s%%; below %(limit)s%% is an alarm."),
    "incidents.crossed_loss_rate": _("%(is)s%% of the calls are lost; above %(limit)s%% is an alarm."),
    "incidents.crossed_wait": _("Callers wait %(is)s s; more than %(limit)s s is an alarm."),
    "actions.text_needed": _("Say what is to be done."),
    "actions.due_is_past": _("An action is due today or later."),
    "actions.owner_elsewhere": _("%(name)s does not work at this site."),
    "actions.done_already": _("This action is done already."),
    "actions.result_needed": _("Say what came of it."),
    "meetings.title_needed": _("A meeting has a title."),
    "meetings.ends_before_it_starts": _("A meeting ends after it starts."),
    "meetings.other_site": _("A meeting is about people and teams of its own site."),
    "meetings.planned_already": _("This meeting is planned for that day already."),
    "meetings.is_closed": _("This meeting is closed or called off: it stays as it is."),
    "meetings.not_held_yet": _("Minutes are closed when the meeting has begun."),
    "meetings.minutes_needed": _("Write what was decided."),
    "meetings.topics_needed": _("Topics of this meeting without notes: %(topics)s."),
    "meetings.attendance_needed": _("Say of everybody whether they came: %(count)s are still only expected."),
    "meetings.reason_needed": _("Say why, in a sentence."),
    "meetings.question_needed": _("Write the question."),
    "meetings.answer_needed": _("Write the answer."),
    "meetings.answer_withdrawn": _("This answer was withdrawn."),
}
