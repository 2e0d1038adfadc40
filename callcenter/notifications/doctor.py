"""What the doctor and the metrics ask notifications: whether channels work, how much is on its way."""

import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callcenter.notifications.delivery import mail
from callcenter.notifications.delivery.models import OPEN, Breaker, Delivery, State
from callcenter.operation.doctor import registry as doctor
from callcenter.operation.doctor.registry import Check, Finding, Level
from callcenter.operation.metrics import registry as metrics
from callcenter.operation.metrics.registry import Gauge

SLOW = datetime.timedelta(minutes=10)  # that something is due and not out is worth a look


def _mail_server() -> Finding:
    if mail.is_set_up():
        return Finding(Level.WELL, _("A mail server is set up."))
    return Finding(
        Level.WARNING,
        _("No mail server is set up: notifications are in the bell only."),
        _("Set CALLCENTER_EMAIL_HOST and its neighbours (README, Configure)."),
    )


def _channels() -> Finding:
    """Breakers that are open, deliveries that are late, deliveries that were given up since yesterday."""
    down = Breaker.objects.filter(failures__gt=0).count()
    if down:
        return Finding(
            Level.ERROR,
            ngettext("%(count)s channel does not work.", "%(count)s channels do not work.", down)
            % {"count": down},
            _("See Admin → Deliveries; nothing is lost meanwhile."),
        )
    now = timezone.now()
    late = Delivery.objects.filter(state__in=OPEN, due_at__lt=now - SLOW).count()
    if late:
        return Finding(
            Level.WARNING,
            ngettext("%(count)s delivery is late.", "%(count)s deliveries are late.", late) % {"count": late},
            _("See whether workers and beat run."),
        )
    since = now - datetime.timedelta(days=1)
    dead = Delivery.objects.filter(state=State.DEAD, ended_at__gte=since).count()
    if dead:
        return Finding(
            Level.WARNING,
            ngettext(
                "%(count)s delivery was given up since yesterday.",
                "%(count)s deliveries were given up since yesterday.",
                dead,
            )
            % {"count": dead},
            _("See Admin → Deliveries for the reasons."),
        )
    return Finding(Level.WELL, _("Everything that was due is out."))


def _waiting() -> dict[tuple[str, ...], float]:
    """Deliveries on their way, by state."""
    counts = Delivery.objects.filter(state__in=OPEN).values_list("state").annotate(Count("pk")).order_by()
    return {(state,): 0.0 for state in OPEN} | {(state,): float(count) for state, count in counts}


def _broken() -> float:
    return float(Breaker.objects.filter(failures__gt=0).count())


def register() -> None:
    """Called once at start."""
    doctor.register(
        Check("notifications.mail", gettext_lazy("Mail server"), _mail_server),
        Check("notifications.channels", gettext_lazy("Deliveries of notifications"), _channels),
    )
    metrics.register(
        Gauge("callcenter_deliveries", "E-mails and chat posts on their way.", _waiting, ("state",)),
        Gauge("callcenter_channels_broken", "Channels of notifications that do not work.", _broken),
    )
