import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0008_delegations_and_successors"),
        ("roster", "0003_inductions_and_who_changed_a_cell"),
        ("shifts", "0002_shift_is_live"),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cover", "Cover"),
                            ("open_shift", "Open shift"),
                            ("overtime", "Overtime"),
                            ("time_off", "Voluntary time off"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="places")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for a release"),
                            ("open", "Open"),
                            ("full", "Taken"),
                            ("closed", "Over"),
                            ("rejected", "Not released"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "posted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="posted"
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.assignment",
                        verbose_name="given shift",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="from",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shifts.shifttype",
                        verbose_name="shift",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the board",
                "verbose_name_plural": "entries of the board",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["site", "starts_at"], name="posting_by_site"),
                    models.Index(
                        condition=models.Q(("giver__isnull", False)),
                        fields=["giver"],
                        name="posting_by_giver",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("assignment__isnull", False),
                                ("giver__isnull", False),
                                ("kind", "cover"),
                                ("places", 1),
                            ),
                            models.Q(
                                ("assignment", None),
                                ("giver", None),
                                ("kind", "open_shift"),
                                ("shift_type__isnull", False),
                            ),
                            models.Q(
                                ("assignment", None), ("giver", None), ("kind__in", ["overtime", "time_off"])
                            ),
                            _connector="OR",
                        ),
                        name="posting_is_complete_for_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at")), ("places__gte", 1)),
                        name="posting_has_places_and_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "open"])),
                        fields=("assignment",),
                        name="shift_is_given_away_once_at_a_time",
                        violation_error_message="This shift is already on the board.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                (
                    "claimed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="taken"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.assignment",
                        verbose_name="shift",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="who",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="swaps.posting",
                        verbose_name="entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "place on the board",
                "verbose_name_plural": "places on the board",
                "ordering": ["posting", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "place"), name="place_is_taken_once"),
                    models.UniqueConstraint(
                        fields=("posting", "employee"),
                        name="nobody_takes_two_places",
                        violation_error_message="You already have a place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Swap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
                ("reason", models.TextField(verbose_name="reason")),
                ("notes", models.TextField(blank=True, verbose_name="what the other has to know")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for the colleague"),
                            ("confirmed", "Waits for the first leader"),
                            ("endorsed", "Waits for the second leader"),
                            ("approved", "Approved"),
                            ("worked", "Worked, return to come"),
                            ("returned", "Returned"),
                            ("closed", "Closed"),
                            ("declined", "Declined by the colleague"),
                            ("rejected", "Rejected"),
                            ("cancelled", "Cancelled"),
                            ("void", "Void"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked"
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("decision", models.TextField(blank=True, verbose_name="words of the decision")),
                ("worked_at", models.DateTimeField(null=True, verbose_name="worked")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "counterpart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_offered",
                        to="people.employee",
                        verbose_name="colleague",
                    ),
                ),
                (
                    "counterpart_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_asked",
                        to="people.employee",
                        verbose_name="requester",
                    ),
                ),
                (
                    "requester_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
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
            ],
            options={
                "verbose_name": "swap",
                "verbose_name_plural": "swaps",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["site", "-asked_at"], name="swap_by_site"),
                    models.Index(fields=["requester", "month"], name="swap_by_requester_and_month"),
                    models.Index(fields=["counterpart", "month"], name="swap_by_counterpart"),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["asked", "confirmed", "endorsed", "approved", "worked"])
                        ),
                        fields=["state"],
                        name="swap_unfinished",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("requester", models.F("counterpart")), _negated=True),
                        name="swap_is_between_two_people",
                        violation_error_message="A swap needs two people.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="swap_has_a_reason",
                        violation_error_message="Say why you have to be there in person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_on__gte", models.F("month")),
                            ("last_on__gte", models.F("first_on")),
                            ("month__day", 1),
                        ),
                        name="swap_month_is_that_of_its_first_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at", None), ("worked_at__isnull", False), _connector="OR"
                        ),
                        name="swap_is_worked_before_it_is_returned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SwapShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_return", models.BooleanField(default=False, verbose_name="return")),
                ("is_open", models.BooleanField(default=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.assignment",
                        verbose_name="shift",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="from",
                    ),
                ),
                (
                    "replacement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swap_shifts",
                        to="roster.assignment",
                        verbose_name="new shift",
                    ),
                ),
                (
                    "swap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="swaps.swap",
                        verbose_name="swap",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift of a swap",
                "verbose_name_plural": "shifts of swaps",
                "ordering": ["swap", "assignment__starts_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True)),
                        fields=("assignment",),
                        name="shift_is_in_one_open_swap",
                        violation_error_message="Another swap that is not decided yet holds one of these shifts.",
                    ),
                    models.UniqueConstraint(fields=("swap", "giver"), name="each_gives_one_shift_in_a_swap"),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="shift_goes_to_somebody_else",
                        violation_error_message="A swap needs two people.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mishap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reported_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="reported"
                    ),
                ),
                (
                    "requester_share",
                    models.PositiveSmallIntegerField(null=True, verbose_name="share of the requester"),
                ),
                (
                    "counterpart_share",
                    models.PositiveSmallIntegerField(null=True, verbose_name="share of the colleague"),
                ),
                ("note", models.TextField(blank=True, verbose_name="what happened")),
                ("recorded_at", models.DateTimeField(null=True, verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mishap",
                        to="swaps.swapshift",
                        verbose_name="swapped shift",
                    ),
                ),
            ],
            options={
                "verbose_name": "empty swapped shift",
                "verbose_name_plural": "empty swapped shifts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("counterpart_share", None), ("recorded_at", None), ("requester_share", None)
                            ),
                            models.Q(
                                (
                                    "counterpart_share",
                                    django.db.models.expressions.CombinedExpression(
                                        models.Value(100), "-", models.F("requester_share")
                                    ),
                                ),
                                ("recorded_at__isnull", False),
                                ("requester_share__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mishap_shares_make_a_whole",
                        violation_error_message="The shares of the two are whole per cents that make 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at", None), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="mishap_that_is_split_says_what_happened",
                    ),
                ],
            },
        ),
    ]
