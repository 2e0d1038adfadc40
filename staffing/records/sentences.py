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
}
