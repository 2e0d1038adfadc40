"""Kinds of leave as a site keeps them, the usual ones to begin with, and the places of a team."""

import datetime
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.employees.services import locked_team
from callcenter.people.models import Site, Team
from staffing.leave import access
from staffing.leave.models import Allotment, LeaveKind

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class KindFacts:
    """A kind of leave as it is set; the fields are those of the model."""

    name: str
    name_zh: str = ""
    nature: str = "personal"
    unit: str = "half_day"
    needs_balance: bool = False
    accrual: str = "none"
    takes_certificate: bool = False
    certificate_from_days: Decimal | None = None
    others_may_ask: bool = False
    takes_place: bool = True
    may_be_automatic: bool = False
    is_paid: bool = False
    place: int = 100
    is_active: bool = True


USUAL: dict[str, KindFacts] = {
    "personal": KindFacts("Personal leave", "事假", "personal", "hour", place=10),
    "personal-special": KindFacts(
        "Personal leave, special", "特殊事假", "special", "hour", takes_place=False, place=20
    ),
    "annual": KindFacts(
        "Annual leave",
        "年假",
        "annual",
        "half_day",
        needs_balance=True,
        accrual="yearly",
        may_be_automatic=True,
        is_paid=True,
        place=30,
    ),
    "compensatory": KindFacts(
        "Compensatory leave",
        "调休",
        "compensatory",
        "hour",
        needs_balance=True,
        may_be_automatic=True,
        is_paid=True,
        place=40,
    ),
    "sick": KindFacts(
        "Sick leave",
        "病假",
        "sick",
        "half_day",
        takes_certificate=True,
        others_may_ask=True,
        takes_place=False,
        is_paid=True,
        place=50,
    ),
    "sick-emergency": KindFacts(
        "Sick leave, emergency",
        "急诊病假",
        "emergency",
        "half_day",
        others_may_ask=True,
        takes_place=False,
        is_paid=True,
        place=60,
    ),
    "business": KindFacts(
        "Business trip or training",
        "公出与外出学习",
        "business",
        "half_day",
        takes_place=False,
        is_paid=True,
        place=70,
    ),
    "marriage": KindFacts(
        "Marriage leave", "婚假", "statutory", "day", takes_place=False, is_paid=True, place=80
    ),
    "maternity": KindFacts(
        "Maternity leave", "产假", "statutory", "day", takes_place=False, is_paid=True, place=90
    ),
    "bereavement": KindFacts(
        "Bereavement leave", "丧假", "statutory", "day", takes_place=False, is_paid=True, place=100
    ),
}


@transaction.atomic
def set_kind(site: Site, code: str, facts: KindFacts, *, actor: Actor, is_new: bool = False) -> LeaveKind:
    """Add a kind or change it. Its unit stays once its ledger has entries. Requests that stand keep what they were given."""
    require(access.may_keep(actor, site))
    kind = LeaveKind.objects.select_for_update(of=("self",)).filter(site=site, code=code).first()
    if kind is not None and is_new:
        raise RuleViolation(Objection("leave.code_taken", field="code"))
    if kind is not None and kind.unit != facts.unit and kind.entries.exists():
        raise RuleViolation(Objection("leave.kind_counted", {"kind": str(kind)}, "unit"))
    before = facts_of(kind) if kind is not None else None
    kind = kind or LeaveKind(site=site, code=code)
    for name, value in asdict(facts).items():
        setattr(kind, name, value)
    kind.save()
    audit.record(actor, "leave.kind.set", kind, before=before, after=facts_of(kind))
    return kind


def facts_of(kind: LeaveKind) -> dict[str, object]:
    """The facts of a kind as the trail keeps them."""
    found = {name: getattr(kind, name) for name in KindFacts.__dataclass_fields__}
    days = kind.certificate_from_days
    return found | {"code": kind.code, "certificate_from_days": None if days is None else str(days)}


@transaction.atomic
def set_up_kinds(site: Site, *, actor: Actor) -> list[LeaveKind]:
    """The usual kinds of leave for a site: those that it does not have yet."""
    require(access.may_keep(actor, site))
    standing = set(LeaveKind.objects.filter(site=site).values_list("code", flat=True))
    made = [
        LeaveKind(site=site, code=code, **asdict(facts))
        for code, facts in USUAL.items()
        if code not in standing
    ]
    LeaveKind.objects.bulk_create(made)
    if made:
        after = {"kinds": [kind.code for kind in made]}
        audit.record(actor, "leave.kind.set_up", site, after=after, site_id=site.pk)
    return made


@transaction.atomic
def set_places(
    team: Team, first: datetime.date, last: datetime.date, places: int, *, actor: Actor
) -> Allotment:
    """Say how many of a team may be on leave on each of the days [first, last], in place of the rulebook's share."""
    team = locked_team(team)
    require(access.may_set_places(actor, team))
    if last < first:
        raise RuleViolation(Objection("leave.ends_before_it_starts", field="last_on"))
    try:
        with transaction.atomic():
            made = Allotment.objects.create(
                team=team, period=DateRange(first, last + ONE_DAY), places=places, set_by=user_of(actor)
            )
    except IntegrityError as error:
        if "team_has_one_number_of_places_a_day" not in str(error):
            raise
        raise RuleViolation(Objection("leave.allotment_overlaps", field="first_on")) from error
    after = {"team": team.code, "first": str(first), "last": str(last), "places": places}
    audit.record(actor, "leave.allotment.set", team, after=after, site_id=team.department.site_id)
    return made


@transaction.atomic
def drop_places(allotment: Allotment, *, actor: Actor) -> None:
    """Back to the rulebook's share on these days."""
    team = locked_team(allotment.team)
    require(access.may_set_places(actor, team))
    before = {"team": team.code, "days": str(allotment.period), "places": allotment.places}
    allotment.delete()
    audit.record(actor, "leave.allotment.set", team, before=before, site_id=team.department.site_id)
