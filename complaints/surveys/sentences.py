"""The sentences of the objections of this room, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "surveys.item_needed": _("Choose a grade, or say that it does not apply."),
    "surveys.nothing_rated": _("Rate at least one item: an answer without any is no answer."),
    "surveys.nobody_rated": _("Nobody is named for %(reference)s whose work could be rated."),
    "surveys.no_email": _("There is no e-mail address to write to."),
    "surveys.no_mail_server": _("No letters can be sent from here: hand the link over, or ask on the phone."),
    "surveys.asked_lately": _(
        "This customer was asked on %(on)s already, and nobody is asked more often than every %(days)s days."
    ),
    "surveys.asked_already": _("The customer is already asked about %(reference)s."),
    "surveys.answered_already": _("This survey has been answered. Thank you."),
    "surveys.link_is_over": _("This survey is not open any more."),
    "surveys.is_over": _("This survey is over: %(state)s."),
    "surveys.unknown_reference": _(
        "There is nothing with this number that is finished and that you may see."
    ),
    "campaigns.name_needed": _("Give the campaign a name."),
    "campaigns.about_needed": _("Say what the customers are asked about."),
    "campaigns.inverted": _("The first day is not after the last."),
    "campaigns.not_over_yet": _("The last day is not in the future: who is asked must have been served."),
    "campaigns.over_already": _("The last day for answers is not in the past."),
    "campaigns.sample_size": _("The sample is between 1 and %(most)s."),
    "campaigns.not_from_here": _("The campaign cannot do that any more: %(state)s."),
    "campaigns.not_regular": _("This campaign does not repeat."),
    "callbacks.not_from_here": _("That does not fit where the callback stands: %(state)s."),
    "callbacks.try_again": _(
        "The customer was not reached %(missed)s times; %(attempts)s attempts are needed before giving up."
    ),
    "callbacks.moment_needed": _("Say when the customer wants to be called again."),
    "callbacks.moment_out_of_reach": _("Call again from now on, and within %(days)s days."),
    "callbacks.words_needed": _("Write down what the customer said."),
    "callbacks.reason_needed": _("Say why."),
    "callbacks.about_themselves": _("The complaint is about %(name)s, who does not call the customer."),
    "callbacks.not_here": _("%(name)s cannot take calls of this site."),
    "callbacks.no_work_orders": _("There are no work orders to work on it with."),
}
