"""What the salesperson still has to collect after a complaint was not upheld."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from complaints.cases.models import Case
from complaints.remedies.duties.models import SUBJECT, Duty
from complaints.remedies.papers import sites_of, together

CLOCK = "remedies.receivable"
MEMO = "remedies.memo"


class ReceivableState(models.TextChoices):
    OPEN = "open", pgettext_lazy("receivable", "To be collected")
    COLLECTED = "collected", pgettext_lazy("receivable", "Collected")
    DROPPED = "dropped", pgettext_lazy("receivable", "Nothing to collect")


class ReceivableQuerySet(models.QuerySet["Receivable"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ReceivableQuerySet":
        """One's own, those of one's site, and those of the sites that one's department sells for or keeps the books of."""
        reach, where = scope(user, action, SUBJECT), position(user)
        if reach is Scope.ALL:
            return self.all()
        if reach is Scope.NONE or where.employee_id is None:
            mine = Q(pk__in=[])
        else:
            mine = Q(salesperson=where.employee_id)
        if reach is Scope.SITE:
            return self.filter(mine | Q(site__in=where.site_ids))
        if reach is Scope.DEPARTMENT:
            sales = sites_of(where.department_ids, Duty.SALES)
            books = sites_of(where.department_ids, Duty.FINANCE)
            return self.filter(mine | Q(site__in=sales) | Q(site__in=books))
        return self.filter(mine)


class Receivable(models.Model):
    """Follow-up of an invoice that stays due on its normal term; the customer's objection goes up as a memo (签呈)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="receivable", verbose_name=_("complaint"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    salesperson = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("salesperson")
    )
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(
        _("state"), max_length=10, choices=ReceivableState.choices, default=ReceivableState.OPEN
    )
    over_at = models.DateTimeField(_("settled"), null=True)
    over_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by")
    )
    words = models.TextField(_("words"), blank=True)
    memo = models.TextField(_("memo to the superiors"), blank=True)
    memo_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("memo by")
    )
    memo_at = models.DateTimeField(_("memo"), null=True)
    memo_answer = models.TextField(_("answer of the superiors"), blank=True)

    objects = ReceivableQuerySet.as_manager()

    class Meta:
        verbose_name = _("receivable to follow up")
        verbose_name_plural = _("receivables to follow up")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["site", "due_at"], name="receivable_open", condition=Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                name="receivable_is_settled_at_a_moment",
                condition=Q(state="open", over_at=None) | (~Q(state="open") & Q(over_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="dropped_receivable_says_why", condition=~Q(state="dropped") | ~Q(words="")
            ),
            together("memo_has_an_author_and_a_moment", "memo_at", "memo_by", words=("memo",)),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self._meta.verbose_name}"

    def get_absolute_url(self) -> str:
        return address("remedies:receivable", str(self.pk))

    @property
    def kept_label(self) -> str:
        return str(self.case)

    @property
    def is_open(self) -> bool:
        return self.state == ReceivableState.OPEN
