"""What became of each row of a job that does the same to many."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.files.jobs.models import Job


class Fate(models.TextChoices):
    REFUSED = "refused", _("Refused")
    DONE = "done", _("Done")
    UNCHANGED = "as_it_was", pgettext_lazy("job", "As it was")


class JobLine(models.Model):
    """One row that the job has treated. Written with the act itself, so a job goes on where its last line stands."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField(_("row"))  # in the order that was asked for, from 1
    title = models.CharField(_("what"), max_length=200)
    url = models.CharField(max_length=300, blank=True)
    fate = models.CharField(_("result"), max_length=10, choices=Fate.choices)
    words = models.TextField(_("reason"), blank=True)  # why it was refused; what it was before

    class Meta:
        verbose_name = _("row of a job")
        verbose_name_plural = _("rows of jobs")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["job", "place"], name="row_of_a_job_is_treated_once"),
            models.CheckConstraint(
                name="refused_row_of_a_job_says_why",
                condition=~models.Q(fate="refused") | ~models.Q(words=""),
                violation_error_message=_("A row that was refused must say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_fate_display()}"
