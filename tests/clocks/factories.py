"""Makers of many running clocks at once, as `start_clock` would have left them."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from callcenter.accounts.models import User
from callcenter.clocks import derivation, promises
from callcenter.clocks.models import Clock, Rung
from callcenter.clocks.policy import ladder
from callcenter.people.models import Employee, Site
from callcenter.workcalendar.rules import OpenHours, always_open
from tests.clocks.kinds import REPORT


@transaction.atomic  # a clock is never there without its rungs: a worker that sweeps meanwhile would see no step
def make_clocks(
    count: int,
    *,
    site: Site,
    owners: list[User],
    due_at: datetime.datetime,
    hours: OpenHours | None = None,
    first: int = 0,
) -> list[Clock]:
    """So many clocks of the kind with a fixed moment, about objects from number `first` on; reminder and overdue are planned."""
    hours = hours or always_open(site.time_zone)
    policy = promises.policy_of(REPORT, site, due_at.date(), due_at=due_at)
    started_at = due_at - datetime.timedelta(days=1)
    about = ContentType.objects.get_for_model(Employee)
    calendar = derivation.keep_calendar(hours)
    planned = ladder(hours, policy, due_at)
    clocks = Clock.objects.bulk_create(
        [
            Clock(
                kind=REPORT.key,
                subject_type=about,
                subject_id=1_000_000 + first + number,
                label=f"Report {number}",
                site=site,
                owner=owners[number % len(owners)],
                calendar=calendar,
                policy_data=policy.to_json(),
                started_at=started_at,
                due_at=due_at,
                next_alarm_at=planned[0].fire_at,
            )
            for number in range(count)
        ],
        batch_size=2_000,
    )
    rungs = [derivation.rung(clock.pk, clock.epoch, each) for clock in clocks for each in planned]
    Rung.objects.bulk_create(rungs, batch_size=5_000)
    return clocks
