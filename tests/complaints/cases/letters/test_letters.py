"""Letters: a fixed list of fields, nothing internal, decisions only once decided, versions that stay."""

import io
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from complaints.cases.contacts.models import About, Contact, Letter
from complaints.cases.decisions.models import Findings, RemedyLine, Report
from complaints.cases.letters import fields, services
from complaints.cases.letters.models import DECISIONS, LetterTemplate, LetterTemplateVersion, Purpose
from complaints.cases.letters.word import as_docx
from complaints.cases.models import Case, Outcome, Remedy, State
from tests import factories
from tests.complaints.remedies.factories import make_decided

SECRETS = (
    "Laboratory mixed up the lots",
    "Wang",
    "E-PENALTY",
    "cheap for us",
    "OPINION-7",
    "GROUNDS-7",
    "SAMPLE-7",
)
TEXT = st.text(alphabet=st.characters(exclude_characters="{}", exclude_categories=("Cs",)), max_size=20)


@pytest.fixture
def officer(db: None) -> User:
    return factories.make_user(PostCode.COMPLAINT_OFFICER)


@pytest.fixture
def case(officer: User) -> Case:
    """Decided, with everything internal filled in."""
    made = make_decided(
        officer.employee.site,
        officer,
        state=State.DECIDED,
        conveyed_at=None,
        marketing_opinion="OPINION-7",
        grounds="GROUNDS-7",
        samples="SAMPLE-7",
    )
    Findings.objects.create(case=made, text="Laboratory mixed up the lots; E-PENALTY for Wang")
    RemedyLine.objects.create(case=made, kind=Remedy.DISCOUNT, amount=Decimal("400"), note="cheap for us")
    RemedyLine.objects.create(
        case=made, kind=Remedy.RETURN, amount=Decimal("777"), quantity=Decimal(12), unit="tins"
    )
    Report.objects.create(
        case=made, round=1, text="Laboratory mixed up the lots", outcome="substantiated", amount=400, counted_amount=400,
        tier=1, submitted_at=made.decided_at, decided_at=made.decided_at, is_approved=True, decision="Discount of 400",
    )  # fmt: skip
    return made


def template(purpose: str) -> LetterTemplate:
    return LetterTemplate.objects.get(purpose=purpose)


def codes(refusal: Any) -> set[str]:
    return {one.code for one in refusal.value.objections}


@given(
    st.dictionaries(st.sampled_from(sorted(fields.FIELDS)), st.text(), min_size=1), st.lists(TEXT, max_size=6)
)
def test_a_field_is_filled_in_once_and_what_it_holds_is_never_read_again(
    values: dict[str, str], texts: list[str]
) -> None:
    names = sorted(values)
    parts = [part for text in texts for part in (text, f"{{{names[len(text) % len(names)]}}}")]
    source = "".join(parts)
    expected = "".join(values[part[1:-1]] if index % 2 else part for index, part in enumerate(parts))
    assert fields.faults(source, is_decision=True) == []
    assert fields.fill(source, values) == expected


@given(st.text(alphabet="{}abc_.[]()%0! ", max_size=30))
def test_a_text_is_a_template_or_refused_and_then_never_fails(text: str) -> None:
    if not fields.faults(text, is_decision=True):
        assert fields.named(text) <= fields.FIELDS.keys()
        fields.fill(text, dict.fromkeys(fields.FIELDS, "{{x}}"))


@pytest.mark.parametrize(
    "text",
    ["{findings}", "{customer.password}", "{0}", "{}", "{customer!r}", "{customer:>9}", "{{customer}}", "{% now %}", "{",
     "a } b", "{about}", "{penalty}", "{claimed_amount}"],
)  # fmt: skip
def test_what_is_not_on_the_list_is_no_template(text: str) -> None:
    found = fields.faults(text, is_decision=True)
    assert found
    assert all(one.sentence for one in found)


def test_fields_of_a_decision_stay_out_of_letters_that_go_out_before_it() -> None:
    assert [one.code for one in fields.faults("{remedies}", is_decision=False)] == ["letters.decision_field"]


@pytest.mark.django_db
def test_the_first_letters_are_templates_in_both_languages() -> None:
    assert set(LetterTemplate.objects.values_list("purpose", flat=True)) == set(Purpose)
    for version in LetterTemplateVersion.objects.select_related("template"):
        for text in (version.subject_en, version.body_en, version.subject_zh, version.body_zh):
            assert fields.faults(text, is_decision=version.template.is_decision) == []


