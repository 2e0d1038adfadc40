"""Service orders: register, dispatch, application, voucher, fee, signatures, the register's day (S2A-3 to S2A-10)."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import Request
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from complaints.serviceorders import fees, off_site, register, rules, services
from complaints.serviceorders.models import KIND, Reconciliation, ServiceOrder
from complaints.serviceorders.states import TRANSITIONS, Category, OffSite, State
from tests.complaints.serviceorders.factories import MINUTE, done, make_manager, make_order
from tests.factories import make_employee, make_team
from tests.together import together

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


class Place:
    """A site with a manager, an agent under them, a technician."""

    def __init__(self) -> None:
        team = make_team()
        self.site = team.department.site
        self.manager = make_manager(self.site, team=team)
        self.agent = make_employee(team=team, superior=self.manager)
        self.technician = make_employee(PostCode.DEPT_HANDLER, team=team, superior=self.manager)

    def out(self, **fields: object) -> ServiceOrder:
        order = make_order(self.agent, **fields)  # type: ignore[arg-type]
        with time_machine.travel(timezone.now() - 20 * MINUTE, tick=False):
            return services.dispatch(order, self.technician, actor=self.manager.user)


@pytest.fixture
def place() -> Place:
    return Place()


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [one.code for one in refused.value.objections]


def test_the_register_asks_for_everything_at_once(place: Place) -> None:
    with pytest.raises(RuleViolation) as refused:
        make_order(
            place.agent, Category.CONTRACT, phone=" ", product_model="", purchased_on=place.site.today() + DAY
        )
    assert [(one.code, one.field) for one in refused.value.objections] == [
        ("serviceorders.needed", "phone"),
        ("serviceorders.needed", "product_model"),
        ("serviceorders.contract_needed", "contract_no"),
        ("serviceorders.bought_ahead", "purchased_on"),
    ]
    assert not ServiceOrder.objects.exists()


def test_vouchers_are_numbered_without_a_gap(place: Place) -> None:
    first, second = make_order(place.agent), make_order(place.agent)
    with pytest.raises(RuleViolation):
        make_order(place.agent, phone="")
    third = make_order(place.agent)
    assert [one.voucher[-4:] for one in (first, second, third)] == ["0001", "0002", "0003"]
    assert Event.objects.filter(verb="serviceorders.order.registered").count() == 3


def test_the_manager_dispatches_a_named_technician_and_nobody_else_does(place: Place) -> None:
    order = make_order(place.agent)
    with pytest.raises(PermissionDenied):
        services.dispatch(order, place.technician, actor=place.agent.user)
    stranger = make_employee(PostCode.DEPT_HANDLER)
    with pytest.raises(RuleViolation) as refused:
        services.dispatch(order, stranger, actor=place.manager.user)
    assert codes(refused) == ["serviceorders.no_technician"]
    sent = services.dispatch(order, place.technician, actor=place.manager.user)
    assert (sent.state, sent.technician, sent.trips) == (State.DISPATCHED, place.technician, 1)


def test_nobody_leaves_for_a_customer_elsewhere_before_the_manager_has_approved(place: Place) -> None:
    order = make_order(place.agent, is_off_site=True)
    with pytest.raises(RuleViolation) as refused:
        services.dispatch(order, place.technician, actor=place.manager.user)
    assert codes(refused) == ["serviceorders.off_site_first"]
    off_site.apply(
        order, actor=place.agent.user, travel_to="Suzhou", reason="Bought there", travel_cost=Decimal(80)
    )
    with pytest.raises(RuleViolation):
        services.dispatch(order, place.technician, actor=place.manager.user)
    request = Request.objects.get(kind=KIND)
    assert request.steps.get(state="open").approver == place.manager
    approvals.approve(request, actor=place.manager.user)
    order.refresh_from_db()
    assert order.off_site == OffSite.APPROVED
    sent = services.dispatch(order, place.technician, actor=place.manager.user)
    cost = off_site.record_travel_cost(sent, Decimal("92.50"), actor=place.technician.user)
    assert cost.travel_cost == Decimal("92.50")


def test_a_refused_application_may_be_written_again(place: Place) -> None:
    order = make_order(place.agent, is_off_site=True)
    off_site.apply(order, actor=place.agent.user, travel_to="Suzhou", reason="Bought there")
    with pytest.raises(RuleViolation) as refused:
        off_site.apply(order, actor=place.agent.user, travel_to="Suzhou", reason="Again")
    assert codes(refused) == ["serviceorders.off_site_running"]
    approvals.reject(Request.objects.get(kind=KIND), actor=place.manager.user, comment="Send it in.")
    order.refresh_from_db()
    assert order.off_site == OffSite.REFUSED
    again = off_site.apply(order, actor=place.agent.user, travel_to="Suzhou", reason="It is built in")
    assert again.off_site == OffSite.ASKED


def test_the_database_refuses_an_unapproved_journey_and_a_finish_without_a_signature(place: Place) -> None:
    order = make_order(place.agent, is_off_site=True)
    rows = ServiceOrder.objects.filter(pk=order.pk)
    with pytest.raises(IntegrityError, match="nobody_leaves_town_without_approval"), transaction.atomic():
        rows.update(state="dispatched", technician=place.technician, dispatched_at=timezone.now())
    with pytest.raises(IntegrityError, match="dispatched_order_names_its_technician"), transaction.atomic():
        rows.update(state="dispatched", off_site="not_needed")
    with (
        pytest.raises(IntegrityError, match="finished_order_is_signed_by_the_customer"),
        transaction.atomic(),
    ):
        rows.update(
            state="finished", off_site="not_needed", technician=place.technician, dispatched_at=timezone.now()
        )


def test_a_finish_needs_times_content_name_and_signature(place: Place) -> None:
    order = place.out()
    now = timezone.now()
    empty = done(began_at=now, ended_at=now - MINUTE, work_done="", signed_by=" ", signature=None)
    with pytest.raises(RuleViolation) as refused:
        services.finish(order, empty, actor=place.technician.user)
    assert codes(refused) == [
        "serviceorders.inverted", "serviceorders.content_needed", "serviceorders.name_needed",
        "serviceorders.signature_needed",
    ]  # fmt: skip
    finished = services.finish(order, done(), actor=place.technician.user)
    assert (finished.state, finished.signed_by) == (State.FINISHED, "Wang Fang")


def test_who_is_not_sent_does_not_finish(place: Place) -> None:
    with pytest.raises(PermissionDenied):
        services.finish(place.out(), done(), actor=place.agent.user)


@pytest.mark.parametrize(
    ("category", "fee", "way"),
    [
        ("a", Decimal("199.99"), "on_spot"),
        ("a", Decimal(200), "on_spot"),
        ("a", Decimal("200.01"), "invoice_first"),
        ("a", Decimal(0), "none"),
        ("b", Decimal(50), "none"),
    ],
)
def test_a_low_fee_is_collected_on_the_spot_a_higher_one_invoiced_first(
    category: str, fee: Decimal, way: str
) -> None:
    assert rules.fee_way(category, fee, Decimal(200)) == way


def test_a_low_fee_is_collected_handed_to_finance_and_then_signed(place: Place) -> None:
    order = place.out(category=Category.PAID)
    with pytest.raises(RuleViolation) as refused:
        services.finish(order, done(fee=Decimal(80)), actor=place.technician.user)
    assert codes(refused) == ["serviceorders.fee_on_spot"]
    services.finish(order, done(fee=Decimal(80), is_collected=True), actor=place.technician.user)
    with pytest.raises(RuleViolation) as refused:
        services.sign_off(order, actor=place.manager.user)
    assert codes(refused) == ["serviceorders.fee_open"]
    fees.hand_to_finance(order, actor=place.technician.user)
    signed = services.sign_off(order, actor=place.manager.user)
    fees.record_invoice(order, "INV-9", actor=place.manager.user)
    assert (signed.state, signed.signed_off_by) == (State.SIGNED_OFF, place.manager.user)
    assert services.archive(order, actor=place.manager.user).state == State.ARCHIVED


def test_a_higher_fee_is_invoiced_first(place: Place) -> None:
    order = place.out(category=Category.PAID)
    with pytest.raises(RuleViolation) as refused:
        services.finish(order, done(fee=Decimal(900), is_collected=True), actor=place.technician.user)
    assert codes(refused) == ["serviceorders.invoice_first"]
    services.finish(order, done(fee=Decimal(900)), actor=place.technician.user)
    with pytest.raises(RuleViolation) as refused:
        fees.record_collection(order, actor=place.technician.user)
    assert codes(refused) == ["serviceorders.invoice_first"]
    fees.record_invoice(order, "INV-10", actor=place.manager.user)
    fees.record_collection(order, actor=place.technician.user)
    assert fees.hand_to_finance(order, actor=place.technician.user).is_fee_settled


def test_what_was_not_dispatched_today_is_first_in_line_tomorrow_and_marked_once(place: Place) -> None:
    late, sent = make_order(place.agent), make_order(place.agent)
    services.dispatch(sent, place.technician, actor=place.manager.user)
    assert register.prioritise_undispatched(place.site) == 0
    tomorrow = place.site.today() + DAY
    with time_machine.travel(timezone.now() + DAY, tick=False):
        fresh = make_order(place.agent)
        assert register.prioritise_undispatched(place.site) == 1
        assert register.prioritise_undispatched(place.site) == 0
    waiting = list(ServiceOrder.objects.to_dispatch())
    assert waiting == [late, fresh]
    assert (waiting[0].is_priority, waiting[0].priority_since) == (True, tomorrow)
    assert Event.objects.filter(verb="serviceorders.order.prioritised").count() == 1


def test_an_unfinished_job_comes_back_first_in_line(place: Place) -> None:
    order = place.out()
    with pytest.raises(RuleViolation):
        services.come_back(order, actor=place.technician.user, reason=" ")
    back = services.come_back(order, actor=place.technician.user, reason="Nobody at home")
    assert (back.state, back.technician, back.is_priority) == (State.REGISTERED, None, True)


def test_the_register_is_compared_with_the_vouchers_once_a_day(place: Place) -> None:
    make_order(place.agent)
    services.finish(place.out(), done(), actor=place.technician.user)
    place.out()
    today = place.site.today()
    made = register.compare(place.site, today, actor=place.manager.user)
    assert (made.registered, made.back, made.out, made.undispatched) == (3, 1, 1, 1)
    with pytest.raises(RuleViolation) as refused:
        register.compare(place.site, today, actor=place.manager.user)
    assert codes(refused) == ["serviceorders.compared_already"]
    with pytest.raises(PermissionDenied):
        register.compare(place.site, today - DAY, actor=place.agent.user)
    assert Reconciliation.objects.count() == 1


def test_the_table_leads_only_where_it_says(place: Place) -> None:
    order = make_order(place.agent)
    manager = place.manager.user
    for act in (
        lambda: services.come_back(order, actor=manager, reason="x"),
        lambda: services.finish(order, done(), actor=manager),
        lambda: services.sign_off(order, actor=manager),
        lambda: services.archive(order, actor=manager),
    ):
        with pytest.raises(RuleViolation) as refused:
            act()
        assert codes(refused) == ["serviceorders.not_from_here"]
    assert services.cancel(order, actor=manager, reason="Repaired it").state == State.CANCELLED
    assert all(row.target not in row.sources for row in TRANSITIONS.values())


@pytest.mark.django_db(transaction=True)
def test_two_who_dispatch_one_job_send_one_technician() -> None:
    place = Place()
    order = make_order(place.agent)
    other = make_employee(PostCode.DEPT_HANDLER, site=place.site)
    found = together(
        lambda: services.dispatch(order, place.technician, actor=place.manager.user).technician,
        lambda: services.dispatch(order, other, actor=place.manager.user).technician,
    )
    order.refresh_from_db()
    assert "serviceorders.not_from_here" in found
    assert order.technician in found
    assert order.trips == 1
