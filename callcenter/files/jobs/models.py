"""Jobs: long work as a row. The row is the truth; Redis only wakes the worker."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows


class Work(models.TextChoices):
    IMPORT = "import", _("Import")
    EXPORT = "export", _("Export")
    BULK = "bulk", _("Several at once")


class Step(models.TextChoices):
    """What an import is asked to do; an export only makes its file, several at once are only applied."""

    CHECK = "check", _("Check")
    APPLY = "apply", _("Apply")
    MAKE = "make", _("Make the file")


class State(models.TextChoices):
    DRAFT = "draft", _("Columns to be assigned")
    PENDING = "pending", _("Waiting")
    RUNNING = "running", _("Running")
    CHECKED = "checked", _("Checked, not applied")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


COLOURS = {
    State.DRAFT: "grey",
    State.PENDING: "blue",
    State.RUNNING: "blue",
    State.CHECKED: "yellow",
    State.DONE: "green",
    State.REFUSED: "red",
    State.FAILED: "red",
    State.CANCELLED: "grey",
}
ENDED = (State.DONE, State.REFUSED, State.FAILED, State.CANCELLED)
BUSY = (State.PENDING, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "JobQuerySet":
        """One's own; those of the site for its director; all for the system administrator."""
        own = Q(requested_by=getattr(user, "pk", None))
        return self.filter(own | rows(user, "files.job", own=own, site="site_id", action=action))

    def of(self, work: Work) -> "JobQuerySet":
        return self.filter(work=work)


class Job(models.Model):
    """One import, export or act on many rows: who asked for what, how far it is, what came of it."""

    work = models.CharField(_("type"), max_length=8, choices=Work.choices)
    kind = models.CharField(_("what"), max_length=80)  # the importer's or producer's key
    label = models.CharField(_("title"), max_length=200)  # as it read when asked for
    step = models.CharField(_("step"), max_length=8, choices=Step.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )  # null: the system or a command
    language = models.CharField(max_length=10, default="en")  # of the sentences in it
    site_id = models.BigIntegerField(_("site"), null=True)  # files sits below people
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    mapping = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # {"columns": …, "options": …}
    mapping_key = models.CharField(max_length=64, blank=True)  # sha256 of kind, site, file and mapping

    file = models.FileField(_("file"), upload_to="jobs/%Y/%m", max_length=200, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    file_size = models.BigIntegerField(_("size"), default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)  # then the file goes, the row stays

    created_at = models.DateTimeField(_("asked at"), db_default=Now())
    woken_at = models.DateTimeField(null=True)  # when a worker was last told
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    is_cancel_wanted = models.BooleanField(default=False)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(default=0)  # 0: not known yet

    counts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    preview = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # {"header": …, "rows": …}
    notes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    message = models.TextField(_("message"), blank=True)  # one sentence: why it was refused or failed

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["requested_by", "-id"], name="files_job_by_user"),
            models.Index(fields=["site_id", "-id"], name="files_job_by_site"),
            models.Index(fields=["kind", "site_id", "-id"], name="files_job_by_kind"),
            models.Index(
                fields=["state"], name="files_job_busy", condition=Q(state__in=["pending", "running"])
            ),
            models.Index(fields=["expires_at"], name="files_job_by_expiry", condition=~Q(file="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_that_ended_says_when",
                condition=~Q(state__in=["done", "refused", "failed", "cancelled"]) | ~Q(finished_at=None),
                violation_error_message=_("A job that has ended must say when."),
            ),
            models.CheckConstraint(
                name="job_that_went_wrong_says_why",
                condition=~Q(state__in=["refused", "failed"]) | ~Q(message=""),
                violation_error_message=_("A job that was refused or failed must say why."),
            ),
            models.CheckConstraint(
                name="job_step_suits_its_work",
                condition=Q(work="import", step__in=["check", "apply"])
                | Q(work="export", step="make")
                | Q(work="bulk", step="apply"),
                violation_error_message=_(
                    "An import is checked and applied; an export is made; several at once are applied."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_work_display()} {self.pk} {self.file_name or self.label}".strip()

    def get_absolute_url(self) -> str:
        return reverse("files:job", args=[self.pk])

    @property
    def is_busy(self) -> bool:
        return self.state in BUSY

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_applied(self) -> bool:
        return self.work == Work.IMPORT and self.step == Step.APPLY and self.state == State.DONE

    @property
    def duration_seconds(self) -> int | None:
        """How long the last attempt took; None while it runs or when it never began."""
        if self.started_at is None or self.finished_at is None or self.finished_at < self.started_at:
            return None
        return round((self.finished_at - self.started_at).total_seconds())

    @property
    def asker(self) -> str:
        """Who asked for it: the person's name where the log-in is an employee's (people sits above and adds that)."""
        return str(getattr(self.requested_by, "employee", None) or self.requested_by or _("the system"))

    @property
    def badge(self) -> tuple[str, str]:
        """The state in a word, and its colour."""
        return self.get_state_display(), COLOURS[State(self.state)]


class JobError(models.Model):
    """One row of the file that does not fit."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="errors")
    row = models.PositiveBigIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=200, blank=True)
    value = models.TextField(_("value"), blank=True)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("row error")
        verbose_name_plural = _("row errors")
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.reason}"
