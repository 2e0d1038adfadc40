"""Reads about documents: what is missing, what somebody has to do."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from callcenter.access.permissions import Actor, position
from callcenter.people.models import Site
from reports.documents import access, kinds, workflow
from reports.documents.delivery import due_drafts
from reports.documents.models import Document
from reports.documents.workflow import State


@dataclass(frozen=True)
class Missing:
    """A report that should be there: the document where it was drafted, else only its kind and period."""

    kind: kinds.DocumentKind
    site: Site
    period_start: datetime.date
    due_at: datetime.datetime
    document: Document | None = None


def missing(site: Site, now: datetime.datetime | None = None) -> list[Missing]:
    """Reports of the site that are overdue from their writers, drafted or not, the oldest first."""
    now = now or timezone.now()
    written = (
        Document.objects.filter(site=site)
        .missing(now)
        .select_related("site", "writer")
        .order_by("writing_due_at")
    )
    found = [Missing(d.document_kind, site, d.period_start, d.writing_due_at, d) for d in written]
    for kind, _site, period in due_drafts(now, [site]):
        if kind.writing.at(site, period) < now:
            found.append(Missing(kind, site, period.start, kind.writing.at(site, period)))
    return sorted(found, key=lambda one: one.due_at)


@dataclass(frozen=True)
class Waiting:
    """What waits for one user: documents to write and documents to sign, the earliest due first."""

    to_write: list[Document]
    to_sign: list[Document]


def waiting(user: Actor) -> Waiting:
    """The documents that wait for the user."""
    found = list(_waiting(user, {*workflow.WITH_WRITER, State.SUBMITTED}))
    return Waiting(
        to_write=[d for d in found if d.state in workflow.WITH_WRITER and access.may_write(user, d)],
        to_sign=[d for d in found if d.state == State.SUBMITTED and _may_sign(user, d)],
    )


def to_sign(user: Actor) -> list[Document]:
    """Documents that wait for the user's signature."""
    return [d for d in _waiting(user, {State.SUBMITTED}) if _may_sign(user, d)]


def _may_sign(user: Actor, document: Document) -> bool:
    return access.is_next_reviewer(user, document) and not access.is_own(user, document)


def _waiting(user: Actor, states: set[State] | frozenset[State]) -> QuerySet[Document]:
    found = Document.objects.filter(site__in=position(user).site_ids, state__in=states)
    return found.select_related("site", "writer").order_by("writing_due_at", "pk")
