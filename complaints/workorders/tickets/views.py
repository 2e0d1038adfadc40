"""Pages of transfer tickets: the list of one's department, receiving many, another handler, the printed papers."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.workorders import deadlines, moving, permits
from complaints.workorders.forms import HandlerForm
from complaints.workorders.listing import TICKETS, WITH_TICKETS, state
from complaints.workorders.models import SUBJECT, TransferTicket
from complaints.workorders.tickets import services
from complaints.workorders.views import REFUSED, found_order, tabs

MANY = 100


@login_required
@require_GET
def tickets(request: HttpRequest) -> HttpResponseBase:
    """Tickets in sight: a department's people those sent to it, agents those of their orders."""
    permits.require_view(request.user)
    rows = TransferTicket.objects.visible_to(request.user).select_related(*WITH_TICKETS)
    context = {"tabs": tabs(request, "workorders:tickets")}
    receives = may(request.user, Action.EDIT, SUBJECT)
    listing = TICKETS if receives else replace(TICKETS, bulk=())
    return list_page(request, rows, listing, template="workorders/ticket_list.html", context=context)


def _chosen(request: HttpRequest) -> list[TransferTicket]:
    keys = [int(key) for key in request.POST.getlist("selected") if key.isdigit()][:MANY]
    rows = TransferTicket.objects.visible_to(request.user).filter(pk__in=keys)
    return list(rows.select_related(*WITH_TICKETS).order_by("pk"))


@login_required
@require_POST
def receive_many(request: HttpRequest) -> HttpResponse:
    """Receive the chosen tickets, to be handled by oneself."""
    permits.require_receive(request.user)
    return _receive(request, _chosen(request), moving.person_of(request.user))


@login_required
@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Receive the chosen tickets for a handler: first who, then done."""
    permits.require_receive(request.user)
    chosen = _chosen(request)
    departments = {one.department_id for one in chosen}
    if not chosen or len(departments) > 1:
        messages.error(request, _("Choose tickets of one department."))
        return redirect("workorders:tickets")
    people = deadlines.at_department(chosen[0].order.site, departments.pop())
    handler = people.filter(number=request.POST.get("handler", "")).first()
    if handler is None:
        context = {"chosen": chosen, "people": people.order_by("number")}
        return render(request, "workorders/ticket_assign.html", context)
    return _receive(request, chosen, handler)


def _receive(request: HttpRequest, chosen: list[TransferTicket], handler: Employee | None) -> HttpResponse:
    done = 0
    for ticket in chosen:
        try:
            services.receive(ticket, handler, actor=request.user)
        except RuleViolation as refusal:
            messages.error(request, f"{ticket.number}: {' '.join(refusal.sentences)}")
        except PermissionDenied:
            messages.error(request, f"{ticket.number}: {_('This is not for you to receive.')}")
        else:
            done += 1
    if done:
        words = ngettext("One ticket is received.", "%(count)s tickets are received.", done)
        messages.success(request, words % {"count": done})
    return redirect("workorders:tickets")


@login_required
@require_http_methods(["GET", "POST"])
def name_handler(request: HttpRequest, pk: int) -> HttpResponse:
    """Another handler for the ticket at a department."""
    found = found_order(request, pk)
    ticket = moving.open_ticket(found)
    ticket = permits.at_a_department(found, ticket)
    permits.require_department(request.user, ticket)
    form, refusal = HandlerForm(found, ticket, posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            services.name_handler(ticket, actor=request.user, **form.values)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The handler is named."))
            return redirect(found)
    status = REFUSED if refusal or form.errors else 200
    context = {"order": found, "state": state(found), "form": form, "refusal": refusal, "ticket": ticket}
    return render(request, "workorders/ticket_handler.html", context, status=status)


@login_required
@require_GET
def paper(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """The transfer ticket with its feedback slip, as it is printed."""
    permits.require_view(request.user)
    rows = TransferTicket.objects.visible_to(request.user).select_related(
        *WITH_TICKETS, "order__category", "order__owner", "origin", "sent_by", "received_by", "slip__handler"
    )
    ticket = get_object_or_404(rows, order=pk, seq=seq)
    slip: Any = getattr(ticket, "slip", None)
    with timezone.override(ticket.order.site.zone):
        return render(request, "workorders/ticket_paper.html", {"ticket": ticket, "slip": slip})
