"""Documents, the figures frozen in them, signatures and receipts."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.people.models import Employee, Site
from reports.documents import kinds, workflow
from reports.documents.workflow import State
from reports.rollups.periods import Kind as PeriodKind
from reports.rollups.periods import Period

SUBJECT = "reports.document"
# The states of the constraints, as they are stored.
WRITING, SIGNED, OUT = (
    sorted(state.value for state in states)
    for states in (workflow.WITH_WRITER, workflow.CLOSED, workflow.OUT)
)


def _is_after(moment: str, due: str) -> Case:
    return Case(When(Q(**{f"{moment}__gt": F(due)}), then=Value(True)), default=Value(False))


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> Self:
        """Those of one's sites; who only receives sees them once they are out."""
        reach = rows(user, SUBJECT, own=Q(pk__in=[]), site="site_id", action=action)
        found = self.filter(reach)
        if action is Action.VIEW and not works_on_them(user):
            found = found.filter(
                Q(state__in=workflow.OUT) | Q(receipts__user=getattr(user, "pk", None))
            ).distinct()
        return found

    def missing(self, at: datetime.datetime | None = None) -> Self:
        """Due from their writers and never submitted."""
        return self.filter(first_submitted_at=None, writing_due_at__lt=at or timezone.now())

    def unsigned(self, at: datetime.datetime | None = None) -> Self:
        """Due from their reviewers and not signed."""
        return self.exclude(state__in=workflow.CLOSED).filter(review_due_at__lt=at or timezone.now())


def works_on_them(user: Actor) -> bool:
    """Whether the user's posts write, look after or sign documents, or a deputy's absent reviewer does: they see them early."""
    if position(user).stands_in_for:
        return True
    reaches = [scope(user, action, SUBJECT) for action in (Action.CREATE, Action.EDIT, Action.APPROVE)]
    return max(reaches) > Scope.NONE or scope(user, Action.VIEW, SUBJECT) is Scope.ALL


