"""Chat channels: whose events they hear, once each, their secrets, and one that fails."""

import datetime
import io
import logging

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.integrations.sealing import UnreadableError, unseal
from callcenter.notifications.chat import addresses, services
from callcenter.notifications.delivery import planning, sending
from callcenter.notifications.delivery.models import State
from callcenter.notifications.kinds import Kind, define
from callcenter.notifications.models import Breaker, ChatChannel, Delivery, Message
from callcenter.notifications.services import Notice, notify, notify_many
from callcenter.objections import RuleViolation
from tests.factories import make_site, make_team, make_user
from tests.notifications.factories import make_channel, make_reader

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 21, 4, tzinfo=datetime.UTC)  # 12:00 in Shanghai
URL = "json://127.0.0.1:1/nobody-is-there"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def told(kind: str, *people, key: str = "1", what: str = "It", **fields) -> None:
    notify(kind, recipients=people, key=key, figures={"what": what}, **fields)


def send() -> None:
    planning.plan()
    for lane in sending.lanes():
        sending.drain(lane)


def test_a_group_is_told_once_however_many_people_are(group, settings):
    settings.PUBLIC_URL = "https://center.example"
    sink, address = group
    site = make_site()
    make_channel(site, address, "tests.happened")
    told("tests.happened", make_user(), make_user(), site_id=site.pk, url="/reports/")
    told("tests.happened", make_user(), site_id=site.pk)
    send()
    send()
    assert [post["message"] for post in sink.posts] == ["It happened\nhttps://center.example/reports/"]


def test_a_group_hears_in_its_own_language(group):
    sink, address = group
    site = make_site(name="North", name_zh="北区")
    make_channel(site, address, "tests.happened", language="zh-hans")
    told("tests.happened", make_user(), site_id=site.pk, what=site)
    send()
    assert [post["message"] for post in sink.posts] == ["北区 happened"]


def test_a_group_hears_only_of_its_kinds_its_site_and_its_team(group):
    _sink, address = group
    site, team = make_site(), make_team()
    whole = make_channel(site, address, "tests.happened")
    of_team = make_channel(team.department.site, address, "tests.happened", team=team)
    off = make_channel(site, address, "tests.happened", name="Off", is_active=False)
    member, other = make_user(team=team), make_user()
    define(Kind("tests.private", "Private", "%(what)s", is_for_teams=False))
    ChatChannel.objects.update(kinds=["tests.happened", "tests.private"])

    def heard(key: str) -> set[int]:
        return set(Message.objects.filter(key=key).exclude(chat=None).values_list("chat", flat=True))

    told("tests.happened", other, key="site", site_id=site.pk)
    told("tests.happened", member, other, key="member")
    told("tests.happened", other, key="neither")
    told("tests.urgent", member, key="kind", site_id=site.pk)
    told("tests.private", member, key="private", site_id=site.pk)
    assert {key: heard(key) for key in ("site", "member", "neither", "kind", "private")} == {
        "site": {whole.pk},
        "member": {of_team.pk},
        "neither": set(),
        "kind": set(),
        "private": set(),
    }
    assert not off.messages.exists()


def test_many_events_ask_for_their_groups_in_few_queries(group, django_assert_max_num_queries):
    _sink, address = group
    team = make_team()
    make_channel(team.department.site, address, "tests.happened", team=team)
    member = make_user(team=team)
    with django_assert_max_num_queries(6):
        notices = [Notice("tests.happened", str(number), [member]) for number in range(1000)]
        assert notify_many(notices) == 2000


def test_posts_wait_for_the_end_of_quiet_hours_unless_they_are_urgent(group, clock):
    sink, address = group
    site = make_site()
    make_channel(site, address, "tests.happened", "tests.urgent")
    clock.move_to(NOON + datetime.timedelta(hours=14))  # 02:00
    told("tests.happened", site_id=site.pk)
    told("tests.urgent", site_id=site.pk)
    send()
    assert [post["message"] for post in sink.posts] == ["It is late"]
    clock.move_to(NOON + datetime.timedelta(hours=19))  # 07:00
    send()
    assert [post["message"] for post in sink.posts] == ["It is late", "It happened"]


