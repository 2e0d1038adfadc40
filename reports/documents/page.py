"""What the page of a document shows: state and next action, clocks, figures with their rows, versions, people."""

import datetime
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, position
from callcenter.clocks.models import Clock
from callcenter.measures.registry import Good
from callcenter.web import cells
from callcenter.web.addresses import address
from complaints.cases.models import Case
from reports.daily.complaints import Late
from reports.daily.page import COLOURS, TONES
from reports.daily.words import VERDICTS
from reports.documents import access, figures, workflow
from reports.documents.deadlines import REVIEW, WRITING
from reports.documents.forms import ReturnForm, SectionsForm, SignForm, WriterForm
from reports.documents.listing import marks_of
from reports.documents.models import Document, FigureVersion, Receipt
from reports.documents.workbook import shown_version
from reports.documents.workflow import State


@dataclass(frozen=True)
class Bar:
    """A deadline as a thin bar: minutes used of those allowed, and what that is in words."""

    label: str
    used: int
    allowed: int
    words: str
    tone: str  # "late", "soon", "" or "done"
    url: str = ""


def context(request: HttpRequest, document: Document, **given: Any) -> dict[str, Any]:
    """Everything the template needs; `given` forms and refusals of a post that was refused take the place of fresh ones."""
    user, now = request.user, timezone.now()
    versions = list(FigureVersion.objects.filter(document=document).order_by("-number"))
    shown = shown_version(document)
    newest = versions[0]
    may_write = access.may_write(user, document) and document.state in workflow.WITH_WRITER
    may_sign = (
        document.state == State.SUBMITTED
        and access.is_next_reviewer(user, document)
        and not access.is_own(user, document)
    )
    takes_over = (
        document.state in workflow.WITH_WRITER and not may_write and access.is_writer_post(user, document)
    )
    assigns = (
        document.state in workflow.WITH_WRITER
        and access.may_assign(user, document)
        and not access.is_writer_post(user, document)
    )
    link = (
        _links(document) if may(user, Action.VIEW, "telephony.call") else {"headline": _none, "cell": _none}
    )
    receipts = list(Receipt.objects.filter(document=document).select_related("user__employee"))
    kept = {
        "document": document,
        "kind": document.document_kind,
        "state_colour": workflow.COLOURS[State(document.state)],
        "marks": marks_of(document, now),
        "bars": bars(document, now),
        "next": workflow.next_act(document.state),
        "said": said(document),
        "may_write": may_write,
        "may_sign": may_sign,
        "takes_over": takes_over,
        "own_waits": document.state == State.SUBMITTED and access.is_own(user, document),
        "form": SectionsForm(document.document_kind, document.sections) if may_write else None,
        "sign_form": SignForm(initial={"version": newest.number}) if may_sign else None,
        "return_form": ReturnForm(auto_id="return_%s") if may_sign else None,
        "writer_form": WriterForm(access.writers(document)) if assigns else None,
        "version": shown,
        "newest": newest,
        "tiles": [_tile(line) for line in figures.headlines(shown.figures, link["headline"])],
        "has_complaints": bool(shown.figures.get("complaints")),
        "complaint_tiles": [_tile(line) for line in figures.complaints(shown.figures)],
        "late": _late(user, shown.figures),
        "unnamed_late": shown.figures.get("complaints", {}).get("unnamed", 0),
        "tables": figures.tables(shown.figures, link["cell"]),
        "revisions": [
            (one, figures.shown_differences(one.differences, one.figures))
            for one in versions
            if one.number > 1
        ],
        "is_revised": document.signed_version is not None and newest.number > document.signed_version,
        "live_url": document.document_kind.figures_url(document.site, document.period),
        "signatures": list(document.signatures.select_related("signer__employee", "on_behalf_of")),
        "receipts": receipts,
        "own_receipt": next((r for r in receipts if r.user_id == user.pk), None),
        "may_export": may(user, Action.EXPORT, "reports.document"),
    }
    return kept | given


