"""What the system does with documents: drafts them, brings changed figures in, distributes and archives them. Safe to run twice."""

import datetime
import io
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import CharField, Min, Value
from django.utils import timezone
from django.utils.translation import override

from callcenter import rulebook
from callcenter.audit import services as audit
from callcenter.files.attachments import services as attachments
from callcenter.people.models import Site
from reports.documents import access, deadlines, figures, kinds, workbook
from reports.documents.access import named
from reports.documents.models import Document, FigureVersion, Receipt, Signature
from reports.documents.services import locked
from reports.documents.workflow import OUT, Act, State, transition
from reports.rollups.models import ReportedDay
from reports.rollups.periods import ONE_DAY, Period

WORKBOOK_LANGUAGE = "zh-hans"


@transaction.atomic
def draft_document(
    kind: kinds.DocumentKind, site: Site, period: Period, *, now: datetime.datetime | None = None
) -> Document | None:
    """Make the draft of the period with its figures, once; None where it stands already.

    Both deadlines are frozen as the rulebook has them on the days that they fall on.
    """
    number = f"{kind.code}-{site.code}-{period.start}"
    writing_due, review_due = kind.writing.at(site, period), kind.review.at(site, period)
    made = Document.objects.bulk_create(
        [
            Document(
                kind=kind.key,
                number=number,
                site=site,
                period_kind=period.kind.value,
                period_start=period.start,
                period_end=period.end,
                drafted_at=now or timezone.now(),
                writing_due_at=writing_due,
                review_due_at=max(review_due, writing_due),
            )
        ],
        ignore_conflicts=True,
    )
    document = (
        Document.objects.select_for_update(of=("self",)).select_related("site").get(number=made[0].number)
    )
    if FigureVersion.objects.filter(document=document).exists():
        return None
    FigureVersion.objects.create(
        document=document, number=1, reason="first", figures=kind.figures(site, period) or {}
    )
    audit.record(
        None,
        "reports.document.drafted",
        document,
        after={"due_at": writing_due, "review_due_at": document.review_due_at},
        site_id=site.pk,
    )
    deadlines.start(deadlines.WRITING, document, actor=None, due_at=writing_due, at=document.drafted_at)
    deadlines.tell(
        "drafted", document, access.writing_users(document), at=document.drafted_at, due_at=writing_due
    )
    return document


def due_drafts(
    now: datetime.datetime | None = None, sites: Iterable[Site] | None = None
) -> Iterator[tuple[kinds.DocumentKind, Site, Period]]:
    """The periods that are over, whose draft is due and is not there: of the last days (report.catch_up_days), oldest first.

    Only sites that have figures, from their first day on: a center that has just begun owes nothing for before.
    """
    now = now or timezone.now()
    for site in Site.objects.all() if sites is None else sites:
        since = site.today() - ONE_DAY * rulebook.value("report.catch_up_days", site)
        first, there = _standing(site, since - ONE_DAY * 62)
        if first is None:
            continue
        for kind in kinds.all_kinds():
            period = kind.period_at(site, max(since, first))
            while kind.draft.at(site, period) <= now:
                if (kind.key, period.start) not in there and kind.is_wanted(site, period):
                    yield kind, site, period
                period = period.next


def _standing(
    site: Site, since: datetime.date
) -> tuple[datetime.date | None, set[tuple[str, datetime.date]]]:
    """The first day with figures, and kind and first day of the documents that stand; one question."""
    reported = ReportedDay.objects.filter(site=site, revision__gte=1).values("site")
    days = reported.annotate(first=Min("day")).values_list(Value("", CharField()), "first")
    documents = Document.objects.filter(site=site, period_start__gte=since).order_by()
    rows = list(documents.values_list("kind", "period_start").union(days, all=True))
    first = next((day for kind, day in rows if not kind), None)
    return first, {(kind, day) for kind, day in rows if kind}


def make_due_drafts() -> int:
    """Make every draft that is due; how many. Two workers make each once."""
    return sum(draft_document(*due) is not None for due in list(due_drafts()))


