"""Looking at masked numbers with a reason, and leave to see customers beyond one's own (S2D-6)."""

import datetime
from collections.abc import Collection

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.notifications.figures import choice
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value
from complaints.customers import access, rules
from complaints.customers.dossier import Customer
from complaints.customers.looks.models import AccessRequest, AccessState, Field, Look, Via


@transaction.atomic
def reveal(
    customer: Customer, fields: Collection[str], *, reason: str, actor: Actor, via: Via = Via.PAGE
) -> dict[str, list[tuple[str, str]]]:
    """The whole numbers, by field: (whose or which, number). The look is on record before anything is shown."""
    customer = Customer.objects.select_related("site").get(pk=customer.pk)
    require(access.may_reveal(actor, customer))
    found = rules.reason_objections(reason)
    numbers = {field: whole(customer, field) for field in dict.fromkeys(fields) if field in Field.values}
    numbers = {field: lines for field, lines in numbers.items() if lines}
    if not numbers:
        found.append(Objection("customers.nothing_to_look_at", {}, "fields"))
    if found:
        raise RuleViolation(found)
    user = user_of(actor)
    assert user is not None
    Look.objects.create(
        customer=customer, user=user, fields=sorted(numbers), reason=reason.strip()[:300], via=via
    )
    after = {"fields": sorted(numbers)}
    audit.record(actor, "customers.numbers.revealed", customer, after=after, reason=reason.strip())
    return numbers


def keep_look(
    source: models.Model,
    *,
    reference: str,
    site: Site,
    customer: Customer | None,
    fields: Collection[str],
    reason: str,
    actor: Actor,
    via: Via,
) -> Look:
    """Keep a look at numbers that stand on a record of a room above, which says who may look and records it in the trail."""
    user = user_of(actor)
    assert user is not None
    return Look.objects.create(
        source=source,
        reference=reference,
        site=site,
        customer=customer,
        user=user,
        fields=sorted(fields),
        reason=reason.strip()[:300],
        via=via,
    )


def whole(customer: Customer, field: str) -> list[tuple[str, str]]:
    """The customer's numbers of one sort: (whose or which, number). For `reveal` alone."""
    if field == Field.IDENTITY:
        return [("", customer.identity_number)] if customer.identity_number else []
    people = [one for one in customer.people.all() if one.is_active]
    if field == Field.EMAIL:
        own = [("", customer.email)] if customer.email else []
        return own + [(one.name, one.email) for one in people if one.email]
    lines = [("", customer.phone)] if customer.phone else []
    lines += [(str(one.get_use_display()), one.phone) for one in customer.phones.all()]
    lines += [(gettext("Fax"), customer.fax)] if customer.fax else []
    return lines + [(one.name, one.phone) for one in people if one.phone]


def in_words(numbers: dict[str, list[tuple[str, str]]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for a page: what each sort is called, with its lines."""
    return [(str(Field(field).label), lines) for field, lines in numbers.items()]


@transaction.atomic
def ask_access(customer: Customer, *, reason: str, actor: Actor) -> AccessRequest:
    """Ask the customer-data officer to see a customer beyond one's own."""
    customer = Customer.objects.select_for_update(of=("self",)).select_related("site").get(pk=customer.pk)
    me = Employee.objects.filter(pk=position(actor).employee_id or 0).first()
    require(me is not None)
    assert me is not None
    found = rules.reason_objections(reason)
    if access.may_see(actor, customer):
        found.append(Objection("customers.sees_already", {}, "customer"))
    if AccessRequest.objects.filter(customer=customer, employee=me, state=AccessState.ASKED).exists():
        found.append(Objection("customers.asked_already", {}, "customer"))
    if found:
        raise RuleViolation(found)
    made = AccessRequest.objects.create(customer=customer, employee=me, reason=reason.strip())
    audit.record(actor, "customers.access.asked", made, reason=made.reason, site_id=customer.site_id)
    officers = Employee.objects.holding([PostCode.INFO_ADMIN], customer.site.today())
    logins = officers.filter(user__isnull=False).exclude(pk=me.pk).values_list("user", flat=True)
    notify(
        "customers.access_asked",
        recipients=list(logins),
        subject=made,
        figures={"name": me, "customer": customer.number},
        key=str(made.pk),
        site_id=customer.site_id,
        url=_requests_page(),
    )
    return made


@transaction.atomic
def grant_access(request: AccessRequest, *, actor: Actor, words: str = "") -> AccessRequest:
    """Let them see the customer for some days (`customer.access_days`)."""
    request = _decidable(request, actor)
    now = timezone.now()
    days = value("customer.access_days", request.customer.site)
    request.state, request.until = AccessState.GRANTED, now + datetime.timedelta(days=days)
    return _decided(request, actor, words, now, "granted")


@transaction.atomic
def refuse_access(request: AccessRequest, *, actor: Actor, words: str) -> AccessRequest:
    """Not so, and why."""
    request = _decidable(request, actor)
    found = rules.reason_objections(words, "words")
    if found:
        raise RuleViolation(found)
    request.state = AccessState.REFUSED
    return _decided(request, actor, words, timezone.now(), "refused")


@transaction.atomic
def withdraw_access(request: AccessRequest, *, actor: Actor) -> AccessRequest:
    """Who asked needs it no longer."""
    request = _locked(request)
    require(actor is None or request.employee_id == position(actor).employee_id)
    _require_asked(request)
    request.state = AccessState.WITHDRAWN
    request.save(update_fields=["state"])
    audit.record(actor, "customers.access.withdrawn", request, site_id=request.customer.site_id)
    return request


def _decidable(request: AccessRequest, actor: Actor) -> AccessRequest:
    request = _locked(request)
    me = position(actor).employee_id
    require(access.may_decide(actor) and me is not None)
    if me == request.employee_id:
        raise RuleViolation(Objection("customers.own_request"))
    _require_asked(request)
    return request


def _decided(
    request: AccessRequest, actor: Actor, words: str, now: datetime.datetime, act: str
) -> AccessRequest:
    request.decided_by_id, request.decided_at = position(actor).employee_id, now
    request.words = words.strip()
    request.save(update_fields=["state", "until", "decided_by", "decided_at", "words"])
    after = {"until": request.until} if request.until else None
    site = request.customer.site_id
    audit.record(actor, f"customers.access.{act}", request, after=after, reason=request.words, site_id=site)
    if request.employee.user_id:
        notify(
            "customers.access_decided",
            recipients=[request.employee.user_id],
            subject=request,
            figures={"customer": request.customer.number, "state": choice(request, "state")},
            key=str(request.pk),
            site_id=site,
            url=request.customer.get_absolute_url() if request.until else _requests_page(),
        )
    return request


def _locked(request: AccessRequest) -> AccessRequest:
    rows = AccessRequest.objects.select_for_update(of=("self",))
    return rows.select_related("customer__site", "employee").get(pk=request.pk)


def _require_asked(request: AccessRequest) -> None:
    if request.state != AccessState.ASKED:
        figures = {"number": request.number, "state": AccessState(request.state).label}
        raise RuleViolation(Objection("customers.not_asked", figures))


def _requests_page() -> str:
    from callcenter.web.addresses import address

    return address("customers:access")
