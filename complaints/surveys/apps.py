"""App configuration: what surveys declare to the rooms below."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "complaints.surveys"
    label = "surveys"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _join_the_complaint()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, deadlines, figures, events, what leavers hand over."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.integrations import events
    from callcenter.measures import registry as measures
    from callcenter.notifications import kinds as notices
    from callcenter.people.offboarding import registry as leaving_registry
    from callcenter.rulebook import registry as rulebook
    from complaints.surveys import leaving, messages, rulebook_entries, sentences, verbs
    from complaints.surveys import measures as figures
    from complaints.surveys.callbacks.deadlines import CLOCKS

    objections.define(sentences.SENTENCES)
    trail.define(verbs.VERBS)
    rulebook.register(*rulebook_entries.ENTRIES)
    notices.define(*messages.KINDS, room=_("Surveys"))
    clocks.define(*CLOCKS)
    measures.register_bases(*figures.BASES)
    measures.register(*figures.MEASURES)
    leaving_registry.provide_open_work(
        "surveys.callbacks", _("Callbacks"), find=leaving.find, hand_over=leaving.hand_over
    )
    for verb, title in (
        ("surveys.response.given", _("A customer answered a survey")),
        ("surveys.response.taken_down", _("An answer to a survey was taken down")),
        ("surveys.callback.unsatisfied", _("A customer called back is not satisfied")),
    ):
        events.define(verb, title, events.without_words)


def _join_the_complaint() -> None:
    """Every closed complaint is called back; its page shows the calls and answers."""
    from django.utils.translation import gettext_lazy as _

    from complaints.cases import changes, log, sections
    from complaints.surveys import answers, on_the_case, sources
    from complaints.surveys.callbacks import follow_up, services
    from complaints.surveys.callbacks.work_again import BY_WORK_ORDER
    from complaints.surveys.case_source import CASES
    from complaints.surveys.service_source import SERVICE_ORDERS

    sources.register(CASES)
    sources.register(SERVICE_ORDERS)
    follow_up.provide(BY_WORK_ORDER)
    answers.on_answered(services.answered)
    changes.on_moved(services.case_moved)
    log.define(
        {
            "callback_made": _("To be called back by %(owner)s (round %(round)s)"),
            "callback_satisfied": _("Called back: the customer is satisfied (%(score)s)"),
            "callback_unsatisfied": _("Called back: the customer is not satisfied (%(score)s)"),
            "callback_declined": _("Called back: the customer does not want to answer"),
            "callback_unreachable": _("Not reached by %(attempts)s calls"),
            "callback_let_rest": _("Left unsatisfied by the manager’s decision"),
            "callback_followed": _("The customer was not satisfied: %(by)s"),
        }
    )
    sections.register(
        sections.Section(
            "surveys",
            _("Callbacks and answers"),
            "surveys/case_section.html",
            on_the_case.context,
            order=800,
        )
    )
    sections.register_button(sections.Button(_("Ask the customer"), on_the_case.invite_url, icon="message"))


def _offer_pages() -> None:
    """Navigation, Today, the API."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Scope
    from callcenter.api import registry as api
    from callcenter.web import navigation
    from callcenter.web import today as home
    from complaints.surveys import today
    from complaints.surveys.ratings.models import SUBJECT

    home.register_todo(today.callbacks)
    home.register_todo(today.unsatisfied)
    api.register("complaints/survey-responses", "complaints.surveys.api.SurveyResponseViewSet")
    api.register("complaints/callbacks", "complaints.surveys.api.CallbackViewSet")
    navigation.register(
        navigation.Entry(
            navigation.Area.TODAY,
            _("My ratings"),
            "surveys:mine",
            icon="star",
            subject=SUBJECT,
            order=70,
            group=navigation.Group.MINE,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Callbacks"),
            "surveys:callbacks",
            icon="phone-outgoing",
            subject=SUBJECT,
            order=60,
            reach=Scope.TEAM,
            under="surveys:callbacks",
            group=navigation.Group.FOLLOW_UP,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Satisfaction"),
            "surveys:index",
            icon="mood-smile",
            subject=SUBJECT,
            order=61,
            reach=Scope.TEAM,
            group=navigation.Group.FOLLOW_UP,
        ),
    )
