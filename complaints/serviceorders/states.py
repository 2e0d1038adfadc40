"""Where a service order stands, and its one table of transitions: the services, the page and docs/complaints-serviceorders.md share it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """From the service register to the archive (S2A-4 to S2A-8)."""

    REGISTERED = "registered", pgettext_lazy("service order", "To be dispatched")
    DISPATCHED = "dispatched", pgettext_lazy("service order", "Dispatched")
    FINISHED = "finished", pgettext_lazy("service order", "Finished: waits for the manager")
    SIGNED_OFF = "signed_off", pgettext_lazy("service order", "Signed by the manager")
    ARCHIVED = "archived", pgettext_lazy("service order", "Archived")
    CANCELLED = "cancelled", pgettext_lazy("service order", "Cancelled")


class Category(models.TextChoices):
    """The four categories of S2A-3."""

    PAID = "a", pgettext_lazy("service", "a Paid")
    CONTRACT = "b", pgettext_lazy("service", "b Under contract")
    FREE = "c", pgettext_lazy("service", "c Free")
    INTERNAL = "d", pgettext_lazy("service", "d Internal")


class FeeWay(models.TextChoices):
    """How a paid service is paid (S2A-7)."""

    NONE = "none", pgettext_lazy("fee", "Nothing to pay")
    ON_SPOT = "on_spot", pgettext_lazy("fee", "Collected on the spot, invoice follows")
    INVOICE_FIRST = "invoice_first", pgettext_lazy("fee", "Invoice first, then collected")


class OffSite(models.TextChoices):
    """The application for service elsewhere (异地服务申请单, S2A-10)."""

    NOT_NEEDED = "not_needed", pgettext_lazy("off-site", "In town")
    NEEDED = "needed", pgettext_lazy("off-site", "Application to be written")
    ASKED = "asked", pgettext_lazy("off-site", "Waits for the manager")
    APPROVED = "approved", pgettext_lazy("off-site", "Approved")
    REFUSED = "refused", pgettext_lazy("off-site", "Refused")


class Who(StrEnum):
    """Whose step it is; `access` asks it of the actor."""

    TAKER = "taker"
    MANAGER = "manager"
    TECHNICIAN = "technician"


WHO: dict[Who, str | Promise] = {
    Who.TAKER: _("who registers service"),
    Who.MANAGER: _("the department manager"),
    Who.TECHNICIAN: _("the technician, or the department manager"),
}


@dataclass(frozen=True)
class Transition:
    """One row: from where, to where, whose it is, what it needs."""

    key: str
    title: str | Promise
    sources: tuple[State, ...]
    target: State
    who: Who
    needs: str | Promise = ""


TRANSITIONS: dict[str, Transition] = {
    row.key: row
    for row in (
        Transition(
            "register", _("Register"), (), State.REGISTERED, Who.TAKER,
            _("customer, address, phone, product and what is wanted"),
        ),
        Transition(
            "dispatch", _("Dispatch"), (State.REGISTERED,), State.DISPATCHED, Who.MANAGER,
            _("a named technician; for a customer elsewhere the approved application"),
        ),
        Transition(
            "come_back", _("Not finished: back to the register"), (State.DISPATCHED,), State.REGISTERED,
            Who.TECHNICIAN, _("why"),
        ),
        Transition(
            "finish", _("Finished on site"), (State.DISPATCHED,), State.FINISHED, Who.TECHNICIAN,
            _("actual times and content, the customer’s name and signature; a low fee collected on the spot"),
        ),
        Transition(
            "sign_off", _("Sign as the manager"), (State.FINISHED,), State.SIGNED_OFF, Who.MANAGER,
            _("for a paid service the fee settled"),
        ),
        Transition("archive", _("Archive"), (State.SIGNED_OFF,), State.ARCHIVED, Who.MANAGER),
        Transition(
            "cancel", _("Cancel"), (State.REGISTERED, State.DISPATCHED), State.CANCELLED, Who.MANAGER, _("why")
        ),
    )
}  # fmt: skip
OPEN = (State.REGISTERED, State.DISPATCHED, State.FINISHED, State.SIGNED_OFF)
