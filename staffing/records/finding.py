"""What the global search finds of this room."""

from callcenter.accounts.models import User
from callcenter.web.cells import moment
from callcenter.web.search import PER_PROVIDER, Hit
from staffing.records.bulletins.filters import BulletinFilter
from staffing.records.bulletins.models import Bulletin
from staffing.records.meetings.listing import AnswerFilter
from staffing.records.meetings.models import UnifiedAnswer


def bulletins(user: User, text: str) -> list[Hit]:
    """Bulletins in sight whose title or text has every word."""
    rows = BulletinFilter({"q": text}, queryset=Bulletin.objects.visible_to(user)).qs
    rows = rows.order_by("-changed_at")[:PER_PROVIDER]
    return [Hit(one.title, moment(one.changed_at), one.get_absolute_url(), "mail") for one in rows]


def answers(user: User, text: str) -> list[Hit]:
    """Unified answers in force that have every word."""
    rows = AnswerFilter({"q": text}, queryset=UnifiedAnswer.objects.visible_to(user)).qs
    rows = rows.filter(withdrawn_at=None).order_by("-published_at")[:PER_PROVIDER]
    return [Hit(one.question, one.answer[:120], one.get_absolute_url(), "message-circle") for one in rows]
