"""Rules of surveys and callbacks: numbers that the manuals leave open."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

POINTS = ("very_satisfied", "satisfied", "ordinary", "poor")


def points(grade: str, default: int, sentence: object) -> Rule:
    return Rule(
        f"survey.points_{grade}", Kind.INTEGER, default, sentence, OUR_DEFAULT, unit="count",  # type: ignore[arg-type]
        minimum=0, maximum=100,
    )  # fmt: skip


ENTRIES = [
    Rule(
        "complaint.callback_hours",
        Kind.INTEGER,
        24,
        _("Every customer is called back within %(value)s after the complaint is closed."),
        "P65",
        unit="hour",
        minimum=1,
        maximum=240,
    ),
    Rule(
        "survey.callback_on_time_percent",
        Kind.INTEGER,
        100,
        _("At least %(value)s of the callbacks are made by their deadline."),
        "P65",
        unit="%",
        minimum=0,
        maximum=100,
    ),
    Rule(
        "survey.callback_remind_hours",
        Kind.INTEGER,
        4,
        _("Whoever is to call back is reminded %(value)s before it is due."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=48,
    ),
    Rule(
        "survey.callback_late_hours",
        Kind.INTEGER,
        24,
        _("A callback that is %(value)s late is told to the managers."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=240,
    ),
    Rule(
        "survey.callback_attempts",
        Kind.INTEGER,
        3,
        _("A customer counts as not reached after %(value)s attempts."),
        OUR_DEFAULT,
        unit="count",
        minimum=1,
        maximum=10,
    ),
    Rule(
        "survey.callback_team",
        Kind.TEXT,
        "",
        _("Code of the team that calls customers back; where none is given, the owner of the complaint calls."),
    ),
    Rule(
        "survey.most_loops",
        Kind.INTEGER,
        3,
        _("After %(value)s rounds with an unsatisfied customer the center manager decides."),
        OUR_DEFAULT,
        unit="count",
        minimum=1,
        maximum=10,
    ),
    points("very_satisfied", 100, _("“Very satisfied” is worth %(value)s points.")),
    points("satisfied", 80, _("“Satisfied” is worth %(value)s points.")),
    points("ordinary", 60, _("“Ordinary” is worth %(value)s points.")),
    points("poor", 30, _("“Poor” is worth %(value)s points.")),
    Rule(
        "survey.unsatisfied_from",
        Kind.CHOICE,
        "poor",
        _("A customer who grades an item %(value)s, or worse, is unsatisfied: the matter is worked on again."),
        "S1-18",
        choices=(
            ("ordinary", pgettext_lazy("grade", "Ordinary")),
            ("poor", pgettext_lazy("grade", "Poor")),
        ),
    ),
    Rule(
        "survey.link_days",
        Kind.INTEGER,
        14,
        _("The link of a survey is open for %(value)s."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=90,
    ),
    Rule(
        "survey.quota_days",
        Kind.INTEGER,
        30,
        _("No customer is asked by surveys more often than every %(value)s; callbacks do not count."),
        OUR_DEFAULT,
        unit="day",
        minimum=0,
        maximum=365,
    ),
    Rule(
        "survey.least_answers",
        Kind.INTEGER,
        5,
        _("With fewer than %(value)s answers nobody is compared with others."),
        OUR_DEFAULT,
        unit="count",
        minimum=1,
        maximum=100,
    ),
    Rule(
        "survey.own_entry_counts",
        Kind.BOOLEAN,
        False,
        _("Answers that employees take down about themselves count for their rating: %(value)s."),
    ),
    Rule(
        "survey.opens_per_minute",
        Kind.INTEGER,
        30,
        _("From one address at most %(value)s survey pages are opened in a minute."),
        OUR_DEFAULT,
        unit="count",
        minimum=5,
        maximum=1000,
    ),
]  # fmt: skip
