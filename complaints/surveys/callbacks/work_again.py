"""A smaller matter of an unsatisfied customer becomes a work order; when that is over the customer is called back once more."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.objections import Objection, RuleViolation
from callcenter.rulebook.values import value
from complaints.surveys.callbacks import services
from complaints.surveys.callbacks.follow_up import Again
from complaints.surveys.callbacks.models import Callback, CallbackState
from complaints.workorders.models import Category, WorkOrder
from complaints.workorders.orders.services import OrderFacts, record_order
from complaints.workorders.states import OrderChannel


def start(callback: Callback, words: str, actor: Actor) -> WorkOrder:
    """The order: what the customer wants, an answer promised within the hours of a callback."""
    case = callback.case
    category = Category.objects.filter(site=callback.site, is_active=True).order_by("-code").first()
    known = Category.objects.filter(site=callback.site, is_active=True, code="other").first()
    if category is None:
        raise RuleViolation(Objection("callbacks.no_work_orders"))
    hours = datetime.timedelta(hours=value("complaint.callback_hours", callback.site))
    facts = OrderFacts(
        channel=OrderChannel.PHONE,
        category=known or category,
        content=f"{case.reference}: {words}",
        customer=case.customer,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        contact_email=case.contact_email,
        promised_reply_at=timezone.now() + hours,
    )
    return record_order(callback.site, facts, actor=actor)


BY_WORK_ORDER = Again(_("Work order: a smaller matter"), start)


def call_again() -> int:
    """Call back once more where the work order is over; how many. Each round follows its work order once."""
    over = WorkOrder.objects.filter(pk=OuterRef("follow_up_id"), ended_at__isnull=False)
    later = Callback.objects.filter(case=OuterRef("case"), loop__gt=OuterRef("loop"))
    rows = Callback.objects.filter(
        Exists(over),
        ~Exists(later),
        state=CallbackState.REPROCESSING,
        follow_up_type=ContentType.objects.get_for_model(WorkOrder),
    )
    waiting = list(rows.select_related("case").order_by("pk")[:200])
    for callback in waiting:
        services.begin(callback.case, actor=None)
    return len(waiting)
