"""A rule as a refusal, a tooltip or the API names it: value, since when, whose, source, where to read on."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from callcenter.rulebook import registry, wording
from callcenter.rulebook.timeline import Origin
from callcenter.rulebook.values import piece_on, request_site, today_at
from callcenter.web.rules import RuleFact

if TYPE_CHECKING:
    from callcenter.people.models import Site


@dataclass(frozen=True)
class Citation:
    """One entry as of a day. `value` is with its unit, `unit` the bare code; `since` None: from the beginning."""

    key: str
    sentence: str
    value: str
    unit: str
    origin: Origin
    since: datetime.date | None
    until: datetime.date | None  # the day of the next planned change
    source: str
    url: str
    who: str  # may change it


def cite(key: str, site: "Site | None" = None, on: datetime.date | None = None) -> Citation:
    """The rule at the site on the day (default: its today), in the active language."""
    rule = registry.get(key)
    piece = piece_on(key, site, on=on or today_at(site))
    return Citation(
        key=key,
        sentence=wording.sentence(rule, piece.value),
        value=wording.amount(rule, piece.value),
        unit=rule.unit,
        origin=piece.origin,
        since=piece.start,
        until=piece.end,
        source=wording.source(rule),
        url=reverse("rulebook:rule", args=[key]),
        who=wording.may_change(rule),
    )


def facts(keys: Sequence[str]) -> list[RuleFact]:
    """What a refusal shows of the rules it rests on, at the site of the request, today."""
    found = [cite(key, request_site()) for key in keys]
    return [
        RuleFact(c.key, c.sentence, c.value, c.since.isoformat() if c.since else "", c.url, c.who)
        for c in found
    ]
