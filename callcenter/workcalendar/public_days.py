"""Public holidays and make-up workdays: which of them a site lacks, and taking them over."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.workcalendar import access, public, selectors
from callcenter.workcalendar.dates import DayFacts, is_same, set_days
from callcenter.workcalendar.models import Edition, Source
from callcenter.workcalendar.publishing import lock
from callcenter.workcalendar.rules import DayKind


@transaction.atomic
def load_public_days(
    site: Site,
    *,
    year: int,
    reason: str,
    actor: Actor,
    only: Iterable[datetime.date] | None = None,
    holidays_as: int | None = None,
    seen: int | None = None,
) -> Edition:
    """The public holidays and make-up workdays of the site's country and region in a year (or `only` these dates of it).

    `holidays_as`: the weekday (0 is Monday) whose hours the holidays have; None: the site is closed on them.
    Entries that somebody made or changed by hand stay as they are; so do those switched off.
    """
    lock(site)
    require(access.may_edit(actor, site))
    chosen = None if only is None else set(only)
    fresh = [
        replace(each, as_weekday=holidays_as) if each.kind is DayKind.HOLIDAY else each
        for each in missing_public_days(site, year)
        if chosen is None or each.on in chosen
    ]
    if not fresh:
        raise RuleViolation(
            Objection("workcalendar.nothing_to_load", {"year": year, "country": site.country})
        )
    return set_days(
        site,
        days=fresh,
        reason=reason,
        actor=actor,
        source=Source.PUBLIC,
        source_detail=public.detail(site.country, region_of(site)),
        seen=seen,
    )


def region_of(site: Site) -> str:
    """The region of the country whose public holidays the site has; "" for those of the whole country."""
    found = str(value("workcalendar.holiday_region", site))
    return "" if found == "-" else found


def missing_public_days(site: Site, year: int) -> list[DayFacts]:
    """Days of the public calendar of that year that the site has no entry for, or another one from the public calendar."""
    standing = {row.on: row for row in selectors.days(site).filter(on__year=year, is_yearly=False)}
    found = []
    for each in public.public_days(site.country, year, region_of(site)):
        facts = DayFacts(each.on, each.kind, each.name, each.name_zh, (), each.as_weekday)
        row = standing.get(each.on)
        if row is not None and each.kind is DayKind.HOLIDAY:
            facts = replace(facts, as_weekday=row.as_weekday)  # whether the site opens is its own affair
        if row is None or (row.source == Source.PUBLIC and row.is_active and not is_same(row, facts)):
            found.append(facts)
    return found
