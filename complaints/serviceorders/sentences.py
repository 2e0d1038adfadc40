"""The sentences of the objections of this room, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "serviceorders.not_used": _("This site keeps no service register."),
    "serviceorders.needed": _("The service register needs this at once."),
    "serviceorders.contract_needed": _("Service under contract names the contract."),
    "serviceorders.bought_ahead": _("It was not bought in the future."),
    "serviceorders.not_from_here": _("%(voucher)s cannot do that any more: %(state)s."),
    "serviceorders.off_site_first": _(
        "The customer is elsewhere: the department manager approves the application before anybody leaves."
    ),
    "serviceorders.no_technician": _("%(name)s does not work at this site on that day."),
    "serviceorders.visit_is_past": _("The visit is not planned for the past."),
    "serviceorders.inverted": _("The work ends after it begins."),
    "serviceorders.in_future": _("Write down what is done, not what is to come."),
    "serviceorders.before_dispatch": _("The work ended before anybody was dispatched."),
    "serviceorders.content_needed": _("Say what was done."),
    "serviceorders.name_needed": _("Who signed for the customer?"),
    "serviceorders.signature_needed": _(
        "The customer’s signature is missing: draw it, or add a picture of the voucher."
    ),
    "serviceorders.signature_unreadable": _("The signature could not be read."),
    "serviceorders.fee_on_spot": _("This fee is low: collect it on the spot before you leave."),
    "serviceorders.fee_not_of_this": _("Only paid service has a fee."),
    "serviceorders.fee_open": _("The fee is not settled: it is collected and handed to finance first."),
    "serviceorders.invoice_first": _("This fee is not low: finance invoices it first, then it is collected."),
    "serviceorders.invoice_needed": _("Give the number of the invoice."),
    "serviceorders.nothing_collected": _("Nothing was collected yet."),
    "serviceorders.done_already": _("That was done already."),
    "serviceorders.reason_needed": _("Say why."),
    "serviceorders.off_site_running": _("The application stands where it is: %(state)s."),
    "serviceorders.place_needed": _("Say where the journey goes."),
    "serviceorders.no_applicant": _("The application needs somebody who asks for it."),
    "serviceorders.compared_already": _("The register of this day was compared already."),
    "serviceorders.day_ahead": _("A day is compared when it has come."),
}
