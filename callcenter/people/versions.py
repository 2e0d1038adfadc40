"""Forms that were opened before somebody else saved: what was seen goes with the form, what differs is shown."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest

from callcenter.objections import Objection, RuleViolation

Values = Mapping[str, Any]  # a fact's name to its value: text, number or yes and no


def version_of(standing: Values) -> str:
    """What the page carries along in its field `version`."""
    return signing.dumps(dict(standing))


def seen_in(request: HttpRequest, standing: Values) -> dict[str, Any]:
    """The values as they stood when the form was opened; a form that does not say is taken as fresh."""
    try:
        kept = signing.loads(request.POST.get("version", ""))
    except signing.BadSignature:
        return dict(standing)
    return kept if isinstance(kept, dict) and kept.keys() == standing.keys() else dict(standing)


def require_unchanged(row: Model, expected: Values | None) -> None:
    """Refuse when the locked row no longer has the values that its editor saw; None: whoever calls has seen none."""
    if expected is not None and any(getattr(row, name) != value for name, value in expected.items()):
        raise RuleViolation(Objection("people.stale"))


def differences(form: Form, seen: Values, standing: Values) -> list[dict[str, Any]]:
    """Per fact that somebody else changed meanwhile: as it was when opened, as it is now, as the form has it."""
    return [
        {
            "label": form.fields[name].label,
            "before": seen[name],
            "now": standing[name],
            "yours": form.cleaned_data.get(name),
        }
        for name in standing
        if name in seen and seen[name] != standing[name]
    ]
