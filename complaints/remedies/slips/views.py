"""Pages of return slips: drawing up, the slip with what may be done now, its four copies on paper."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.objections import Objection, RuleViolation
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.cases.models import RemedyLine
from complaints.remedies import access, approved, pages
from complaints.remedies.acting import REFUSED, Act, acts, answer
from complaints.remedies.duties.models import SUBJECT, Duty
from complaints.remedies.forms import CountForm, PostForm, ReasonForm, ReceiveForm, SlipForm
from complaints.remedies.papers import WITH_SLIP
from complaints.remedies.rules import plain, quantities_match, second_role
from complaints.remedies.slips import services
from complaints.remedies.slips.listing import SLIPS, state
from complaints.remedies.slips.models import Copy, Delivery, ReturnSlip
from complaints.remedies.slips.models import SlipState as S

WITH = ("site", "case", "remedy", "drawn_by", "signed_by", "signed_for", "sent_by", "received_by", "handed_on_by",
        "posted_by", "voided_by")  # fmt: skip


@login_required
@require_GET
def slips(request: HttpRequest) -> HttpResponseBase:
    """All slips in sight."""
    require(may(request.user, Action.VIEW, SUBJECT) or access.may_sign(request.user))
    rows = ReturnSlip.objects.visible_to(request.user).select_related("case", "remedy", "drawn_by", "site")
    context = {"tabs": pages.tabs(request, "remedies:slips")}
    return list_page(request, rows, SLIPS, template="remedies/paper_list.html", context=context)


@login_required
def draw_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw one up for goods that come back."""
    rows = RemedyLine.objects.select_related("case__site")
    remedy = get_object_or_404(rows, pk=pk, kind__in=WITH_SLIP, case__decided_at__isnull=False)
    if not access.has_duty(request.user, Duty.SALES, remedy.case.site_id):
        raise Http404
    left = approved.measure(remedy) - services.taken(remedy)
    form, refusal = SlipForm(posted(request), initial={"quantity": plain(left)}), None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.draw_up(remedy, actor=request.user, **form.cleaned_data))
        except RuleViolation as caught:
            refusal = place(form, caught)
    context = {
        "form": form,
        "refusal": refusal,
        "remedy": remedy,
        "left": left,
        "case": remedy.case,
        "back": pages.back_url(request, remedy),
    }
    status = REFUSED if form.errors or refusal else 200
    return render(request, "remedies/slip_form.html", context, status=status)


@login_required
def slip(request: HttpRequest, number: str, **given: Any) -> HttpResponse:
    """One slip: its facts, deliveries, who signed when, what may be done now, whether the quantities match."""
    found = _visible(request, number)
    total = approved.measure(found.remedy)
    returned = services.returned(found.remedy)
    mismatch = quantities_match(approved=total, returned=returned) if found.state == S.HANDED_ON else []
    deliveries = list(found.deliveries.select_related("counted_by", "struck_by"))
    context = {
        "paper": found,
        "state": state(found),
        "acts": acts(_offered(request, found, mismatch), given.get("given", {})),
        "approved": total,
        "returned": returned,
        "mismatch": mismatch,
        "deliveries": deliveries,
        "may_strike": found.state == S.SENT and access.has_duty(request.user, Duty.WAREHOUSE, found.site_id),
        "case_url": pages.case_url(request, found.case),
        "copies": copies_of(request, found),
        "refusal": given.get("refusal"),
    }
    with timezone.override(found.site.zone):
        return render(request, "remedies/slip_detail.html", context, status=REFUSED if given else 200)


def copies_of(request: HttpRequest, found: ReturnSlip) -> list[tuple[int, str]]:
    """The copies that exist by now and that the reader has: a copy for later is not there before."""
    user, site_id = request.user, found.site_id
    sees_all = access.is_service(user, site_id) or access.may_sign(user)
    mine = set()
    if sees_all or access.has_duty(user, Duty.SALES, site_id):
        mine |= {Copy.SALES} | ({Copy.RETURNED} if found.handed_on_at else set())
    if found.sent_at and (sees_all or access.has_duty(user, Duty.WAREHOUSE, site_id)):
        mine |= {Copy.WAREHOUSE} | ({Copy.FINANCE, Copy.RETURNED} if found.received_at else set())
    if found.handed_on_at and (sees_all or access.has_duty(user, Duty.FINANCE, site_id)):
        mine.add(Copy.FINANCE)
    return [(copy.value, str(copy.label)) for copy in Copy if copy in mine]


