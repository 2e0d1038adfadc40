"""Scheduled calls of telephony's services. Each may run twice and be killed."""

import datetime

from celery import shared_task
from dateutil.relativedelta import relativedelta

from callcenter.telephony.facts.partitions import MONTHS_AHEAD, ensure_partitions


@shared_task
def make_months_ahead() -> None:
    """Partitions for the months to come: a load then waits for no new table."""
    ensure_partitions(datetime.date.today() + relativedelta(months=MONTHS_AHEAD))
