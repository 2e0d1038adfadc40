"""The service register (服务登记簿), its vouchers, and the daily comparison of both (S2A-3 to S2A-10)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.people.models import Department, Employee, Site, Team
from callcenter.web.addresses import address
from complaints.customers.models import Customer
from complaints.serviceorders.states import OPEN, Category, FeeWay, OffSite, State

SUBJECT = "complaints.service_order"
KIND = "serviceorders.off_site"


class ServiceOrderQuerySet(models.QuerySet["ServiceOrder"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ServiceOrderQuerySet":
        """Those one registered or is sent to, of one's team, department or site by the post."""
        me = position(user).employee_id
        own = Q(taker=me) | Q(technician=me) if me is not None else Q(pk__in=[])
        reach = rows(user, SUBJECT, own=own, team="team", department="department", site="site", action=action)
        # Who has a narrower or no grant still sees the order that they are sent to.
        return self.filter(reach | Q(technician=me)) if me is not None else self.filter(reach)

    def to_dispatch(self) -> "ServiceOrderQuerySet":
        """What waits for a technician: priority first, then as it came (S2A-9)."""
        return self.filter(state=State.REGISTERED).order_by("-is_priority", "registered_at", "pk")


class ServiceOrder(models.Model):
    """One line of the register with its voucher. Amounts are recorded only, in the site's currency; nothing is posted here."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    voucher = models.CharField(_("voucher"), max_length=40, unique=True)  # FW-202611-0007
    category = models.CharField(_("category"), max_length=1, choices=Category.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REGISTERED)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer record")
    )
    customer_name = models.CharField(_("customer"), max_length=200)
    postal_address = models.CharField(_("address"), max_length=300)
    phone = models.CharField(_("phone"), max_length=40)
    email = models.EmailField(_("e-mail"), blank=True)
    product_model = models.CharField(_("product model"), max_length=120)
    specification = models.CharField(_("specification"), max_length=200, blank=True)
    purchased_on = models.DateField(_("purchased on"), null=True, blank=True)
    purchase_place = models.CharField(_("place of purchase"), max_length=200, blank=True)
    contract_no = models.CharField(_("contract"), max_length=60, blank=True)
    wanted = models.TextField(_("what is wanted"))
    registered_at = models.DateTimeField(_("registered"), db_default=Now())
    taker = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("registered by")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    is_priority = models.BooleanField(_("first in line"), default=False)
    priority_since = models.DateField(_("first in line since"), null=True)

    technician = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("technician")
    )
    dispatched_at = models.DateTimeField(_("dispatched"), null=True)
    dispatched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    visit_at = models.DateTimeField(_("visit planned"), null=True)
    trips = models.PositiveSmallIntegerField(_("times dispatched"), default=0)

    off_site = models.CharField(
        _("service elsewhere"), max_length=10, choices=OffSite.choices, default=OffSite.NOT_NEEDED
    )
    travel_to = models.CharField(_("journey to"), max_length=200, blank=True)
    travel_reason = models.TextField(_("why there"), blank=True)
    travel_cost = models.DecimalField(_("travel cost"), max_digits=10, decimal_places=2, default=0)
    off_site_decided_at = models.DateTimeField(_("application decided"), null=True)

    began_at = models.DateTimeField(_("work began"), null=True)
    ended_at = models.DateTimeField(_("work ended"), null=True)
    work_done = models.TextField(_("work done"), blank=True)
    signed_by = models.CharField(_("customer’s signature: name"), max_length=120, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    signed_off_at = models.DateTimeField(_("signed by the manager"), null=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("manager")
    )
    archived_at = models.DateTimeField(_("archived"), null=True)
    closing_words = models.TextField(_("why"), blank=True)

    fee = models.DecimalField(_("fee"), max_digits=10, decimal_places=2, default=0)
    fee_way = models.CharField(_("payment"), max_length=13, choices=FeeWay.choices, default=FeeWay.NONE)
    collected_at = models.DateTimeField(_("collected"), null=True)
    collected_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("collected by")
    )
    handed_over_at = models.DateTimeField(_("handed to finance"), null=True)
    invoice_no = models.CharField(_("invoice"), max_length=60, blank=True)
    invoiced_at = models.DateTimeField(_("invoiced"), null=True)

    objects = ServiceOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("service order")
        verbose_name_plural = _("service orders")
        ordering = ["-registered_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-registered_at"], name="service_order_by_site"),
            models.Index(fields=["technician", "-registered_at"], name="service_order_by_technician"),
            models.Index(
                fields=["site", "-is_priority", "registered_at"],
                name="service_order_to_dispatch",
                condition=Q(state="registered"),
            ),
            models.Index(fields=["department", "-registered_at"], name="service_order_by_department"),
        ]
        constraints = [
            models.CheckConstraint(
                name="dispatched_order_names_its_technician",
                condition=Q(state__in=["registered", "cancelled"])
                | Q(technician__isnull=False, dispatched_at__isnull=False),
                violation_error_message=_("A dispatched order names its technician."),
            ),
            models.CheckConstraint(
                name="nobody_leaves_town_without_approval",
                condition=Q(state__in=["registered", "cancelled"])
                | Q(off_site__in=["not_needed", "approved"]),
                violation_error_message=_("Service elsewhere is approved before leaving."),
            ),
            models.CheckConstraint(
                name="finished_order_is_signed_by_the_customer",
                condition=Q(state__in=["registered", "dispatched", "cancelled"])
                | (Q(finished_at__isnull=False, ended_at__gt=F("began_at")) & ~Q(signed_by="") & ~Q(work_done="")),
                violation_error_message=_("A finished order has its times, its content and the customer’s signature."),
            ),
            models.CheckConstraint(
                name="archived_order_was_signed_by_the_manager",
                condition=~Q(state__in=["signed_off", "archived"])
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
            ),
            models.CheckConstraint(
                name="fee_is_of_paid_service", condition=Q(fee=0, fee_way="none") | Q(fee__gt=0, category="a")
            ),
            models.CheckConstraint(
                name="fee_after_invoice_is_collected_later",
                condition=~Q(fee_way="invoice_first") | Q(collected_at=None) | Q(invoiced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="first_in_line_since_a_day",
                condition=Q(is_priority=False) | Q(priority_since__isnull=False),
            ),
            models.CheckConstraint(name="travel_cost_is_not_negative", condition=Q(travel_cost__gte=0)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.voucher} {self.product_model}"

    def get_absolute_url(self) -> str:
        return address("serviceorders:order", self.voucher)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_fee_settled(self) -> bool:
        """Nothing to pay, or paid and with finance."""
        return self.fee_way == FeeWay.NONE or bool(self.collected_at and self.handed_over_at)


class Reconciliation(models.Model):
    """The register of a day compared with its vouchers (S2A-9): written once a day, never changed."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    on = models.DateField(_("day"))
    registered = models.PositiveIntegerField(_("lines registered"))
    dispatched = models.PositiveIntegerField(_("vouchers sent out"))
    back = models.PositiveIntegerField(_("vouchers back, signed"))
    out = models.PositiveIntegerField(_("vouchers still out"))
    undispatched = models.PositiveIntegerField(_("not dispatched: first in line next day"))
    note = models.TextField(_("note"), blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("compared"), db_default=Now())

    class Meta:
        verbose_name = _("daily comparison of the register")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "on"],
                name="register_is_compared_once_a_day",
                violation_error_message=_("The register of this day was compared already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"

    def get_absolute_url(self) -> str:
        return f"{address('serviceorders:board')}?on={self.on}"
