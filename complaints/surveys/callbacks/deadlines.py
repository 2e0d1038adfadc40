"""The deadline of a callback, and who hears of it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Unit
from callcenter.people.models import Employee, Site

CALLBACK = "surveys.callback"
MANAGERS = (PostCode.DIRECTOR, PostCode.CENTER_MANAGER)


def managers(site: Site, posts: Iterable[PostCode] = MANAGERS, *, not_about: int | None = None) -> list[int]:
    """The log-ins of who manages the site today, never of whom the complaint is about."""
    people = Employee.objects.holding(posts, site.today()).filter(site=site, user__is_active=True)
    return list(people.exclude(pk=not_about or 0).values_list("user_id", flat=True).distinct())


def recipients(callback: Any, rung: Rung) -> list[int]:
    """Whose task it is; when it is late the managers as well."""
    told = [callback.owner.user_id] if callback.owner.user_id else []
    if rung.audience == "managers" or not told:
        told += managers(callback.site, not_about=callback.case.about_id)
    return told


CLOCKS = (
    ClockKind(
        CALLBACK,
        _("Callback after a complaint"),
        _("Every customer is called back after the complaint is closed."),
        Unit.ROUND_THE_CLOCK,
        amount="complaint.callback_hours",
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="survey.callback_remind_hours"),
            Step("due", _("Deadline"), notice="clocks.overdue"),
            Step(
                "late", _("To the managers"), When.AFTER, offset="survey.callback_late_hours",
                audience="managers", notice="clocks.overdue",
            ),
        ),
        recipients=recipients,
        follows_rules=("survey.callback_team", "survey.callback_attempts"),
    ),
)  # fmt: skip
