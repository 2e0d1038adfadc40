"""Figures of satisfaction: numerator and denominator, so that sums of months and teams stay right (S2A-12, S2A-14)."""

import datetime

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.measures.registry import Base, Good, Measure, Unit
from callcenter.people.models import Site
from complaints.cases.measures import bounds
from complaints.surveys.callbacks.models import CALLED_AT, Callback
from complaints.surveys.ratings import selectors
from complaints.surveys.ratings.models import Invitation, InvitationState, Response, Way

LONGEST = datetime.timedelta(days=31)  # from the making of a callback to its deadline at most

BASES = (
    Base("survey_points", _("Points of survey items")),
    Base("survey_points_possible", _("Most points of the items rated")),
    Base("survey_answers", _("Survey answers")),
    Base("survey_satisfied", _("Answers of satisfied customers")),
    Base("survey_asked", _("Customers asked")),
    Base("survey_asked_answered", _("Customers asked who answered")),
    Base("callbacks_due", _("Callbacks due")),
    Base("callbacks_on_time", _("Callbacks made on time")),
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
    Measure(
        "surveys.callback_on_time",
        _("Callbacks on time"),
        _("callbacks due that day and made by then ÷ callbacks due that day"),
        Unit.PERCENT,
        {"callbacks_on_time": 1},
        {"callbacks_due": 1},
        Good.HIGHER,
        target="survey.callback_on_time_percent",
        source="S1-17",
    ),
)


def counts_of_day(site: Site, day: datetime.date) -> dict[str, int]:
    """The base counts of surveys and callbacks on a day of the site. Three queries, however many answers.

    Answers count on the day they came, customers asked on the day they were asked, callbacks on the day they were due.
    """
    start, end = bounds(site, day)
    rating = selectors.total(Response.objects.filter(site=site, answered_at__gte=start, answered_at__lt=end))
    asked = Invitation.objects.filter(site=site, made_at__gte=start, made_at__lt=end).order_by()
    asked = asked.exclude(way=Way.PHONE, campaign=None)  # a callback is no invitation
    return (
        rating.counts
        | asked.aggregate(
            survey_asked=Count("pk"),
            survey_asked_answered=Count("pk", filter=Q(state=InvitationState.ANSWERED)),
        )
        | _callbacks(site, start, end)
    )


def _callbacks(site: Site, start: datetime.datetime, end: datetime.datetime) -> dict[str, int]:
    """Callbacks that were due in that time; one that is due later today and not made yet is not counted."""
    rows = Callback.objects.filter(site=site, made_at__gte=start - LONGEST, due_at__gte=start, due_at__lt=end)
    on_time = Q(called_at__lte=F("due_at"))
    return (
        rows.order_by()
        .annotate(called_at=CALLED_AT)
        .aggregate(
            callbacks_due=Count("pk", filter=on_time | Q(due_at__lt=timezone.now())),
            callbacks_on_time=Count("pk", filter=on_time),
        )
    )
