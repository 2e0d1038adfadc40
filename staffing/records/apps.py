"""App configuration: what records declares to the rooms below."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "staffing.records"
    label = "records"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()
        _show_in_navigation()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, files, the duties that come back and the clocks."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.files.attachments import registry as attachments
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from callcenter.workcalendar import recurring
    from staffing.records import duties, messages, rulebook_entries, sentences, verbs
    from staffing.records.actions.deadlines import CLOCKS
    from staffing.records.bulletins import access as bulletins
    from staffing.records.bulletins.models import Bulletin
    from staffing.records.patrols import access as patrols
    from staffing.records.patrols.models import Patrol

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
    notices.define(*messages.KINDS, room=_("Records of the floor"))
    attachments.register(Bulletin, may_view=bulletins.may_see, may_edit=bulletins.may_change)
    attachments.register(Patrol, may_view=patrols.may_see, may_edit=patrols.may_add_photo)
    recurring.register(*duties.DUTIES)
    clocks.define(*CLOCKS)


def _offer_pages() -> None:
    """Today, the search and the API."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.api import registry as api
    from callcenter.web import search
    from callcenter.web import today as home
    from staffing.records import finding, today

    home.register_todo(today.bulletins)
    home.register_todo(today.patrols)
    home.register_todo(today.meetings)
    home.register_todo(today.shift_meetings)
    home.register_todo(today.cleaning)
    home.register_todo(today.visitors)
    search.register(_("Bulletins"), finding.bulletins, order=60)
    search.register(_("Unified answers"), finding.answers, order=61)
    api.register("staffing/bulletins", "staffing.records.bulletins.api.BulletinViewSet")
    api.register("staffing/patrols", "staffing.records.patrols.api.PatrolViewSet")
    api.register("staffing/incidents", "staffing.records.incidents.api.IncidentViewSet")
    api.register("staffing/meetings", "staffing.records.meetings.api.MeetingViewSet")
    api.register("staffing/actions", "staffing.records.actions.api.ActionViewSet")
    api.register("staffing/answers", "staffing.records.meetings.answer_api.AnswerViewSet")
    api.register("staffing/visitors", "staffing.records.visitors.api.VisitorViewSet")
    api.register("staffing/cleaning-duties", "staffing.records.cleaning.api.CleaningDutyViewSet")


def _show_in_navigation() -> None:
    """The entries of the menu."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Scope
    from callcenter.web import navigation
    from staffing.records.access import SUBJECT

    navigation.register(
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Visitors"),
            "records:visits",
            icon="door-enter",
            subject=SUBJECT,
            order=78,
            group=navigation.Group.RECORDS,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Cleaning"),
            "records:cleaning",
            icon="checks",
            subject=SUBJECT,
            order=79,
            group=navigation.Group.RECORDS,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Incidents"),
            "records:incidents",
            icon="alert-triangle",
            subject=SUBJECT,
            order=12,
            group=navigation.Group.FLOOR,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Meetings"),
            "records:meetings",
            icon="users-group",
            subject=SUBJECT,
            order=76,
            group=navigation.Group.RECORDS,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Unified answers"),
            "records:answers",
            icon="message-circle",
            order=77,
            group=navigation.Group.RECORDS,
        ),
        navigation.Entry(
            navigation.Area.TODAY,
            _("Bulletins"),
            "records:to-read",
            icon="speakerphone",
            order=60,
            under="records:bulletins",
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Patrols"),
            "records:patrols",
            icon="list-search",
            subject=SUBJECT,
            order=10,
            group=navigation.Group.FLOOR,
            on_phone=navigation.LEADERS,
            reach=Scope.TEAM,
        ),
    )
