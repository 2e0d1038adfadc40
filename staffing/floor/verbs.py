"""How the trail tells what the services of the floor do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "floor.work.stopped": _("ordered to stop work: %(subject)s"),
    "floor.break.assigned": _("assigned the break %(subject)s"),
    "floor.break.asked": _("asked for the break %(subject)s"),
    "floor.break.accepted": _("agreed to the break %(subject)s"),
    "floor.break.declined": _("declined the break %(subject)s"),
    "floor.break.moved": _("moved the break %(subject)s"),
    "floor.break.taken_back": _("took back the break %(subject)s"),
    "floor.break.left": _("noted as gone: %(subject)s"),
    "floor.break.ended": _("noted as back: %(subject)s"),
    "floor.breaks.spread": _("spread the breaks of %(subject)s"),
    "floor.off_post.reported": _("noted as off post: %(subject)s"),
    "floor.off_post.ended": _("noted as back on post: %(subject)s"),
}
