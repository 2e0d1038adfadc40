"""Keeping what a person chose for themselves. Nobody else's business, so nothing of it is in the trail."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from callcenter.accounts.models import User
from callcenter.notifications import kinds
from callcenter.notifications.kinds import Email
from callcenter.notifications.preferences.models import Preference, Times
from callcenter.objections import Objection, RuleViolation


@dataclass(frozen=True)
class OwnTimes:
    """Quiet hours, closed days and digest time of one's own; None: as the rulebook says."""

    is_quiet: bool = True
    quiet_from: datetime.time | None = None
    quiet_until: datetime.time | None = None
    is_quiet_when_closed: bool | None = None
    digest_at: datetime.time | None = None


@transaction.atomic
def save_preferences(user: User, choices: Mapping[str, Email], times: OwnTimes) -> None:
    """Keep how the user gets each kind by e-mail, and when. Refused when quiet hours have one end or no length.

    A choice like the default is not kept: when the default changes, the person's way changes with it.
    """
    if (times.quiet_from is None) != (times.quiet_until is None):
        raise RuleViolation(Objection("notifications.quiet_half", field="quiet_from"))
    if times.quiet_from is not None and times.quiet_from == times.quiet_until:
        raise RuleViolation(Objection("notifications.quiet_empty", field="quiet_until"))
    own = {key: way for key, way in choices.items() if way in kinds.get(key).choices}
    kept = {key: way for key, way in own.items() if way is not kinds.get(key).email}
    Preference.objects.filter(user=user, kind__in=set(own) - set(kept)).delete()
    Preference.objects.bulk_create(
        [Preference(user=user, kind=key, email=way.value) for key, way in kept.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["email"],
    )
    if times == OwnTimes():
        Times.objects.filter(user=user).delete()
    else:
        Times.objects.update_or_create(user=user, defaults=vars(times))
