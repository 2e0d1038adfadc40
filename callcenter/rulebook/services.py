"""Changing the rulebook: set a value from a day on, withdraw one that has not begun."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook import access, changes, kinds, registry, wording
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.registry import Rule
from callcenter.rulebook.values import forget_request, piece_on, today_at

LOCK = 4_201  # pg_advisory_xact_lock: changes of the rulebook happen one after another
FARTHEST = datetime.timedelta(days=3653)


def state(key: str, site: Site | None) -> str:
    """A mark of the rule's rows at the site; another one means that somebody changed it."""
    rows = RuleValue.objects.filter(key=key, site=site).values_list("pk", "withdrawn_at").order_by("pk")
    found = list(rows)
    return f"{found[-1][0]}-{sum(1 for _, withdrawn in found if withdrawn)}" if found else "0-0"


@transaction.atomic
def set_value(
    key: str,
    *,
    site: Site | None,
    value: Any,
    effective_on: datetime.date,
    reason: str,
    actor: Actor,
    is_backdating: bool = False,
    seen: str | None = None,
) -> RuleValue:
    """From `effective_on` the rule has this (typed) value at the site; None: it follows the company, or the default.

    `site` None sets it for every site without one of its own. A value for the same day is replaced and kept.
    Past days only with `is_backdating`. `seen` is the `state` that the caller's form was drawn from.
    """
    rule = _rule(key)
    _lock()
    require(actor is None or access.may_set(actor, rule, site))
    today = today_at(site)
    before = piece_on(key, site, on=effective_on)
    standing = _standing(key, site)
    if seen is not None and seen != state(key, site):
        raise RuleViolation(_what_changed(rule, site))
    found = _objections(rule, site, value, effective_on, reason, today, is_backdating)
    found = found or _idle(rule, standing, value, effective_on)
    if found:
        raise RuleViolation(found)
    actor_user = user_of(actor)
    standing.filter(effective_on=effective_on).update(
        withdrawn_at=timezone.now(),
        withdrawn_by=actor_user,
        withdrawn_reason=reason.strip(),
        is_replaced=True,
    )
    row = RuleValue.objects.create(
        key=key,
        site=site,
        value=None if value is None else kinds.to_json(rule.kind, value),
        effective_on=effective_on,
        reason=reason.strip(),
        set_by=actor_user,
        is_backdated=effective_on < today,
    )
    _told(row, before.value)
    record(
        actor,
        "rulebook.value.set",
        row,
        before={"value": kinds.to_json(rule.kind, before.value)},
        after={"value": row.value, "effective_on": effective_on, "is_backdated": row.is_backdated},
        reason=row.reason,
    )
    return row


@transaction.atomic
def withdraw_value(row: RuleValue, *, reason: str, actor: Actor) -> RuleValue:
    """Take back a value that has not begun; the row stays and says who did it and why."""
    _lock()
    row = RuleValue.objects.select_related("site").get(pk=row.pk)
    rule = _rule(row.key)
    require(actor is None or access.may_set(actor, rule, row.site))
    found = []
    if row.withdrawn_at is not None:
        found.append(Objection("rulebook.already_withdrawn"))
    elif row.effective_on <= today_at(row.site):
        found.append(Objection("rulebook.already_begun", {"day": row.effective_on.isoformat()}))
    if not reason.strip():
        found.append(Objection("rulebook.no_reason", field="reason"))
    if found:
        raise RuleViolation(found)
    before = piece_on(row.key, row.site, on=row.effective_on)
    row.withdrawn_at = timezone.now()
    row.withdrawn_by = user_of(actor)
    row.withdrawn_reason = reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _told(row, before.value)
    record(
        actor,
        "rulebook.value.withdrawn",
        row,
        before={"value": row.value, "effective_on": row.effective_on},
        reason=row.withdrawn_reason,
    )
    return row


def _rule(key: str) -> Rule:
    try:
        return registry.get(key)
    except KeyError:
        raise RuleViolation(Objection("rulebook.unknown", {"key": key}, "key")) from None


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _standing(key: str, site: Site | None) -> Any:
    return RuleValue.objects.filter(key=key, site=site).standing()


def _told(row: RuleValue, old: Any) -> None:
    """Tell the listeners which days are different now, up to the next value of the same site."""
    forget_request()
    following = _standing(row.key, row.site).filter(effective_on__gt=row.effective_on)
    end = following.order_by("effective_on").values_list("effective_on", flat=True).first()
    new = piece_on(row.key, row.site, on=row.effective_on).value
    if new != old:
        changes.tell(changes.ValueChange(row.key, row.site, row.effective_on, end, old, new))


def _what_changed(rule: Rule, site: Site | None) -> Objection:
    rows = RuleValue.objects.filter(key=rule.key, site=site).select_related("set_by")
    last = rows.order_by("-pk").first()
    if last is None or last.withdrawn_at is not None:
        return Objection("rulebook.withdrawn_meanwhile", rules=(rule.key,))
    stored = None if last.value is None else kinds.from_json(rule.kind, last.value)
    figures = {
        "who": last.set_by.get_full_name() if last.set_by else "—",
        "value": "—" if stored is None else wording.amount(rule, stored),
        "day": last.effective_on.isoformat(),
    }
    return Objection("rulebook.changed_meanwhile", figures, rules=(rule.key,))


def _objections(
    rule: Rule,
    site: Site | None,
    value: Any,
    effective_on: datetime.date,
    reason: str,
    today: datetime.date,
    is_backdating: bool,
) -> list[Objection]:
    """Every reason against setting it, whatever else stands in the rulebook."""
    found = []
    if value is not None:
        found += value_objections(rule, value)
    if not reason.strip():
        found.append(Objection("rulebook.no_reason", field="reason"))
    if effective_on < today and not is_backdating:
        days = {"day": effective_on.isoformat(), "today": today.isoformat()}
        found.append(Objection("rulebook.past_day", days, "effective_on"))
    if effective_on > today + FARTHEST:
        found.append(Objection("rulebook.too_far", {"day": effective_on.isoformat()}, "effective_on"))
    return found


def value_objections(rule: Rule, value: Any) -> list[Objection]:
    """Why the rule cannot have this value; empty when it can."""
    try:
        kinds.from_json(rule.kind, kinds.to_json(rule.kind, value))
        fault = kinds.fault(rule, value)
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return [Objection("rulebook.kind", field="value")]
    if not fault:
        return []
    bound = {"minimum": rule.minimum, "maximum": rule.maximum}.get(fault)
    figures: dict[str, Any] = {} if bound is None else {"bound": wording.amount(rule, bound)}
    if fault == "form":
        figures = {"form": rule.form}
    return [Objection(f"rulebook.{fault}", figures, "value")]


def _idle(rule: Rule, standing: Any, value: Any, effective_on: datetime.date) -> list[Objection]:
    """A change that changes nothing is a mistake: the history would lie."""
    row = standing.filter(effective_on__lte=effective_on).order_by("-effective_on").first()
    own = row.value if row else None
    if value is None:
        return [] if own is not None else [Objection("rulebook.nothing_to_end", field="value")]
    same = own is not None and kinds.from_json(rule.kind, own) == value
    return [Objection("rulebook.same_value", field="value")] if same else []
