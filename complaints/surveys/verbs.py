"""How the trail tells what the services of surveys do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "surveys.invitation.made": _("asked a customer to answer %(subject)s"),
    "surveys.invitation.declined": _("noted that the customer does not want to answer %(subject)s"),
    "surveys.invitation.withdrawn": _("withdrew %(subject)s"),
    "surveys.invitation.link_shown": _("took the link of %(subject)s to hand it over"),
    "surveys.response.given": _("received an answer: %(subject)s"),
    "surveys.response.taken_down": _("took down an answer: %(subject)s"),
    "surveys.campaign.drawn_up": _("drew up the campaign %(subject)s"),
    "surveys.campaign.started": _("started the campaign %(subject)s"),
    "surveys.campaign.ended": _("ended the campaign %(subject)s"),
    "surveys.campaign.stopped_repeating": _("made this round the last one of %(subject)s"),
    "surveys.callback.made": _("gave somebody a customer to call back: %(subject)s"),
    "surveys.callback.attempted": _("tried to call back: %(subject)s"),
    "surveys.callback.satisfied": _("found the customer satisfied: %(subject)s"),
    "surveys.callback.unsatisfied": _("found the customer unsatisfied: %(subject)s"),
    "surveys.callback.declined": _("noted that the customer does not want to answer: %(subject)s"),
    "surveys.callback.given_up": _("did not reach the customer: %(subject)s"),
    "surveys.callback.reassigned": _("gave the callback to somebody else: %(subject)s"),
    "surveys.callback.reopened": _("opened a new form for an unsatisfied customer: %(subject)s"),
    "surveys.callback.reworked": _("had work done again for an unsatisfied customer: %(subject)s"),
    "surveys.callback.let_rest": _("decided to leave it so with an unsatisfied customer: %(subject)s"),
}