@pytest.mark.parametrize("language", services.LANGUAGES)
@pytest.mark.parametrize("purpose", sorted(Purpose))
def test_no_letter_says_anything_internal(officer: User, case: Case, purpose: str, language: str) -> None:
    if purpose in services.FITS:
        Case.objects.filter(pk=case.pk).update(outcome=services.FITS[Purpose(purpose)])
    made = services.compose(case, template(purpose), language, actor=officer, words="Until when? / 何时？")
    said = f"{made.subject} {made.body}"
    assert not [secret for secret in SECRETS if secret in said]
    assert "777" not in said
    assert "{" not in said
    assert case.reference in said
    with ZipFile(io.BytesIO(as_docx(made))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "ignore")
    assert case.reference in everything
    assert not [secret for secret in SECRETS if secret in everything]


def test_approved_remedies_are_named_without_our_notes_or_the_worth_of_goods(
    officer: User, case: Case
) -> None:
    made = services.compose(case, template("upheld"), "en", actor=officer)
    assert "– Discount: 400" in made.body
    assert "– Return of goods: 12 tins" in made.body


@pytest.mark.parametrize("purpose", sorted(DECISIONS))
def test_a_decision_is_not_told_before_it_is_made(officer: User, purpose: str) -> None:
    case = make_decided(
        officer.employee.site, officer, state=State.REPORTED, decided_at=None, conveyed_at=None, outcome=""
    )
    RemedyLine.objects.create(case=case, kind=Remedy.DISCOUNT, amount=Decimal("400"))
    with pytest.raises(RuleViolation) as refusal:
        services.compose(case, template(purpose), "en", actor=officer)
    assert codes(refusal) == {"letters.before_decision"}
    assert "400" not in services.draft(case, services.current(template(purpose), case.site), "en").body


def test_the_letter_fits_what_was_decided(officer: User, case: Case) -> None:
    with pytest.raises(RuleViolation) as refusal:
        services.compose(case, template("not_upheld"), "en", actor=officer)
    assert codes(refusal) == {"letters.other_outcome"}


def test_a_letter_names_nobody_whom_the_complaint_is_about(officer: User) -> None:
    about = factories.make_employee(name="Wang Dali", name_zh="王大力", site=officer.employee.site)
    case = make_decided(officer.employee.site, officer, about=about)
    for words in ("Wang Dali was warned", "王大力已受罚", about.number):
        with pytest.raises(RuleViolation) as refusal:
            services.compose(case, template("progress"), "en", actor=officer, words=words)
        assert codes(refusal) == {"letters.names_a_person"}


def test_sending_the_letter_of_a_decision_tells_the_customer(officer: User, case: Case) -> None:
    letter = services.compose(case, template("upheld"), "zh-hans", actor=officer)
    services.issue(letter, actor=officer)
    case.refresh_from_db()
    assert case.state == State.CONVEYED
    assert Contact.objects.get(case=case, about=About.DECISION).letter == letter
    with pytest.raises(RuleViolation) as refusal:
        services.issue(letter, actor=officer)
    assert codes(refusal) == {"letters.sent_already"}
    with pytest.raises(RuleViolation):
        services.discard(letter, actor=officer)


def test_a_letter_that_was_not_sent_may_be_thrown_away(officer: User, case: Case) -> None:
    letter = services.compose(case, template("progress"), "en", actor=officer)
    services.discard(letter, actor=officer)
    assert not Letter.objects.exists()


def test_a_change_is_a_new_version_of_the_site_and_versions_stay(officer: User, case: Case) -> None:
    site = case.site
    manager = factories.make_user(PostCode.CENTER_MANAGER, site=site)
    texts = services.Texts("Hello {customer}", "Body {words}", "您好{customer}", "正文{words}")
    with pytest.raises(PermissionDenied):
        services.save_version(template("progress"), site, texts, actor=officer)
    wrong = services.Texts("", "{findings}", "您好", "{")
    with pytest.raises(RuleViolation) as refusal:
        services.save_version(template("progress"), site, wrong, actor=manager)
    assert codes(refusal) == {"letters.text_needed", "letters.unknown_field", "letters.loose_brace"}
    before = services.compose(case, template("progress"), "en", actor=officer)
    made = services.save_version(template("progress"), site, texts, actor=manager)
    assert made.number == 2
    assert services.compose(case, template("progress"), "en", actor=officer, words="Soon").body == "Body Soon"
    before.refresh_from_db()
    assert before.template == "progress.1"
    assert services.current(template("progress"), factories.make_site()).number == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterTemplateVersion.objects.filter(pk=made.pk).update(body_en="x")


