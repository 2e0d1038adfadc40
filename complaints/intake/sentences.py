"""Refusals of intake, lines of a complaint's log, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "intake.web_closed": _("The form is closed. Please call our hotline or write to us by e-mail."),
    "intake.too_many_forms": _(
        "At most %(most)s complaints an hour are taken from one address or phone number. Wait a while, or call our hotline."
    ),
    "intake.too_many_words": _("At most %(most)s messages a day are taken here. Please call our hotline."),
    "intake.over": _(
        "This complaint has been over for some time. If there is something new, send a new one."
    ),
    "intake.link_revoked": _("The address of %(reference)s is closed already."),
    "intake.message_done": _("This message is not taken up again: %(state)s."),
    "intake.mailbox_without_login": _("A mailbox that is read needs a user name and a password."),
    "intake.mailbox_twice": _("%(address)s is a mailbox here already."),
}
LOG = {
    "intake_came_to_merged": _("The customer wrote to %(reference)s"),
    "intake_claims": _("Claims to belong to %(reference)s: the sender is not known there"),
    "intake_after_grace": _("Answers %(reference)s, which ended too long ago"),
    "intake_files_left_out": _("Files that could not be attached: %(names)s"),
}
VERBS = {
    "intake.link.revoked": _("closed the customer’s address of %(subject)s"),
    "intake.message.treated": _("treated the message %(subject)s"),
    "intake.message.taken": _("had a complaint made of the message %(subject)s"),
    "intake.message.taken_up": _("had the message treated again: %(subject)s"),
    "intake.mailbox.added": _("added the mailbox %(subject)s"),
    "intake.mailbox.changed": _("changed the mailbox %(subject)s"),
    "intake.mailbox.secret_renewed": _("made a new secret for the webhook of %(subject)s"),
    "intake.mailbox.webhook_closed": _("closed the webhook of %(subject)s"),
}
