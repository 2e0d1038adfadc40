"""Sentences, rules, verbs and messages of improvement."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email
from callcenter.notifications.kinds import Kind as Message
from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

SENTENCES = {
    "improvement.words_needed": _("Say it in words."),
    "improvement.due_is_past": _("Choose a day from today on."),
    "improvement.owner_elsewhere": _("%(name)s does not work at this site."),
    "improvement.wrong_state": _("%(number)s cannot do that as it stands: %(state)s."),
}
VERBS = {
    "improvement.item.opened": _("opened an improvement: %(subject)s"),
    "improvement.item.planned": _("planned a corrective action: %(subject)s"),
    "improvement.item.given": _("gave an improvement to somebody else: %(subject)s"),
    "improvement.item.done": _("did a corrective action: %(subject)s"),
    "improvement.item.verified": _("verified a corrective action: %(subject)s"),
    "improvement.item.effective": _("found a corrective action effective: %(subject)s"),
    "improvement.item.reopened": _("opened an improvement again: %(subject)s"),
}
EVENTS = {
    "improvement.item.opened": _("An improvement was opened"),
    "improvement.item.done": _("A corrective action was done"),
    "improvement.item.effective": _("A corrective action proved effective"),
    "improvement.item.reopened": _("An improvement was opened again: no effect"),
}
MESSAGES = (
    Message(
        "improvement.opened",
        _("An improvement is to be planned"),
        _("%(number)s because of %(case)s, due %(due)s."),
        is_for_teams=False,
        icon="trending-up",
    ),
    Message(
        "improvement.given",
        _("You have a corrective action to do"),
        _("%(number)s because of %(case)s, due %(due)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="trending-up",
    ),
    Message(
        "improvement.measured",
        _("The effect of a corrective action is measured"),
        _("%(number)s: %(before)s complaints before, %(after)s after – %(state)s."),
        is_for_teams=False,
        icon="trending-up",
    ),
)


def _days(key: str, default: int, sentence: object, most: int = 90) -> Rule:
    return Rule(key, Kind.INTEGER, default, sentence, OUR_DEFAULT, unit="day", minimum=1, maximum=most)  # type: ignore[arg-type]


ENTRIES = [
    _days(
        "improvement.due_days", 14, _("An improvement is done within %(value)s unless another day is set.")
    ),
    _days(
        "improvement.remind_days",
        2,
        _("The owner of a corrective action is reminded %(value)s before it is due."),
    ),
    _days(
        "improvement.escalate_days",
        3,
        _("A corrective action that is late by %(value)s goes to the director."),
    ),
    Rule(
        "improvement.weeks",
        Kind.INTEGER,
        8,
        _("The effect of a corrective action is measured over %(value)s weeks before and after it."),
        OUR_DEFAULT,
        unit="count",
        minimum=1,
        maximum=52,
    ),
    Rule(
        "improvement.least_drop",
        Kind.INTEGER,
        30,
        _(
            "A corrective action is effective when complaints of its cause per 1,000 calls fall by %(value)s or more; else it is opened again."
        ),
        OUR_DEFAULT,
        unit="%",
        minimum=1,
        maximum=100,
    ),
    Rule(
        "improvement.least_call_days",
        Kind.INTEGER,
        50,
        _(
            "Complaints are held against calls where calls are known of at least %(value)s of the days before and after; else their number is compared."
        ),
        OUR_DEFAULT,
        unit="%",
        minimum=1,
        maximum=100,
    ),
]