@pytest.mark.parametrize("copy", [1, 2, 3, 4])
def test_the_form_on_paper_is_marked_internal_and_on_record(
    client: Any, officer: User, case: Case, copy: int
) -> None:
    client.force_login(officer)
    page = client.get(reverse("cases:form-print", args=[case.reference, copy]))
    assert page.status_code == 200
    said = page.content.decode()
    assert "Internal – not for the customer" in said
    assert f"Copy {copy}:" in said
    assert "Laboratory mixed up the lots" in said
    assert "<script" not in said
    event = Event.objects.get(verb="audit.list.exported")
    assert event.after is not None
    assert event.after["list"] == "cases.form"


def test_the_form_on_paper_is_for_the_service_department_and_never_for_whom_it_is_about(
    client: Any, officer: User, case: Case
) -> None:
    address = reverse("cases:form-print", args=[case.reference, 1])
    client.force_login(factories.make_user(PostCode.COORDINATOR, site=case.site))
    assert client.get(address).status_code == 403
    client.force_login(factories.make_user(PostCode.AGENT, site=case.site))
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
    manager = factories.make_user(PostCode.CENTER_MANAGER, site=case.site)
    Case.objects.filter(pk=case.pk).update(about=manager.employee)
    client.force_login(manager)
    assert client.get(address).status_code in (403, 404)


@pytest.mark.parametrize("name", ["letter", "letter-print", "letter-word"])
def test_pages_of_a_letter_hold_nothing_internal(client: Any, officer: User, case: Case, name: str) -> None:
    letter = services.compose(case, template("upheld"), "en", actor=officer)
    client.force_login(officer)
    page = client.get(reverse(f"cases:{name}", args=[case.reference, letter.pk]))
    assert page.status_code == 200
    assert not [secret for secret in SECRETS if secret.encode() in page.content]


def test_what_a_template_says_is_text_on_every_page(client: Any, officer: User, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(contact_name="<b>Mrs Lin</b>")
    letter = services.compose(
        case, template("upheld"), "en", actor=officer, words="<script>alert(1)</script>"
    )
    client.force_login(officer)
    for name in ("letter", "letter-print"):
        said = client.get(reverse(f"cases:{name}", args=[case.reference, letter.pk])).content.decode()
        assert "&lt;b&gt;Mrs Lin" in said
        assert "<script>alert" not in said


def test_a_letter_is_written_and_sent_on_its_pages(client: Any, officer: User, case: Case) -> None:
    client.force_login(officer)
    address = reverse("cases:letters", args=[case.reference])
    assert client.get(address).status_code == 200
    assert client.post(address, {"template": "question", "language": "en"}).status_code == 422
    made = client.post(address, {"template": "upheld", "language": "zh-hans", "words": ""})
    assert made.status_code == 302
    letter = Letter.objects.get()
    assert client.post(reverse("cases:letter-issue", args=[case.reference, letter.pk])).status_code == 302
    assert client.post(reverse("cases:letter-discard", args=[case.reference, letter.pk])).status_code == 422


def test_templates_are_looked_at_with_a_complaint_and_changed_by_the_manager(
    client: Any, officer: User, case: Case
) -> None:
    client.force_login(factories.make_user(PostCode.CENTER_MANAGER, site=case.site))
    assert client.get(reverse("cases:letter-templates")).status_code == 200
    address = reverse("cases:letter-template", args=["upheld"])
    shown = client.get(address, {"case": case.reference, "language": "en"}).content.decode()
    assert f"Our answer to your complaint {case.reference}" in shown
    assert client.get(address, {"case": "KS-1", "language": "en"}).status_code == 200
    texts = {"subject_en": "A", "body_en": "{nobody}", "subject_zh": "甲", "body_zh": "{words}"}
    refused = client.post(address, texts)
    assert refused.status_code == 422
    assert "{nobody}" in refused.content.decode()
    assert client.post(address, texts | {"body_en": "{words}"}).status_code == 302
    client.force_login(officer)
    assert client.get(address).status_code == 200
    assert client.post(address, texts).status_code == 403


def test_not_upheld_says_where_to_turn_next(officer: User, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(outcome=Outcome.NOT_SUBSTANTIATED, state=State.NOT_UPHELD)
    made = services.compose(case, template("not_upheld"), "zh-hans", actor=officer)
    assert "消费者协会" in made.body
