"""App configuration: what leave declares to the rooms below."""

from django.apps import AppConfig


class LeaveConfig(AppConfig):
    name = "staffing.leave"
    label = "leave"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Rules, sentences, verbs, messages, the request to the line, the certificate's clock, who is away."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.approvals import kinds as approvals
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.files.attachments import registry as attachments
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from staffing.leave import access, deadlines, messages, rulebook_entries, selectors, sentences, verbs
    from staffing.leave.approval import LEAVE
    from staffing.leave.models import LeaveRequest
    from staffing.roster import absences

    objections.define(sentences.SENTENCES)
    trail.define(verbs.VERBS)
    rulebook.register(*rulebook_entries.ENTRIES)
    notices.define(*messages.KINDS, room=_("Leave"))
    clocks.define(*deadlines.CLOCKS)
    approvals.define(LEAVE)
    absences.provide(selectors.absences)
    attachments.register(LeaveRequest, may_view=access.may_see_files, may_edit=access.may_add_files)
    events.define("leave.decided", _("A leave was decided"), events.without_words)
    events.define("leave.request.cancelled", _("A leave was taken back"), events.without_words)


def _offer_pages() -> None:
    """Navigation, Today, the API, the import of balances."""
