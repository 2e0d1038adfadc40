"""The open form, the secret page: once, limited, and saying only what a customer may know."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcenter.audit.models import Event
from callcenter.files.attachments.services import files_of
from callcenter.integrations.sealing import unseal
from callcenter.notifications.messages.models import Message
from callcenter.objections import RuleViolation
from complaints.cases import services as cases
from complaints.cases.duplicates import merging
from complaints.cases.models import Case, CaseEvent, Channel, Contact, State
from complaints.intake.links import services as links
from complaints.intake.links.models import CustomerWord, StatusLink
from complaints.intake.outbox.models import OutboundMail
from complaints.intake.outbox.services import PURPOSE
from complaints.intake.web import services
from complaints.intake.web.stages import Stage, stage
from tests.complaints.factories import Center, make_center, taken_to
from tests.rulebook.factories import set_value
from tests.together import together

FACTS: dict[str, Any] = {
    "nature": "complaint",
    "title": "空调漏水",
    "content": "上周安装的空调一直漏水，墙面受损。",
    "demand": "更换新机",
    "order_no": "PO-9",
    "product": "",
    "contact_name": "王芳",
    "contact_phone": "138 0013 8000",
    "contact_email": "wang.fang@customer.example",
}
db = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def center() -> Center:
    return make_center()


def address(center: Center) -> str:
    return reverse("intake:web", args=[center.site.code])


def filled(client: Client, center: Center, **given: Any) -> dict[str, Any]:
    """The form as a browser sends it: opened, then filled."""
    page = client.get(address(center)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    return FACTS | {"key": key[1], "website": ""} | given


def send(client: Client, center: Center, **given: Any) -> Any:
    return client.post(address(center), filled(client, center, **given))


def token_in(response: Any) -> str:
    found = re.search(r"/status/([^/]+)/", response.url)
    assert found
    return found[1]


@db
def test_a_complaint_is_recorded_handed_in_and_confirmed(center: Center) -> None:
    response = send(Client(), center)
    assert response.status_code == 302
    case = Case.objects.get()
    assert (case.channel, case.state, case.title) == (Channel.WEB, State.SUBMITTED, "空调漏水")
    assert case.owner == center.director
    page = Client().get(response.url).content.decode()
    assert case.reference in page
    letter = OutboundMail.objects.get()
    assert letter.to == "wang.fang@customer.example"
    assert token_in(response) in unseal(letter.secret, PURPOSE)
    assert Event.objects.filter(verb="cases.case.recorded", subject_id=case.pk, actor=None).exists()


@db
def test_nothing_of_the_secret_is_kept_in_clear(center: Center) -> None:
    token = token_in(send(Client(), center))
    link = StatusLink.objects.get()
    assert len(token) == 43
    assert token not in str(vars(link))
    assert token not in str(vars(OutboundMail.objects.get()))
    assert links.find(token) == link
    assert links.find(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


@db
def test_the_same_form_sent_twice_is_one_complaint_with_one_page(center: Center) -> None:
    client = Client()
    form = filled(client, center)
    first, second = client.post(address(center), form), client.post(address(center), form)
    assert first.url == second.url
    assert Case.objects.count() == 1
    assert OutboundMail.objects.count() == 1


@db
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(center: Center) -> None:
    client = Client()
    response = send(client, center, contact_phone="", contact_email="", title="")
    assert response.status_code == 422
    page = response.content.decode()
    assert "上周安装的空调一直漏水" in page
    assert "phone number or an e-mail address" in page
    assert Case.objects.count() == 0
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    again = client.post(address(center), FACTS | {"key": key[1], "website": ""})
    assert again.status_code == 302


@db
@pytest.mark.parametrize("given", [{"website": "http://spam"}, {"key": "made up"}, {"key": ""}])
def test_programs_that_fill_everything_or_made_the_form_up_are_refused(
    center: Center, given: dict[str, str]
) -> None:
    response = send(Client(), center, **given)
    assert response.status_code == 422
    assert Case.objects.count() == 0


@db
def test_a_form_that_was_open_for_too_long_is_sent_with_a_fresh_key(center: Center) -> None:
    client = Client()
    form = filled(client, center)
    with time_machine.travel(timezone.now() + 25 * HOUR, tick=False):
        response = client.post(address(center), form)
        assert response.status_code == 422
        key = re.search(r'name="key" value="([^"]+)"', response.content.decode())
        assert key
        assert client.post(address(center), form | {"key": key[1]}).status_code == 302


@db
def test_one_address_and_one_phone_send_so_many_an_hour(center: Center) -> None:
    set_value("intake.web_per_hour", 2, center.site)
    for number in range(2):
        assert (
            send(Client(REMOTE_ADDR="203.0.113.5"), center, contact_phone=f"1380013800{number}").status_code
            == 302
        )
    assert send(Client(REMOTE_ADDR="203.0.113.5"), center, contact_phone="13800138009").status_code == 422
    same_phone = [
        send(Client(REMOTE_ADDR=f"203.0.113.{n}"), center, contact_phone="13900139000").status_code
        for n in (6, 7, 8)
    ]
    assert same_phone == [302, 302, 422]
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        assert send(Client(REMOTE_ADDR="203.0.113.5"), center).status_code == 302
    assert "203.0.113.5" not in str(list(StatusLink.objects.values()))


@db
def test_a_closed_form_says_so(center: Center) -> None:
    client = Client()
    form = filled(client, center)
    set_value("intake.web_open", False, center.site)
    assert "closed" in client.get(address(center)).content.decode()
    assert client.post(address(center), form).status_code == 422
    assert Case.objects.count() == 0


@db
def test_files_are_kept_and_what_only_looks_like_one_is_refused(center: Center) -> None:
    good = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    assert send(Client(), center, papers=[good]).status_code == 302
    assert [file.name for file in files_of(Case.objects.get())] == ["photo.png"]
    bad = SimpleUploadedFile("photo.png", b"<script>")
    response = send(Client(), center, papers=[bad])
    assert response.status_code == 422
    assert "photo.png" in response.content.decode()
    assert Case.objects.count() == 1


@db
def test_the_pages_are_in_no_index_and_in_no_cache(center: Center) -> None:
    for url in (address(center), send(Client(), center).url):
        headers = Client().get(url).headers
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in headers["Content-Security-Policy"]


@db
def test_the_page_never_shows_the_form_names_or_amounts(center: Center) -> None:
    token = token_in(send(Client(), center))
    case = Case.objects.get()
    Case.objects.filter(pk=case.pk).update(amount="4321.00", claimed_amount="4321.00")
    page = Client().get(reverse("intake:status", args=[token])).content.decode()
    for secret in ("4321", "王芳", "空调", "PO-9", str(center.director.name), "13800138000"):
        assert secret not in page
    assert case.reference in page


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.RECEIVED, Stage.RECEIVED),
        (State.SUBMITTED, Stage.RECEIVED),
        (State.ACCEPTED, Stage.LOOKED_AT),
        (State.DECIDED, Stage.LOOKED_AT),
        (State.NOT_UPHELD, Stage.LOOKED_AT),
        (State.CONVEYED, Stage.ANSWERED),
        (State.CLOSED, Stage.ANSWERED),
        (State.WITHDRAWN, Stage.WITHDRAWN),
        (State.REDIRECTED, Stage.PASSED_ON),
    ],
)
def test_a_decision_is_no_answer_until_the_customer_was_told(state: State, expected: Stage) -> None:
    assert stage(state) is expected


@db
def test_an_address_that_is_over_or_closed_opens_nothing(center: Center) -> None:
    token = token_in(send(Client(), center))
    url = reverse("intake:status", args=[token])
    with time_machine.travel(timezone.now() + datetime.timedelta(days=181), tick=False):
        assert Client().get(url).status_code == 404
    assert Client().get(url).status_code == 200
    with pytest.raises(PermissionDenied):
        links.revoke(StatusLink.objects.get(), actor=center.user("agent"))
    links.revoke(StatusLink.objects.get(), actor=center.user("officer"))
    assert Client().get(url).status_code == 404
    with pytest.raises(RuleViolation):
        links.revoke(StatusLink.objects.get(), actor=center.user("officer"))


def write(token: str, text: str, client: Client | None = None) -> Any:
    client = client or Client()
    page = client.get(reverse("intake:status", args=[token])).content.decode()
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    return client.post(reverse("intake:add_word", args=[token]), {"text": text, "key": key, "website": ""})


@db
def test_a_message_stands_among_the_contacts_and_the_owner_hears_of_it(center: Center) -> None:
    token = token_in(send(Client(), center))
    assert write(token, "补充：墙面照片已寄出。").status_code == 302
    contact = Contact.objects.get()
    assert (contact.words, contact.is_ours) == ("补充：墙面照片已寄出。", False)
    assert (
        Message.objects.filter(kind="intake.customer_wrote", recipient=center.user("director")).count() == 1
    )
    assert "墙面照片" in Client().get(reverse("intake:status", args=[token])).content.decode()


@db
def test_messages_are_limited_by_the_day(center: Center) -> None:
    set_value("intake.words_per_day", 1, center.site)
    token = token_in(send(Client(), center))
    assert write(token, "One").status_code == 302
    assert write(token, "Two").status_code == 422
    assert CustomerWord.objects.count() == 1


@db
def test_a_customer_withdraws_after_ticking_that_they_mean_it(center: Center) -> None:
    client = Client()
    token = token_in(send(client, center))
    page = client.get(reverse("intake:status", args=[token])).content.decode()
    key = re.findall(r'name="key" value="([^"]+)"', page)[-1]
    url = reverse("intake:withdraw", args=[token])
    assert client.post(url, {"key": key, "website": ""}).status_code == 422
    assert Case.objects.get().state == State.SUBMITTED
    assert client.post(url, {"key": key, "website": "", "sure": "on"}).status_code == 302
    assert Case.objects.get().state == State.WITHDRAWN
    assert "withdrawn" in client.get(reverse("intake:status", args=[token])).content.decode()


@db
def test_what_is_written_about_a_merged_complaint_goes_to_the_survivor(center: Center) -> None:
    token = token_in(send(Client(), center))
    merged, survivor = Case.objects.get(), taken_to(center, State.SUBMITTED)
    merging.merge(survivor, merged, actor=center.user("officer"), reason="The same")
    page = Client().get(reverse("intake:status", args=[token])).content.decode()
    assert survivor.reference not in page
    assert "together with another" in page
    assert write(token, "Still leaking").status_code == 302
    assert Contact.objects.get().case_id == survivor.pk
    kinds = CaseEvent.objects.filter(case=survivor).values_list("kind", flat=True)
    assert "intake_came_to_merged" in kinds
    told = OutboundMail.objects.filter(kind="merged")
    assert [letter.to for letter in told] == ["wang.fang@customer.example"]


@db
def test_after_the_grace_days_nothing_is_added_to_what_is_over(center: Center) -> None:
    token = token_in(send(Client(), center))
    link = StatusLink.objects.get()
    cases.withdraw(link.case, actor=center.user("officer"), words="Lets it rest")
    assert write(token, "One more thing").status_code == 302
    later = time_machine.travel(timezone.now() + datetime.timedelta(days=15), tick=False)
    with later, pytest.raises(RuleViolation) as refused:
        services.add_word(link, "Again", form_key="another form")
    assert [one.code for one in refused.value.objections] == ["intake.over"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_the_same_form_one_makes_the_complaint() -> None:
    center = make_center()
    set_value("intake.web_per_hour", 3, center.site)
    facts = {name: given for name, given in FACTS.items() if name != "product"}

    def one(key: str) -> Any:
        return lambda: services.receive(center.site, facts, form_key=key, sender="203.0.113.9").case.pk

    assert len(set(together(one("same"), one("same"), one("same")))) == 1
    found = together(one("a"), one("b"), one("c"), one("d"))
    assert found.count("intake.too_many_forms") == 2
    assert Case.objects.count() == 3
