"""The review before the 10th, the window of a notice."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.rules import DayEnd, Unit
from complaints.liability.telling import holders

REVIEW = "liability.review"
CONTEST = "liability.contest"


def who_reviews(review: Any, rung: Any) -> Iterable[int]:
    """The GM office; what is unreviewed at the deadline goes to the general manager as well."""
    posts = [PostCode.GM_OFFICE]
    if rung.audience == "gm":
        posts.append(PostCode.GM)
    return holders(*posts)


CLOCKS = (
    ClockKind(
        REVIEW,
        _("Monthly review of complaints"),
        _("The GM office reviews last month’s closed complaints before the 10th."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="liability.remind_days"),
            Step("due", _("Unreviewed: to the general manager"), audience="gm", notice="clocks.overdue"),
        ),
        recipients=who_reviews,
        follows_rules=("report.gm_review_due_day",),
    ),
    ClockKind(
        CONTEST,
        _("Contest of a Reward/Penalty Notice"),
        _("An approved notice may be contested until the end of the last day."),
        Unit.WORKING_DAYS,
        amount="liability.contest_days",
        day_end=DayEnd.END_OF_DAY,
        ladder=(Step("near", _("Reminder"), When.BEFORE, offset="liability.remind_hours"),),
    ),
)
