"""The two deadlines of a document on the clock engine, and what people are told along its way."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.clocks import services as clocks
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Outcome, Rung
from callcenter.clocks.rules import Unit
from callcenter.notifications.kinds import Email, Kind
from callcenter.notifications.services import notify
from reports.documents import access, enclosing
from reports.documents.models import Document

FRESH = datetime.timedelta(days=1)
WRITING, REVIEW = "reports.document_writing", "reports.document_review"


def _writers(document: Any, rung: Rung) -> Iterable[User]:
    """The writers are reminded; once it is overdue, those above them hear of it too."""
    if document is None:
        return []
    told = access.writing_users(document)
    return told + access.superiors(document) if rung.audience == "superior" else told


def _reviewers(document: Any, rung: Rung) -> Iterable[User]:
    if document is None:
        return []
    told = access.reviewing_users(document)
    return told + access.receiving_users(document) if rung.audience == "superior" else told


LADDER = (
    Step("reminder", _("Reminder"), When.BEFORE, "report.reminder"),
    Step("due", _("Overdue")),
    Step("escalation", _("Escalation"), When.AFTER, "report.escalation", audience="superior"),
)
CLOCK_KINDS = (
    ClockKind(
        WRITING,
        _("Report to be submitted"),
        _("The writer submits the report by the time of the rulebook."),
        Unit.MOMENT,
        ladder=LADDER,
        recipients=_writers,
    ),
    ClockKind(
        REVIEW,
        _("Report to be signed"),
        _("The reviewer checks the figures and signs by the time of the rulebook."),
        Unit.MOMENT,
        ladder=LADDER,
        recipients=_reviewers,
    ),
)
MESSAGE_KINDS = (
    Kind(
        "reports.document_drafted",
        _("A report waits to be written"),
        _("%(document)s: the draft is ready; submit it by %(due_at)s."),
        icon="pencil",
    ),
    Kind(
        "reports.document_submitted",
        _("A report waits for a signature"),
        _("%(document)s by %(writer)s waits for your signature, due %(due_at)s."),
        email=Email.AT_ONCE,
        icon="rubber-stamp",
    ),
    Kind(
        "reports.document_returned",
        _("A report was returned"),
        _("%(document)s was returned: %(reason)s"),
        email=Email.AT_ONCE,
        icon="arrow-back-up",
    ),
    Kind(
        "reports.document_distributed",
        _("A signed report has come"),
        _("%(document)s is signed by %(signer)s. Its workbook: %(workbook)s"),
        email=Email.AT_ONCE,
        icon="file-check",
        enclosing=enclosing.workbook_of,
    ),
    Kind(
        "reports.document_revised",
        _("Figures of a signed report were revised"),
        _(
            "%(document)s: facts came in after it was signed; version %(version)s of its figures shows the differences."
        ),
        email=Email.AT_ONCE,
        icon="history",
    ),
)


def start(
    kind: str,
    document: Document,
    *,
    actor: Any,
    due_at: datetime.datetime,
    at: datetime.datetime,
) -> None:
    """The deadline runs for the document from `at` on. It has no owner: Today shows the document itself to whose turn it is."""
    clocks.start_clock(kind, document, site=document.site, actor=actor, at=at, due_at=due_at)


def stop(kind: str, document: Document, *, actor: Any, at: datetime.datetime, is_done: bool = True) -> None:
    """It was done at that moment, or is due no more; nothing happens where none runs."""
    outcome = Outcome.DONE if is_done else Outcome.CANCELLED
    clocks.stop_running(kind, document, actor=actor, at=at, outcome=outcome)


def figures_of(document: Document) -> dict[str, Any]:
    """What every message about a document says of it."""
    return {"document": lazy(lambda: document.title, str)()}


def tell(
    what: str,
    document: Document,
    recipients: Iterable[User | int],
    *,
    at: datetime.datetime | None = None,
    event: str = "",
    **figures: Any,
) -> int:
    """Tell people of one step of the document's way, each once; nobody of what lies days back (`at`)."""
    if at is not None and timezone.now() - at > FRESH:
        return 0
    return notify(
        f"reports.document_{what}",
        recipients=recipients,
        subject=document,
        figures=figures_of(document) | figures,
        key=f"{document.pk}:{event or document.times_returned}",
        site_id=document.site_id,
    )
