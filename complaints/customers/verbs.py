"""How the trail tells what the services of customers do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "customers.customer.recorded": _("recorded the customer %(subject)s"),
    "customers.customer.changed": _("changed the customer %(subject)s"),
    "customers.phone.added": _("added a phone number to %(subject)s"),
    "customers.phone.removed": _("removed a phone number of %(subject)s"),
    "customers.person.added": _("added a person at %(subject)s"),
    "customers.person.removed": _("noted that somebody is no longer at %(subject)s"),
    "customers.year.written": _("wrote yearly figures of %(subject)s"),
    "customers.owner.appointed": _("said who looks after %(subject)s"),
    "customers.owner.told": _("told %(subject)s who looks after them now"),
    "customers.liaison.named": _("named a contact person for %(subject)s"),
    "customers.liaison.replaced": _("replaced a contact person of %(subject)s"),
    "customers.liaison.removed": _("removed a contact person of %(subject)s"),
    "customers.report.written": _("wrote the contact report %(subject)s"),
    "customers.report.noted": _("took note of the contact report %(subject)s"),
    "customers.report.owed": _("has a contact report to write about %(subject)s"),
    "customers.numbers.revealed": _("looked at masked numbers of %(subject)s"),
    "customers.access.asked": _("asked to see a customer: %(subject)s"),
    "customers.access.granted": _("let somebody see a customer: %(subject)s"),
    "customers.access.refused": _("refused a request to see a customer: %(subject)s"),
    "customers.access.withdrawn": _("withdrew a request to see a customer: %(subject)s"),
    "customers.customer.merged": _("merged a second record into %(subject)s"),
    "customers.customer.unmerged": _("took a merge into %(subject)s back"),
}
