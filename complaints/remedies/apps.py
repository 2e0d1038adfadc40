"""App configuration: what remedies declare to the rooms below."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    name = "complaints.remedies"
    label = "remedies"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _follow_complaints()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, files, clocks, the memo."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.approvals import kinds
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.files.attachments import registry as attachments
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from complaints.remedies import deadlines, messages, rulebook_entries, sentences, verbs
    from complaints.remedies.certificates import access
    from complaints.remedies.certificates.models import DiscountCertificate
    from complaints.remedies.receivables.kind import KIND

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
    notices.define(*messages.KINDS, room=_("Remedies"))
    attachments.register(DiscountCertificate, may_view=access.may_see, may_edit=access.may_add_evidence)
    clocks.define(*deadlines.CLOCKS)
    kinds.define(KIND)
    for verb, title in verbs.EVENTS.items():
        events.define(verb, title)


def _follow_complaints() -> None:
    """What the room does when a complaint moves, and wants before it is closed."""
    from complaints.cases import changes, log
    from complaints.remedies import closing, verbs

    log.define(verbs.LOG)
    changes.on_moved(closing.on_moved)
    changes.require_before("close", closing.papers_issued)


def _offer_pages() -> None:
    """The section of a complaint, Today, the API, the menu."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.api import registry as api
    from callcenter.web import navigation
    from callcenter.web import today as home
    from complaints.cases import sections
    from complaints.remedies import showing
    from complaints.remedies.models import SUBJECT

    sections.register(showing.SECTION)
    home.register_todo(showing.todo)
    api.register(
        "complaints/discount-certificates", "complaints.remedies.certificates.api.DiscountCertificateViewSet"
    )
    api.register("complaints/return-slips", "complaints.remedies.slips.api.ReturnSlipViewSet")
    api.register("complaints/remedy-executions", "complaints.remedies.executions.api.RemedyExecutionViewSet")
    api.register("complaints/receivables", "complaints.remedies.receivables.api.ReceivableViewSet")
    navigation.register(
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Remedies"),
            "remedies:index",
            icon="certificate",
            subject=SUBJECT,
            order=40,
            group=navigation.Group.FOLLOW_UP,
        )
    )
