"""Publishing a calendar: changes of one site come one after another, and each leaves an edition."""

from collections.abc import Mapping

from django.db import connection

from callcenter.access.permissions import Actor, user_of
from callcenter.audit.services import record
from callcenter.objections import Objection
from callcenter.people.models import Site
from callcenter.workcalendar import selectors
from callcenter.workcalendar.models import Edition

LOCK = 4_301  # pg_advisory_xact_lock(4301, site): changes of one calendar happen one after another


def lock(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, site.pk])


def stale(site: Site, seen: int | None) -> list[Objection]:
    """Somebody published another edition since the form was drawn."""
    if seen is None:
        return []
    latest = selectors.editions(site).first()
    if latest is None or latest.number == seen:
        return []
    who = latest.published_by.get_full_name() if latest.published_by else "—"
    return [Objection("workcalendar.changed_meanwhile", {"who": who, "reason": latest.reason})]


def no_reason(reason: str) -> list[Objection]:
    return [] if reason.strip() else [Objection("workcalendar.no_reason", field="reason")]


def publish(
    site: Site,
    actor: Actor,
    verb: str,
    *,
    what: str,
    reason: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> Edition:
    """Keep the calendar as the rows make it now. RuleViolation when they make none; then nothing was written."""
    hours = selectors.build(site)
    edition = Edition.objects.create(
        site=site,
        number=selectors.edition_number(site) + 1,
        fingerprint=hours.fingerprint,
        content=hours.to_json(),
        verb=verb,
        what=what[:200],
        reason=reason.strip(),
        published_by=user_of(actor),
    )
    record(
        actor,
        verb,
        edition,
        before=dict(before) if before else None,
        after=dict(after) if after else None,
        reason=reason.strip(),
        site_id=site.pk,
    )
    return edition
