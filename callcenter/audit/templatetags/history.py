"""The history panel of a record page: `{% load history %}{% history employee %}`."""

from typing import Any

from django import template
from django.db import models

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.audit.differences import differences
from callcenter.audit.models import Event

register = template.Library()
SHOWN = 20


@register.inclusion_tag("audit/history.html", takes_context=True)
def history(context: template.Context, subject: models.Model) -> dict[str, Any]:
    """What happened to the object, newest first: who, what, when, why.

    Whoever may open the object's page may read that; before and after only those who may read the trail of its site.
    """
    user = context["request"].user
    found = list(Event.objects.about(subject).select_related("actor__employee", "subject_type")[: SHOWN + 1])
    shown = found[:SHOWN]
    details: dict[int, Any] = {}
    may_read = may(user, Action.VIEW, "audit.event")
    if may_read and shown:
        readable = set(
            Event.objects.visible_to(user).filter(pk__in=[e.pk for e in shown]).values_list("pk", flat=True)
        )
        details = differences(event for event in shown if event.pk in readable)
    more = ""
    if may_read and len(found) > SHOWN:
        more = f"kind={subject._meta.label_lower}&subject={subject.pk}"
    return {"entries": [(event, details.get(event.pk, [])) for event in shown], "more": more}
