"""Opening hours in templates."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from callcenter.workcalendar.models import DAY_KINDS
from callcenter.workcalendar.recurring import Recurring
from callcenter.workcalendar.rules import DayPlan
from callcenter.workcalendar.services import DayFacts
from callcenter.workcalendar.wording import day_name, hours_text

register = template.Library()


@register.filter
def plan_text(plan: DayPlan) -> str:
    """What holds on a date: its hours, and the entry that replaced its weekday's."""
    words = hours_text(plan.intervals)
    if plan.day is None:
        return words
    kind = dict(DAY_KINDS)[plan.day.kind.value]
    return _("%(name)s (%(kind)s), %(hours)s") % {
        "name": day_name(plan.day),
        "kind": kind,
        "hours": words,
    }


@register.filter
def public_name(facts: DayFacts) -> str:
    """The name of a public day in the reader's language."""
    return facts.name_zh if facts.name_zh and (get_language() or "").startswith("zh") else facts.name


@register.filter
def duty_posts(duty: Recurring) -> list[str]:
    """The posts whose duty it is, in their order of the matrix."""
    return (
        [str(post.label) for post in type(next(iter(duty.posts))) if post in duty.posts] if duty.posts else []
    )