def _offered(request: HttpRequest, found: ReturnSlip, mismatch: list[Objection]) -> dict[str, Any]:
    """What the reader may do with it now."""
    user, site_id = request.user, found.site_id
    sells = access.has_duty(user, Duty.SALES, site_id)
    stores = access.has_duty(user, Duty.WAREHOUSE, site_id)
    today, me = found.site.today(), position(user).employee_id
    is_all_there = found.received_quantity == found.quantity

    def url(name: str) -> str:
        return reverse(f"remedies:slip-{name}", args=[found.number])

    return {
        "sign": (
            found.state == S.DRAFT and access.may_sign(user),
            lambda: Act("sign", _("Sign"), url("sign"), _("Your signature and the time are kept."), icon="rubber-stamp", blocked=second_role(me, found.drawn_by_id)),
        ),
        "send": (
            found.state == S.SIGNED and sells,
            lambda: Act(
                "send", _("Send to the warehouse"), url("send"),
                _("Copy 1 stays with sales; copies 2, 3 and 4 go to the warehouse."), icon="send",
            ),
        ),
        "count": (
            found.state == S.SENT and stores and not is_all_there,
            lambda: Act(
                "count", _("Count a delivery"), url("count"), icon="package",
                form=CountForm(
                    "count",
                    initial={"quantity": plain(found.quantity - found.received_quantity), "arrived_on": today},
                ),
            ),
        ),
        "receive": (
            found.state == S.SENT and stores and is_all_there,
            lambda: Act(
                "receive", _("Sign for the goods"), url("receive"),
                _("The warehouse signs only when the goods are those of the slip."),
                form=ReceiveForm("receive"), icon="rubber-stamp",
                blocked=second_role(me, found.drawn_by_id, found.signed_by_id),
            ),
        ),
        "hand-on": (
            found.state == S.RECEIVED and stores,
            lambda: Act(
                "hand-on", _("Hand the copies on"), url("hand-on"),
                _("Copy 2 stays here, copy 3 goes to finance, copy 4 back to sales."), icon="send",
            ),
        ),
        "post": (
            found.state == S.HANDED_ON and access.has_duty(user, Duty.FINANCE, site_id),
            lambda: Act(
                "post", pgettext("paper", "Post"), url("post"),
                form=PostForm("post", initial={"posting_on": today}),
                blocked=mismatch + second_role(me, found.drawn_by_id, found.signed_by_id, found.received_by_id),
            ),
        ),
        "void": (
            found.state not in (S.VOID, S.POSTED) and access.may_void(user, site_id),
            lambda: Act(
                "void", _("Make it void"), url("void"), form=ReasonForm("void"), icon="ban", is_danger=True
            ),
        ),
    }  # fmt: skip


def _visible(request: HttpRequest, number: str) -> ReturnSlip:
    rows = ReturnSlip.objects.visible_to(request.user).select_related(*WITH)
    return get_object_or_404(rows, number=number)


def _answer(
    request: HttpRequest, number: str, key: str, form: Form | None, service: Any, done: str
) -> HttpResponse:
    found = _visible(request, number)
    return answer(
        request, found, key=key, form=form, call=partial(service, found, actor=request.user), done=done,
        page=partial(slip, request, number),
    )  # fmt: skip


@login_required
@require_POST
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """The sales deputy GM signs."""
    return _answer(request, number, "sign", None, services.sign, _("Signed."))


@login_required
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Three copies go to the warehouse."""
    return _answer(request, number, "send", None, services.send, _("The slip is with the warehouse."))


@login_required
@require_POST
def count(request: HttpRequest, number: str) -> HttpResponse:
    """Goods have arrived."""
    form = CountForm("count", request.POST)
    return _answer(request, number, "count", form, services.count_delivery, _("The delivery is counted."))


@login_required
@require_POST
def strike(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A delivery was counted wrongly."""
    delivery = get_object_or_404(Delivery, pk=pk, slip=_visible(request, number))

    def call(slip: ReturnSlip, *, actor: Any) -> Any:
        return services.strike_delivery(delivery, actor=actor)

    return _answer(request, number, "strike", None, call, _("The delivery is struck out."))


@login_required
@require_POST
def receive(request: HttpRequest, number: str) -> HttpResponse:
    """The warehouse signs."""
    form = ReceiveForm("receive", request.POST)
    return _answer(request, number, "receive", form, services.receive, _("The goods are received."))


@login_required
@require_POST
def hand_on(request: HttpRequest, number: str) -> HttpResponse:
    """Copies 3 and 4 go on."""
    return _answer(request, number, "hand-on", None, services.hand_on, _("The copies are handed on."))


@login_required
@require_POST
def post(request: HttpRequest, number: str) -> HttpResponse:
    """Finance posts it."""
    return _answer(request, number, "post", PostForm("post", request.POST), services.post, _("Posted."))


@login_required
@require_POST
def void(request: HttpRequest, number: str) -> HttpResponse:
    """Make it void."""
    return _answer(
        request, number, "void", ReasonForm("void", request.POST), services.void, _("The paper is void.")
    )


@login_required
@require_GET
def print_copy(request: HttpRequest, number: str, copy: int) -> HttpResponse:
    """One copy on paper, with its name."""
    found = _visible(request, number)
    title = dict(copies_of(request, found)).get(copy)
    if title is None:
        raise Http404
    with timezone.override(found.site.zone):
        context = {"paper": found, "copy": title, "approved": approved.measure(found.remedy)}
        return render(request, "remedies/slip_print.html", context)
