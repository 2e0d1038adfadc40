"""How the trail tells what the services of liability do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "liability.case.approved": _("The liability for a complaint was approved"),
    "liability.review.finished": _("The monthly review of complaints was finished"),
    "liability.notice.approved": _("A Reward/Penalty Notice was approved"),
    "liability.notice.executed": _("A Reward/Penalty Notice was executed"),
    "liability.notice.revoked": _("A Reward/Penalty Notice was revoked"),
    "liability.personnel.published": _("A Personnel Notice was published"),
}
VERBS = {
    "liability.case.proposed": _("proposed whose a complaint is: %(subject)s"),
    "liability.case.judged": _("judged whose a complaint is: %(subject)s"),
    "liability.case.sent_up": _("asked for the approval of penalties: %(subject)s"),
    "liability.case.approved": _("approved the liability for a complaint: %(subject)s"),
    "liability.review.opened": _("opened the monthly review of complaints: %(subject)s"),
    "liability.review.judged": _("gave the review’s verdict on a complaint: %(subject)s"),
    "liability.review.finished": _("finished the monthly review of complaints: %(subject)s"),
    "liability.notice.proposed": _("proposed a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.drawn_up": _("drew up a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.changed": _("changed a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.sent_up": _("sent a Reward/Penalty Notice to the general manager: %(subject)s"),
    "liability.notice.dropped": _("dropped a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.approved": _("approved a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.refused": _("refused a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.taken_back": _("took a Reward/Penalty Notice back: %(subject)s"),
    "liability.notice.contested": _("contested a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.contest_decided": _("decided the contest of a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.executed": _("executed a Reward/Penalty Notice: %(subject)s"),
    "liability.notice.published": _("published a reward: %(subject)s"),
    "liability.notice.revoked": _("revoked a Reward/Penalty Notice: %(subject)s"),
    "liability.personnel.proposed": _("proposed a Personnel Notice: %(subject)s"),
    "liability.personnel.approved": _("approved a Personnel Notice: %(subject)s"),
    "liability.personnel.refused": _("refused a Personnel Notice: %(subject)s"),
    "liability.personnel.drawn_up": _("drew up a Personnel Notice: %(subject)s"),
    "liability.personnel.published": _("published a Personnel Notice: %(subject)s"),
}
