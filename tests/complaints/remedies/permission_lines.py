"""Who may open the pages of remedies, act on papers, and call their API (domain §3.2, §6.8).

The world names no departments: the service department handles the papers itself, others see none.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode as P
from complaints.cases.models import Outcome, Remedy, State
from complaints.remedies.certificates.models import DiscountCertificate
from complaints.remedies.executions.rules import NextStep
from complaints.remedies.models import Delivery, Execution, Receivable, ReturnSlip
from tests.complaints.remedies.factories import make_decided, make_remedy
from tests.web.permission_table import Line, World, posts

SERVE = posts("complaint_officer director center_manager")
SIGN = posts("sales_deputy_gm")
SEE = SERVE | posts("sales_deputy_gm deputy_gm gm gm_office")
LISTS = SEE | posts("dept_handler")
MANAGE = posts("director center_manager")


def remedy(world: World, kind: Remedy = Remedy.DISCOUNT) -> Any:
    key = f"remedy {kind}"
    if key not in world.extra:
        owner = world.agent.user
        assert owner is not None
        world.extra[key] = make_remedy(make_decided(world.site, owner), kind)
    return world.extra[key]


def paper(world: World) -> dict[str, Any]:
    line = remedy(world)
    return {
        "site": world.site, "case": line.case, "remedy": line, "drawn_by": world.agent, "drawn_at": timezone.now(),
        "reason": "Dented",
    }  # fmt: skip


def certificate(world: World) -> dict[str, Any]:
    """A draft: what another state needs is refused with 422."""
    if "certificate" not in world.extra:
        world.extra["certificate"] = DiscountCertificate.objects.create(
            number="XZ-209901-0001", amount=10, **paper(world)
        )
    return {"number": world.extra["certificate"].number}


def slip(world: World) -> dict[str, Any]:
    if "slip" not in world.extra:
        facts = paper(world) | {"remedy": remedy(world, Remedy.RETURN)}
        world.extra["slip"] = ReturnSlip.objects.create(
            number="TH-209901-0001", quantity=10, handling="Scrap", basis="Decision", **facts
        )
    return {"number": world.extra["slip"].number}


def delivery(world: World) -> dict[str, Any]:
    if "delivery" not in world.extra:
        now, facts = timezone.now(), paper(world) | {"remedy": remedy(world, Remedy.RETURN)}
        sent = ReturnSlip.objects.create(
            number="TH-209901-0002", quantity=10, handling="Scrap", basis="Decision", state="sent", signed_at=now,
            signed_by=world.agent, sent_at=now, sent_by=world.agent, **(facts | {"drawn_by": other(world)}),
        )  # fmt: skip
        world.extra["delivery"] = Delivery.objects.create(
            slip=sent, quantity=1, arrived_on=world.site.today(), counted_by=world.agent, counted_at=now
        )
    found = world.extra["delivery"]
    return {"number": found.slip.number, "pk": found.pk}


def other(world: World) -> Any:
    from tests import factories

    if "drawer" not in world.extra:
        world.extra["drawer"] = factories.make_employee(site=world.site)
    return world.extra["drawer"]


def execution(world: World) -> dict[str, Any]:
    if "execution" not in world.extra:
        line = remedy(world, Remedy.APOLOGY)
        world.extra["execution"] = Execution.objects.create(
            remedy=line, case=line.case, site=world.site, next_step=NextStep.CARRY_OUT
        )
    return {"pk": world.extra["execution"].pk}


def receivable(world: World) -> dict[str, Any]:
    if "receivable" not in world.extra:
        owner = world.agent.user
        assert owner is not None
        case = make_decided(world.site, owner, outcome=Outcome.NOT_SUBSTANTIATED, state=State.CONVEYED)
        world.extra["receivable"] = Receivable.objects.create(
            case=case, site=world.site, due_at=timezone.now()
        )
    return {"pk": world.extra["receivable"].pk}


def line_args(kind: Remedy) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": remedy(world, kind).pk}


def with_copy(args: Callable[[World], dict[str, Any]]) -> Callable[[World], dict[str, Any]]:
    return lambda world: args(world) | {"copy": 1}


def act(
    name: str, args: Callable[[World], dict[str, Any]], allowed: Any, success: int, **fields: Any
) -> Line:
    """An act on a paper: who sees it and may not is refused with 403, who does not see it gets 404."""
    but = dict.fromkeys(SEE - allowed, 403) | fields.pop("but", {})
    return Line(
        name, args, method="post", allowed=allowed, success=success, otherwise=404, except_for=but, **fields
    )


def seen(*allowed: Any) -> dict[str, Any]:
    return {"allowed": SEE, "otherwise": 404}


FORM = dict.fromkeys(SEE - SERVE, 422)  # an empty form is refused before anybody asks who sent it
VOID = {"reason": "Wrong"}
POSTING = {"voucher_no": "V-1", "posting_on": "2026-01-01"}
API = {"nobody": 401}
UNSEEN = {P.DEPT_HANDLER: 404}  # may view papers, and none of this site; posts without the subject get 403


def api_act(
    name: str, args: Callable[[World], dict[str, Any]], allowed: Any, success: int, **fields: Any
) -> Line:
    """As `act`, at the API: who may view no papers at all is refused before the paper is looked for."""
    but = dict.fromkeys(SEE - allowed, 403) | UNSEEN | fields.pop("but", {})
    return Line(name, args, method="post", allowed=allowed, success=success, except_for=but, **API, **fields)


def counted(world: World) -> dict[str, Any]:
    """A delivery as the API names it."""
    found = delivery(world)
    return {"number": found["number"], "delivery": found["pk"]}


def seller(world: World) -> dict[str, Any]:
    return {"employee": world.agent.number}


LINES = [
    Line("remedies:index", allowed=LISTS),
    Line("remedies:certificates", allowed=LISTS),
    Line("remedies:slips", allowed=LISTS),
    Line("remedies:receivables", allowed=LISTS),
    Line("remedies:departments", allowed=MANAGE),
    Line("remedies:departments", method="post", allowed=MANAGE, success=302),
    Line("remedies:draw-certificate", line_args(Remedy.DISCOUNT), allowed=SERVE, otherwise=404),
    Line("remedies:draw-certificate", line_args(Remedy.DISCOUNT), method="post", allowed=SERVE, success=422, otherwise=404),
    Line("remedies:draw-slip", line_args(Remedy.RETURN), allowed=SERVE, otherwise=404),
    Line("remedies:draw-slip", line_args(Remedy.RETURN), method="post", allowed=SERVE, success=422, otherwise=404),
    Line("remedies:execution", execution, **seen()),
    act("remedies:execution-finish", execution, SERVE, 422, but=FORM),
    act("remedies:execution-end", execution, SERVE, 422, but=FORM),
    act("remedies:execution-take-back", execution, SERVE, 422, data={"reason": "By mistake"}),
    Line("remedies:certificate", certificate, **seen()),
    act("remedies:certificate-sign", certificate, SIGN, 302),
    act("remedies:certificate-hand-out", certificate, SERVE, 422),
    act("remedies:certificate-confirm", certificate, SERVE, 422, but=FORM),
    act("remedies:certificate-file", certificate, SERVE, 422),
    act("remedies:certificate-post", certificate, SERVE, 422, data=POSTING),
    act("remedies:certificate-void", certificate, SERVE | SIGN, 302, data=VOID),
    Line(
        "remedies:certificate-copy", with_copy(certificate), allowed=SERVE | SIGN, otherwise=404,
    ),
    Line("remedies:slip", slip, **seen()),
    act("remedies:slip-sign", slip, SIGN, 302),
    act("remedies:slip-send", slip, SERVE, 422),
    act("remedies:slip-count", slip, SERVE, 422, data={"quantity": "1", "arrived_on": "2026-01-01"}),
    act("remedies:slip-strike", delivery, SERVE, 302),
    act("remedies:slip-receive", slip, SERVE, 422),
    act("remedies:slip-hand-on", slip, SERVE, 422),
    act("remedies:slip-post", slip, SERVE, 422, data=POSTING),
    act("remedies:slip-void", slip, SERVE | SIGN, 302, data=VOID),
    Line("remedies:slip-copy", with_copy(slip), allowed=SERVE | SIGN, otherwise=404),
    Line("remedies:receivable", receivable, **seen()),
    act("remedies:receivable-settle", receivable, SERVE, 302, data={"outcome": "collected"}),
    act("remedies:receivable-take-back", receivable, SERVE, 422, data={"reason": "By mistake"}),
    act("remedies:receivable-name", receivable, SERVE, 422, but=FORM),
    act("remedies:receivable-memo", receivable, SERVE, 422, but=FORM),
    Line("api:complaints-discount-certificates-list", allowed=LISTS, **API),
    Line("api:complaints-discount-certificates-list", method="post", allowed=LISTS, success=400, **API),
    Line("api:complaints-discount-certificates-detail", certificate, allowed=SEE, except_for=UNSEEN, **API),
    api_act("api:complaints-discount-certificates-sign", certificate, SIGN, 200),
    api_act("api:complaints-discount-certificates-hand-out", certificate, SERVE, 409),
    api_act("api:complaints-discount-certificates-confirm", certificate, SERVE, 400, but=dict.fromkeys(SEE - SERVE, 400)),
    api_act("api:complaints-discount-certificates-file", certificate, SERVE, 409),
    api_act("api:complaints-discount-certificates-post", certificate, SERVE, 409, data=POSTING),
    api_act("api:complaints-discount-certificates-void", certificate, SERVE | SIGN, 200, data=VOID),
    Line("api:complaints-return-slips-list", allowed=LISTS, **API),
    Line("api:complaints-return-slips-list", method="post", allowed=LISTS, success=400, **API),
    Line("api:complaints-return-slips-detail", slip, allowed=SEE, except_for=UNSEEN, **API),
    api_act("api:complaints-return-slips-sign", slip, SIGN, 200),
    api_act("api:complaints-return-slips-send", slip, SERVE, 409),
    api_act("api:complaints-return-slips-count", slip, SERVE, 409, data={"quantity": "1", "arrived_on": "2026-01-01"}),
    api_act("api:complaints-return-slips-receive", slip, SERVE, 409, data={"same_goods": True}),
    api_act("api:complaints-return-slips-hand-on", slip, SERVE, 409),
    api_act("api:complaints-return-slips-post", slip, SERVE, 409, data=POSTING),
    api_act("api:complaints-return-slips-void", slip, SERVE | SIGN, 200, data=VOID),
    api_act("api:complaints-return-slips-strike", counted, SERVE, 200),
    Line("api:complaints-remedy-executions-list", allowed=LISTS, **API),
    Line("api:complaints-remedy-executions-detail", execution, allowed=SEE, except_for=UNSEEN, **API),
    api_act("api:complaints-remedy-executions-carry-out", execution, SERVE, 200, data={"words": "x"}),
    api_act("api:complaints-remedy-executions-end", execution, SERVE, 409, data={"words": "x"}),
    api_act("api:complaints-remedy-executions-take-back", execution, SERVE, 409, data=VOID),
    Line("api:complaints-receivables-list", allowed=LISTS, **API),
    Line("api:complaints-receivables-detail", receivable, allowed=SEE, except_for=UNSEEN, **API),
    api_act("api:complaints-receivables-settle", receivable, SERVE, 200, data={"outcome": "collected"}),
    api_act("api:complaints-receivables-take-back", receivable, SERVE, 409, data=VOID),
    api_act("api:complaints-receivables-salesperson", receivable, SERVE, 200, data=seller),
    api_act("api:complaints-receivables-memo", receivable, SERVE, 409, data={"memo": "x"}),  # nobody above in this world
]  # fmt: skip
