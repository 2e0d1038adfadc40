"""Makers of rulebook values."""

import datetime
from typing import Any

from callcenter.people.models import Site
from callcenter.rulebook import kinds, registry
from callcenter.rulebook.models import RuleValue


def set_value(
    key: str, value: Any, site: Site | None = None, on: datetime.date = datetime.date(2020, 1, 1)
) -> RuleValue:
    """The rule has this (typed) value from that day on, past the service: at one site, or everywhere."""
    stored = kinds.to_json(registry.get(key).kind, value)
    return RuleValue.objects.create(key=key, site=site, value=stored, effective_on=on, reason="Because")
