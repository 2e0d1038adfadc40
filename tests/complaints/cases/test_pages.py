"""The pages of complaints as people use them: taking one, its page in every state, its acts, its lists."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from complaints.cases import services
from complaints.cases.log import sentence
from complaints.cases.models import (
    About,
    Case,
    CauseClass,
    Contact,
    Means,
    Outcome,
    Remedy,
    State,
    Step,
    StepKind,
)
from complaints.cases.states import Trigger
from complaints.customers.models import Customer
from tests.complaints.factories import Center, make_case, make_center, make_customer, make_step, taken_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def center() -> Center:
    return make_center()


def as_(center: Center, name: str) -> Client:
    client = Client()
    client.force_login(center.user(name))
    return client


def filled(**fields: Any) -> dict[str, Any]:
    cause = CauseClass.objects.get(code="defect")
    return {
        "channel": "hotline",
        "nature": "complaint",
        "title": "The kettle leaks",
        "content": "Since the first day. 第一天就漏水。",
        "demand": "A new one",
        "contact_name": "Wang Fang",
        "contact_phone": "13800138000",
        "customer": "new",
        "cause": cause.pk,
        "order_no": "PO-1",
        "lot_no": "L-1",
        "product": "Kettle",
        "shipped_on": "2026-01-05",
        "defective_quantity": "1",
        "no_policy_no": "on",
        "go": "submit",
    } | fields


STATES = [
    State.RECEIVED, State.SUBMITTED, State.ACCEPTED, State.INVESTIGATED, State.REPORTED, State.DECIDED, State.CONVEYED,
    State.EXECUTING, State.NOT_ACCEPTED,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_a_complaint_shows_in_every_state_what_may_happen_next(
    center: Center, state: State
) -> None:
    case = taken_to(center, state)
    page = as_(center, "officer").get(case.get_absolute_url())
    assert page.status_code == 200
    text = page.content.decode()
    assert case.reference in text
    assert ("What may happen next" in text) == case.is_open


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_form_is_opened_in_both_languages(center: Center, language: str) -> None:
    page = as_(center, "agent").get(reverse("cases:new"), headers={"accept-language": language})
    assert page.status_code == 200


def test_a_complaint_is_taken_with_a_new_customer_and_submitted(center: Center) -> None:
    answer = as_(center, "agent").post(reverse("cases:new"), filled())
    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == case.get_absolute_url()
    assert case.state == State.SUBMITTED
    assert case.customer is not None
    assert case.customer.name == "Wang Fang"
    assert case.not_applicable == ["policy_no"]


def test_the_service_department_records_submits_and_accepts_in_one_go(center: Center) -> None:
    as_(center, "officer").post(reverse("cases:new"), filled(go="accept"))
    case = Case.objects.get()
    assert case.state == State.ACCEPTED
    assert case.number is not None


def test_a_form_that_lacks_what_its_cause_asks_for_is_refused_whole_and_keeps_what_was_typed(
    center: Center,
) -> None:
    answer = as_(center, "agent").post(reverse("cases:new"), filled(lot_no=""))
    assert answer.status_code == 422
    assert not Case.objects.exists()
    assert not Customer.objects.exists()
    text = answer.content.decode()
    assert "The cause asks for this." in text
    assert "第一天就漏水" in text


def test_known_customers_are_offered_by_phone_with_their_number_masked(center: Center) -> None:
    make_customer(center.site, name="Wang Fang", phone="13800138000", phone_key="13800138000")
    answer = as_(center, "agent").get(reverse("cases:customers-found"), {"contact_phone": "138 0013 8000"})
    text = answer.content.decode()
    assert "Wang Fang" in text
    assert "13800138000" not in text
    assert "138****8000" in text


def test_a_customer_on_record_is_taken_and_not_doubled(center: Center) -> None:
    known = make_customer(center.site, name="Wang Fang", phone="13800138000")
    as_(center, "agent").post(reverse("cases:new"), filled(customer=known.pk))
    assert Case.objects.get().customer == known
    assert Customer.objects.count() == 1


def test_what_is_missing_before_the_next_transition_is_said_instead_of_its_button(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    text = as_(center, "officer").get(case.get_absolute_url()).content.decode()
    assert "Acknowledge the receipt to the customer first" in text
    assert reverse("cases:finish-investigation", args=[case.reference]) not in text


def test_the_box_for_a_promise_comes_with_the_decision(center: Center) -> None:
    officer = as_(center, "officer")
    before, after = taken_to(center, State.ACCEPTED), taken_to(center, State.DECIDED)
    assert b"is_promise" not in officer.get(reverse("cases:contact", args=[before.reference])).content
    assert b"is_promise" in officer.get(reverse("cases:contact", args=[after.reference])).content


def test_a_contact_is_logged_from_its_page_and_ends_the_first_step(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    url = reverse("cases:contact", args=[case.reference])
    sent = {"about": "acknowledgement", "means": "phone", "is_ours": "yes", "words": "We have it."}
    assert as_(center, "officer").post(url, sent).status_code == 302
    assert Contact.objects.get().about == About.ACKNOWLEDGEMENT
    assert Step.objects.get(case=case, kind=StepKind.REGISTER).state == "done"


def test_a_stale_form_is_compared_field_by_field_and_loses_nothing(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    client, url = as_(center, "officer"), reverse("cases:edit", args=[case.reference])
    opened = client.get(url).content.decode()
    sent = {
        "version": case.version, "merge_base": re.search(r'name="merge_base" value="([^"]+)"', opened)[1],  # type: ignore[index]
        "nature": "complaint", "title": "Mine", "content": case.content, "cause": case.cause_id,
        "order_no": case.order_no, "lot_no": case.lot_no, "shipped_on": "2026-01-05", "defective_quantity": "1",
        "demand": case.demand,
    }  # fmt: skip
    services.change_case(case, {"title": "Theirs"}, actor=center.user("director"))
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Mine" in answer.content.decode()
    assert "Theirs" in answer.content.decode()
    case.refresh_from_db()
    chosen = sent | {"version": case.version, "merge_differs": "title", "merge_keep.title": "mine"}
    assert client.post(url, chosen).status_code == 302
    case.refresh_from_db()
    assert case.title == "Mine"


def test_an_empty_masked_field_leaves_the_phone_as_it_is(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED, contact_phone="13900139000")
    url = reverse("cases:edit", args=[case.reference])
    client = as_(center, "officer")
    assert "13900139000" not in client.get(url).content.decode()
    sent = {
        "version": case.version, "nature": "complaint", "title": "Changed", "content": case.content,
        "cause": case.cause_id, "order_no": "PO-2", "lot_no": "L", "shipped_on": "2026-01-05", "defective_quantity": "1",
        "demand": "x",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    case.refresh_from_db()
    assert (case.title, case.contact_phone) == ("Changed", "13900139000")


def test_remedies_are_written_by_rows_without_a_script(center: Center) -> None:
    case = taken_to(center, State.INVESTIGATED)
    url = reverse("cases:remedies", args=[case.reference])
    client = as_(center, "officer")
    assert client.get(url).status_code == 200
    rows = {
        "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0",
        "form-0-kind": "apology", "form-1-kind": "compensation", "form-1-amount": "300",
    }  # fmt: skip
    assert client.post(url, rows).status_code == 302
    assert list(case.remedies.values_list("kind", "amount")) == [
        (Remedy.APOLOGY, Decimal(0)),
        (Remedy.COMPENSATION, Decimal(300)),
    ]
    wrong = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-kind": "return"}
    answer = client.post(url, wrong)
    assert answer.status_code == 422
    assert case.remedies.count() == 2


def test_who_will_decide_is_shown_with_the_tier_and_why(center: Center) -> None:
    case = taken_to(center, State.INVESTIGATED)
    services.propose_remedies(
        case, [services.RemedyFacts(Remedy.COMPENSATION, Decimal(800))], actor=center.user("officer")
    )
    text = as_(center, "officer").get(case.get_absolute_url()).content.decode()
    assert "Tier 2" in text
    assert str(center.deputy_gm) in text


def test_a_department_does_its_step_and_is_asked_why_it_is_late(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    step = Step.objects.get(case=case, kind=StepKind.CHECK_ORDER)
    Step.objects.filter(pk=step.pk).update(due_at=timezone.now() - datetime.timedelta(hours=1))
    url = reverse("cases:finish-step", args=[case.reference, step.pk])
    client = as_(center, "marketing")
    refused = client.post(url, {"result": "Checked."})
    assert refused.status_code == 422
    assert client.post(url, {"result": "Checked.", "overdue_reason": "Nobody was there."}).status_code == 302
    step.refresh_from_db()
    assert (step.state, step.overdue_reason) == ("done", "Nobody was there.")


def test_the_timeline_can_be_narrowed_to_contacts(center: Center) -> None:
    case = taken_to(center, State.INVESTIGATED)
    client = as_(center, "officer")
    every = client.get(case.get_absolute_url()).context["entries"]
    only = client.get(case.get_absolute_url() + "?show=contacts").context["entries"]
    assert 0 < len(only) < len(every)


def test_a_refused_decision_shows_the_whole_chain(center: Center) -> None:
    case = taken_to(center, State.NOT_ACCEPTED)
    child = Case.objects.get(parent=case)
    text = as_(center, "officer").get(child.get_absolute_url()).content.decode()
    assert case.reference in text
    assert "Forms of this matter" in text


@pytest.mark.parametrize("name", ["cases:index", "cases:mine", "cases:steps"])
def test_lists_ask_the_same_questions_for_ten_rows_as_for_sixty(
    center: Center, name: str, django_assert_num_queries: Any
) -> None:
    client, officer = as_(center, "officer"), center.officer

    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse(name)).status_code == 200
        return len(found)

    for _number in range(10):
        make_step(make_case(center.site, State.ACCEPTED, owner=officer))
    asked()
    few = asked()
    for _number in range(40):
        make_step(make_case(center.site, State.ACCEPTED, owner=officer))
    assert asked() == few


def test_the_list_finds_words_and_narrows_by_deadline(center: Center) -> None:
    late = taken_to(center, State.ACCEPTED, title="The bill is wrong 账单错误")
    taken_to(center, State.ACCEPTED, title="The kettle leaks")
    Case.objects.filter(pk=late.pk).update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    client = as_(center, "officer")
    for query in ("?q=账单", "?due=overdue", f"?q={late.number}"):
        text = client.get(reverse("cases:index") + query).content.decode()
        assert "The bill is wrong" in text
        assert "The kettle leaks" not in text


def test_what_is_due_within_a_day_on_today_leads_to_exactly_these(center: Center) -> None:
    for title, hours in (("Tomorrow at noon", 23), ("The day after", 25), ("Too late", -1)):
        case = taken_to(center, State.ACCEPTED, title=title)
        due_at = timezone.now() + datetime.timedelta(hours=hours)
        Case.objects.filter(pk=case.pk).update(due_at=due_at)
    client = as_(center, "officer")
    address = f"{reverse('cases:index')}?due=day"
    assert f'href="{address}"' in client.get(reverse("web:today_panels")).content.decode()
    listed = client.get(address).content.decode()
    assert "Tomorrow at noon" in listed
    assert "The day after" not in listed
    assert "Too late" not in listed


def test_an_agent_finds_what_they_took_and_nothing_of_others(center: Center) -> None:
    own = taken_to(center, State.ACCEPTED)
    other = make_case(center.site)
    client = as_(center, "agent")
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


def test_nobody_serves_a_complaint_about_themselves(center: Center) -> None:
    case = make_case(center.site, State.RECEIVED, taker=center.agent, about=center.agent)
    text = as_(center, "agent").get(case.get_absolute_url()).content.decode()
    assert "This complaint is about you." in text
    assert "What may happen next" not in text  # it lacks data, which its owner fills in
    for act in ("withdraw", "contact", "edit"):
        assert reverse(f"cases:{act}", args=[case.reference]) not in text


def test_not_upheld_reads_so(center: Center) -> None:
    case = taken_to(center, State.NOT_UPHELD, outcome=Outcome.NOT_SUBSTANTIATED)
    assert b"Not upheld" in as_(center, "officer").get(case.get_absolute_url()).content


def test_an_overdue_complaint_is_explained_with_an_apology(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    Case.objects.filter(pk=case.pk).update(
        due_at=timezone.now() - datetime.timedelta(hours=1),
        overdue_at=timezone.now() - datetime.timedelta(hours=1),
    )
    url = reverse("cases:explain-overdue", args=[case.reference])
    sent = {
        "reason": "Lab was shut",
        "expected_close_on": center.site.today(),
        "means": Means.PHONE,
        "apology": "Sorry",
    }
    assert as_(center, "officer").post(url, sent).status_code == 302
    case.refresh_from_db()
    assert case.overdue_reason == "Lab was shut"


def test_steps_start_with_an_acceptance_in_the_past_and_the_first_ends_with_its_contact(
    center: Center,
) -> None:
    officer, now = center.user("officer"), timezone.now()
    case = taken_to(center, State.SUBMITTED, received_at=now - datetime.timedelta(days=1))
    at = now - datetime.timedelta(hours=20)
    case = services.accept(case, actor=officer, owner=center.officer, at=at)
    told = at + datetime.timedelta(minutes=30)
    services.log_contact(
        case, actor=officer, means=Means.PHONE, about=About.ACKNOWLEDGEMENT, words="We have it.", at=told
    )
    register = Step.objects.get(case=case, kind=StepKind.REGISTER)
    assert (register.started_at, register.done_at) == (at, told)
    assert register.done_at <= register.due_at


def test_the_demo_makes_complaints_in_every_state_once(center: Center) -> None:
    from complaints.cases import demo

    make_customer(center.site)
    made = demo.make(center.site)
    assert made >= 60
    assert set(Case.objects.values_list("state", flat=True)) >= {
        "received", "submitted", "accepted", "investigated", "reported", "decided", "conveyed", "executing", "closed",
        "not_accepted", "withdrawn",
    }  # fmt: skip
    assert demo.make(center.site) == 0


def test_managers_keep_causes_and_who_does_which_step(center: Center) -> None:
    director = as_(center, "director")
    sent = {
        "code": "leak",
        "name": "Leak",
        "name_zh": "渗漏",
        "family": "quality",
        "needs": ["lot_no"],
        "is_active": "on",
    }
    assert director.post(reverse("cases:cause-new"), sent).status_code == 302
    assert CauseClass.objects.get(code="leak").needs == ["lot_no"]
    assert director.post(reverse("cases:cause-new"), sent).status_code == 422
    step = {
        "kind": "investigate",
        "family": "quality",
        "department": center.lab.teammemberships.get().team.department_id,
    }
    assert director.post(reverse("cases:step-department-new"), step).status_code == 302
    assert director.post(reverse("cases:step-department-new"), step).status_code == 422
    assert as_(center, "officer").post(reverse("cases:cause-new"), sent).status_code == 403


def test_the_timeline_reads_in_chinese_without_codes_and_half_width_marks(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    changes = {"triggers": [Trigger.INJURY], "order_no": "A-1"}
    services.change_case(case, changes, actor=center.user("officer"), version=case.version)
    with override("zh-hans"):
        lines = [sentence(event) for event in case.events.all()]
    assert any("特别严重的原因" in line and "、" in line for line in lines)
    assert any(line.startswith("受理：") for line in lines)
    assert not any(": " in line or "triggers" in line for line in lines)


def test_a_filter_of_yes_and_no_that_is_not_asked_for_does_not_say_unknown(center: Center) -> None:
    page = as_(center, "officer").get(reverse("cases:index"), headers={"accept-language": "en"})
    assert "Unknown" not in page.content.decode()
