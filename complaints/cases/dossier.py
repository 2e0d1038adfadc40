"""The complaint itself (domain §6.2): one row from receipt to the end, its causes, its number, its log."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter import fulltext
from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.keys import few
from callcenter.people.models import Employee, Site, Team
from callcenter.people.naming import Bilingual
from callcenter.web.addresses import address
from complaints.cases.states import (
    FINAL,
    OPEN,
    RUNNING,
    Channel,
    Fault,
    Nature,
    Outcome,
    Severity,
    State,
    Trigger,
)
from complaints.customers.models import Customer

SUBJECT = "complaints.case"
NEWEST = ("-received_at", "-pk")  # the order of the lists, and of their indexes
OF_A_RECEIPT = "IN-"  # before the number: IN-000042
LONGEST_RECEIPT = 17  # digits that a row's id can have
PRODUCT_FIELDS = ("order_no", "lot_no", "product", "shipped_on", "defective_quantity", "policy_no")


def receipt_of(reference: str) -> int | None:
    """The id of the complaint that a receipt such as IN-000042 names; None for anything else, whoever typed it."""
    digits = reference.removeprefix(OF_A_RECEIPT)
    if digits == reference or not (digits.isascii() and digits.isdigit()) or len(digits) > LONGEST_RECEIPT:
        return None
    return int(digits)


class CauseClass(Bilingual):
    """What complaints are about: quality or not (S2A-20), and finer ones beneath. `needs` are fields asked for at intake."""

    class Family(models.TextChoices):
        QUALITY = "quality", _("Quality")
        HANDLING = "handling", _("Transport and handling")
        SERVICE = "service", _("Service")

    code = models.SlugField(_("code"), max_length=32, unique=True)
    family = models.CharField(_("family"), max_length=10, choices=Family.choices)
    needs = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        verbose_name=_("asked for at intake"),
        help_text=_(
            "Fields that are filled in, or ticked as not applicable, before a complaint is submitted."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("cause")
        verbose_name_plural = _("causes")
        ordering = ["family", "code"]


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CaseQuerySet":
        """Those of one's site, team or own by the post; a department's people see cases with a step of theirs. Nobody
        sees, beyond what their post must, a complaint about themselves: that is asked of `access`.
        """
        from complaints.cases.steps.models import Step  # it points at Case

        reach = scope(user, action, SUBJECT)
        where = position(user)
        me = where.employee_id
        mine = Q(pk__in=[])
        if reach > Scope.NONE and me is not None:
            mine = Q(taker=me) | Q(owner=me) | Q(pk__in=Step.objects.held_by(me))
        if reach is Scope.DEPARTMENT:
            return self.filter(mine | Q(pk__in=Step.objects.of_departments(where.department_ids)))
        if reach is Scope.TEAM:
            return self.filter(mine | Q(team__in=where.team_ids))
        if reach is Scope.OWN:
            return self.filter(mine)
        return self.filter(rows(user, SUBJECT, own=mine, site="site", action=action))

    def listed_to(self, user: Actor) -> "CaseQuerySet":
        """The rows of `visible_to`, for a list that is read from its newest: asks the database once where they are neither
        all nor a site's.

        Few are named by their keys. Many are met soon on the way down `case_list`, which holds all that is asked here:
        whose they are, and the site. Steps of a department are looked up row by row, because it may have done a tenth of
        all complaints.
        """
        from complaints.cases.steps.models import Step  # it points at Case

        reach, where = scope(user, Action.VIEW, SUBJECT), position(user)
        me = where.employee_id
        if reach in (Scope.ALL, Scope.SITE, Scope.NONE) or me is None:
            return self.visible_to(user)
        cases, steps = Case.objects.order_by(), Step.objects.order_by()
        held = steps.held_by(me)
        mine = Q(taker=me) | Q(owner=me) | Q(pk__in=held)
        ways = [cases.filter(taker=me).values("pk"), cases.filter(owner=me).values("pk"), held]
        if reach is Scope.TEAM:
            mine |= Q(team__in=where.team_ids)
            ways.append(cases.filter(team__in=where.team_ids).values("pk"))
        elif reach is Scope.DEPARTMENT:
            theirs = steps.of_departments(where.department_ids)
            mine |= Q(pk__in=theirs.filter(case=OuterRef("pk")))
            ways.append(theirs)
        found = few(*ways)
        return self.filter(mine if found is None else Q(pk__in=found))

    def of(self, employee_id: int) -> "CaseQuerySet":
        """What somebody took or answers for, for a list as above."""
        cases = Case.objects.order_by()
        ways = [cases.filter(taker=employee_id).values("pk"), cases.filter(owner=employee_id).values("pk")]
        found = few(*ways)
        theirs = Q(taker=employee_id) | Q(owner=employee_id)
        return self.filter(theirs if found is None else Q(pk__in=found))

    def open(self) -> "CaseQuerySet":
        """Those that are not over. `closed_at` says the same, for the indexes."""
        return self.filter(state__in=OPEN, closed_at=None)

    def running(self) -> "CaseQuerySet":
        """Those whose six days run."""
        return self.filter(state__in=RUNNING, closed_at=None)

    def overdue(self, at: datetime.datetime) -> "CaseQuerySet":
        """Those that are, or were once, overdue."""
        return self.filter(Q(overdue_at__isnull=False) | Q(state__in=RUNNING, due_at__lt=at))

    def matching(self, text: str) -> "CaseQuerySet":
        """Those in which every word is found, Chinese or English (docs/fulltext.md); none where there is no word."""
        return fulltext.matching(self, text, order=NEWEST)


class Case(models.Model):
    """One complaint handling form (客户投诉处理表). What a state needs, `transitions` says; the services alone write here.

    `number` comes with acceptance and leaves no gap; before it the complaint is known by its receipt, IN-000042.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"), db_index=False)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.RECEIVED)
    number = models.CharField(_("number"), max_length=40, unique=True, null=True, blank=True)
    number_series = models.CharField(max_length=40, blank=True, editable=False)
    number_seq = models.PositiveIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # counts writes: two who edit one

    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, default=Nature.COMPLAINT)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    title = models.CharField(_("in one line"), max_length=200)
    content = models.TextField(_("what happened"))
    demand = models.TextField(_("what the customer asks for"), blank=True)
    claimed_amount = models.DecimalField(
        _("claimed amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("customer"),
        db_index=False,
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("phone for this complaint"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail for this complaint"), blank=True)
    is_vulnerable = models.BooleanField(_("customer needs special care"), default=False)
    about = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("complaint about")
    )
    call_reference = models.CharField(_("call"), max_length=80, blank=True)

    order_no = models.CharField(_("order number"), max_length=60, blank=True)
    lot_no = models.CharField(_("lot number"), max_length=60, blank=True)
    product = models.CharField(_("product and specification"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3, null=True, blank=True)
    defective_quantity = models.DecimalField(
        _("defective quantity"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    shipped_on = models.DateField(_("shipped on"), null=True, blank=True)
    policy_no = models.CharField(_("policy or account number"), max_length=60, blank=True)
    not_applicable = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    grounds = models.TextField(_("grounds confirmed by marketing"), blank=True)
    marketing_opinion = models.TextField(_("opinion of marketing"), blank=True)
    samples = models.TextField(_("evidence and samples"), blank=True)

    taker = models.ForeignKey(
        Employee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken by"),
        db_index=False,
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    owner = models.ForeignKey(
        Employee,
        models.PROTECT,
        related_name="owned_cases",
        verbose_name=_("owner"),
        db_index=False,
    )
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    overdue_at = models.DateTimeField(_("overdue since"), null=True)
    overdue_reason = models.TextField(_("why it is late"), blank=True)
    expected_close_on = models.DateField(_("expected to be closed on"), null=True, blank=True)
    investigated_at = models.DateTimeField(_("investigation finished"), null=True)
    reported_at = models.DateTimeField(_("report submitted"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    conveyed_at = models.DateTimeField(_("customer told"), null=True)
    answered_at = models.DateTimeField(_("customer answered"), null=True)
    is_decision_accepted = models.BooleanField(_("customer accepts"), null=True)
    closed_at = models.DateTimeField(pgettext_lazy("complaint", "closed"), null=True)

    cause = models.ForeignKey(
        CauseClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cause")
    )
    severity = models.CharField(
        _("severity"), max_length=8, choices=Severity.choices, default=Severity.ORDINARY
    )
    triggers = ArrayField(models.CharField(max_length=10, choices=Trigger.choices), default=list, blank=True)
    is_joint = models.BooleanField(_("joint handling"), default=False)
    joint_due_at = models.DateTimeField(_("joint handling due"), null=True, blank=True)

    fault = models.CharField(_("fault"), max_length=12, choices=Fault.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=17, choices=Outcome.choices, blank=True)
    amount = models.DecimalField(_("remedy total"), max_digits=12, decimal_places=2, default=0)

    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="chain")
    parent = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="child", verbose_name=_("earlier form")
    )
    chain_seq = models.PositiveSmallIntegerField(default=0)  # 0 the first form, 1 the first re-opening
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    search = SearchVectorField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-received_at", "-id"], name="case_by_site"),
            models.Index(fields=["site", "state", "-received_at"], name="case_by_state"),
            models.Index(fields=["due_at"], name="case_running_by_due", condition=Q(closed_at=None)),
            models.Index(fields=["owner", "due_at"], name="case_open_by_owner", condition=Q(closed_at=None)),
            # The two that lists walk: every column that a filter asks for stands in them, so that a row is read only
            # when it is shown.
            models.Index(
                fields=[
                    "-received_at",
                    "-id",
                    "site",
                    "state",
                    "severity",
                    "channel",
                    "nature",
                    "outcome",
                    "cause",
                    "owner",
                    "taker",
                    "team",
                    "closed_at",
                    "overdue_at",
                ],
                name="case_list",
            ),
            models.Index(
                fields=[
                    "-received_at",
                    "-id",
                    "due_at",
                    "site",
                    "state",
                    "severity",
                    "channel",
                    "nature",
                    "cause",
                    "owner",
                    "taker",
                    "team",
                    "overdue_at",
                ],
                name="case_open_list",
                condition=Q(closed_at=None),
            ),
            models.Index(fields=["owner", "-received_at", "-id"], name="case_by_owner"),
            models.Index(fields=["taker", "-received_at", "-id"], name="case_by_taker"),
            models.Index(fields=["team", "-received_at", "-id"], name="case_by_team"),
            models.Index(fields=["channel", "-received_at", "-id"], name="case_by_channel"),
            models.Index(fields=["outcome", "-received_at", "-id"], name="case_by_outcome"),
            models.Index(fields=["customer", "-received_at"], name="case_by_customer"),
            models.Index(fields=["site", "order_no"], name="case_by_order", condition=~Q(order_no="")),
            models.Index(fields=["site", "closed_at"], name="case_by_close"),
            models.Index(fields=["site", "cause", "-received_at"], name="case_by_cause"),
            GinIndex(fields=["search"], name="case_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number_series", "number_seq"], name="case_number_given_once"),
            models.CheckConstraint(
                name="number_and_six_days_come_with_acceptance",
                condition=Q(state__in=["received", "submitted", "merged", "withdrawn", "redirected"])
                | Q(
                    number__isnull=False,
                    number_seq__isnull=False,
                    accepted_at__isnull=False,
                    due_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="accepted_and_number_stand_together",
                condition=Q(accepted_at=None, number=None, number_seq=None)
                | Q(accepted_at__isnull=False, number__isnull=False, number_seq__isnull=False),
            ),
            models.CheckConstraint(
                name="case_is_closed_when_it_is_over",
                condition=Q(state__in=[str(one) for one in FINAL], closed_at__isnull=False)
                | Q(state__in=[str(one) for one in OPEN], closed_at=None),
            ),
            models.CheckConstraint(
                name="closed_case_was_decided_conveyed_and_answered",
                condition=~Q(state__in=["closed", "not_accepted"])
                | Q(
                    reported_at__isnull=False,
                    decided_at__isnull=False,
                    conveyed_at__isnull=False,
                    answered_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="decision_follows_a_report",
                condition=Q(decided_at=None) | Q(reported_at__isnull=False),
            ),
            models.CheckConstraint(
                name="joint_handling_has_a_deadline_in_time",
                condition=Q(is_joint=False)
                | Q(accepted_at=None)
                | Q(joint_due_at__isnull=False, joint_due_at__lte=F("due_at")),
            ),
            models.CheckConstraint(
                name="merged_case_names_the_survivor",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="nobody_owns_a_complaint_about_themselves",
                condition=Q(about=None) | ~Q(about=F("owner")),
            ),
            models.CheckConstraint(
                name="claimed_amount_is_not_negative",
                condition=Q(claimed_amount=None) | Q(claimed_amount__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return address("cases:case", self.reference)

    @property
    def reference(self) -> str:
        """The number, or the receipt's before acceptance: what people and addresses call it."""
        return self.number or f"{OF_A_RECEIPT}{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_serious(self) -> bool:
        return self.severity == Severity.SERIOUS


class NumberSeries(models.Model):
    """The last number given in a series: `KS-202611-*`. A row is locked while a number is given, so none is lost or doubled."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class CaseEvent(models.Model):
    """The log of a complaint, only ever added to: every transition and everything else that happened, when and by whom.

    `kind` is the transition's key or another word of `log.KINDS`; `data` holds figures for its sentence.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField(_("at"), db_default=Now())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    from_state = models.CharField(max_length=14, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=14, choices=State.choices, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("entry of the complaint’s log")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="case_event_in_order")]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.kind}"