def test_a_group_that_fails_holds_up_neither_another_group_nor_e_mail(group, mail):
    sink, address = group
    site = make_site()
    broken = make_channel(site, URL, "tests.prompt", name="Broken")
    make_channel(site, address, "tests.prompt", name="Works")
    reader = make_reader()
    for number in range(30):
        told("tests.prompt", reader, key=str(number), site_id=site.pk)
    send()
    assert (len(sink.posts), len(mail.letters)) == (30, 30)
    waiting = Delivery.objects.filter(lane=f"chat:{broken.pk}")
    assert set(waiting.values_list("state", flat=True)) == {State.WAITING}
    assert sorted(waiting.values_list("attempt", flat=True)) == [0] * 29 + [1]
    assert list(Breaker.objects.filter(failures__gt=0).values_list("lane", flat=True)) == [
        f"chat:{broken.pk}"
    ]


def test_a_group_that_works_again_gets_what_it_missed(group, clock):
    sink, address = group
    site = make_site()
    make_channel(site, address, "tests.prompt")
    sink.status = 500
    for number in range(5):
        told("tests.prompt", key=str(number), site_id=site.pk)
    send()
    assert sink.posts == []
    sink.status = 200
    clock.shift(datetime.timedelta(minutes=5))
    send()
    send()
    assert len(sink.posts) == 5
    assert Breaker.objects.get().failures == 0


def test_a_channel_that_is_switched_off_gets_nothing_that_still_waited(group):
    sink, address = group
    site = make_site()
    channel = make_channel(site, address, "tests.prompt")
    told("tests.prompt", site_id=site.pk)
    planning.plan()
    ChatChannel.objects.filter(pk=channel.pk).update(is_active=False)
    sending.drain(f"chat:{channel.pk}")
    assert (sink.posts, Delivery.objects.get().state) == ([], State.DROPPED)


def test_an_address_is_kept_encrypted_and_named_in_no_log_error_or_trail(group, caplog):
    sink, address = group
    sink.status = 500
    director = make_user(PostCode.DIRECTOR)
    site = director.employee.site
    secret = "0123456789abcdef-the-secret"
    log = io.StringIO()
    logs = logging.StreamHandler(log)
    logging.getLogger().addHandler(logs)  # as ours are; caplog listens to loggers that tell nobody
    with caplog.at_level(logging.DEBUG):
        channel = services.add_channel(
            site,
            name="Floor",
            address=f"{address}/{secret}",
            kinds=["tests.prompt"],
            language="en",
            actor=director,
        )
        with pytest.raises(RuleViolation) as refusal:
            services.try_channel(channel, actor=director)
        told("tests.prompt", site_id=site.pk)
        send()
    logging.getLogger().removeHandler(logs)
    channel.refresh_from_db()
    assert unseal(channel.address, addresses.SEALED_FOR).endswith(secret)
    said = [
        channel.address,
        channel.hint,
        *refusal.value.sentences,
        *(str(event.after) + event.reason for event in Event.objects.all()),
        *Delivery.objects.values_list("error", flat=True),
        *Breaker.objects.values_list("error", flat=True),
        log.getvalue(),
    ]
    assert Delivery.objects.exclude(error="").exists()
    assert not [text for text in said if secret in text]
    assert {event.verb for event in Event.objects.all()} >= {
        "notifications.channel.added",
        "notifications.channel.tested",
    }


def test_an_address_outlives_a_changed_secret_key_as_long_as_the_old_one_is_named(settings, group):
    _sink, address = group
    channel = make_channel(make_site(), address)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert unseal(channel.address, addresses.SEALED_FOR) == address
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnreadableError):
        unseal(channel.address, addresses.SEALED_FOR)
    with pytest.raises(RuleViolation) as refusal:
        services.try_channel(channel, actor=None)
    assert "enter it again" in refusal.value.sentences[0]


