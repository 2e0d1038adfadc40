"""Pages of work orders: one's own, taking one down, the list, one order with its steps."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import may, position, scope
from callcenter.clocks.models import Clock
from callcenter.clocks.rules import Allowance, Unit
from callcenter.clocks.rules import due as due_moment
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Employee, Site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from callcenter.workcalendar.selectors import open_hours
from complaints.cases.dossier import receipt_of
from complaints.cases.models import Case
from complaints.customers.finding import find_or_offer
from complaints.customers.masking import masked_email, masked_phone
from complaints.workorders import access, moving, permits, steps
from complaints.workorders.forms import FORMS, ChaseForm, InterimForm, KeeperForm, OrderForm, TakeOverForm
from complaints.workorders.listing import (
    ORDERS,
    WITH_ORDERS,
    state,
    ticket_state,
    urgency,
    with_people,
)
from complaints.workorders.models import SUBJECT, Category, WorkOrder
from complaints.workorders.orders import services
from complaints.workorders.orders.services import OrderFacts
from complaints.workorders.states import AT_DEPARTMENT
from complaints.workorders.tickets.services import chase as chase_order
from complaints.workorders.timeline import entries_of
from complaints.workorders.today import MINE_TO_MOVE
from complaints.workorders.transitions import BY_KEY

REFUSED = 422
SHOWN = 100
HOUR = 3600


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """The pages of this room that the user may open."""
    found = []
    if may(request.user, Action.CREATE, SUBJECT):
        found.append(("workorders:index", _("My work orders")))
    found.append(("workorders:orders", _("All work orders")))
    found.append(("workorders:tickets", _("Transfer tickets")))
    if access.watches(request.user):
        found.append(("workorders:board", _("Stuck orders")))
        found.append(("workorders:departments", _("Departments")))
        found.append(("workorders:figures", _("Figures")))
    found.append(("workorders:coordination", _("Coordination")))
    return page_tabs(found, active)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """One's own orders: what waits for oneself, and what departments have."""
    permits.require_view(request.user)
    me = position(request.user).employee_id
    rows = WorkOrder.objects.open().kept_by(me or 0).select_related("site", "category", "customer")
    mine = [_line(one) for one in rows.order_by("due_at", "pk")[:SHOWN]]
    site: Any = getattr(request, "site", None)
    context = {
        "tabs": tabs(request, "workorders:index"),
        "to_do": [one for one in mine if one["order"].state in MINE_TO_MOVE],
        "elsewhere": [one for one in mine if one["order"].state in AT_DEPARTMENT],
        "may_take": bool(site) and access.may_take(request.user, site),
    }
    return render(request, "workorders/mine.html", context)


def _line(order: WorkOrder) -> dict[str, Any]:
    is_promised = order.informed_at is None and order.promised_reply_at is not None
    return {
        "order": order,
        "state": state(order),
        "urgency": urgency(order) if order.urgency != "normal" else None,
        "next": MINE_TO_MOVE[order.state][0] if order.state in MINE_TO_MOVE else "",  # type: ignore[index]
        "due_at": min(order.promised_reply_at, order.due_at) if is_promised else order.due_at,  # type: ignore[type-var]
        "is_promise": is_promised and order.promised_reply_at < order.due_at,  # type: ignore[operator]
    }


