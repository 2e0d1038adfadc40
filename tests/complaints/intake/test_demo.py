"""What came in by itself at the demo center: every condition of a message and a form, once, and nothing goes out."""

import pytest
from django.core import mail

from complaints.cases.models import Case, Channel, State
from complaints.intake import demo
from complaints.intake.links.models import CustomerWord
from complaints.intake.mail.models import Became, InboundMail
from complaints.intake.models import OutboundMail
from complaints.intake.outbox.models import MailState
from complaints.intake.outbox.sending import drain
from tests.complaints.factories import make_center

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("country", ["CN", "AU"])
def test_messages_and_forms_of_every_condition_come_in_once(country: str) -> None:
    center = make_center(country=country)
    assert demo.make(center.site) == len(demo.CHINESE) + len(demo.FORMS_CHINESE)
    became = {(one.state, one.reason) for one in InboundMail.objects.all()}
    assert became == {
        (Became.CASE, ""),
        (Became.CASE, "claimed"),
        (Became.JOINED, "answered"),
        (Became.IGNORED, "bounce"),
        (Became.IGNORED, "auto_reply"),
        (Became.IGNORED, "bulk"),
        (Became.FAILED, "refused"),
    } - ({(Became.CASE, "claimed")} if not Case.objects.exclude(number=None).exists() else set())
    states = set(Case.objects.values_list("state", flat=True))
    assert states >= {State.RECEIVED, State.SUBMITTED, State.WITHDRAWN, State.MERGED, State.REDIRECTED}
    assert CustomerWord.objects.count() == 1
    assert Case.objects.filter(channel=Channel.WEB).count() == len(demo.FORMS_CHINESE)
    assert demo.make(center.site) == 0


def test_no_letter_of_the_demo_goes_out() -> None:
    demo.make(make_center(country="CN").site)
    assert set(OutboundMail.objects.values_list("state", flat=True)) == {MailState.SENT}
    assert drain() == 0
    assert mail.outbox == []