def _late(user: Actor, frozen: figures.Figures) -> list[Late]:
    """The overdue complaints of the day; none about the reader, and a link to those that the reader may open."""
    me = position(user).employee_id
    found = figures.late(frozen, me)
    rows = Case.objects.visible_to(user).filter(number__in=[one.reference for one in found])
    seen = set(rows.values_list("number", flat=True)) if found else set()
    return [
        replace(one, url=address("cases:case", one.reference)) if one.reference in seen else one
        for one in found
    ]


def _none(*_args: Any) -> str:
    return ""


def _links(document: Document) -> dict[str, Any]:
    """Where the rows of a frozen figure are: as they stand today, which the page says where they have changed."""
    base = reverse("reports:figure", args=[document.site.code])
    fixed = {"from": document.period_start.isoformat(), "kind": document.period_kind}

    def headline(measure: str) -> str:
        return f"{base}?{urlencode({'measure': measure, **fixed})}"

    def cell(measure: str, by: str, item: Any) -> str:
        if not by:
            return ""
        return f"{base}?{urlencode({'measure': measure, **fixed, 'by': by, 'item': item})}"

    return {"headline": headline, "cell": cell}


def _tile(line: figures.Shown) -> dict[str, Any]:
    """A frozen headline for the tile that the report itself uses."""
    at_least = line.measure.good is Good.HIGHER
    bounds = [
        {
            "text": text % {"sign": sign, "value": value},
            "url": reverse("rulebook:rule", args=[key]),
            "title": "",
        }
        for text, sign, value, key in (
            (_("target %(sign)s %(value)s"), "≥" if at_least else "≤", line.target, line.measure.target),
            (_("alarm %(sign)s %(value)s"), "<" if at_least else ">", line.alarm, line.measure.alarm),
        )
        if value
    ]
    return {
        "line": line,
        "tone": TONES[line.verdict],
        "badge": VERDICTS[line.verdict],
        "colour": COLOURS[line.verdict],
        "bounds": bounds,
        "url": line.url if line.figure.numerator else "",
        "compared": [],
    }


def bars(document: Document, now: datetime.datetime) -> list[Bar]:
    """The deadlines of writer and reviewer, each with the explanation on the page of its clock."""
    clocks = {clock.kind: clock for clock in Clock.objects.of(document).order_by("pk")}
    return [
        _bar(
            _("Writer"),
            document.drafted_at,
            document.writing_due_at,
            document.first_submitted_at,
            now,
            clocks.get(WRITING),
        ),
        _bar(
            _("Reviewer"),
            document.first_submitted_at or document.writing_due_at,
            document.review_due_at,
            document.reviewed_at,
            now,
            clocks.get(REVIEW),
        ),
    ]


def _bar(
    label: str,
    start: datetime.datetime,
    due: datetime.datetime,
    done: datetime.datetime | None,
    now: datetime.datetime,
    clock: Clock | None,
) -> Bar:
    allowed = max(int((due - start).total_seconds() // 60), 1)
    used = int(((done or now) - start).total_seconds() // 60)
    if done:
        words = (
            _("%(at)s, late: it was due %(due)s") % {"at": cells.moment(done), "due": cells.moment(due)}
            if done > due
            else _("%(at)s, in time: it was due %(due)s")
            % {"at": cells.moment(done), "due": cells.moment(due)}
        )
        tone = "late" if done > due else "done"
    else:
        words = cells.due(due, now)
        tone = "late" if due < now else "soon" if due - now < datetime.timedelta(days=1) else ""
    url = clock.get_absolute_url() if clock is not None and hasattr(clock, "get_absolute_url") else ""
    return Bar(label, max(0, min(used, allowed)), allowed, words, tone, url)


def said(document: Document) -> list[dict[str, Any]]:
    """What the writer wrote, section by section, for reading."""
    found = []
    for section in document.document_kind.sections:
        value = document.sections.get(section.key) or {}
        counts = value.get("counts", {})
        found.append(
            {
                "section": section,
                "none": value.get("none", False),
                "text": value.get("text", ""),
                "lines": value.get("lines", []),
                "counts": [(label, counts.get(name)) for name, label in section.names] if counts else [],
            }
        )
    return found
