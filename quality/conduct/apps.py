"""App configuration: what conduct declares to the rooms below."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "quality.conduct"
    label = "conduct"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, files, clocks, the request, the breaches that are taken over."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.approvals import kinds
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.files.attachments import registry as attachments
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from quality.conduct import (
        breaches,
        deadlines,
        messages,
        months,
        rulebook_entries,
        sentences,
        stops,
        verbs,
    )
    from quality.conduct.kind import CONDUCT
    from quality.conduct.money.selectors import is_closed
    from quality.conduct.records import seeing
    from quality.conduct.records.models import ConductRecord
    from staffing.attendance.breaches import changes
    from staffing.floor.stops import changes as orders

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
    notices.define(*messages.KINDS, room=_("Conduct"))
    clocks.define(*deadlines.CLOCKS)
    kinds.define(CONDUCT)
    for verb, title in verbs.EVENTS.items():
        events.define(verb, title, events.without_words)
    attachments.register(ConductRecord, may_view=seeing.may_see, may_edit=seeing.may_add_evidence)
    changes.on_changed(breaches.follow)
    months.provide_lock(is_closed)
    orders.on_changed(stops.follow)
    orders.provide_grounds(stops.grounds)


def _offer_pages() -> None:
    """Today, the API, the menu."""
    from django.utils.translation import gettext_lazy as _
    from django.utils.translation import pgettext_lazy

    from callcenter.access.matrix import Scope
    from callcenter.api import registry as api
    from callcenter.web import navigation
    from callcenter.web import today as home
    from quality.conduct import today
    from quality.conduct.access import SUBJECT
    from quality.conduct.money.access import SUBJECT as MONEY

    home.register_todo(today.own)
    home.register_todo(today.to_decide)
    api.register("quality/conduct-records", "quality.conduct.records.api.ConductRecordViewSet")
    api.register("quality/conduct-money", "quality.conduct.money.api.ConductMoneyViewSet")
    api.register("quality/conduct-points", "quality.conduct.ledger.api.ConductPointsViewSet")
    navigation.register(
        navigation.Entry(
            navigation.Area.QUALITY,
            _("My points"),
            "conduct:mine",
            icon="flag",
            subject=SUBJECT,
            order=10,
            group=navigation.Group.MINE,
            on_phone=navigation.AGENTS,
            short=pgettext_lazy("ledger", "Points"),
        ),
        navigation.Entry(
            navigation.Area.QUALITY,
            _("Conduct records"),
            "conduct:records",
            icon="shield-x",
            subject=SUBJECT,
            order=20,
            group=navigation.Group.RECORDS,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.QUALITY,
            pgettext_lazy("ledger", "Points"),
            "conduct:points",
            icon="hash",
            subject=SUBJECT,
            order=30,
            group=navigation.Group.RECORDS,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.QUALITY,
            _("Points in money"),
            "conduct:money",
            icon="coin",
            subject=MONEY,
            order=35,
            group=navigation.Group.RECORDS,
            reach=Scope.SITE,
        ),
        navigation.Entry(
            navigation.Area.QUALITY,
            _("Conduct catalogue"),
            "conduct:catalogue",
            icon="books",
            order=40,
            group=navigation.Group.PLANNING,
        ),
    )
