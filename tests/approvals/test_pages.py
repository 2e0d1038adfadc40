"""The pages and the API of requests: what each side sees, and that a decision takes two clicks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.approvals import services
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.approvals.models import FollowUp, Request
from callcenter.approvals.requests.models import State
from callcenter.people.delegations.services import name_deputy
from tests.factories import make_employee, make_team

pytestmark = pytest.mark.django_db


def ask(line, applicant=None, team=None):
    applicant = applicant or line.agent
    return services.start("tests.move", team or line.team, applicant=applicant, actor=applicant.user)


def report(line, **fields):
    return escalate(
        Report("Line down", "No calls since 9:40", **fields), author=line.agent, actor=line.agent.user
    )


def decide(client, request, act, **fields):
    step = request.steps.filter(state="open").first()
    data = {"act": act, "step": step.pk if step else ""} | fields
    return client.post(reverse("approvals:decide", args=[request.pk]), data)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_for_both_sides(client, line, language):
    client.cookies["django_language"] = language
    request = services.approve(ask(line), actor=line.leader.user, comment="fine")
    urgent = report(line, is_urgent=True)
    pages = [reverse(f"approvals:{name}") for name in ("inbox", "mine", "requests", "escalate")]
    pages += [request.get_absolute_url(), urgent.get_absolute_url()]
    for user in (line.agent.user, line.leader.user, line.director.user):
        client.force_login(user)
        for page in pages:
            assert client.get(page).status_code == 200, page


def test_the_inbox_shows_the_facts_and_the_decision_takes_two_clicks(client, line):
    request = ask(line)
    client.force_login(line.leader.user)
    shown = client.get(reverse("approvals:inbox")).content.decode()
    assert request.get_absolute_url() in shown
    assert f"Team: {line.team}" in shown
    answer = decide(client, request, "approve")
    assert answer.url == reverse("approvals:inbox")
    assert request.get_absolute_url() not in client.get(answer.url).content.decode()


def test_the_page_draws_the_chain_and_says_on_whose_behalf(client, line):
    deputy = make_employee(
        PostCode.SHIFT_LEADER, superior=line.director, site=line.agent.site, name="Sun Peng"
    )
    today = line.agent.site.today()
    name_deputy(line.leader, deputy, start=today, end=today.replace(year=today.year + 1), actor=None)
    request = ask(line)
    client.force_login(deputy.user)
    assert "on behalf of Zhao Lei" in client.get(request.get_absolute_url()).content.decode()
    decide(client, request, "approve", comment="go ahead")
    shown = client.get(request.get_absolute_url()).content.decode()
    assert "Sun Peng on behalf of Zhao Lei" in shown
    assert "go ahead" in shown


def test_a_refused_decision_stays_on_the_page_with_its_reason_and_words(client, line):
    request = ask(line)
    client.force_login(line.leader.user)
    assert decide(client, request, "reject").status_code == 422
    shown = request.steps.get(state="open").pk
    services.approve(request, actor=line.leader.user)
    client.force_login(line.director.user)
    answer = client.post(
        reverse("approvals:decide", args=[request.pk]),
        {"act": "reject", "comment": "not now", "step": shown},
    )
    assert answer.status_code == 422
    assert "Zhao Lei" in answer.content.decode()
    assert "not now" in answer.content.decode()
    request.refresh_from_db()
    assert request.state == State.OPEN


def test_returned_requests_are_sent_in_again_by_their_applicant(client, line):
    request = ask(line)
    client.force_login(line.leader.user)
    decide(client, request, "return", comment="Which day?")
    client.force_login(line.agent.user)
    assert "Which day?" in client.get(request.get_absolute_url()).content.decode()
    client.post(reverse("approvals:send-again", args=[request.pk]), {"reason": "Friday"})
    request.refresh_from_db()
    assert (request.state, request.reason) == (State.OPEN, "Friday")
    client.post(reverse("approvals:withdraw", args=[request.pk]))
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN


def test_several_are_approved_at_once_where_their_kind_allows_it(client, line):
    department = line.team.department
    chosen = [ask(line, team=make_team(department)) for _ in range(2)] + [report(line)]
    client.force_login(line.leader.user)
    data = {"selected": [request.pk for request in chosen]}
    client.post(reverse("approvals:approve-chosen"), data)
    waiting = Request.objects.filter(steps__approver=line.leader, steps__state="open")
    assert list(waiting) == [chosen[-1]]


def test_a_report_is_made_on_its_page_and_answered_with_an_instruction(client, line):
    client.force_login(line.agent.user)
    page = reverse("approvals:escalate")
    assert "Zhao Lei" in client.get(page).content.decode()
    words = {"topic": "Line down", "situation": "No calls since 9:40", "question": "Route to Sydney?"}
    assert client.post(page, words | {"topic": ""}).status_code == 422
    answer = client.post(page, words)
    request = Request.objects.get()
    assert answer.url == request.get_absolute_url()
    client.force_login(line.leader.user)
    assert decide(client, request, "answer").status_code == 422
    decide(client, request, "return", comment="Which queue?")
    client.force_login(line.agent.user)
    correction = reverse("approvals:correct-escalation", args=[request.subject_id])
    assert client.get(correction).context["form"].initial["topic"] == "Line down"
    assert client.post(correction, words | {"topic": "Premier down"}).url == request.get_absolute_url()
    client.force_login(line.leader.user)
    decide(client, request, "answer", comment="Route to Sydney")
    client.force_login(line.agent.user)
    assert "Route to Sydney" in client.get(request.get_absolute_url()).content.decode()


def test_who_passed_over_the_superior_is_reminded_until_they_say_that_they_told_them(client, line):
    request = report(line, is_urgent=True)
    client.force_login(line.agent.user)
    assert "Zhao Lei" in client.get(reverse("approvals:inbox")).content.decode()
    assert "Tell Zhao Lei of the emergency" in client.get("/").content.decode()
    tell = reverse("approvals:tell", args=[request.pk])
    assert client.post(tell, {"note": ""}).status_code == 422
    assert client.post(tell, {"note": "told her"}).status_code == 302
    assert FollowUp.objects.get().done_at is not None
    assert "Tell Zhao Lei" not in client.get("/").content.decode()


def test_today_lists_what_waits_for_oneself(client, line):
    ask(line)
    client.force_login(line.leader.user)
    assert "Move of a team of Li Na" in client.get("/").content.decode()


def test_lists_take_the_same_queries_for_ten_and_for_a_hundred(client, line):
    client.force_login(line.leader.user)

    def measured(name, count):
        people = [make_employee(team=line.team, superior=line.leader) for _ in range(count)]
        for person in people:
            services.start("tests.move", make_team(line.team.department), applicant=person, actor=None)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(name).status_code == 200
        return len(queries)

    for name in (reverse("approvals:inbox"), "/api/v1/approvals/requests/"):
        client.get(name)
        assert measured(name, 5) == measured(name, 45)


def test_api_decides_with_the_same_services_and_refuses_with_every_objection(client, line):
    request = ask(line)
    address = f"/api/v1/approvals/requests/{request.pk}/"
    client.force_login(line.leader.user)
    shown = client.get(address).json()
    assert [step["approver"] for step in shown["steps"]] == [line.leader.number, line.director.number]
    first = shown["steps"][0]["id"]
    refused = client.post(f"{address}reject/", {"step": first}, content_type="application/json")
    assert refused.status_code == 409
    assert refused.json()["objections"][0]["code"] == "approvals.comment_needed"
    answer = client.post(f"{address}approve/", {"step": first}, content_type="application/json")
    assert answer.json()["steps"][0]["acted_by"] == line.leader.number
    client.force_login(line.director.user)
    sent = {"comment": "which day?"}
    answer = client.post(f"{address}return/", sent, content_type="application/json")
    assert answer.json()["state"] == "returned"


def test_api_reports_up_the_line(client, line):
    client.force_login(line.agent.user)
    sent = {"topic": "Line down", "situation": "No calls", "is_urgent": True}
    made = client.post("/api/v1/approvals/escalations/", sent, content_type="application/json")
    assert made.status_code == 201, made.content
    assert made.json()["follow_up"]["informs"] == line.leader.number
    told = client.post(
        f"/api/v1/approvals/requests/{made.json()['id']}/tell/",
        {"note": "told her"},
        content_type="application/json",
    )
    assert told.json()["follow_up"]["note"] == "told her"
