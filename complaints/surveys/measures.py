"""Figures of satisfaction: numerator and denominator, so that sums of months and teams stay right (S2A-12, S2A-14)."""

from django.utils.translation import gettext_lazy as _

from callcenter.measures.registry import Base, Good, Measure, Unit

BASES = (
    Base("survey_points", _("Points of survey items")),
    Base("survey_points_possible", _("Most points of the items rated")),
    Base("survey_answers", _("Survey answers")),
    Base("survey_satisfied", _("Answers of satisfied customers")),
    Base("survey_asked", _("Customers asked")),
    Base("survey_asked_answered", _("Customers asked who answered")),
)

MEASURES = (
    Measure(
        "surveys.score",
        _("Satisfaction score"),
        _("Points of the rated items ÷ the most they could have had: 100 for each"),
        Unit.PERCENT,
        {"survey_points": 1},
        {"survey_points_possible": 1},
        Good.HIGHER,
        source="S2A-14",
    ),
    Measure(
        "surveys.satisfied",
        _("Satisfied customers"),
        _("Answers without an unsatisfied item ÷ answers"),
        Unit.PERCENT,
        {"survey_satisfied": 1},
        {"survey_answers": 1},
        Good.HIGHER,
        source="S1-18",
    ),
    Measure(
        "surveys.response_rate",
        _("Response rate of surveys"),
        _("Customers who answered ÷ customers asked"),
        Unit.PERCENT,
        {"survey_asked_answered": 1},
        {"survey_asked": 1},
        Good.HIGHER,
        source="S2A-11",
    ),
)
