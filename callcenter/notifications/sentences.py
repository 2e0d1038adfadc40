"""What the room says in the trail and in refusals."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "notifications.channel.added": _("added the chat channel %(subject)s"),
    "notifications.channel.changed": _("changed the chat channel %(subject)s"),
    "notifications.channel.tested": _("tried the chat channel %(subject)s"),
    "notifications.delivery.retried": _("had the delivery %(subject)s tried again"),
}
REFUSALS: dict[str, str | Promise] = {
    "notifications.quiet_half": _(
        "Quiet hours need a beginning and an end; leave both empty for the usual ones."
    ),
    "notifications.quiet_empty": _("Quiet hours begin and end at different times."),
    "notifications.address_unknown": _(
        "This is no address of a group robot of WeCom, DingTalk, Feishu, Teams or Slack. Copy it there once more."
    ),
    "notifications.channel_name_taken": _("This site already has a chat channel “%(name)s”."),
    "notifications.team_elsewhere": _("%(team)s is a team of another site."),
    "notifications.not_posted": _("The group did not get the test sentence: %(why)s"),
    "notifications.not_given_up": _(
        "Only a delivery that was given up can be tried again; this one is: %(state)s."
    ),
}