def figures_changed(site: Site, day: datetime.date) -> None:
    """Told in the transaction that summed the day again: its documents get a further version of their figures."""
    found = Document.objects.filter(site=site, period_start__lte=day, period_end__gt=day)
    for document in found.order_by("pk"):
        refresh_figures(document)


@transaction.atomic
def refresh_figures(document: Document) -> FigureVersion | None:
    """Freeze the figures anew where they changed; None where they say the same.

    Before the last signature the new version is what gets signed. Afterwards it is a revision: what was signed stays,
    the page shows both, and whoever signed or received the document is told.
    """
    document = locked(document)
    standing = FigureVersion.objects.filter(document=document).order_by("-number").first()
    fresh = document.document_kind.figures(document.site, document.period) or {}
    if standing is None or figures.is_same(standing.figures, fresh):
        return None
    version = FigureVersion.objects.create(
        document=document,
        number=standing.number + 1,
        reason="revised" if document.is_closed else "recomputed",
        figures=fresh,
        differences=figures.differences(standing.figures, fresh),
    )
    audit.record(
        None,
        "reports.document.revised",
        document,
        before={"version": standing.number},
        after={"version": version.number, "differences": len(version.differences)},
        site_id=document.site_id,
    )
    if document.state in OUT:
        told = {receipt.user_id for receipt in document.receipts.all()}
        told |= {signature.signer_id for signature in document.signatures.all()}
        deadlines.tell("revised", document, told, event=f"v{version.number}", version=version.number)
    return version


def distribute_next() -> bool:
    """Distribute the longest signed document that no other worker holds; False when there is none."""
    with transaction.atomic():
        document = (
            Document.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=State.REVIEWED)
            .order_by("reviewed_at", "pk")
            .first()
        )
        if document is None:
            return False
        distribute_document(document)
    return True


@transaction.atomic
def distribute_document(document: Document, *, at: datetime.datetime | None = None) -> Document:
    """Hang the workbook of the signed figures on it and hand it to its receivers, each once."""
    document = locked(document)
    if document.state not in transition(Act.DISTRIBUTE).sources:
        return document
    now = at or timezone.now()
    file = attach_workbook(document)
    receivers = access.receiving_users(document)
    Receipt.objects.bulk_create(
        [Receipt(document=document, user=user, sent_at=now) for user in receivers], ignore_conflicts=True
    )
    document.state, document.distributed_at = transition(Act.DISTRIBUTE).target.value, now
    document.save(update_fields=["state", "distributed_at"])
    audit.record(
        None,
        "reports.document.distributed",
        document,
        after={"receivers": len(receivers), "workbook": file},
        site_id=document.site_id,
    )
    signature = Signature.objects.filter(document=document).select_related("signer__employee").last()
    signer = named(signature.signer) if signature else ""
    deadlines.tell(
        "distributed",
        document,
        receivers,
        at=now,
        signer=signer,
        workbook=file,
        version=document.signed_version,
    )
    return document


def attach_workbook(document: Document) -> str:
    """The workbook of the signed figures as a file of the document; its name."""
    buffer = io.BytesIO()
    with override(WORKBOOK_LANGUAGE if document.site.country == "CN" else "en"):
        workbook.write(document, buffer)
    name = workbook.file_name(document)
    attachments.attach(document, ContentFile(buffer.getvalue(), name), actor=None)
    return name


def archive_due(now: datetime.datetime | None = None) -> int:
    """Archive what was distributed long enough ago; how many."""
    now = now or timezone.now()
    done = 0
    for document in Document.objects.filter(state=State.DISTRIBUTED).select_related("site"):
        days = rulebook.value("report.archive_days", document.site)
        if document.distributed_at and document.distributed_at + ONE_DAY * days <= now:
            done += archive_document(document) is not None
    return done


@transaction.atomic
def archive_document(document: Document, *, at: datetime.datetime | None = None) -> Document | None:
    """Archive it: from now on the database refuses every change. None where it is not out, or archived already."""
    document = locked(document)
    if document.state not in transition(Act.ARCHIVE).sources:
        return None
    document.state, document.archived_at = transition(Act.ARCHIVE).target.value, at or timezone.now()
    document.save(update_fields=["state", "archived_at"])
    audit.record(None, "reports.document.archived", document, site_id=document.site_id)
    return document
