"""Numbers of vouchers: FW-202611-0007, one after the other in a month, without a gap."""

import datetime

from django.db import connection

from callcenter.people.models import Site
from complaints.cases.numbers import NEXT


def next_voucher(site: Site, on: datetime.date) -> str:
    """The next number. Inside the transaction that registers: one that is taken back gives its number back."""
    series = f"FW-{site.code.upper()}-{on:%Y%m}-*"
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series])
        seq: int = cursor.fetchone()[0]
    return f"FW-{site.code.upper()}-{on:%Y%m}-{seq:04d}"
