"""The tag with which a form says that it is long: what is written in it is kept until it is sent."""

from typing import Any

from django import template

from callcenter.web.drafts import ticket_for

register = template.Library()


@register.inclusion_tag("components/draft.html", takes_context=True)
def draft(context: Any, form: str) -> dict[str, Any]:
    """Stands between the form's tags; `form` names it ("people.employee.hire"). Works inside an include with `only`.

    What was kept comes back only into a form that was just opened: one that was refused shows what was posted.
    """
    request = context.request
    return {"ticket": ticket_for(request, form), "is_fresh": request.method == "GET"}
