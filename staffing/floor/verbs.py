"""How the trail tells what the services of the floor do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "floor.work.stopped": _("ordered to stop work: %(subject)s"),
    "floor.work.stop_annulled": _("annulled the stop-work order %(subject)s"),
    "floor.break.assigned": _("assigned the break %(subject)s"),
    "floor.break.asked": _("asked for the break %(subject)s"),
    "floor.break.accepted": _("agreed to the break %(subject)s"),
    "floor.break.declined": _("declined the break %(subject)s"),
    "floor.break.moved": _("moved the break %(subject)s"),
    "floor.break.taken_back": _("took back the break %(subject)s"),
    "floor.break.left": _("noted as gone: %(subject)s"),
    "floor.break.ended": _("noted as back: %(subject)s"),
    "floor.breaks.moved": _("moved breaks of %(subject)s out of half hours that were short"),
    "floor.breaks.spread": _("spread the breaks of %(subject)s"),
    "floor.off_post.reported": _("noted as off post: %(subject)s"),
    "floor.off_post.ended": _("noted as back on post: %(subject)s"),
    "floor.duty_log.opened": _("opened the duty log %(subject)s"),
    "floor.duty_log.written": _("wrote in the duty log %(subject)s"),
    "floor.duty_log.signed": _("signed the duty log %(subject)s"),
    "floor.month_report.handed_in": _("handed in the shift report %(subject)s"),
    "floor.handover.begun": _("began the handover %(subject)s"),
    "floor.handover.written": _("wrote in the handover %(subject)s"),
    "floor.handover.given": _("signed the handover %(subject)s as the outgoing leader"),
    "floor.handover.taken": _("signed the handover %(subject)s as the incoming leader"),
    "floor.handover.problem_noted": _("noted a problem of the handover %(subject)s"),
    "floor.item.raised": _("noted as open: %(subject)s"),
    "floor.item.finished": _("noted as done: %(subject)s"),
    "floor.console.released": _("released the console of %(subject)s"),
}
