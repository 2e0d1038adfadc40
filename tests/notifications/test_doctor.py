"""What the doctor and the metrics say of notifications."""

import datetime

import pytest
from django.utils import timezone

from callcenter.notifications.models import Breaker, Delivery, Message
from callcenter.operation.doctor import registry as doctor
from callcenter.operation.doctor.registry import Level
from callcenter.operation.metrics import registry as metrics
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def look(key: str) -> tuple[Level, str]:
    finding = next(check for check in doctor.registered() if check.key == key).look()
    return finding.level, str(finding.sentence)


def gauge(name: str):
    return next(one for one in metrics.registered() if one.name == name).read()


def delivery(**fields) -> Delivery:
    message = Message.objects.create(
        kind="tests.happened", key=str(Message.objects.count()), recipient=make_user()
    )
    return Delivery.objects.create(message=message, way="email", lane="email", **fields)


def test_the_doctor_misses_a_mail_server(settings):
    assert look("notifications.mail")[0] is Level.WELL
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert look("notifications.mail")[0] is Level.WARNING


def test_the_doctor_names_what_is_given_up_late_or_out_of_order_the_worst_first():
    key, now = "notifications.channels", timezone.now()
    assert look(key) == (Level.WELL, "Everything that was due is out.")
    delivery(state="dead", error="x", ended_at=now)
    assert look(key) == (Level.WARNING, "1 delivery was given up since yesterday.")
    delivery(due_at=now - datetime.timedelta(minutes=11))
    assert look(key) == (Level.WARNING, "1 delivery is late.")
    Breaker.objects.create(lane="email", failures=1)
    assert look(key) == (Level.ERROR, "1 channel does not work.")


def test_metrics_count_what_is_on_its_way():
    delivery(due_at=timezone.now() - datetime.timedelta(minutes=2))
    delivery(state="sent", ended_at=timezone.now())
    Breaker.objects.create(lane="email", failures=2)
    assert gauge("callcenter_deliveries") == {("waiting",): 1, ("sending",): 0}
    assert gauge("callcenter_channels_broken") == 1
