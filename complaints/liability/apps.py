"""App configuration: what liability declares to the rooms below."""

from django.apps import AppConfig


class LiabilityConfig(AppConfig):
    name = "complaints.liability"
    label = "liability"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _sit_on_the_complaint()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, clocks, requests."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.approvals import kinds as requests
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from complaints.liability import deadlines, kinds, messages, rulebook_entries, sentences, verbs

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
    notices.define(*messages.KINDS, room=_("Liability"))
    clocks.define(*deadlines.CLOCKS)
    requests.define(*kinds.KINDS)
    for verb, title in verbs.EVENTS.items():
        events.define(verb, title, events.without_words)


def _sit_on_the_complaint() -> None:
    """What the report waits for, what the decision does, the section, the lines of its log."""
    from django.utils.translation import gettext_lazy as _

    from complaints.cases import changes, log, sections
    from complaints.liability.judging import services, views
    from complaints.liability.notices import rewards

    changes.require_before("submit_report", services.needed_before_report)
    changes.on_moved(services.case_moved)
    sections.register(
        sections.Section("liability", _("Liability"), "liability/_section.html", views.section, order=300)
    )
    sections.register(
        sections.Section(
            "rewards", _("Rewards and penalties"), "liability/_rewards.html", rewards.section, order=310
        )
    )
    log.define(
        {
            "reward_proposed": _("Reward proposed: %(number)s"),
            "liability_proposed": _("Liability proposed"),
            "liability_judged": _("Liability judged"),
            "liability_approved": _("Liability approved"),
        }
    )


def _offer_pages() -> None:
    """Today, the API, the menu."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Scope
    from callcenter.api import registry as api
    from callcenter.web import navigation
    from callcenter.web import today as home
    from complaints.liability import today
    from complaints.liability.access import SUBJECT

    home.register_todo(today.own)
    home.register_todo(today.to_review)
    home.register_todo(today.to_decide)
    api.register("complaints/liability-reviews", "complaints.liability.reviews.api.ReviewViewSet")
    api.register("complaints/penalty-notices", "complaints.liability.notices.api.PenaltyNoticeViewSet")
    api.register("complaints/personnel-notices", "complaints.liability.personnel.api.PersonnelNoticeViewSet")
    navigation.register(
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Monthly review"),
            "liability:reviews",
            icon="calendar-check",
            subject=SUBJECT,
            order=60,
            group=navigation.Group.FOLLOW_UP,
            reach=Scope.SITE,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Reward/Penalty Notices"),
            "liability:notices",
            icon="receipt",
            subject=SUBJECT,
            order=62,
            group=navigation.Group.FOLLOW_UP,
            reach=Scope.SITE,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Personnel Notices"),
            "liability:personnel-notices",
            icon="template",
            subject=SUBJECT,
            order=64,
            group=navigation.Group.FOLLOW_UP,
            reach=Scope.SITE,
        ),
    )
