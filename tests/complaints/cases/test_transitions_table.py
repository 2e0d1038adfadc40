"""Every transition with every post, and the table of docs/complaints-cases.md: both from the one table of the code."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from callcenter.access.posts import PostCode
from complaints.cases import access
from complaints.cases.acts import MOVES
from complaints.cases.models import State
from complaints.cases.transitions import NEEDS, TRANSITIONS, WHO, Who, leading_from
from tests import factories
from tests.complaints.factories import make_case

pytestmark = pytest.mark.django_db
SERVICE = {PostCode.COMPLAINT_OFFICER, PostCode.DIRECTOR, PostCode.CENTER_MANAGER}
BY_OTHERS = {"record", "merge"}  # recorded by its form, merged from the page of duplicates
DOCS = Path(settings.BASE_DIR) / "docs" / "complaints-cases.md"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Any:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        site = factories.make_site()
        team = factories.make_team(factories.make_department(site))
        yield site, team, {post: factories.make_user(post, site=site, team=team) for post in PostCode}
        transaction.set_rollback(True)


@pytest.mark.parametrize("key", [key for key, row in TRANSITIONS.items() if row.sources])
def test_each_post_may_take_a_transition_as_the_table_says(world: Any, key: str) -> None:
    site, team, users = world
    row = TRANSITIONS[key]
    case = make_case(site, State(row.sources[0]), team=team)
    for post, user in users.items():
        allowed = row.who is not Who.CHAIN and post in SERVICE
        assert access.may_move(user, row, case) == allowed, f"{post} {key}"


@pytest.mark.parametrize("act", MOVES, ids=lambda act: act.key)
def test_each_post_gets_the_page_of_a_transition_or_its_refusal(world: Any, act: Any) -> None:
    site, team, users = world
    case = make_case(site, State(TRANSITIONS[act.key].sources[0]), team=team)
    url = reverse(f"cases:{act.slug}", args=[case.reference])
    from complaints.cases.models import Case

    for post, user in users.items():
        client = Client()
        client.force_login(user)
        sees = Case.objects.visible_to(user).filter(pk=case.pk).exists()
        expected = 200 if post in SERVICE else 403 if sees else 404
        assert client.get(url).status_code == expected, f"{post} {act.key}"


def test_whoever_took_it_submits_and_withdraws_it_and_does_nothing_else(world: Any) -> None:
    site, team, _users = world
    agent = factories.make_employee(PostCode.AGENT, site=site, team=team)
    for key, row in TRANSITIONS.items():
        if not row.sources:
            continue
        case = make_case(site, State(row.sources[0]), team=team, taker=agent)
        assert access.may_move(agent.user, row, case) == (row.who is Who.TAKER), key


def test_every_transition_of_the_table_has_an_act_or_is_the_lines() -> None:
    acts = {act.key for act in MOVES}
    chain = {key for key, row in TRANSITIONS.items() if row.who is Who.CHAIN}
    assert set(TRANSITIONS) == acts | chain | BY_OTHERS


def table() -> list[str]:
    """The table of the documentation as the code has it."""
    lines = ["| transition | from | to | who | needs |", "|---|---|---|---|---|"]
    for row in TRANSITIONS.values():
        sources = ", ".join(f"`{one}`" for one in row.sources) or "–"
        needs = "; ".join(str(NEEDS[need]) for need in row.needs) or "–"
        lines.append(
            f"| {row.acting} (`{row.key}`) | {sources} | `{row.target}` | {WHO[row.who]} | {needs} |"
        )
    return lines


def test_the_documentation_has_the_table_of_the_code() -> None:
    with translation.override("en"):
        wanted = table()
    found = re.findall(
        r"^\|.*\|$", DOCS.read_text().split("## Transitions")[1].split("\n## ")[0], re.MULTILINE
    )
    assert found == wanted


def test_the_states_of_the_diagram_are_those_of_the_code() -> None:
    drawn = set(re.findall(r"^    (\w+) --> (\w+)", DOCS.read_text(), re.MULTILINE))
    assert drawn == {(str(one), str(row.target)) for row in TRANSITIONS.values() for one in row.sources}
    assert leading_from(State.CLOSED) == []