def test_the_test_button_posts_a_sentence(group):
    sink, address = group
    channel = make_channel(make_site(name="North"), address)
    services.try_channel(channel, actor=None)
    assert [post["message"] for post in sink.posts] == [
        "A test from Call center operations: “Floor” of North will be told of events here."
    ]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        (
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7000-4bc4-97a0-0ec2b1fa5aaa",
            "WeCom",
        ),
        ("https://oapi.dingtalk.com/robot/send?access_token=abcdefghij0123456789abcdefghij", "DingTalk"),
        ("dingtalk://SEC0123456789@abcdefghij0123456789abcdefghij", "DingTalk"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/693a91f6-7000-4bc4-97a0-0ec2b1fa5aaa", "Feishu"),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "Slack"),
        (
            "https://prod-12.westus.logic.azure.com:443/workflows/0123456789abcdef/triggers/manual/paths/invoke"
            "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=0123456789abcdef",
            "Teams",
        ),
    ],
)
def test_addresses_are_taken_as_the_services_give_them(text, service):
    found = addresses.read(f"  {text}\n")
    assert found is not None
    assert found.service == service
    assert len(found.hint) < 24


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "https://example.com/",
        "json://10.0.0.1/",
        "mailto://a:b@example.com",
        "file:///etc/passwd",
        "syslog://",
    ],
)
def test_other_addresses_are_refused_so_that_no_channel_reaches_into_the_network(text):
    assert addresses.read(text) is None
    with pytest.raises(RuleViolation) as refusal:
        services.add_channel(make_site(), name="X", address=text, kinds=[], language="en", actor=None)
    assert refusal.value.objections[0].code == "notifications.address_unknown"


def test_a_channel_is_set_up_by_the_sites_managers_alone(group):
    _sink, address = group
    director = make_user(PostCode.DIRECTOR)
    fields = {"name": "A", "address": address, "kinds": ["tests.prompt"], "language": "en"}
    for nobody in (
        make_user(PostCode.SHIFT_LEADER, site=director.employee.site),
        make_user(PostCode.DIRECTOR),
    ):
        with pytest.raises(PermissionDenied):
            services.add_channel(director.employee.site, actor=nobody, **fields)
    channel = services.add_channel(director.employee.site, actor=director, **fields)
    kept = channel.address
    fields |= {"name": "B", "address": "", "is_active": False}
    changed = services.change_channel(channel, actor=director, **fields)
    assert (changed.name, changed.is_active, changed.address) == ("B", False, kept)
    event = Event.objects.get(verb="notifications.channel.changed")
    assert (event.before["name"], event.after["name"]) == ("A", "B")


def test_a_channels_name_is_its_own_and_its_team_of_its_site(group):
    _sink, address = group
    site = make_site()
    make_channel(site, address)
    fields = {"address": address, "kinds": [], "language": "en", "actor": None}
    with pytest.raises(RuleViolation) as refusal:
        services.add_channel(site, name="Floor", team=make_team(), **fields)
    assert [objection.field for objection in refusal.value.objections] == ["team", "name"]
    with pytest.raises(IntegrityError, match="name_is_unique"), transaction.atomic():
        make_channel(site, address)


def test_the_form_of_a_channel_never_shows_its_address(client, group):
    _sink, address = group
    director = make_user(PostCode.DIRECTOR)
    client.force_login(director)
    form = {"name": "Floor", "address": address, "language": "en", "kinds": ["tests.prompt"]}
    answer = client.post("/notifications/channels/new/", form, follow=True)
    channel = ChatChannel.objects.get()
    assert answer.redirect_chain[-1][0] == channel.get_absolute_url()
    page = client.get(channel.get_absolute_url()).content.decode()
    assert "secret-of-the-group" not in page
    assert "Empty keeps the present one" in page
    wrong = client.post(channel.get_absolute_url(), form | {"address": "nonsense"})
    assert (wrong.status_code, "no address of a group robot" in wrong.content.decode()) == (422, True)
    assert client.post(f"{channel.get_absolute_url()}test/").status_code == 302
