"""How the trail tells what the services of leave do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "leave.request.asked": _("asked for %(subject)s"),
    "leave.request.refused": _("was refused leave: %(subject)s"),
    "leave.request.waiting": _("put %(subject)s on the waiting list"),
    "leave.request.placed": _("gave a place on the waiting list to %(subject)s"),
    "leave.request.cancelled": _("took back %(subject)s"),
    "leave.request.made_absence": _("made an absence of %(subject)s"),
    "leave.request.undecided": _("noted that nobody decided on %(subject)s in time"),
    "leave.request.worked": _("ended %(subject)s: its first shift was worked"),
    "leave.request.not_covered": _("noted that the balance does not cover %(subject)s"),
    "leave.request.overdue": _("noted that the certificate of %(subject)s is overdue"),
    "leave.request.closed": _("closed %(subject)s"),
    "leave.request.not_back": _("noted that nobody came back after %(subject)s"),
    "leave.certificate.handed_in": _("handed in a certificate for %(subject)s"),
    "leave.decided": _("decided %(subject)s"),
    "leave.kind.set": _("set the kind of leave %(subject)s"),
    "leave.kind.set_up": _("set up the usual kinds of leave of %(subject)s"),
    "leave.balance.granted": _("granted leave: %(subject)s"),
    "leave.balance.corrected": _("corrected the balance %(subject)s"),
    "leave.balance.accrued": _("booked the accrued leave of %(subject)s"),
    "leave.balance.expired": _("wrote off expired leave of %(subject)s"),
    "leave.balance.imported": _("imported leave balances of %(subject)s"),
    "leave.allotment.set": _("set places for leave of %(subject)s"),
}