@login_required
@require_GET
def orders(request: HttpRequest) -> HttpResponseBase:
    """Every order in sight."""
    permits.require_view(request.user)
    rows = with_people(WorkOrder.objects.listed_to(request.user))
    site: Any = getattr(request, "site", None)
    context = {
        "tabs": tabs(request, "workorders:orders"),
        "may_take": bool(site) and access.may_take(request.user, site),
        "may_arrange": bool(site) and access.may_arrange_categories(request.user, site),
    }
    return list_page(request, rows, ORDERS, template="workorders/order_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take an order down. `find` looks the caller up; what was typed stays."""
    site = chosen_site(request)
    permits.require_take(request.user, site)
    data = posted(request)
    typed = data if data is not None else request.GET
    candidates = _candidates(site, typed)
    is_finding = data is not None and "find" in data
    first = {"phone": request.GET.get("phone", ""), "channel": "phone", "promised_reply_at": _promise(site)}
    if len(candidates) == 1 and candidates[0].is_sure:
        first["customer"] = str(candidates[0].customer.pk)
    if is_finding:
        assert data is not None
        kept = {name: data.get(name, "") for name in OrderForm.base_fields if name in data}
        form = OrderForm(site, candidates, initial=first | kept)
    else:
        form = OrderForm(site, candidates, data, initial=first)
    refusal = None
    if data is not None and not is_finding and form.is_valid():
        try:
            made = services.record_order(site, OrderFacts(**form.facts()), actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, f"{made.number}: {made.get_state_display()}")
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    context = {
        "form": form,
        "refusal": refusal,
        "searched": typed.get("phone", ""),
        "has_categories": Category.objects.filter(site=site, is_active=True).exists(),
    }
    return render(request, "workorders/order_form.html", context, status=status)


def _candidates(site: Site, typed: Any) -> Any:
    phone, email = typed.get("phone", "").strip(), typed.get("contact_email", "").strip()
    return find_or_offer(site, phone=phone, email=email) if phone or email else []


def _promise(site: Site) -> datetime.datetime:
    """What is proposed as the promised reply: when the first reply is due."""
    hours = moving.setting("first_reply_hours", site)
    now = timezone.now()
    allowance = Allowance(Unit.OPEN_TIME, hours * HOUR)
    found = due_moment(open_hours(site, site.today()), allowance, now)
    return (found or now).replace(second=0, microsecond=0)


def found_order(request: HttpRequest, pk: int) -> WorkOrder:
    """The order, if it is in the user's sight; else 404."""
    rows = WorkOrder.objects.visible_to(request.user).select_related(
        *WITH_ORDERS, "owner__user", "keeper__user", "case", "origin"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: what was asked, where it is, what to do next, everything that happened."""
    return shown(request, found_order(request, pk))


def shown(request: HttpRequest, found: WorkOrder, **given: Any) -> HttpResponse:
    """The page of an order."""
    tickets = list(
        moving.with_people(found)
        .select_related("slip", "department", "handler__user", "received_by", "origin", "sent_by")
        .order_by("-seq")
    )
    now_at = next((one for one in tickets if one.is_open), tickets[0] if tickets else None)
    offered = steps.offered(found, now_at, actor=request.user) if found.is_open else []
    keeps = access.may_keep(request.user, found)
    first = steps.proposed(offered, found.state)
    context = {
        "order": found,
        "state": state(found),
        "urgency": urgency(found) if found.urgency != "normal" else None,
        "tickets": [(one, ticket_state(one)) for one in tickets],
        "replies": found.replies.select_related("by").order_by("-at", "-pk"),
        "entries": entries_of(found),
        "clocks": _clocks(found, tickets) if found.is_open else [],
        "coordination": found.coordination.order_by("-pk") if _sees_site(request) else [],
        "next": first,
        "next_form": FORMS[first.key](found, now_at) if first else None,
        "others": [one for one in offered if one is not first],
        "keeps": keeps and found.is_open,
        "may_chase": found.is_open and access.may_chase(request.user, found),
        "may_hand_over": found.is_open and access.leads(request.user, found),
        "may_coordinate": found.is_open and access.may_take(request.user, found.site),
        "may_name_handler": now_at is not None
        and now_at.is_open
        and now_at.received_at is not None
        and access.may_work_for_department(request.user, now_at),
        "phone": found.contact_phone if keeps else masked_phone(found.contact_phone),
        "email": found.contact_email if keeps else masked_email(found.contact_email),
        "chase_form": ChaseForm(auto_id="chase_%s"),
        **given,
    }
    with timezone.override(found.site.zone):
        return render(request, "workorders/order_detail.html", context, status=REFUSED if given else 200)


def _sees_site(request: HttpRequest) -> bool:
    return scope(request.user, Action.VIEW, SUBJECT) > Scope.NONE


def _clocks(found: WorkOrder, tickets: list[Any]) -> list[Clock]:
    open_one = next((one for one in tickets if one.is_open), None)
    rows = Clock.objects.of(found)
    if open_one is not None:
        rows = rows | Clock.objects.of(open_one)
    return list(rows.running().select_related("site", "calendar").order_by("due_at"))


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One step of the table: its form, and taking it."""
    if not steps.is_step(key):
        raise Http404
    found = found_order(request, pk)
    ticket = moving.open_ticket(found) or moving.last_ticket(found)
    transition = BY_KEY[key]
    permits.require_move(request.user, transition, found, ticket)
    form = FORMS[key](found, ticket, posted(request))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            done = steps.take(key, found, actor=request.user, **form.values)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            found.refresh_from_db(fields=["state"])
            messages.success(request, f"{found.number}: {found.get_state_display()}")
            return redirect(done if isinstance(done, Case) and _sees_case(request, done) else found)
    context = {
        "order": found,
        "state": state(found),
        "transition": transition,
        "form": form,
        "refusal": refusal,
        "ticket": ticket,
    }
    with timezone.override(found.site.zone):
        status = REFUSED if refusal or form.errors else 200
        return render(request, "workorders/order_step.html", context, status=status)


def _sees_case(request: HttpRequest, case: Case) -> bool:
    return Case.objects.visible_to(request.user).filter(pk=case.pk).exists()


@login_required
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the customer how far it is, perhaps with a new promise."""
    found = found_order(request, pk)
    permits.require_keep(request.user, found)
    form, refusal = InterimForm(found, None, posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            services.reply(found, actor=request.user, **form.values)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The reply is on record."))
            return redirect(found)
    context = {"order": found, "state": state(found), "form": form, "refusal": refusal}
    status = REFUSED if refusal or form.errors else 200
    return render(request, "workorders/order_reply.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Have somebody stand in for who took it."""
    found = found_order(request, pk)
    permits.require_lead(request.user, found)
    form, refusal = KeeperForm(posted(request)), None
    today = found.site.today()
    people = Employee.objects.filter(site=found.site).employed(today).order_by("number")
    field: Any = form.fields["person"]
    field.people = people
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_over_order(found, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The work order is handed over."))
            return redirect(found)
    status = REFUSED if refusal or form.errors else 200
    context = {"order": found, "state": state(found), "form": form, "refusal": refusal, "people": people}
    return render(request, "workorders/order_hand_over.html", context, status=status)


@login_required
@require_POST
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Chase whoever has it."""
    found, form = found_order(request, pk), ChaseForm(request.POST, auto_id="chase_%s")
    if not form.is_valid():
        return shown(request, found, chase_form=form)
    try:
        chase_order(found, actor=request.user, words=form.cleaned_data["words"])
    except RuleViolation as refusal:
        return shown(request, found, chase_form=form, refusal=refusal)
    messages.success(request, _("Chased, and on record."))
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, reference: str) -> HttpResponse:
    """A complaint that was passed on becomes a work order."""
    case = get_object_or_404(_by_reference(request, reference))
    permits.require_take(request.user, case.site)
    form = TakeOverForm(case.site, posted(request), initial={"promised_reply_at": _promise(case.site)})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.take_over_case(case, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, f"{made.number}: {made.get_state_display()}")
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    context = {"case": case, "form": form, "refusal": refusal}
    return render(request, "workorders/take_over.html", context, status=status)


def _by_reference(request: HttpRequest, reference: str) -> Any:
    rows = Case.objects.visible_to(request.user).select_related("site")
    receipt = receipt_of(reference)
    if receipt is not None:
        return rows.filter(number=None, pk=receipt)
    return rows.filter(number=reference)
