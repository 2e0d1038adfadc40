"""What operation asks telephony: months that are there in time, and customer numbers that are kept no longer."""

import datetime

from dateutil.relativedelta import relativedelta
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.operation.doctor import registry as doctor
from callcenter.operation.doctor.registry import Check, Finding, Level
from callcenter.operation.retention import registry as retention
from callcenter.operation.retention.rules import keep
from callcenter.rulebook import registry as rulebook
from callcenter.telephony.facts.partitions import TABLES, missing_months

KEEP_NUMBERS = keep(
    "telephony.keep_customer_numbers_days",
    730,
    1,
    gettext_lazy("Numbers of customers are kept with their calls for %(value)s; the calls stay."),
)
OLD_MONTHS = """
    SELECT c.relname FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE i.inhparent = 'telephony_call'::regclass AND c.relname <= %s ORDER BY c.relname
"""


class CustomerNumbers:
    """Numbers of customers in old calls are emptied. The calls stay: figures are worked out from them anew when a rule
    changes. What a day's file said is kept as a digest, so the same file still changes nothing.
    """

    title = gettext_lazy("Numbers of customers in calls")

    def _months(self, before: datetime.datetime) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(OLD_MONTHS, [f"telephony_call_y{before.year:04d}m{before.month:02d}"])
            return [name for (name,) in cursor.fetchall()]

    def count(self, before: datetime.datetime) -> int:
        """How many calls would lose their number."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM telephony_call WHERE day < %s AND customer_ref <> ''", [before.date()]
            )
            return int(cursor.fetchone()[0])

    def drop(self, before: datetime.datetime, limit: int) -> int:
        """Empty those of the oldest month that has any, whatever the limit: one scan of its partition."""
        with connection.cursor() as cursor:
            for month in self._months(before):
                cursor.execute(
                    f"UPDATE {month} SET customer_ref = '' WHERE day < %s AND customer_ref <> ''",  # noqa: S608  (a name of ours)
                    [before.date()],
                )
                if cursor.rowcount:
                    return cursor.rowcount
        return 0


def months_are_there() -> Finding:
    """Whether this month and the next have their partitions."""
    today = timezone.now().date()
    months = [today, today + relativedelta(months=1)]
    missing = [month for month in months if any(missing_months(table, [month]) for table in TABLES)]
    if missing:
        return Finding(
            Level.WARNING,
            _("Partitions are missing for %(months)s.")
            % {"months": ", ".join(f"{month:%Y-%m}" for month in missing)},
            _("Start beat, which makes them, or load a file: it makes those that it needs."),
        )
    return Finding(Level.WELL, _("Facts of the coming month have their place."))


def register() -> None:
    """Called once at start."""
    rulebook.register(KEEP_NUMBERS)
    retention.register("telephony.customer_number", KEEP_NUMBERS.key, CustomerNumbers())
    doctor.register(Check("partitions", gettext_lazy("Months of calls"), months_are_there))
