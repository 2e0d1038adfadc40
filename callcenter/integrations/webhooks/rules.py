"""When a failed delivery is tried again, when it is given up, what an answer means. Plain; moments in UTC. Rulebook: webhooks.*"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

GONE = 410


class Verdict(StrEnum):
    """What an attempt came to."""

    DELIVERED = "delivered"
    REFUSED = "refused"  # the endpoint answered, but did not take this message
    UNREACHABLE = "unreachable"  # the endpoint as a whole does not work now
    GONE = "gone"  # the endpoint says that it wants nothing any more


@dataclass(frozen=True)
class Policy:
    """How long is waited and tried, as the rulebook has it at the endpoint's site."""

    first_wait: datetime.timedelta
    longest_wait: datetime.timedelta
    give_up_after: datetime.timedelta
    disable_after: datetime.timedelta


def verdict(status: int | None) -> Verdict:
    """What the HTTP status of an answer means; None: there was none.

    2xx takes the message. 410 ends the subscription. 408, 429 and 5xx are the endpoint's own trouble; so is a redirect,
    which is never followed. Any other is about this message alone.
    """
    if status is None or status in (408, 429) or status >= 500 or 300 <= status < 400:
        return Verdict.UNREACHABLE
    if 200 <= status < 300:
        return Verdict.DELIVERED
    return Verdict.GONE if status == GONE else Verdict.REFUSED


def wait(
    attempt: int, policy: Policy, *, chance: float, asked: datetime.timedelta | None = None
) -> datetime.timedelta:
    """How long to wait after the attempt (1, 2, …) that failed: doubled each time up to the longest wait.

    Up to a tenth more by `chance` (0 to 1), so that what failed together does not come back together. `asked` is the
    endpoint's own Retry-After, heeded where it is longer, up to the longest wait.
    """
    doubled = min(policy.first_wait * 2 ** min(attempt - 1, 20), policy.longest_wait)
    if asked is not None:
        doubled = max(doubled, min(asked, policy.longest_wait))
    return doubled * (1 + chance / 10)


def is_given_up(created_at: datetime.datetime, next_at: datetime.datetime, policy: Policy) -> bool:
    """Whether the next attempt would come after the time for which a message is tried."""
    return next_at >= created_at + policy.give_up_after


def is_disabled(failing_since: datetime.datetime, now: datetime.datetime, policy: Policy) -> bool:
    """Whether an endpoint has failed for so long, without one success, that it is switched off."""
    return now - failing_since >= policy.disable_after
