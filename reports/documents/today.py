"""Documents on Today: what to write, what to sign (with tick and button in place), what is missing."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.web import cells
from callcenter.web.today import Entry, Panel, Todo, facts
from reports.documents import figures, selectors
from reports.documents.forms import SignForm
from reports.documents.models import Document
from reports.documents.services import newest_version
from reports.documents.workbook import shown_version

SIGNERS = (PostCode.DIRECTOR, PostCode.CENTER_MANAGER)
LOOKING_AFTER = (PostCode.DIRECTOR, PostCode.DEPUTY_DIRECTOR, PostCode.CENTER_MANAGER)
SHOWN = ("telephony.offered", "telephony.connect_rate", "telephony.service_level", "telephony.abandon_rate")
MOST_SHOWN = 3


def todos(request: HttpRequest) -> list[Todo]:
    """Documents to write and to sign, with their deadlines."""
    waiting = selectors.waiting(request.user)
    found = [_todo(d, _("Write: %(document)s"), "pencil") for d in waiting.to_write]
    return found + [_todo(d, _("Sign: %(document)s"), "rubber-stamp") for d in waiting.to_sign]


def _todo(document: Document, sentence: str, icon: str) -> Todo:
    due = document.due_at
    assert due is not None
    return Todo(
        title=sentence % {"document": document.title},
        detail="",
        url=document.get_absolute_url(),
        due_at=due,
        icon=icon,
    )


def to_sign(request: HttpRequest) -> Panel | None:
    """What waits for the user's signature, with its headline figures: two clicks sign it."""
    waiting = selectors.to_sign(request.user)[:MOST_SHOWN]
    if not waiting:
        return None
    return Panel(
        title=_("To be signed by you"),
        template="reports/today_to_sign.html",
        context={"documents": [_to_sign(document) for document in waiting]},
        wide=True,
    )


def _to_sign(document: Document) -> dict[str, Any]:
    kept = shown_version(document).figures
    lines = [line for line in figures.headlines(kept) if line.measure.key in SHOWN or line.is_alarm]
    return {
        "document": document,
        "lines": lines,
        "form": SignForm(initial={"version": newest_version(document)}, auto_id=f"sign_{document.pk}_%s"),
        "due": cells.due(document.review_due_at),
    }


def missing(request: HttpRequest) -> Panel | None:
    """Reports that are overdue from their writers."""
    site: Site | None = getattr(request, "site", None) or None
    if site is None:
        return None
    found = selectors.missing(site)
    if not found:
        return None
    entries = [
        Entry(
            f"{one.kind.title} {one.period_start}",
            str(one.document.writer) if one.document and one.document.writer else _("nobody has begun"),
            one.document.get_absolute_url() if one.document else "",
            cells.due(one.due_at),
            "file-alert",
            "late",
        )
        for one in found[:6]
    ]
    return facts(
        _("Missing reports"),
        entries=entries,
        note=_("%(count)s in all") % {"count": len(found)} if len(found) > 6 else "",
    )
