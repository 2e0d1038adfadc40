"""Return slips: four copies in their order, goods that match, and what was approved is what came back (S2A-40 to S2A-42)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.objections import RuleViolation
from complaints.cases.models import Remedy, RemedyLine
from complaints.remedies.executions.models import Execution, ExecutionState
from complaints.remedies.executions.services import open_all
from complaints.remedies.slips import services
from complaints.remedies.slips.models import Delivery, ReturnSlip, SlipState
from tests.complaints.remedies.factories import Office, make_decided, make_office, make_remedy, make_slip

S = SlipState


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def remedy(office: Office) -> RemedyLine:
    return make_remedy(make_decided(office.site, office.officer), Remedy.RETURN)


def refused(call: Callable[[], Any], *codes: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        call()
    assert {one.code for one in caught.value.objections} == set(codes)
    assert all(one.sentence for one in caught.value.objections)


def post(slip: ReturnSlip, office: Office) -> ReturnSlip:
    return services.post(slip, actor=office.finance, voucher_no="V-9", posting_on=office.site.today())


def test_a_slip_goes_through_four_hands_and_ends_the_execution(office: Office, remedy: RemedyLine) -> None:
    open_all(remedy.case, actor=None)
    made = post(make_slip(office, remedy, S.HANDED_ON), office)
    assert made.state == S.POSTED
    people = {made.drawn_by_id, made.signed_by_id, made.received_by_id, made.posted_by_id}
    assert len(people) == 4
    assert Execution.objects.get(remedy=remedy).state == ExecutionState.DONE


@pytest.mark.parametrize("state", [S.DRAFT, S.SIGNED, S.SENT, S.RECEIVED, S.HANDED_ON])
def test_no_copy_goes_on_before_its_turn(office: Office, remedy: RemedyLine, state: SlipState) -> None:
    made = make_slip(office, remedy, state)
    acts: dict[SlipState, Callable[[], Any]] = {
        S.DRAFT: lambda: services.sign(made, actor=office.signer),
        S.SIGNED: lambda: services.send(made, actor=office.sales),
        S.SENT: lambda: services.receive(made, actor=office.warehouse, same_goods=True),
        S.RECEIVED: lambda: services.hand_on(made, actor=office.warehouse),
        S.HANDED_ON: lambda: post(made, office),
    }
    for needed, act in acts.items():
        if needed != state:
            with pytest.raises(RuleViolation) as caught:
                act()
            assert "remedies.wrong_state" in {one.code for one in caught.value.objections}


def test_each_step_belongs_to_its_department(office: Office, remedy: RemedyLine) -> None:
    made = make_slip(office, remedy, S.SENT)
    for user in (office.sales, office.signer, office.finance, office.officer):
        with pytest.raises(PermissionDenied):
            services.count_delivery(made, actor=user, quantity=Decimal(1), arrived_on=office.site.today())
        with pytest.raises(PermissionDenied):
            services.receive(made, actor=user, same_goods=True)
    for user in (office.warehouse, office.finance):
        with pytest.raises(PermissionDenied):
            services.send(made, actor=user)


def test_the_warehouse_signs_only_for_the_goods_of_the_slip_and_all_of_them(
    office: Office, remedy: RemedyLine
) -> None:
    made = make_slip(office, remedy, S.SENT)
    count = {"actor": office.warehouse, "arrived_on": office.site.today()}
    services.count_delivery(made, quantity=Decimal("60"), **count)
    refused(lambda: services.receive(made, actor=office.warehouse, same_goods=True), "remedies.goods_missing")
    refused(
        lambda: services.count_delivery(made, quantity=Decimal("40.001"), **count),
        "remedies.more_than_the_slip",
    )
    wrong = services.count_delivery(made, quantity=Decimal("39"), **count)
    services.strike_delivery(wrong, actor=office.warehouse)
    refused(lambda: services.strike_delivery(wrong, actor=office.warehouse), "remedies.struck_already")
    services.count_delivery(made, quantity=Decimal("40"), **count)
    refused(lambda: services.receive(made, actor=office.warehouse, same_goods=False), "remedies.other_goods")
    received = services.receive(made, actor=office.warehouse, same_goods=True)
    assert received.received_quantity == 100


def test_finance_posts_nothing_while_what_came_back_is_not_what_was_approved(
    office: Office, remedy: RemedyLine
) -> None:
    first = make_slip(office, remedy, S.HANDED_ON, Decimal("60"))
    refused(lambda: post(first, office), "remedies.quantity_mismatch")
    second = make_slip(office, remedy, S.HANDED_ON, Decimal("40"))
    assert post(first, office).state == S.POSTED
    assert post(second, office).state == S.POSTED


def test_slips_of_a_remedy_never_exceed_the_approved_quantity(office: Office, remedy: RemedyLine) -> None:
    make_slip(office, remedy, S.DRAFT, Decimal("60"))
    refused(lambda: make_slip(office, remedy, S.DRAFT, Decimal("40.001")), "remedies.quantity_above_approved")


def test_a_slip_says_why_what_is_done_and_on_what_basis(office: Office, remedy: RemedyLine) -> None:
    with pytest.raises(RuleViolation) as caught:
        services.draw_up(remedy, actor=office.sales, quantity=Decimal(1), reason=" ", handling="", basis="")
    assert {one.field for one in caught.value.objections} == {"reason", "handling", "basis"}


def test_copies_are_seen_by_those_they_were_handed_to(office: Office, remedy: RemedyLine) -> None:
    seen = ReturnSlip.objects.visible_to
    make_slip(office, remedy, S.SIGNED)
    assert seen(office.sales).exists()
    assert not seen(office.warehouse).exists()
    slip = ReturnSlip.objects.get()
    services.send(slip, actor=office.sales)
    assert seen(office.warehouse).exists()
    assert not seen(office.finance).exists()
    today = office.site.today()
    services.count_delivery(slip, actor=office.warehouse, quantity=Decimal(100), arrived_on=today)
    services.receive(slip, actor=office.warehouse, same_goods=True)
    assert not seen(office.finance).exists()
    services.hand_on(slip, actor=office.warehouse)
    assert seen(office.finance).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": Decimal("100.001")},
        {"state": "signed"},
        {"state": "posted"},
        {"received_quantity": Decimal("101")},
        {"basis": ""},
        {"state": "void"},
    ],
)
def test_the_database_refuses_what_must_never_be_true(
    office: Office, remedy: RemedyLine, change: dict[str, Any]
) -> None:
    made = make_slip(office, remedy)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnSlip.objects.filter(pk=made.pk).update(**change)


def test_the_database_refuses_a_posting_of_unequal_quantities_and_two_roles_of_one_person(
    office: Office, remedy: RemedyLine
) -> None:
    made = make_slip(office, remedy, S.HANDED_ON, Decimal("60"))
    facts = {
        "state": "posted",
        "posted_at": timezone.now(),
        "posting_on": office.site.today(),
        "voucher_no": "1",
    }
    with pytest.raises(IntegrityError, match="not what was approved"), transaction.atomic():
        ReturnSlip.objects.filter(pk=made.pk).update(posted_by=office.finance.employee, **facts)
    make_slip(office, remedy, S.HANDED_ON, Decimal("40"))
    with pytest.raises(IntegrityError, match="nobody_signs_a_slip_twice"), transaction.atomic():
        ReturnSlip.objects.filter(pk=made.pk).update(posted_by=office.warehouse.employee, **facts)


def test_deliveries_are_struck_out_and_never_changed(office: Office, remedy: RemedyLine) -> None:
    made = make_slip(office, remedy, S.SENT)
    today = office.site.today()
    counted = services.count_delivery(made, actor=office.warehouse, quantity=Decimal(10), arrived_on=today)
    rows = Delivery.objects.filter(pk=counted.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(quantity=Decimal(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            slip=make_slip(office, make_remedy(remedy.case, Remedy.RETURN)), quantity=1, arrived_on=today,
            counted_at=timezone.now(),
        )  # fmt: skip
