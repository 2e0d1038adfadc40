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
}
