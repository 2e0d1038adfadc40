import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("files", "0001_initial"),
        ("people", "0008_delegations_and_successors"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeaveKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and hyphens."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("personal", "Personal, ordinary"),
                            ("special", "Personal, special"),
                            ("sick", "Sickness"),
                            ("emergency", "Sickness, emergency"),
                            ("business", "Business trip or training"),
                            ("annual", "Annual leave"),
                            ("statutory", "By law: marriage, maternity, bereavement"),
                            ("compensatory", "In exchange for overtime"),
                        ],
                        max_length=16,
                        verbose_name="rules",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("day", "Whole days"), ("half_day", "Half days"), ("hour", "Hours")],
                        default="half_day",
                        max_length=8,
                        verbose_name="counted in",
                    ),
                ),
                ("needs_balance", models.BooleanField(default=False, verbose_name="has a balance")),
                (
                    "accrual",
                    models.CharField(
                        choices=[
                            ("none", "Granted by hand"),
                            ("yearly", "Each year, by years of service"),
                            ("monthly", "Each month, by years of service"),
                            ("hours", "With hours worked"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="how the balance grows",
                    ),
                ),
                (
                    "takes_certificate",
                    models.BooleanField(default=False, verbose_name="asks for a medical certificate"),
                ),
                (
                    "certificate_from_days",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="Empty: as the rulebook says.",
                        max_digits=4,
                        null=True,
                        verbose_name="certificate from so many days",
                    ),
                ),
                (
                    "others_may_ask",
                    models.BooleanField(default=False, verbose_name="another person may report it"),
                ),
                ("takes_place", models.BooleanField(default=True, verbose_name="takes a place of the team")),
                (
                    "may_be_automatic",
                    models.BooleanField(default=False, verbose_name="may be approved at once"),
                ),
                ("is_paid", models.BooleanField(default=False, verbose_name="paid")),
                ("place", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_kinds",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of leave",
                "verbose_name_plural": "kinds of leave",
                "ordering": ["site", "place", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"),
                        name="leave_code_is_unique_in_its_site",
                        violation_error_message="This site already has a kind of leave with this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needs_balance", True), ("accrual", "none"), _connector="OR"),
                        name="leave_balance_grows_only_where_there_is_one",
                        violation_error_message="Only leave with a balance can grow.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nature__in", ["personal", "special"]), _negated=True),
                            ("others_may_ask", False),
                            _connector="OR",
                        ),
                        name="personal_leave_is_asked_for_in_person",
                        violation_error_message="Personal leave is asked for by the employee in person (S2E-24).",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaveRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("whole", "Whole days"),
                            ("first_half", "First half of the shift"),
                            ("second_half", "Second half of the shift"),
                            ("hours", "By hours"),
                        ],
                        default="whole",
                        max_length=12,
                        verbose_name="what of it",
                    ),
                ),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="amount")),
                ("days", models.DecimalField(decimal_places=3, max_digits=7, verbose_name="working days")),
                (
                    "path",
                    models.CharField(
                        choices=[
                            ("swapped", "Swapped shift"),
                            ("holiday", "Holiday on duty, extreme case"),
                            ("night", "Night shift, with consent"),
                            ("emergency", "Sick, emergency"),
                            ("sick", "Sick leave"),
                            ("ordinary", "Ordinary personal leave"),
                            ("special", "Special personal leave"),
                            ("late", "Late request, counts only with consent"),
                            ("business", "Business trip or training"),
                            ("planned", "Planned leave"),
                            ("statutory", "Leave by law"),
                        ],
                        max_length=12,
                        verbose_name="rule",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "To be put right"),
                            ("waiting", "On the waiting list"),
                            ("submitted", "Submitted"),
                            ("late_request", "Late request, not yet agreed to"),
                            ("endorsed", "Endorsed"),
                            ("approved", "Approved"),
                            ("certificate_pending", "Approved, certificate due"),
                            ("certified", "Certified"),
                            ("certificate_overdue", "Certificate overdue"),
                            ("closed", "Closed"),
                            ("rejected", "Rejected"),
                            ("cancelled", "Taken back"),
                            ("absence", "Absence"),
                        ],
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("is_late", models.BooleanField(default=False, verbose_name="late request")),
                ("is_automatic", models.BooleanField(default=False, verbose_name="approved at once")),
                ("consent_by", models.DateTimeField(null=True, verbose_name="consent needed by")),
                ("certificate_due_on", models.DateField(null=True, verbose_name="certificate due")),
                (
                    "decides",
                    models.CharField(
                        choices=[
                            ("agent", "Agent"),
                            ("group_leader", "Group leader"),
                            ("shift_leader", "Shift leader"),
                            ("qa_trainer", "QA and training"),
                            ("info_coordinator", "Information coordinator"),
                            ("coordinator", "Coordination officer"),
                            ("complaint_officer", "Complaint officer"),
                            ("director", "Director"),
                            ("deputy_director", "Deputy director"),
                            ("center_manager", "Center manager"),
                            ("dept_handler", "Department handler"),
                            ("sales_deputy_gm", "Deputy GM sales"),
                            ("deputy_gm", "Deputy GM in charge"),
                            ("gm", "General manager"),
                            ("gm_office", "GM office"),
                            ("hr", "Human resources"),
                            ("project_manager", "Project manager"),
                            ("market_manager", "Market manager"),
                            ("info_admin", "Customer-data officer"),
                            ("sysadmin", "System administrator"),
                        ],
                        max_length=32,
                        verbose_name="decides",
                    ),
                ),
                ("notified_by", models.CharField(blank=True, max_length=120, verbose_name="reported by")),
                ("relation", models.CharField(blank=True, max_length=60, verbose_name="relation")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked"
                    ),
                ),
                ("waiting_since", models.DateTimeField(null=True, verbose_name="waiting since")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("reported_back_at", models.DateTimeField(null=True, verbose_name="back at work")),
                ("missed_at", models.DateTimeField(null=True, verbose_name="not back")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_requests",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="leave.leavekind",
                        verbose_name="type",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "leave",
                "verbose_name_plural": "leave",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [
                    models.Index(fields=["employee", "starts_at"], name="leave_by_employee"),
                    models.Index(fields=["site", "-starts_at"], name="leave_by_site"),
                    models.Index(fields=["state", "ends_at"], name="leave_by_state"),
                    models.Index(fields=["team", "starts_at"], name="leave_by_team"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(
                            ("state__in", ("rejected", "cancelled", "absence")), _negated=True
                        ),
                        expressions=[
                            (
                                models.Func(
                                    models.F("employee_id"),
                                    models.F("employee_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(models.F("starts_at"), models.F("ends_at"), function="tstzrange"),
                                "&&",
                            ),
                        ],
                        name="nobody_is_on_leave_twice_at_once",
                        violation_error_message="There is leave at that time already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")), ("last_on__gte", models.F("first_on"))
                        ),
                        name="leave_ends_after_it_starts",
                        violation_error_message="A leave ends after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("days__gt", 0)),
                        name="leave_takes_working_time",
                        violation_error_message="Leave takes working time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consent_by", None), ("is_late", False)),
                            models.Q(("consent_by__isnull", False), ("is_late", True)),
                            _connector="OR",
                        ),
                        name="late_leave_says_until_when_consent_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            ("waiting_since__isnull", False),
                            _connector="OR",
                        ),
                        name="leave_on_the_waiting_list_says_since_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaveDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes")),
                ("of_minutes", models.PositiveIntegerField(verbose_name="of working minutes")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leave_days",
                        to="leave.leaverequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "on"],
                "indexes": [models.Index(fields=["on"], name="leave_day_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "on"), name="leave_has_a_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0), ("minutes__lte", models.F("of_minutes"))),
                        name="leave_takes_no_more_than_the_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("issuer", models.CharField(blank=True, max_length=120, verbose_name="issued by")),
                (
                    "handed_in_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="handed in"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.attachment",
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="leave.leaverequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "medical certificate",
                "verbose_name_plural": "medical certificates",
                "ordering": ["request", "starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="certificate_ends_after_it_starts",
                        violation_error_message="The certificate ends before it starts.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("grant", "Granted"),
                            ("carry_over", "Carried over"),
                            ("reservation", "Reserved"),
                            ("release", "Given back"),
                            ("taking", "Taken"),
                            ("expiry", "Expired"),
                            ("correction", "Corrected"),
                        ],
                        max_length=12,
                        verbose_name="entry",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="amount")),
                ("on", models.DateField(verbose_name="day")),
                ("expires_on", models.DateField(null=True, verbose_name="expires")),
                ("period", models.CharField(blank=True, max_length=16)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "booked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="booked"
                    ),
                ),
                (
                    "booked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_entries",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="leave.leavekind",
                        verbose_name="type",
                    ),
                ),
                (
                    "of_grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="leave.ledgerentry",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="leave.leaverequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a leave ledger",
                "verbose_name_plural": "entries of leave ledgers",
                "ordering": ["employee", "kind", "pk"],
                "indexes": [models.Index(fields=["employee", "kind"], name="ledger_by_employee_and_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry__in", ["reservation", "release", "taking"]),
                                ("request__isnull", False),
                            ),
                            models.Q(
                                models.Q(("entry__in", ["reservation", "release", "taking"]), _negated=True),
                                ("request", None),
                            ),
                            _connector="OR",
                        ),
                        name="reserved_and_taken_leave_belongs_to_a_request",
                        violation_error_message="Leave is reserved and taken by a request only.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("entry__in", ["grant", "carry_over", "release"])),
                            models.Q(("amount__lt", 0), ("entry__in", ["reservation", "taking", "expiry"])),
                            models.Q(("entry", "correction"), models.Q(("amount", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="leave_given_is_positive_and_leave_used_negative",
                        violation_error_message="Given leave is above zero, used leave below.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry", "expiry"), ("of_grant__isnull", False)),
                            models.Q(models.Q(("entry", "expiry"), _negated=True), ("of_grant", None)),
                            _connector="OR",
                        ),
                        name="expired_leave_says_what_expired",
                    ),
                    models.UniqueConstraint(fields=("of_grant",), name="leave_expires_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("period", ""), _negated=True),
                        fields=("employee", "kind", "entry", "period"),
                        name="leave_is_accrued_once_for_a_period",
                        violation_error_message="This period is booked already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allotment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="days")),
                ("places", models.PositiveSmallIntegerField(verbose_name="places")),
                ("set_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_allotments",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "places for leave",
                "verbose_name_plural": "places for leave",
                "ordering": ["team", "period"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("team_id"),
                                    models.F("team_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            ("period", "&&"),
                        ],
                        name="team_has_one_number_of_places_a_day",
                        violation_error_message="This team already has a number of places in these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__endswith__isnull", False),
                            ("period__isempty", False),
                            ("period__startswith__isnull", False),
                        ),
                        name="places_for_leave_hold_for_real_days",
                    ),
                ],
            },
        ),
    ]
