"""Deliveries: the list with what is out of order, one of them, trying it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.notifications import access
from callcenter.notifications.chat.models import ChatChannel
from callcenter.notifications.delivery import mail, services
from callcenter.notifications.delivery.listing import DELIVERIES, recipient
from callcenter.notifications.delivery.models import Breaker, Delivery, DeliveryQuerySet, State, Way
from callcenter.objections import RuleViolation
from callcenter.web.listing import list_page


def _visible(request: HttpRequest) -> DeliveryQuerySet:
    require(may(request.user, Action.VIEW, access.DELIVERY))
    return Delivery.objects.visible_to(request.user).select_related(
        "message__recipient__employee", "message__chat"
    )


@login_required
@require_GET
def delivery_list(request: HttpRequest) -> HttpResponseBase:
    """Every delivery of the user's sites, newest first; above it the channels that are out of order."""
    context = {"broken": _broken(request), "has_mail": mail.is_set_up()}
    rows = _visible(request)
    return list_page(request, rows, DELIVERIES, template="notifications/deliveries.html", context=context)


def _broken(request: HttpRequest) -> list[tuple[str, Breaker]]:
    """The channels that do not work at present: e-mail, and those chat channels that the user may see."""
    channels = {f"chat:{row.pk}": row.name for row in ChatChannel.objects.visible_to(request.user)}
    names = {"email": str(Way.EMAIL.label), **channels}
    down = Breaker.objects.filter(failures__gt=0, lane__in=list(names)).order_by("lane")
    return [(names[breaker.lane], breaker) for breaker in down]


@login_required
@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: to whom, through what, how often, why not."""
    return _page(request, get_object_or_404(_visible(request), pk=pk))


@login_required
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one again that was given up."""
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        services.retry_delivery(found, actor=request.user)
    except RuleViolation as refusal:
        return _page(request, found, refusal)
    messages.success(request, _("It will be tried again in a moment."))
    return redirect(found)


def _page(request: HttpRequest, found: Delivery, refusal: RuleViolation | None = None) -> HttpResponse:
    may_retry = found.state == State.DEAD and access.may_retry(request.user, found)
    context = {"delivery": found, "to": recipient(found), "may_retry": may_retry, "refusal": refusal}
    return render(request, "notifications/delivery.html", context, status=422 if refusal else 200)
