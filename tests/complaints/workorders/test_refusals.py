"""Every refusal of permission on work orders is a sentence: why, and who may instead; on the page and by the API."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcenter.access.posts import PostCode
from complaints.workorders.coordination import services as coordination
from complaints.workorders.models import WorkOrder
from complaints.workorders.tickets import services as tickets
from tests.complaints.workorders.factories import HOUR, Floor, also, make_floor, make_order, make_ticket, send
from tests.factories import make_employee

pytestmark = pytest.mark.django_db
BARE = "Your post does not allow this</h1>"


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def as_(employee: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(employee.user)
    return client


def refusal(client: Client, url: str, data: dict[str, Any] | None = None) -> str:
    """The text of the 403 page: never the bare one."""
    answer = client.get(url) if data is None else client.post(url, data)
    assert answer.status_code == 403, answer.status_code
    text = answer.content.decode()
    assert BARE not in text
    return text


def at(name: str, *args: Any) -> str:
    return reverse(f"workorders:{name}", args=args)


def test_who_does_not_keep_an_order_hears_who_does(floor: Floor) -> None:
    ticket = make_ticket(floor, "received")
    carrier = as_(floor.second_handler)
    for url in (at("step", ticket.order.pk, "inform"), at("reply", ticket.order.pk)):
        text = refusal(carrier, url)
        assert f"{floor.agent} answers for {ticket.order.number}" in text
        assert "who took it, or a leader of their team" in text


def test_who_handled_an_order_hears_that_they_never_answer_for_it(floor: Floor) -> None:
    also(floor.handler, PostCode.SHIFT_LEADER, floor.team.department)
    ticket = make_ticket(floor, "done")
    text = refusal(as_(floor.handler), at("step", ticket.order.pk, "inform"))
    assert f"You have handled {ticket.order.number} for a department" in text
    assert f"{floor.agent} does" in text


def test_a_step_of_a_department_names_the_department_and_of_the_handler_their_name(floor: Floor) -> None:
    ticket = send(make_order(floor), floor)
    text = refusal(as_(floor.agent), at("step", ticket.order.pk, "receive"))
    assert f"{ticket.number} was sent to {floor.cards}" in text
    tickets.receive(ticket, floor.handler, actor=floor.handler.user)
    text = refusal(as_(floor.second_handler), at("step", ticket.order.pk, "contact"))
    assert f"{floor.handler} handles {ticket.number}" in text
    text = refusal(as_(floor.agent), at("handler", ticket.order.pk))
    assert f"was sent to {floor.cards}" in text


def test_no_handler_is_named_where_no_department_has_it(floor: Floor) -> None:
    order = make_order(floor)
    assert f"{order.number} is at no department now" in refusal(
        as_(floor.coordinator), at("handler", order.pk)
    )


def test_handing_over_and_chasing_are_the_leaders(floor: Floor) -> None:
    order: WorkOrder = send(make_order(floor), floor).order
    assert "a leader of the team that took it" in refusal(as_(floor.agent), at("hand-over", order.pk))
    assert "who took it, a leader of the team" in refusal(
        as_(floor.second_handler), at("chase", order.pk), {}
    )


def test_pages_of_the_room_say_for_whom_they_are(floor: Floor) -> None:
    agent, stranger = as_(floor.agent), as_(make_employee(PostCode.HR, site=floor.site))
    for name in ("board", "departments", "figures"):
        assert "leaders of teams, coordinators" in refusal(agent, at(name))
    for name in ("index", "orders", "tickets", "coordination"):
        assert "Who may do it: agents, leaders, coordinators" in refusal(stranger, at(name))
    assert f"at {floor.site}. Who may do it there: the coordinators" in refusal(agent, at("categories"))
    assert f"at {floor.site}. Who may do it there: whoever takes" in refusal(stranger, at("new"))
    assert "handlers of departments, leaders" in refusal(agent, at("receive-many"), {})


def test_coordination_names_its_coordinator_and_the_department_of_a_task(floor: Floor) -> None:
    request = coordination.ask(
        floor.site, actor=floor.agent.user, situation="s", purpose="p", required_by=timezone.now() + HOUR
    )
    text = refusal(as_(floor.agent), at("coordination-accept", request.pk), {})
    assert f"{floor.coordinator} answers for {request.number}" in text
    item = coordination.plan(
        request, floor.cards, actor=floor.coordinator.user, task="Open it", due_on=floor.site.today()
    )
    text = refusal(as_(floor.agent), at("coordination-task", request.pk, item.pk))
    assert f"people of {floor.cards}" in text


def test_the_api_says_the_same_sentence_in_the_readers_language(floor: Floor) -> None:
    ticket = make_ticket(floor, "received")
    url = f"/api/v1/complaints/work-orders/{ticket.order.pk}/inform/"
    answer = as_(floor.second_handler).post(url, {"means": "phone", "words": "On it"})
    assert answer.status_code == 403
    assert f"{floor.agent} answers for {ticket.order.number}" in answer.json()["detail"]
    chinese = refusal(as_(floor.second_handler, "zh-hans"), at("reply", ticket.order.pk))
    assert "可执行此操作的人员" in chinese
    assert "Who may" not in chinese
