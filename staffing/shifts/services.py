"""Adding, changing, taking out of use and undoing: shift types and rotations. Nothing is ever deleted."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.audit.models import Event
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Site
from staffing.shifts import access
from staffing.shifts.models import Rotation, RotationDay, ShiftSegment, ShiftType
from staffing.shifts.rules import Segments, composed, faults, told
from staffing.shifts.wording import OFF, cycle_of, cycle_text, times_of, written

LONGEST_CYCLE = 400
Json = dict[str, Any]


@dataclass(frozen=True)
class ShiftFacts:
    """What a shift type is. `work`, `meals` and `breaks` are times as people write them (wording.times_of).

    `night_flag` None: by its times (rulebook shift.night_*). `is_live`: it takes contacts, so that only who has passed
    induction works it.
    """

    code: str
    name: str
    work: str
    name_zh: str = ""
    meals: str = ""
    breaks: str = ""
    colour: str = "blue"
    night_flag: bool | None = None
    skill_level: int = 1
    minimum_heads: int = 0
    is_live: bool = True

    @property
    def segments(self) -> Segments:
        """RuleViolation names what cannot be read, or lies outside the working time."""
        return composed(times_of(self.work), times_of(self.meals, "meals"), times_of(self.breaks, "breaks"))


@dataclass(frozen=True)
class RotationFacts:
    """What a rotation is. `cycle` holds codes of shift types, "-" for a day off (wording.cycle_of)."""

    code: str
    name: str
    anchor_on: datetime.date
    cycle: str
    name_zh: str = ""
    crews: int = 1


SHIFT_COLUMNS = ("code", "name", "name_zh", "colour", "night_flag", "skill_level", "minimum_heads", "is_live")
ROTATION_COLUMNS = ("code", "name", "name_zh", "crews")


def shift_facts(kind: ShiftType) -> Json:
    """What stands, as the form and the trail have it."""
    work, meals, breaks = told(kind.parts)
    texts = {"work": written(work), "meals": written(meals), "breaks": written(breaks)}
    return {name: getattr(kind, name) for name in SHIFT_COLUMNS} | texts


def rotation_facts(rotation: Rotation) -> Json:
    """What stands, as the form and the trail have it."""
    codes = [each.shift_type.code if each.shift_type else "" for each in places_of(rotation)]
    columns = {name: getattr(rotation, name) for name in ROTATION_COLUMNS}
    return columns | {"anchor_on": rotation.anchor_on.isoformat(), "cycle": cycle_text(codes)}


def places_of(rotation: Rotation) -> list[RotationDay]:
    """Its places in order; uses what was prefetched."""
    return sorted(rotation.days.all(), key=lambda each: each.place)


@transaction.atomic
def create_shift_type(site: Site, facts: ShiftFacts, *, actor: Actor) -> ShiftType:
    """Add a kind of shift to a site."""
    site = _locked_site(site)
    require(access.may_edit(actor, site))
    refuse(_objections_to_code(ShiftType, site, facts.code) + _objections_to_times(facts))
    columns = {name: getattr(facts, name) for name in SHIFT_COLUMNS}
    kind = ShiftType.objects.create(site=site, **columns)
    _write_segments(kind, facts.segments)
    audit.record(actor, "shifts.type.created", kind, after=shift_facts(_fresh(kind)))
    return _fresh(kind)


@transaction.atomic
def change_shift_type(
    kind: ShiftType, facts: ShiftFacts, *, actor: Actor, expected: Json | None = None
) -> ShiftType:
    """Change a kind of shift. Shifts that stand in rosters keep the times they were given.

    `expected`, here and below: what the editor saw; refused when it no longer stands.
    """
    site = _locked_site(kind.site)
    kind = _fresh(kind)
    require(access.may_edit(actor, site))
    standing = shift_facts(kind)
    _require_unchanged(standing, expected)
    refuse(_objections_to_code(ShiftType, site, facts.code, kind.pk) + _objections_to_times(facts))
    for name in SHIFT_COLUMNS:
        setattr(kind, name, getattr(facts, name))
    kind.save(update_fields=list(SHIFT_COLUMNS))
    if facts.segments != kind.parts:
        kind.segments.all().delete()
        _write_segments(kind, facts.segments)
    kind = _fresh(kind)
    _record_change(actor, "shifts.type.changed", kind, standing, shift_facts(kind))
    return kind


@transaction.atomic
def switch_shift_type(kind: ShiftType, *, is_active: bool, actor: Actor) -> ShiftType:
    """Take a kind of shift out of use (refused while a rotation in use has it) or into use again."""
    site = _locked_site(kind.site)
    kind = _fresh(kind)
    require(access.may_edit(actor, site))
    if kind.is_active == is_active:
        raise RuleViolation(Objection("shifts.nothing_changed"))
    users = Rotation.objects.filter(days__shift_type=kind, is_active=True).distinct().order_by("code")
    if not is_active and users:
        names = ", ".join(each.code for each in users)
        raise RuleViolation(Objection("shifts.in_rotation", {"rotations": names}))
    kind.is_active = is_active
    kind.save(update_fields=["is_active"])
    audit.record(actor, "shifts.type.activated" if is_active else "shifts.type.deactivated", kind)
    return kind


def undo_shift_type(kind: ShiftType, *, event: Event | None, actor: Actor) -> ShiftType:
    """Set back what a change of the trail changed, as long as nobody changed it again."""
    standing = shift_facts(kind)
    return change_shift_type(kind, ShiftFacts(**_before(standing, event)), actor=actor, expected=standing)


@transaction.atomic
def create_rotation(site: Site, facts: RotationFacts, *, actor: Actor) -> Rotation:
    """Add a rotation to a site."""
    site = _locked_site(site)
    require(access.may_edit(actor, site))
    kinds = _kinds(site)
    codes, found = _read_cycle(facts, kinds)
    refuse(_objections_to_code(Rotation, site, facts.code) + found)
    columns = {name: getattr(facts, name) for name in ROTATION_COLUMNS}
    rotation = Rotation.objects.create(site=site, anchor_on=facts.anchor_on, **columns)
    _write_cycle(rotation, codes, kinds)
    rotation = _fresh_rotation(rotation)
    audit.record(actor, "shifts.rotation.created", rotation, after=rotation_facts(rotation))
    return rotation


@transaction.atomic
def change_rotation(
    rotation: Rotation, facts: RotationFacts, *, actor: Actor, expected: Json | None = None
) -> Rotation:
    """Change a rotation. Rosters that were filled with it stay as they are."""
    site = _locked_site(rotation.site)
    rotation = _fresh_rotation(rotation)
    require(access.may_edit(actor, site))
    standing = rotation_facts(rotation)
    _require_unchanged(standing, expected)
    kinds = _kinds(site)
    codes, found = _read_cycle(facts, kinds)
    refuse(_objections_to_code(Rotation, site, facts.code, rotation.pk) + found)
    for name in (*ROTATION_COLUMNS, "anchor_on"):
        setattr(rotation, name, getattr(facts, name))
    rotation.save(update_fields=[*ROTATION_COLUMNS, "anchor_on"])
    if cycle_text(codes) != standing["cycle"]:
        rotation.days.all().delete()
        _write_cycle(rotation, codes, kinds)
    rotation = _fresh_rotation(rotation)
    _record_change(actor, "shifts.rotation.changed", rotation, standing, rotation_facts(rotation))
    return rotation


@transaction.atomic
def switch_rotation(rotation: Rotation, *, is_active: bool, actor: Actor) -> Rotation:
    """Take a rotation out of use, or into use again (its shifts must be in use)."""
    site = _locked_site(rotation.site)
    rotation = _fresh_rotation(rotation)
    require(access.may_edit(actor, site))
    if rotation.is_active == is_active:
        raise RuleViolation(Objection("shifts.nothing_changed"))
    gone = {
        each.shift_type.code
        for each in places_of(rotation)
        if each.shift_type is not None and not each.shift_type.is_active
    }
    if is_active:
        refuse([Objection("shifts.no_such_shift", {"code": code}) for code in sorted(gone)])
    rotation.is_active = is_active
    rotation.save(update_fields=["is_active"])
    verb = "shifts.rotation.activated" if is_active else "shifts.rotation.deactivated"
    audit.record(actor, verb, rotation)
    return rotation


def undo_rotation(rotation: Rotation, *, event: Event | None, actor: Actor) -> Rotation:
    """Set back what a change of the trail changed, as long as nobody changed it again."""
    standing = rotation_facts(rotation)
    before = _before(standing, event)
    facts = RotationFacts(**before | {"anchor_on": datetime.date.fromisoformat(before["anchor_on"])})
    return change_rotation(rotation, facts, actor=actor, expected=standing)


def last_change(subject: ShiftType | Rotation, verb: str, standing: Json) -> Event | None:
    """The latest act on it, where that is a change that still stands and can be undone."""
    event = Event.objects.about(subject).first()
    stands = event is not None and event.verb == verb and _stands(standing, event)
    return event if stands else None


def _stands(standing: Json, event: Event) -> bool:
    return bool(event.before and event.after) and all(
        standing.get(name) == value for name, value in (event.after or {}).items()
    )


def _before(standing: Json, event: Event | None) -> Json:
    if event is None or not _stands(standing, event):
        raise RuleViolation(Objection("shifts.nothing_to_undo"))
    return standing | (event.before or {})


def _locked_site(site: Site) -> Site:
    """Whoever changes shifts of a site waits here: codes and rotations are checked against each other."""
    return Site.objects.select_for_update(no_key=True).get(pk=site.pk)


def _fresh(kind: ShiftType) -> ShiftType:
    return ShiftType.objects.select_related("site").prefetch_related("segments").get(pk=kind.pk)


def _fresh_rotation(rotation: Rotation) -> Rotation:
    rows = Rotation.objects.select_related("site").prefetch_related("days__shift_type")
    return rows.get(pk=rotation.pk)


def _require_unchanged(standing: Json, expected: Json | None) -> None:
    if expected is not None and expected != standing:
        raise RuleViolation(Objection("people.stale"))


def _record_change(actor: Actor, verb: str, row: ShiftType | Rotation, before: Json, after: Json) -> None:
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        raise RuleViolation(Objection("shifts.nothing_changed"))
    audit.record(
        actor,
        verb,
        row,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _objections_to_code(
    model: type[ShiftType] | type[Rotation], site: Site, code: str, pk: int = 0
) -> list[Objection]:
    if code.casefold() in OFF:
        return [Objection("shifts.code_is_off", {"code": code}, "code")]
    if any(sign in code for sign in ",;/|*，；、") or code.split() != [code]:
        return [Objection("shifts.code_unreadable", field="code")]
    if model._default_manager.filter(site=site, code__iexact=code).exclude(pk=pk).exists():
        return [Objection("shifts.code_taken", {"code": code}, "code")]
    return []


def _objections_to_times(facts: ShiftFacts) -> list[Objection]:
    try:
        return faults(facts.segments)
    except RuleViolation as refusal:
        return refusal.objections


def _write_segments(kind: ShiftType, segments: Segments) -> None:
    ShiftSegment.objects.bulk_create(
        ShiftSegment(shift_type=kind, span=(each.start, each.end), kind=each.kind.value) for each in segments
    )


def _kinds(site: Site) -> dict[str, ShiftType]:
    return {each.code.casefold(): each for each in ShiftType.objects.filter(site=site, is_active=True)}


def _read_cycle(facts: RotationFacts, kinds: dict[str, ShiftType]) -> tuple[list[str], list[Objection]]:
    """The codes of the cycle as the shift types write them, and what is wrong with it."""
    try:
        codes = cycle_of(facts.cycle)
    except RuleViolation as refusal:
        return [], refusal.objections
    if not codes:
        return [], [Objection("shifts.empty_cycle", field="cycle")]
    if len(codes) > LONGEST_CYCLE:
        return [], [Objection("shifts.cycle_too_long", {"most": LONGEST_CYCLE}, "cycle")]
    found = [
        Objection("shifts.no_such_shift", {"code": code}, "cycle")
        for code in dict.fromkeys(codes)
        if code and code.casefold() not in kinds
    ]
    if facts.crews > len(codes):
        found.append(Objection("shifts.too_many_crews", {"days": len(codes)}, "crews"))
    return [kinds[code.casefold()].code if code.casefold() in kinds else code for code in codes], found


def _write_cycle(rotation: Rotation, codes: list[str], kinds: dict[str, ShiftType]) -> None:
    RotationDay.objects.bulk_create(
        RotationDay(rotation=rotation, place=place, shift_type=kinds[code.casefold()] if code else None)
        for place, code in enumerate(codes)
    )
