"""What is to be carried out: the list by whose turn it is, one remedy with its papers."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.clocks.services import running_clock
from callcenter.web.listing import list_page
from complaints.remedies import access, pages
from complaints.remedies.acting import REFUSED, Act, acts, answer
from complaints.remedies.certificates.listing import state as certificate_state
from complaints.remedies.duties.models import SUBJECT, Duty
from complaints.remedies.executions import services
from complaints.remedies.executions.listing import EXECUTIONS, state, turn
from complaints.remedies.executions.models import KIND, Execution, ExecutionState
from complaints.remedies.executions.rules import NextStep
from complaints.remedies.forms import ReasonForm, WordsForm
from complaints.remedies.papers import WITH_CERTIFICATE
from complaints.remedies.slips.listing import state as slip_state

QUEUES = (
    ("duty", Duty.SALES),
    ("next_step", NextStep.SIGN),
    ("duty", Duty.WAREHOUSE),
    ("duty", Duty.FINANCE),
    ("next_step", NextStep.CARRY_OUT),
)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Remedies to carry out in sight, with how many wait for whom."""
    require(may(request.user, Action.VIEW, SUBJECT) or access.may_sign(request.user))
    rows = Execution.objects.visible_to(request.user)
    context = {"tabs": pages.tabs(request, "remedies:index"), "queues": _queues(rows)}
    shown = rows.select_related("site", "case__owner", "remedy")
    return list_page(request, shown, EXECUTIONS, template="remedies/execution_list.html", context=context)


def _queues(rows: Any) -> list[dict[str, Any]]:
    """Open ones by whose turn it is, and the overdue ones: one question."""
    open_ = Q(state=ExecutionState.OPEN)
    counts = rows.aggregate(
        late=Count("pk", filter=open_ & Q(due_at__lt=timezone.now())),
        **{str(value): Count("pk", filter=open_ & Q(**{field: value})) for field, value in QUEUES},
    )
    labels = {
        Duty.SALES: _("Sales"),
        NextStep.SIGN: _("Deputy GM sales"),
        Duty.WAREHOUSE: _("Warehouse"),
        Duty.FINANCE: _("Finance"),
        NextStep.CARRY_OUT: _("Owners of complaints"),
    }
    address = reverse("remedies:index")
    found = [
        {
            "label": labels[value],
            "value": counts[str(value)],
            "url": f"{address}?state=open&{field}={value}",
            "tone": "",
        }
        for field, value in QUEUES
    ]
    tone = "bad" if counts["late"] else ""
    late = {
        "label": _("Overdue"),
        "value": counts["late"],
        "url": f"{address}?overdue=true",
        "tone": tone,
    }
    return [*found, late]


@login_required
def execution(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One remedy: what was approved, its papers, whose turn it is, its deadline."""
    found = _visible(request, pk)
    remedy = found.remedy
    if remedy.kind in WITH_CERTIFICATE:
        certificates = remedy.certificates.visible_to(request.user)
        papers: list[Any] = [(one, certificate_state(one), one.amount) for one in certificates]
    else:
        slips = remedy.slips.visible_to(request.user)
        papers = [(one, slip_state(one), one.quantity) for one in slips]
    context = {
        "execution": found,
        "remedy": remedy,
        "state": state(found),
        "turn": turn(found),
        "papers": papers,
        "clock": running_clock(KIND, found),
        "draw_url": draw_url(request, found),
        "acts": acts(_offered(request, found), given.get("given", {})),
        "case_url": pages.case_url(request, found.case),
        "refusal": given.get("refusal"),
    }
    with timezone.override(found.site.zone):
        return render(request, "remedies/execution_detail.html", context, status=REFUSED if given else 200)


def draw_url(request: HttpRequest, found: Execution) -> str:
    """Where the next paper is drawn up; "" where none is, or somebody else does it."""
    if found.next_step != NextStep.DRAW_UP or not access.has_duty(request.user, Duty.SALES, found.site_id):
        return ""
    name = "draw-certificate" if found.remedy.kind in WITH_CERTIFICATE else "draw-slip"
    return reverse(f"remedies:{name}", args=[found.remedy_id])


def _offered(request: HttpRequest, found: Execution) -> dict[str, Any]:
    is_words = found.next_step == NextStep.CARRY_OUT
    address = reverse("remedies:execution-finish", args=[found.pk])
    under_way = services.papers_under_way(found) if found.is_open and not is_words else []
    short = reverse("remedies:execution-end", args=[found.pk])
    return {
        "finish": (
            found.is_open and is_words and services.may_carry_out(request.user, found),
            lambda: Act("finish", _("Say that it is carried out"), address, form=WordsForm("finish")),
        ),
        "end": (
            found.is_open and not is_words and access.is_service(request.user, found.site_id),
            lambda: Act(
                "end", _("End it with less"), short,
                _("Where the customer takes less than was approved. Papers on their way are finished or made void first."),
                form=WordsForm("end"), icon="ban", is_danger=True, blocked=under_way,
            ),
        ),
        "take-back": (
            not found.is_open and services.may_take_back(request.user, found),
            lambda: Act(
                "take-back", _("Take it back"), reverse("remedies:execution-take-back", args=[found.pk]),
                _("When this was said by mistake: it is open again, with the deadline it had."),
                form=ReasonForm("take-back"), icon="arrow-back-up", is_danger=True,
                confirm=_("Take back that this is over?"), blocked=services.against_taking_back(found),
            ),
        ),
    }  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Execution:
    rows = Execution.objects.visible_to(request.user).select_related(
        "site", "case__owner", "remedy", "over_by"
    )
    return get_object_or_404(rows, pk=pk)


def _answer(request: HttpRequest, pk: int, key: str, form: Form, service: Any) -> HttpResponse:
    found = _visible(request, pk)
    return answer(
        request, found, key=key, form=form, call=partial(service, found, actor=request.user), done=_("Saved."),
        page=partial(execution, request, pk),
    )  # fmt: skip


@login_required
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """A remedy without papers was carried out."""
    return _answer(request, pk, "finish", WordsForm("finish", request.POST), services.carry_out)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer takes less."""
    return _answer(request, pk, "end", WordsForm("end", request.POST), services.end_short)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was marked by mistake."""
    return _answer(request, pk, "take-back", ReasonForm("take-back", request.POST), services.take_back)
