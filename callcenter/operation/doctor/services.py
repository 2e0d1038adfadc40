"""Examining the product: every registered check, one that breaks told as what it is."""

import logging
from dataclasses import dataclass

from django.utils.translation import gettext as _

from callcenter.operation.doctor.registry import Check, Finding, Level, registered

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Examined:
    """One check with what it found."""

    check: Check
    finding: Finding


def examine() -> list[Examined]:
    """Look at everything. Takes seconds: mail servers and disks are asked."""
    return [Examined(check, _look(check)) for check in registered()]


def worst(found: list[Examined]) -> Level:
    """How it is as a whole."""
    return max((each.finding.level for each in found), default=Level.WELL)


def _look(check: Check) -> Finding:
    try:
        return check.look()
    except Exception as error:
        log.warning("the check %s broke: %s", check.key, error)
        reason = type(error).__name__
        return Finding(
            Level.ERROR,
            _("This could not be looked at (%(reason)s).") % {"reason": reason},
            _("The log of the process that was asked says more."),
        )
