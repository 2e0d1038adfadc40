"""A refusal on a form: each reason beside its field, what has no field in the panel at the top."""

from django.forms import Form

from callcenter.objections import RuleViolation


def place(form: Form, refusal: RuleViolation) -> RuleViolation | None:
    """Add the sentences to their fields; returns what is left for the panel, None when nothing is."""
    rest = []
    for objection in refusal.objections:
        if objection.field in form.fields:
            form.add_error(objection.field, objection.sentence)
        else:
            rest.append(objection)
    return RuleViolation(rest) if rest else None
