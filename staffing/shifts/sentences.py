"""Why something about shifts and rotations is refused, and what the trail says of them, in sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "shifts.no_work": _("A shift has at least one part that is work."),
    "shifts.outside_two_days": _(
        "Each part of a shift ends after it starts, by the end of the next day at the latest."
    ),
    "shifts.segments_overlap": _("Parts of a shift overlap."),
    "shifts.starts_another_day": _("A shift starts on the day that it belongs to."),
    "shifts.too_long": _("A shift lasts at most %(hours)s hours from its start to its end."),
    "shifts.outside_work": _("%(time)s lies outside the working time of the shift."),
    "shifts.nothing_changed": _("Nothing would change."),
    "shifts.in_rotation": _("This shift is part of rotations that are in use: %(rotations)s."),
    "shifts.no_such_shift": _("There is no active shift “%(code)s” at this site."),
    "shifts.nothing_to_undo": _("There is no change that could be undone."),
    "shifts.code_is_off": _("“%(code)s” stands for a day off; choose another code."),
    "shifts.code_unreadable": _("A code has no blanks, commas or other signs that separate codes."),
    "shifts.code_taken": _("This site already has the code “%(code)s”."),
    "shifts.empty_cycle": _("A cycle has at least one shift."),
    "shifts.cycle_too_long": _("A cycle has at most %(most)s days."),
    "shifts.too_many_crews": _("A cycle of %(days)s days has at most as many crews."),
    "shifts.not_a_place": _(
        "“%(text)s” is not read as days of a cycle; write codes such as E E L -, or E*4 -*2."
    ),
    "shifts.not_times": _("“%(text)s” is not read as times; write them as 08:30–15:00, 20:00–23:00."),
}
VERBS = {
    "shifts.type.created": _("added the shift type %(subject)s"),
    "shifts.type.changed": _("changed the shift type %(subject)s"),
    "shifts.type.activated": _("took the shift type %(subject)s into use again"),
    "shifts.type.deactivated": _("took the shift type %(subject)s out of use"),
    "shifts.rotation.created": _("added the rotation %(subject)s"),
    "shifts.rotation.changed": _("changed the rotation %(subject)s"),
    "shifts.rotation.activated": _("took the rotation %(subject)s into use again"),
    "shifts.rotation.deactivated": _("took the rotation %(subject)s out of use"),
}