class Document(models.Model):
    """One report of one period at one site, on its way from the draft to the archive.

    Deadlines are those of the day it was drafted and never move; lateness is worked out by the database from them and
    from the first submission and the last signature, which never change: late is late for ever.
    """

    kind = models.CharField(_("type"), max_length=40)
    number = models.CharField(_("number"), max_length=80, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    period_kind = models.CharField(max_length=12)  # reports.rollups.periods.Kind
    period_start = models.DateField(_("from"))
    period_end = models.DateField()  # the first day that no longer belongs to it
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=[(state.value, label) for state, label in workflow.LABELS.items()],
        default=State.AUTO_DRAFT.value,
    )
    writer = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("writer")
    )  # the one named sender; null: nobody has begun
    sections = models.JSONField(_("sections"), default=dict)
    edition = models.PositiveIntegerField(default=0)  # one more with every save
    return_reason = models.TextField(_("reason of the return"), blank=True)
    times_returned = models.PositiveSmallIntegerField(_("returned"), default=0)
    step = models.PositiveSmallIntegerField(default=0)  # of the chain of reviewers, who is next

    drafted_at = models.DateTimeField(_("drafted"), db_default=Now())
    writing_due_at = models.DateTimeField(_("due from the writer"))
    review_due_at = models.DateTimeField(_("due from the reviewer"))
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    reviewed_at = models.DateTimeField(_("signed"), null=True)
    signed_version = models.PositiveIntegerField(_("version signed"), null=True)
    distributed_at = models.DateTimeField(_("distributed"), null=True)
    archived_at = models.DateTimeField(_("archived"), null=True)
    is_submitted_late = models.GeneratedField(
        expression=_is_after("first_submitted_at", "writing_due_at"),
        output_field=models.BooleanField(_("submitted late")),
        db_persist=True,
    )
    is_signed_late = models.GeneratedField(
        expression=_is_after("reviewed_at", "review_due_at"),
        output_field=models.BooleanField(_("signed late")),
        db_persist=True,
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-period_start", "kind", "site"]
        indexes = [
            models.Index(fields=["site", "-period_start"], name="document_by_site_and_period"),
            models.Index(
                fields=["state", "writing_due_at"],
                name="document_not_archived",
                condition=~Q(state=State.ARCHIVED.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "site", "period_start"], name="document_is_written_once_a_period"
            ),
            models.CheckConstraint(
                name="document_state_is_a_known_one", condition=Q(state__in=[s.value for s in State])
            ),
            models.CheckConstraint(
                name="document_period_has_days", condition=Q(period_end__gt=F("period_start"))
            ),
            models.CheckConstraint(
                name="document_is_signed_after_it_is_submitted",
                condition=Q(review_due_at__gte=F("writing_due_at")),
            ),
            models.CheckConstraint(
                name="document_that_is_with_its_reviewer_was_submitted",
                condition=Q(state__in=WRITING)
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False, writer__isnull=False),
            ),
            models.CheckConstraint(
                name="document_that_is_closed_was_signed",
                condition=Q(state__in=SIGNED, reviewed_at__isnull=False, signed_version__isnull=False)
                | Q(~Q(state__in=SIGNED), reviewed_at__isnull=True, signed_version__isnull=True),
            ),
            models.CheckConstraint(
                name="document_that_is_out_was_distributed",
                condition=~Q(state__in=OUT) | Q(distributed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="document_in_the_archive_has_its_day",
                condition=Q(state=State.ARCHIVED.value, archived_at__isnull=False)
                | Q(~Q(state=State.ARCHIVED.value), archived_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("reports:document", args=[self.number])

    @property
    def document_kind(self) -> kinds.DocumentKind:
        return kinds.get(self.kind)

    @property
    def period(self) -> Period:
        return Period(PeriodKind(self.period_kind), self.period_start, self.period_end)

    @property
    def title(self) -> str:
        """In the active language: Daily operations report 2026-11-20 · Shanghai."""
        return f"{self.document_kind.title} {self.period_text} · {self.site}"

    @property
    def period_text(self) -> str:
        """2026-11-20, or 2026-11-16 – 2026-11-22."""
        last = self.period.last
        return str(self.period_start) if last == self.period_start else f"{self.period_start} – {last}"

    @property
    def state_label(self) -> str:
        return str(workflow.LABELS[State(self.state)])

    @property
    def is_closed(self) -> bool:
        return State(self.state) in workflow.CLOSED

    @property
    def due_at(self) -> datetime.datetime | None:
        """What is due next: the writing, then the signature; None once signed."""
        if self.is_closed:
            return None
        return self.review_due_at if self.state == State.SUBMITTED else self.writing_due_at


class FigureVersion(models.Model):
    """The figures of a document as they were frozen: version 1 with the draft, a further one whenever they changed.

    Never changed. `differences` is what changed against the version before (reports.documents.figures.differences).
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="figure_versions")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("frozen at"), db_default=Now())
    reason = models.CharField(_("reason"), max_length=16)
    figures: Any = models.JSONField(encoder=DjangoJSONEncoder)
    differences: Any = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("version of figures")
        verbose_name_plural = _("versions of figures")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_of_figures_is_kept_once"),
            models.CheckConstraint(name="versions_begin_with_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} #{self.number}"


class Signature(models.Model):
    """A reviewer's name under a version of the figures, which they say they have checked. Never changed.

    `round` is how often the document had been returned before: a return makes earlier signatures of the chain void.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures")
    round = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=40)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("on behalf of")
    )  # the absent reviewer whose deputy the signer was that day
    signed_at = models.DateTimeField(_("signed"))
    figures_version = models.PositiveIntegerField(_("version of the figures"))
    figures_checked = models.BooleanField(_("figures checked"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["document", "round", "step"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "round", "step"], name="step_of_a_document_is_signed_once"
            ),
            models.CheckConstraint(
                name="nobody_signs_what_they_submitted", condition=~Q(signer=F("submitted_by"))
            ),
            models.CheckConstraint(
                name="who_signs_has_checked_the_figures", condition=Q(figures_checked=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.step}"


class Receipt(models.Model):
    """A receiver has the document, and has said so."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="receipts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    acknowledged_at = models.DateTimeField(_("receipt confirmed"), null=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["document", "sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "user"], name="receiver_gets_a_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.user_id}"


def held_posts(user: Actor) -> frozenset[str]:
    """Codes of the posts that the user holds today."""
    return frozenset(post.value for post in position(user).posts)
