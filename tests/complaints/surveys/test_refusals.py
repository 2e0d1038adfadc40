"""Every refusal of permission on surveys and callbacks is a sentence: why, and who may instead."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from callcenter.access.posts import PostCode
from complaints.surveys.callbacks import follow_up, services
from complaints.surveys.callbacks.models import Callback
from tests.complaints.factories import Center, make_center
from tests.complaints.surveys.factories import BAD, make_callback, make_closed_case, make_invitation
from tests.factories import make_employee
from tests.rulebook.factories import set_value

pytestmark = pytest.mark.django_db
BARE = "Your post does not allow this</h1>"
DECISION = {"words": "Leave it so", "act": "let_rest"}


@pytest.fixture
def center() -> Center:
    return make_center()


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
    return reverse(f"surveys:{name}", args=args)


def called(center: Center, **fields: Any) -> Callback:
    return make_callback(make_closed_case(site=center.site, owner=center.officer, **fields))


def test_who_has_another_task_hears_whose_call_it_is(center: Center) -> None:
    callback = called(center)
    text = refusal(as_(center.deputy_gm), at("callback-decline", callback.pk), {"words": "No"})
    assert f"{callback.number} is a call of {center.officer}" in text
    assert "complaint officers and managers of the site" in text


def test_who_the_complaint_is_about_hears_who_answers_for_it(center: Center) -> None:
    callback = called(center, about=center.director)
    user = center.user("director")
    for act in (
        lambda: services.decline(callback, actor=user, words="No"),
        lambda: services.reassign(callback, center.agent, actor=user),
        lambda: follow_up.let_rest(callback, actor=user, reason="Leave it so"),
    ):
        with pytest.raises(PermissionDenied, match="is a complaint about you") as refused:
            act()
        assert f"{center.officer} answers for it" in str(refused.value)


def test_leaving_a_customer_unsatisfied_is_the_managers_and_after_the_last_round_the_center_managers(
    center: Center,
) -> None:
    callback = called(center)
    services.fill(callback, BAD, actor=center.user("officer"))
    url = at("callback-decide", callback.pk)
    assert "the director and the center manager of the site" in refusal(as_(center.officer), url, DECISION)
    set_value("survey.most_loops", 1, site=center.site)
    assert "the center manager alone, after the last round" in refusal(as_(center.director), url, DECISION)


def test_pages_of_the_room_say_for_whom_they_are(center: Center) -> None:
    agent, stranger = as_(center.agent), as_(make_employee(PostCode.HR, site=center.site))
    for name in ("index", "responses", "invitations", "campaigns"):
        assert "leaders of teams, coordinators, quality and training" in refusal(agent, at(name)), name
    for name in ("callbacks", "mine"):
        assert "agents and everybody who leads" in refusal(stranger, at(name)), name
    assert "leaders for their team" in refusal(agent, at("invite"))
    assert "the complaint officers, the director" in refusal(agent, at("campaign-new"))


def test_an_invitation_is_handled_by_those_who_may_ask(center: Center) -> None:
    invitation = make_invitation(center.agent)
    reader = make_employee(PostCode.DEPUTY_GM, site=center.site)
    text = refusal(as_(reader), at("end", invitation.pk), {"verb": "withdraw"})
    assert "coordinators, quality and training, complaint officers and managers for the site" in text
    chinese = refusal(as_(reader, "zh-hans"), at("end", invitation.pk), {"verb": "withdraw"})
    assert "Who may" not in chinese
