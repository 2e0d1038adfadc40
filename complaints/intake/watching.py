"""What the doctor, the metrics and retention ask intake: whether mailboxes work, what waits, how long messages are kept."""

import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callcenter.operation.doctor import registry as doctor
from callcenter.operation.doctor.registry import Check, Finding, Level
from callcenter.operation.metrics import registry as metrics
from callcenter.operation.metrics.registry import Gauge, seconds_since
from callcenter.operation.retention import registry as retention
from complaints.intake.mail.models import Became, InboundMail, Mailbox
from complaints.intake.outbox.models import MailState, OutboundMail

SLOW = datetime.timedelta(minutes=15)  # without a look at a mailbox that is in use


def _read() -> QuerySet[Mailbox]:
    return Mailbox.objects.filter(is_active=True).exclude(host="")


def _mailboxes() -> Finding:
    failing = list(_read().filter(failing_since__isnull=False))
    if failing:
        said = "; ".join(f"{one.address}: {one.trouble}" for one in failing[:5])
        return Finding(
            Level.ERROR,
            ngettext(
                "%(count)s mailbox cannot be read: %(said)s",
                "%(count)s mailboxes cannot be read: %(said)s",
                len(failing),
            )
            % {"count": len(failing), "said": said},
            _("See Complaints → Mailboxes, and test the connection."),
        )
    late = timezone.now() - SLOW
    if (
        _read().filter(checked_at__lt=late).exists()
        or _read().filter(checked_at=None, made_at__lt=late).exists()
    ):
        return Finding(
            Level.WARNING,
            _("A mailbox was not looked at for a while."),
            _("See whether workers and beat run."),
        )
    failed = InboundMail.objects.filter(state=Became.FAILED).count()
    if failed:
        return Finding(
            Level.WARNING,
            ngettext(
                "%(count)s message became no complaint because it failed.",
                "%(count)s messages became no complaint because they failed.",
                failed,
            )
            % {"count": failed},
            _("See Complaints → Inbound messages, and take them up again."),
        )
    return Finding(Level.WELL, _("Every mailbox is read."))


def _failing() -> float:
    return float(_read().filter(failing_since__isnull=False).count())


def _waits() -> dict[tuple[str, ...], float]:
    inbound = InboundMail.objects.filter(state=Became.NEW).aggregate(oldest=Min("received_at"))["oldest"]
    letters = OutboundMail.objects.filter(state=MailState.WAITING, due_at__lte=timezone.now())
    return {
        ("inbound",): seconds_since(inbound),
        ("letters",): seconds_since(letters.aggregate(oldest=Min("due_at"))["oldest"]),
    }


def _states() -> dict[tuple[str, ...], float]:
    counts = InboundMail.objects.values_list("state").annotate(Count("pk")).order_by()
    return {(state,): 0.0 for state in Became.values} | {(state,): float(count) for state, count in counts}


class RawMessages:
    """Lets go of the bytes, sender and subject of old messages; the row stays, so that none comes in a second time."""

    title: Any = gettext_lazy("Inbound messages")

    def _old(self, before: datetime.datetime) -> QuerySet[InboundMail]:
        rows = InboundMail.objects.exclude(raw="").exclude(state=Became.NEW)
        return rows.filter(received_at__lt=before)

    def count(self, before: datetime.datetime) -> int:
        return self._old(before).count()

    def drop(self, before: datetime.datetime, limit: int) -> int:
        rows = list(
            self._old(before)
            .order_by("received_at")
            .select_for_update(skip_locked=True, of=("self",))[:limit]
        )
        for row in rows:
            row.raw.delete(save=False)
        InboundMail.objects.filter(pk__in=[row.pk for row in rows]).update(
            raw="", sender="", subject="", message_id="", figures={}
        )
        return len(rows)


def register() -> None:
    """Called once at start."""
    doctor.register(Check("intake.mailboxes", gettext_lazy("Mailboxes of complaints"), _mailboxes))
    metrics.register(
        Gauge("callcenter_mailboxes_failing", "Mailboxes of complaints that cannot be read.", _failing),
        Gauge(
            "callcenter_intake_oldest_seconds",
            "How long the oldest message or letter waits.",
            _waits,
            ("what",),
        ),
        Gauge(
            "callcenter_inbound_messages", "Inbound messages, by what became of them.", _states, ("state",)
        ),
    )
    retention.register("intake.message", "intake.keep_raw_days", RawMessages())
