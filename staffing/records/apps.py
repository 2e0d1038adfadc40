"""App configuration: what records declares to the rooms below."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "staffing.records"
    label = "records"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.api import registry as api
        from callcenter.audit import verbs as trail
        from callcenter.files.attachments import registry as attachments
        from callcenter.notifications import kinds as notices
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation, search
        from callcenter.web import today as home
        from staffing.records import finding, messages, rulebook_entries, sentences, today, verbs
        from staffing.records.bulletins import access as bulletins
        from staffing.records.bulletins.models import Bulletin

        objections.define(sentences.SENTENCES)
        rulebook.register(*rulebook_entries.ENTRIES)
        trail.define(verbs.VERBS)
        notices.define(*messages.KINDS, room=_("Records of the floor"))
        attachments.register(Bulletin, may_view=bulletins.may_see, may_edit=bulletins.may_change)
        home.register_todo(today.bulletins)
        search.register(_("Bulletins"), finding.bulletins, order=60)
        api.register("staffing/bulletins", "staffing.records.bulletins.api.BulletinViewSet")
        navigation.register(
            navigation.Entry(
                navigation.Area.STAFFING, _("Bulletins"), "records:to-read", icon="mail", order=70
            ),
        )
