"""Forms on pages: what was posted, and refusals beside their fields."""

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from callcenter.objections import RuleViolation


def posted(request: HttpRequest) -> QueryDict | None:
    """What the form was sent with, also when that is nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def place(form: BaseForm, refusal: RuleViolation) -> RuleViolation | None:
    """Add the sentences to their fields; returns what is left for the panel, None when nothing is."""
    rest = []
    for objection in refusal.objections:
        if objection.field in form.fields:
            form.add_error(objection.field, objection.sentence)
        else:
            rest.append(objection)
    return RuleViolation(rest) if rest else None
