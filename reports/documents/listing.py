"""The workbench of documents: filters, columns and words."""

import datetime
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Site
from callcenter.web import cells
from callcenter.web.listing import Column, Listing
from reports.documents import kinds, workflow
from reports.documents.models import SUBJECT, Document, FigureVersion
from reports.documents.workflow import State

MISSING, UNSIGNED = "missing", "unsigned"


class DocumentFilter(django_filters.FilterSet):
    """By type, state, days, what is late or missing, and what waits for whom."""

    kind = django_filters.ChoiceFilter(label=_("Type"), choices=kinds.titles, empty_label=_("all"))
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=[(state.value, label) for state, label in workflow.LABELS.items()]
    )
    since = django_filters.DateFilter(field_name="period_start", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="period_start", lookup_expr="lte", label=_("To"))
    waits = django_filters.ChoiceFilter(
        label=_("Waits"),
        method="by_waiting",
        choices=[
            (MISSING, _("not submitted in time")),
            (UNSIGNED, _("not signed in time")),
        ],
        empty_label=_("all"),
    )
    late = django_filters.BooleanFilter(label=_("Was late"), method="by_lateness")
    revised = django_filters.BooleanFilter(label=_("Revised after it was signed"), method="by_revision")

    class Meta:
        model = Document
        fields: list[str] = []

    def by_waiting(self, queryset: Any, name: str, value: str) -> QuerySet[Document]:
        found: QuerySet[Document] = queryset.missing() if value == MISSING else queryset.unsigned()
        return found

    def by_lateness(self, queryset: QuerySet[Document], name: str, wanted: bool) -> QuerySet[Document]:
        late = Q(is_submitted_late=True) | Q(is_signed_late=True)
        return queryset.filter(late) if wanted else queryset.exclude(late)

    def by_revision(self, queryset: Any, name: str, wanted: bool) -> QuerySet[Document]:
        found: QuerySet[Document] = queryset.filter(is_revised=wanted)
        return found


def documents_of(queryset: QuerySet[Document]) -> QuerySet[Document]:
    """With what the list shows beside the document: whether its figures were revised after the signature."""
    later = FigureVersion.objects.filter(document=OuterRef("pk"), number__gt=OuterRef("signed_version"))
    return queryset.select_related("site", "writer").annotate(is_revised=Exists(later))


def marks_of(document: Document, now: datetime.datetime) -> list[tuple[str, str]]:
    """What is late and what was revised, each as a badge. Late is late for ever."""
    found = []
    if document.is_submitted_late:
        found.append((str(_("submitted late")), "red"))
    elif document.first_submitted_at is None and document.writing_due_at < now:
        found.append((str(_("missing")), "red"))
    if document.is_signed_late:
        found.append((str(_("signed late")), "red"))
    elif not document.is_closed and document.review_due_at < now:
        found.append((str(_("signature overdue")), "red"))
    if getattr(document, "is_revised", False):
        found.append((str(_("revised")), "blue"))
    return found


def _mark(document: Document) -> tuple[str, str] | None:
    found = marks_of(document, timezone.now())
    return (", ".join(label for label, _colour in found), found[0][1]) if found else None


def _due(document: Document) -> str:
    return cells.due(document.due_at) if document.due_at else ""


def _state(document: Document) -> tuple[str, str]:
    state = State(document.state)
    return str(workflow.LABELS[state]), workflow.COLOURS[state]


def listing(site: Site | None) -> Listing:
    """The list of a site's documents."""
    return Listing(
        key="reports.documents",
        title=_("Reports to sign off"),
        columns=(
            Column(
                "period",
                _("Period"),
                lambda d: d.period_start,
                "date",
                sort="period_start",
                link=lambda d: d.get_absolute_url(),
            ),
            Column("kind", _("Type"), lambda d: str(d.document_kind.title), sort="kind"),
            Column("state", _("State"), _state, "badge", sort="state"),
            Column("marks", _("Marks"), _mark, "badge"),
            Column("writer", _("Writer"), lambda d: str(d.writer or ""), sort="writer__name"),
            Column("due", _("Due"), _due, sort="writing_due_at"),
            Column("submitted_at", _("Submitted"), lambda d: d.submitted_at, "datetime", sort="submitted_at"),
            Column(
                "reviewed_at",
                pgettext_lazy("document", "Signed"),
                lambda d: d.reviewed_at,
                "datetime",
                sort="reviewed_at",
            ),
            Column(
                "returned",
                _("Times returned"),
                lambda d: d.times_returned,
                "number",
                sort="times_returned",
                default=False,
            ),
            Column("number", _("Number"), lambda d: d.number, sort="number", default=False),
        ),
        ordering=("-period_start", "kind", "pk"),
        filterset=DocumentFilter,
        export_subject=SUBJECT,
        empty_title=_("No documents yet"),
        empty_text=_("The draft of a day is made by itself the next night, once the site has figures."),
        peek=True,
        definitions=(
            (
                _("Late"),
                _("Submitted or signed after the deadline of the day it was drafted; that never changes."),
            ),
            (_("Revised"), _("Facts came in after the signature: the document shows both figures.")),
        ),
    )
