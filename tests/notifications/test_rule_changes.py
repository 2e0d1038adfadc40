"""Whoever leads at a site hears that its rules change."""

import datetime

import pytest
from django.utils.translation import override

from callcenter.access.posts import PostCode
from callcenter.notifications.models import Message
from callcenter.rulebook import services
from callcenter.rulebook.models import RuleValue
from tests.factories import make_site, make_user

pytestmark = pytest.mark.django_db
KEY = "notifications.most_attempts"


def change(site, actor, *, value: int = 9, days: int = 7) -> RuleValue:
    day = (site or make_site()).today() + datetime.timedelta(days=days)
    return services.set_value(KEY, site=site, value=value, effective_on=day, reason="Because", actor=actor)


def test_leaders_of_the_site_hear_of_a_change_but_for_who_made_it():
    site = make_site(name="North", name_zh="北区")
    director, leader = make_user(PostCode.DIRECTOR, site=site), make_user(PostCode.SHIFT_LEADER, site=site)
    make_user(PostCode.AGENT, site=site)
    make_user(PostCode.SHIFT_LEADER)
    row = change(site, director)
    message = Message.objects.get()
    assert (message.recipient, message.url) == (leader, f"/rulebook/{KEY}/")
    day = f"{row.effective_on:%Y-%m-%d}"
    assert message.sentence.startswith(f"North, from {day}")
    assert message.sentence.endswith("A delivery is given up after 9 attempts.")
    with override("zh-hans"):
        assert message.sentence.startswith(f"北区，自 {day}")
        assert "9 次" in message.sentence


def test_a_withdrawn_change_is_told_as_well_and_the_companys_to_every_site():
    leaders = [make_user(PostCode.SHIFT_LEADER) for _n in range(2)]
    row = change(None, None)
    services.withdraw_value(row, reason="A mistake", actor=None)
    told = Message.objects.order_by("pk")
    assert [message.recipient for message in told] == [*leaders, *leaders]
    assert told[3].sentence.endswith("A delivery is given up after 8 attempts.")


def test_a_value_that_changes_nothing_is_told_to_nobody():
    make_user(PostCode.SHIFT_LEADER)
    change(None, None, value=8)
    assert not Message.objects.exists()
