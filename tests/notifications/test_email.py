"""E-mail for real, through a mail server on loopback."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.notifications.delivery import breaker, claims, planning, sending
from callcenter.notifications.delivery.models import State, Way
from callcenter.notifications.kinds import Email
from callcenter.notifications.models import Breaker, Delivery, Message, Preference, Times
from callcenter.notifications.services import notify
from tests.factories import make_employee, make_site, make_team
from tests.notifications.factories import make_reader

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 21, 4, tzinfo=datetime.UTC)  # 12:00 in Shanghai


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def told(kind: str, *people, key: str = "1", what: str = "It", **fields) -> None:
    notify(kind, recipients=people, key=key, figures={"what": what}, **fields)


def send() -> None:
    planning.plan()
    for lane in sending.lanes():
        assert not sending.drain(lane)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_each_reader_gets_one_letter_in_their_own_language(mail):
    english, chinese = make_reader("en"), make_reader("zh-hans")
    told("tests.prompt", english, chinese, what="10001")
    Message.objects.update(created_at=NOON)
    send()
    send()
    by_reader = {letter["To"]: letter for letter in mail.letters}
    assert set(by_reader) == {english.email, chinese.email}
    assert len(mail.letters) == 2
    letter = by_reader[english.email]
    assert letter["Subject"] == "Look at 10001"
    assert letter["From"] == "Center <center@example.com>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "en"
    plain, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert "Hello Person" in plain.get_content()
    assert "Look at 10001 (2026-11-21 12:00)" in plain.get_content()
    assert "https://center.example/notifications/preferences/" in plain.get_content()
    assert "<li>Look at 10001" in page.get_content()
    assert "您好" in by_reader[chinese.email].get_body(("plain",)).get_content()
    assert states() == [State.SENT, State.SENT]


def test_the_link_of_a_letter_opens_the_message(mail):
    reader = make_reader(post=PostCode.HR)
    told("tests.prompt", reader, subject=make_employee())
    send()
    link = f"https://center.example{Message.objects.get().get_absolute_url()}"
    assert link in mail.letters[0].get_body(("plain",)).get_content()


def test_what_names_people_cannot_break_the_letters_markup(mail):
    told("tests.prompt", make_reader(), what="<b>10 & 20</b>\r\nBcc: other@example.com")
    send()
    letter = mail.letters[0]
    assert letter["Subject"] == "Look at <b>10 & 20</b> Bcc: other@example.com"
    assert letter["Bcc"] is None
    assert "&lt;b&gt;10 &amp; 20&lt;/b&gt;" in letter.get_body(("html",)).get_content()


def test_preferences_decide_and_nobody_without_address_or_log_in_is_written_to(mail):
    off, digest, closed, homeless = make_reader(), make_reader(), make_reader(), make_reader()
    Preference.objects.create(user=off, kind="tests.prompt", email=Email.OFF)
    Preference.objects.create(user=digest, kind="tests.prompt", email=Email.DIGEST)
    closed.is_active = False
    closed.save()
    homeless.email = ""
    homeless.save()
    told("tests.prompt", off, digest, closed, homeless)
    send()
    assert mail.letters == []
    assert list(Delivery.objects.values_list("message__recipient", "state")) == [(digest.pk, State.WAITING)]
    assert Message.objects.count() == 4  # the bell has them all


def test_without_a_mail_server_nothing_waits_for_one(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    told("tests.prompt", make_reader())
    assert planning.plan() == 1
    assert not Delivery.objects.exists()


def test_a_digest_holds_everything_unread_of_the_day_in_one_letter(mail, clock):
    reader, other = make_reader(), make_reader()
    for number in range(5):
        told("tests.happened", reader, key=str(number), what=f"Number {number}")
    told("tests.happened", other, key="9", what="Number 9")
    send()
    assert mail.letters == []
    Message.objects.filter(key="2").update(read_at=timezone.now())
    clock.move_to(NOON + datetime.timedelta(hours=20, minutes=30))  # 08:30 of the next day
    send()
    send()
    assert sorted(letter["To"] for letter in mail.letters) == sorted([reader.email, other.email])
    digest = next(letter for letter in mail.letters if letter["To"] == reader.email)
    assert digest["Subject"] == "4 notifications"
    text = digest.get_body(("plain",)).get_content()
    assert [number for number in range(5) if f"Number {number} happened" in text] == [0, 1, 3, 4]
    assert sorted(states()) == [State.DROPPED] + [State.SENT] * 5


def test_a_digest_whose_first_line_was_read_still_goes_out_when_its_second_try_succeeds(mail, clock):
    reader = make_reader()
    for number in range(2):
        told("tests.happened", reader, key=str(number), what=f"Number {number}")
    send()
    Message.objects.filter(key="0").update(read_at=timezone.now())
    clock.move_to(NOON + datetime.timedelta(hours=21))
    mail.trouble = "451 later"
    send()
    assert states() == [State.WAITING, State.WAITING]
    mail.trouble = ""
    clock.shift(datetime.timedelta(minutes=5))
    send()
    assert [letter["Subject"] for letter in mail.letters] == ["Number 1 happened"]
    assert states() == [State.DROPPED, State.SENT]


def test_quiet_hours_hold_letters_back_and_let_them_out_together_but_never_urgent_ones(mail, clock):
    reader = make_reader()
    clock.move_to(NOON + datetime.timedelta(hours=14))  # 02:00
    told("tests.prompt", reader, key="1", what="one")
    told("tests.prompt", reader, key="2", what="two")
    told("tests.urgent", reader, key="3", what="Three")
    send()
    assert [letter["Subject"] for letter in mail.letters] == ["Three is late"]
    clock.move_to(NOON + datetime.timedelta(hours=19))  # 07:00
    send()
    assert [letter["Subject"] for letter in mail.letters] == ["Three is late", "2 notifications"]


def test_each_one_has_quiet_hours_on_the_clock_of_their_own_site(mail):
    berlin = make_reader(site=make_site(time_zone="Europe/Berlin"))  # 05:00 there
    own = make_reader(site=make_site(time_zone="Europe/Berlin"))
    never = make_reader(site=make_site(time_zone="Europe/Berlin"))
    Times.objects.create(user=own, quiet_from=datetime.time(20), quiet_until=datetime.time(4))
    Times.objects.create(user=never, is_quiet=False)
    told("tests.prompt", berlin, own, never)
    send()
    assert sorted(letter["To"] for letter in mail.letters) == sorted([own.email, never.email])


def test_what_was_read_in_the_bell_meanwhile_is_not_sent(mail):
    told("tests.prompt", make_reader())
    planning.plan()
    Message.objects.update(read_at=timezone.now())
    sending.drain("email")
    assert (mail.letters, states()) == ([], [State.DROPPED])


def test_who_may_no_longer_see_the_object_gets_no_letter_about_it(mail):
    team = make_team()
    colleague = make_employee(team=team)
    leader = make_reader(post=PostCode.SHIFT_LEADER, team=team)
    stranger = make_reader(post=PostCode.SHIFT_LEADER)
    told("tests.prompt", leader, stranger, subject=colleague)
    send()
    assert [letter["To"] for letter in mail.letters] == [leader.email]
    assert sorted(states()) == [State.DROPPED, State.SENT]


def test_a_recipient_whom_the_server_refuses_is_given_up_and_the_others_get_theirs(mail):
    wrong, right = make_reader(), make_reader()
    mail.refuses[wrong.email] = "550 no such person"
    told("tests.prompt", wrong, right)
    send()
    assert [letter["To"] for letter in mail.letters] == [right.email]
    dead = Delivery.objects.get(message__recipient=wrong)
    assert (dead.state, dead.why) == (State.DEAD, "The mail server refused the recipient (550).")


def test_a_letter_that_fails_waits_longer_each_time_and_is_given_up_at_last(mail, clock):
    reader = make_reader()
    mail.refuses[reader.email] = "450 mailbox busy"
    told("tests.prompt", reader)
    waits = []
    for _attempt in range(8):
        send()
        delivery = Delivery.objects.get()
        waits.append((delivery.due_at - timezone.now()).total_seconds())
        clock.move_to(max(delivery.due_at, timezone.now()))
    assert (delivery.state, delivery.attempt) == (State.DEAD, 8)
    for number, seconds in enumerate(waits[:7]):
        least = min(60 * 2**number, 3600)
        assert least <= seconds <= least * 1.25
    assert mail.letters == []


def test_a_letter_costs_no_more_queries_in_a_batch_of_many(mail, django_assert_max_num_queries):
    site = make_site()

    def send_to(people: int) -> int:
        told("tests.prompt", *[make_reader(site=site) for _n in range(people)], key=str(people))
        planning.plan()
        with django_assert_max_num_queries(200) as counted:
            sending.drain("email")
        return len(counted)

    few, many = send_to(2), send_to(20)
    assert len(mail.letters) == 22
    assert (many - few) / 18 <= 2  # a lease before it and a note after it


def test_every_attempt_has_the_same_message_id(mail, clock):
    told("tests.prompt", make_reader())
    planning.plan()
    [claim] = claims.claim("email", 1)
    sending._send_letters("email", [claim])
    Delivery.objects.update(state=State.WAITING, ended_at=None)  # the note of its end was lost
    sending.drain("email")
    first, second = mail.numbers()
    assert first == second
    assert first.endswith("@example.com>")


def test_a_server_that_is_down_costs_no_letter_an_attempt_and_is_left_alone_for_a_while(
    mail, settings, clock
):
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    told("tests.prompt", *[make_reader() for _n in range(25)])
    send()
    assert set(Delivery.objects.values_list("state", "attempt")) == {(State.WAITING, 0)}
    down = Breaker.objects.get()
    assert (down.lane, down.failures) == ("email", 1)
    settings.EMAIL_PORT = port
    send()
    assert mail.letters == []  # the breaker is open
    clock.shift(datetime.timedelta(seconds=31))
    send()
    assert (len(mail.letters), Breaker.objects.get().failures) == (25, 0)


def test_one_letter_finds_out_whether_a_server_works_again():
    told("tests.prompt", *[make_reader() for _n in range(5)])
    planning.plan()
    Breaker.objects.create(lane="email", failures=3)
    assert len(claims.claim("email", 20)) == 1
    assert claims.claim("email", 20) == []  # until it has its answer
    breaker.worked("email")
    assert len(claims.claim("email", 20)) == 4


def test_what_no_server_could_be_reached_for_in_three_days_is_given_up(mail, settings, clock):
    settings.EMAIL_PORT = 1
    told("tests.prompt", make_reader())
    send()
    clock.shift(datetime.timedelta(hours=73))
    send()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.why) == (
        State.DEAD,
        "The mail server could not be reached (ConnectionRefusedError).",
    )


def test_a_claim_that_is_left_behind_comes_back_when_its_lease_is_over(mail, clock):
    told("tests.prompt", make_reader())
    planning.plan()
    [left] = claims.claim("email", 1)
    assert claims.claim("email", 1) == []
    clock.shift(claims.lease() + datetime.timedelta(seconds=1))
    [taken] = claims.claim("email", 1)
    assert (taken.attempt, claims.renew(left), claims.renew(taken)) == (2, False, True)
    claims.sent(left)
    assert states() == [State.SENDING]  # who lost the claim can end nothing
    claims.sent(taken)
    assert states() == [State.SENT]


def test_a_delivery_that_kills_its_worker_again_and_again_is_given_up(clock):
    told("tests.prompt", make_reader())
    planning.plan()
    for _n in range(8):
        assert len(claims.claim("email", 1)) == 1
        clock.shift(claims.lease() + datetime.timedelta(seconds=1))
    assert claims.claim("email", 1) == []
    assert "interrupted" in Delivery.objects.get(state=State.DEAD).why


def test_planning_twice_plans_once():
    told("tests.prompt", make_reader())
    assert (planning.plan(), planning.plan()) == (1, 0)
    Message.objects.update(planned_at=None)  # as if killed: the deliveries are there, and so is the row
    planning.plan()
    assert Delivery.objects.count() == 1


def test_the_database_refuses_a_second_delivery_and_an_end_without_a_time():
    told("tests.prompt", make_reader())
    planning.plan()
    message = Message.objects.get()
    for broken, name in (
        ({"way": Way.EMAIL}, "one_per_message_and_channel"),
        ({"way": Way.CHAT, "state": State.SENT}, "ended_says_when"),
        ({"way": Way.CHAT, "state": State.DEAD, "ended_at": NOON}, "given_up_says_why"),
        ({"way": Way.CHAT, "state": State.SENDING}, "sent_is_leased"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Delivery.objects.create(message=message, lane="x", **broken)


def test_the_database_refuses_quiet_hours_that_never_end_or_half_begin():
    reader = make_reader()
    for broken, name in (
        ({"quiet_from": datetime.time(7), "quiet_until": datetime.time(7)}, "not_the_whole_day"),
        ({"quiet_from": datetime.time(7)}, "both_ends"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Times.objects.create(user=reader, **broken)
