"""How often one sender may write: counted in the database, exact with any number of workers."""

import datetime
import hashlib
import hmac

from django.conf import settings
from django.db import connection
from django.utils import timezone

from callcenter.objections import Objection
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from complaints.intake.links.models import CustomerWord, StatusLink

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def sender_hash(address: str) -> str:
    """What is kept of the address that a form came from: enough to count it, not to know it."""
    if not address:
        return ""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"complaints.intake.sender:" + address.encode(), "sha256")
    return digest.hexdigest()


def one_at_a_time(*keys: str) -> None:
    """Hold these names until the transaction ends, in an order that is the same for everybody."""
    with connection.cursor() as cursor:
        for number in sorted({_number(key) for key in keys if key}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _number(key: str) -> int:
    return int.from_bytes(hashlib.sha256(f"intake:{key}".encode()).digest()[:8], "big", signed=True)


def form_objections(site: Site, sender: str, phone: str) -> list[Objection]:
    """Whether this sender has sent enough forms for an hour. The names are held already (`one_at_a_time`)."""
    most = value("intake.web_per_hour", site)
    recent = StatusLink.objects.filter(made_at__gt=timezone.now() - HOUR)
    by_sender = recent.filter(sender_hash=sender).count() if sender else 0
    by_phone = recent.filter(phone_key=phone).count() if phone else 0
    if max(by_sender, by_phone) >= most:
        return [Objection("intake.too_many_forms", {"most": most}, rules=("intake.web_per_hour",))]
    return []


def word_objections(link: StatusLink) -> list[Objection]:
    """Whether this customer has written enough for a day. The link is held."""
    most = value("intake.words_per_day", link.case.site)
    if CustomerWord.objects.filter(link=link, at__gt=timezone.now() - DAY).count() >= most:
        return [Objection("intake.too_many_words", {"most": most}, rules=("intake.words_per_day",))]
    return []
