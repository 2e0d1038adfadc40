"""A webhook in trouble rings the bell of those who may do something about it, once."""

import pytest
from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.integrations.webhooks import claims, troubles
from callcenter.integrations.webhooks.models import Endpoint, Off
from callcenter.integrations.webhooks.troubles import Trouble
from callcenter.notifications.messages.models import Message
from tests.factories import make_site, make_user
from tests.integrations.webhooks.factories import make_endpoint

pytestmark = pytest.mark.django_db


def test_those_who_may_edit_it_are_told_once_of_a_switch_off() -> None:
    site = make_site()
    told = [make_user(post, site=site) for post in (PostCode.DIRECTOR, PostCode.CENTER_MANAGER)]
    told.append(make_user(PostCode.SYSADMIN))
    for post in (PostCode.AGENT, PostCode.INFO_COORDINATOR, PostCode.HR):
        make_user(post, site=site)
    make_user(PostCode.DIRECTOR)
    endpoint = make_endpoint(site, name="Payroll")
    with transaction.atomic():
        claims.switch_off(Endpoint.objects.select_related("site").get(), Off.FAILING, timezone.now())
    messages = Message.objects.all()
    assert {message.recipient_id for message in messages} == {user.pk for user in told}
    assert {message.sentence for message in messages} == {
        "The webhook Payroll gets nothing more. Switched off: it failed for too long."
    }
    with transaction.atomic():
        endpoint.refresh_from_db()
        troubles.tell(Trouble(endpoint, troubles.Kind.SWITCHED_OFF))
    assert Message.objects.count() == len(told)
