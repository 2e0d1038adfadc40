"""App configuration: what intake declares to the rooms below."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "complaints.intake"
    label = "intake"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.audit import verbs as trail
        from callcenter.files import orphans
        from callcenter.notifications import kinds as notices
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation
        from complaints.cases import changes, log, sections
        from complaints.intake import messages, rulebook_entries, section, sentences, telling, watching
        from complaints.intake.mail.models import SUBJECT, InboundMail

        objections.define(sentences.SENTENCES)
        trail.define(sentences.VERBS)
        log.define(sentences.LOG)
        notices.define(*messages.KINDS, room=_("Complaints from customers"))
        rulebook.register(*rulebook_entries.ENTRIES)
        changes.on_moved(telling.on_moved)
        sections.register(
            sections.Section("intake", _("How it came in"), "intake/_section.html", section.context, order=80)
        )
        watching.register()
        orphans.register("inbound", InboundMail, "raw")
        navigation.register(
            navigation.Entry(
                navigation.Area.COMPLAINTS,
                _("Inbound messages"),
                "intake:messages",
                icon="inbox",
                subject=SUBJECT,
                order=80,
                group=navigation.Group.CASES,
            ),
            navigation.Entry(
                navigation.Area.COMPLAINTS,
                _("Mailboxes"),
                "intake:mailboxes",
                icon="mailbox",
                subject=SUBJECT,
                order=85,
                group=navigation.Group.SETTINGS,
            ),
        )
