"""What the API of complaints sends and takes: shape only. People are named by number, causes and sites by code."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from callcenter.clocks.models import Clock
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.people.models import Department, Employee, Site
from complaints.cases import wording
from complaints.cases.contacts.models import About, Contact, Means
from complaints.cases.contacts.services import BY_TRANSITION
from complaints.cases.decisions.models import Findings, RemedyLine, Report
from complaints.cases.dossier import PRODUCT_FIELDS, Case, CauseClass
from complaints.cases.regulation import KINDS
from complaints.cases.states import Channel, Fault, Nature, Outcome, Remedy, Trigger
from complaints.cases.steps.models import Step, ThirdParty
from complaints.customers.looks.models import Field
from complaints.customers.masking import masked_email, masked_phone
from complaints.customers.models import Customer

MOST = 8000
NOT_APPLICABLE = [(name, name) for name in (*PRODUCT_FIELDS, "demand")]
FOUND_OUTCOMES = [one for one in Outcome.choices if one[0] != Outcome.WITHDRAWN]
UPTO = [("record", "record"), ("submit", "submit"), ("accept", "accept")]
LOGGED_ABOUT = [one for one in About.choices if one[0] not in BY_TRANSITION]


class _Person(serializers.SlugRelatedField):
    """Somebody by number."""

    def __init__(self, **options: Any) -> None:
        options = {"slug_field": "number"} | options
        if not options.get("read_only"):
            options.setdefault("queryset", Employee.objects.all())
        super().__init__(**options)


def _chosen(choices: Any) -> serializers.ChoiceField:
    """One of them as it is shown; empty before it is decided."""
    return serializers.ChoiceField(choices=choices, allow_blank=True, read_only=True)


def _words(**options: Any) -> serializers.CharField:
    return serializers.CharField(max_length=MOST, **options)


def _remark() -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, default="", max_length=MOST)


def _moment() -> serializers.DateTimeField:
    """Null: now."""
    return serializers.DateTimeField(required=False, allow_null=True, default=None)


class ComplaintSerializer(serializers.ModelSerializer[Case]):
    """A complaint; phone and e-mail masked. `number` null before acceptance: `reference` is always there."""

    reference = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code", read_only=True)
    cause = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    owner = _Person(read_only=True)
    taker = _Person(read_only=True, allow_null=True)
    about = _Person(read_only=True, allow_null=True)
    customer = serializers.PrimaryKeyRelatedField[Any](read_only=True, allow_null=True)
    contact_phone = serializers.SerializerMethodField()
    contact_email = serializers.SerializerMethodField()
    is_overdue = serializers.SerializerMethodField()
    fault = _chosen(Fault.choices)
    outcome = _chosen(Outcome.choices)
    parent = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = Case
        fields = (
            "id", "reference", "number", "version", "site", "state", "nature", "channel", "title", "content", "demand",
            "claimed_amount", "customer", "contact_name", "contact_phone", "contact_email", "is_vulnerable", "about",
            "call_reference", "order_no", "lot_no", "product", "quantity", "defective_quantity", "shipped_on", "policy_no",
            "not_applicable", "grounds", "marketing_opinion", "samples", "cause", "severity", "triggers", "is_joint",
            "joint_due_at", "taker", "owner", "received_at", "submitted_at", "accepted_at", "acknowledged_at", "due_at",
            "is_overdue", "overdue_at", "overdue_reason", "expected_close_on", "investigated_at", "reported_at",
            "decided_at", "conveyed_at", "answered_at", "is_decision_accepted", "closed_at", "fault", "outcome", "amount",
            "parent",
        )  # fmt: skip
        read_only_fields = fields

    def get_contact_phone(self, case: Case) -> str:
        return masked_phone(case.contact_phone)

    def get_contact_email(self, case: Case) -> str:
        return masked_email(case.contact_email)

    def get_is_overdue(self, case: Case) -> bool:
        return wording.is_overdue(case)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_parent(self, case: Case) -> str | None:
        return case.parent.reference if case.parent else None


class ComplaintStepSerializer(serializers.ModelSerializer[Step]):
    """A step of a department, or of the service department's own."""

    case = serializers.CharField(source="case.reference", read_only=True)
    department = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    assignee = _Person(read_only=True, allow_null=True)

    class Meta:
        model = Step
        fields = (
            "id", "case", "kind", "title", "position", "department", "assignee", "state", "due_at", "started_at", "done_at",
            "result", "overdue_reason", "chased",
        )  # fmt: skip
        read_only_fields = fields


class ComplaintContactSerializer(serializers.ModelSerializer[Contact]):
    """A contact with the customer."""

    class Meta:
        model = Contact
        fields = ("id", "at", "is_ours", "means", "about", "words", "is_promise", "recorded_at")
        read_only_fields = fields


class ComplaintThirdPartySerializer(serializers.ModelSerializer[ThirdParty]):
    """A supplier or partner who handles it with us."""

    class Meta:
        model = ThirdParty
        fields = ("id", "name", "contact", "asked_for", "due_at", "answer", "answered_at")
        read_only_fields = fields


class ComplaintRemedySerializer(serializers.ModelSerializer[RemedyLine]):
    """A remedy, proposed or after the decision approved."""

    class Meta:
        model = RemedyLine
        fields = ("id", "kind", "amount", "quantity", "unit", "note")
        read_only_fields = fields


class ComplaintFindingsSerializer(serializers.ModelSerializer[Findings]):
    """What was found, and the verdict."""

    originating_unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    fault = _chosen(Fault.choices)
    outcome = _chosen(Outcome.choices)

    class Meta:
        model = Findings
        fields = (
            "text", "fault", "outcome", "originating_unit", "is_own_quality_problem", "is_human_negligence",
            "is_improvement_tracked", "verdict_at",
        )  # fmt: skip
        read_only_fields = fields


class ComplaintReportSerializer(serializers.ModelSerializer[Report]):
    """A report and its decision."""

    class Meta:
        model = Report
        fields = (
            "id", "round", "text", "outcome", "amount", "counted_amount", "tier", "submitted_at", "decided_at", "is_approved",
            "decision",
        )  # fmt: skip
        read_only_fields = fields


class RegulatorDeadlineSerializer(serializers.ModelSerializer[Clock]):
    """A deadline of the regulator; `outcome` empty: it runs, `cancelled`: a longer one took its place."""

    outcome = _chosen(ClockOutcome.choices)

    class Meta:
        model = Clock
        fields = ("id", "kind", "started_at", "due_at", "stopped_at", "outcome")
        read_only_fields = fields


class ComplaintFileSerializer(ComplaintSerializer):
    """A complaint with its steps, contacts, third parties, findings, remedies and reports."""

    steps = ComplaintStepSerializer(many=True, read_only=True)
    contacts = ComplaintContactSerializer(many=True, read_only=True)
    third_parties = ComplaintThirdPartySerializer(many=True, read_only=True)
    remedies = ComplaintRemedySerializer(many=True, read_only=True)
    reports = ComplaintReportSerializer(many=True, read_only=True)
    findings = serializers.SerializerMethodField()
    regulator_deadlines = serializers.SerializerMethodField()

    class Meta(ComplaintSerializer.Meta):
        fields = (
            *ComplaintSerializer.Meta.fields,
            "steps",
            "contacts",
            "third_parties",
            "remedies",
            "reports",
            "findings",
            "regulator_deadlines",
        )  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(RegulatorDeadlineSerializer(many=True))
    def get_regulator_deadlines(self, case: Case) -> Any:
        """Those that the regulator of the site sets beside ours, in the order they were set."""
        rows = Clock.objects.of(case).filter(kind__in=KINDS).order_by("pk")
        return RegulatorDeadlineSerializer(rows, many=True).data

    @extend_schema_field(ComplaintFindingsSerializer(allow_null=True))
    def get_findings(self, case: Case) -> Any:
        found = getattr(case, "findings", None)
        return ComplaintFindingsSerializer(found).data if found else None


class ComplaintFormSerializer(serializers.Serializer[Any]):
    """Fields of the handling form that may be written until the complaint is over."""

    title = serializers.CharField(max_length=200)
    content = _words()
    demand = _remark()
    nature = serializers.ChoiceField(choices=Nature.choices, default=Nature.COMPLAINT)
    claimed_amount = serializers.DecimalField(
        12, 2, required=False, allow_null=True, default=None, min_value=Decimal(0)
    )
    customer = serializers.PrimaryKeyRelatedField(
        queryset=Customer.objects.all(), required=False, allow_null=True, default=None
    )
    contact_name = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    contact_phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    contact_email = serializers.EmailField(required=False, allow_blank=True, default="")
    is_vulnerable = serializers.BooleanField(default=False)
    about = _Person(required=False, allow_null=True, default=None)
    call_reference = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    order_no = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    lot_no = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    product = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    quantity = serializers.DecimalField(
        12, 3, required=False, allow_null=True, default=None, min_value=Decimal(0)
    )
    defective_quantity = serializers.DecimalField(
        12, 3, required=False, allow_null=True, default=None, min_value=Decimal(0)
    )
    shipped_on = serializers.DateField(required=False, allow_null=True, default=None)
    policy_no = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    not_applicable = serializers.ListField(
        child=serializers.ChoiceField(choices=NOT_APPLICABLE), required=False, default=list
    )
    samples = _remark()
    cause = serializers.SlugRelatedField(
        slug_field="code",
        queryset=CauseClass.objects.filter(is_active=True),
        required=False,
        allow_null=True,
        default=None,
    )
    triggers = serializers.ListField(
        child=serializers.ChoiceField(choices=Trigger.choices), required=False, default=list
    )


class NewComplaintSerializer(ComplaintFormSerializer):
    """A complaint to record; `received_at` null: now. `upto` says how far it goes at once."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.API)
    received_at = _moment()
    upto = serializers.ChoiceField(choices=UPTO, default="record")


class ChangedComplaintSerializer(ComplaintFormSerializer):
    """What is to be changed; `version` of the form that was read, refused when somebody wrote since."""

    version = serializers.IntegerField(required=False, allow_null=True)
    grounds = _remark()
    marketing_opinion = _remark()
    is_joint = serializers.BooleanField()
    joint_due_at = serializers.DateTimeField(allow_null=True)


class ComplaintRemarkSerializer(serializers.Serializer[Any]):
    comment = _remark()


class ComplaintReasonSerializer(serializers.Serializer[Any]):
    reason = _words()


class ComplaintLookSerializer(serializers.Serializer[Any]):
    """What to look at of the numbers that stand on a complaint, and why. An identity number never stands on one."""

    fields_shown = serializers.ListField(child=serializers.ChoiceField(choices=Field.choices), min_length=1)
    reason = serializers.CharField(max_length=300)


class ComplaintWholeNumberSerializer(serializers.Serializer[Any]):
    """One whole number: of which sort, whose."""

    field = serializers.ChoiceField(choices=Field.choices)
    whose = serializers.CharField(allow_blank=True)
    number = serializers.CharField()


class ComplaintWordsSerializer(serializers.Serializer[Any]):
    words = _words()


class ComplaintAcceptanceSerializer(serializers.Serializer[Any]):
    """`owner` null: who owns it now; `at` null: now."""

    owner = _Person(required=False, allow_null=True, default=None)
    at = _moment()


class ComplaintOwnerSerializer(serializers.Serializer[Any]):
    owner = _Person()
    reason = _remark()


class ComplaintInvestigationEndSerializer(serializers.Serializer[Any]):
    at = _moment()
    comment = _remark()


class WrittenFindingsSerializer(serializers.Serializer[Any]):
    """What the investigation found; `originating_unit` is the id of a department."""

    text = _words()
    fault = serializers.ChoiceField(choices=Fault.choices, required=False, allow_blank=True, default="")
    outcome = serializers.ChoiceField(choices=FOUND_OUTCOMES, required=False, allow_blank=True, default="")
    originating_unit = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True, default=None
    )


class ComplaintVerdictSerializer(serializers.Serializer[Any]):
    """Yes or no to each; human negligence is exempt from improvement."""

    is_own_quality_problem = serializers.BooleanField()
    is_human_negligence = serializers.BooleanField()
    is_improvement_tracked = serializers.BooleanField()


class ProposedRemedySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Remedy.choices)
    amount = serializers.DecimalField(12, 2, default=Decimal(0), min_value=Decimal(0))
    quantity = serializers.DecimalField(12, 3, required=False, allow_null=True, default=None)
    unit = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    note = _remark()


class ProposedRemediesSerializer(serializers.Serializer[Any]):
    """All remedies, in the place of those proposed before."""

    remedies = ProposedRemedySerializer(many=True)


class WrittenReportSerializer(serializers.Serializer[Any]):
    text = _words()


class ConveyedDecisionSerializer(serializers.Serializer[Any]):
    means = serializers.ChoiceField(choices=Means.choices)
    words = _words()
    at = _moment()


class CustomerAnswerSerializer(ConveyedDecisionSerializer):
    """Not accepted: a new form takes its place; the answer is the complaint that ended."""

    accepts = serializers.BooleanField()


class LoggedContactSerializer(serializers.Serializer[Any]):
    """A contact to log; a promise only after the decision."""

    about = serializers.ChoiceField(choices=LOGGED_ABOUT)
    means = serializers.ChoiceField(choices=Means.choices)
    words = _words()
    is_ours = serializers.BooleanField(default=True)
    is_promise = serializers.BooleanField(default=False)
    at = _moment()


class ExplainedDelaySerializer(serializers.Serializer[Any]):
    reason = _words()
    expected_close_on = serializers.DateField()
    means = serializers.ChoiceField(choices=Means.choices)
    apology = _words()


class NewComplaintStepSerializer(serializers.Serializer[Any]):
    """A further step; `department` is its id."""

    title = serializers.CharField(max_length=200)
    due_at = serializers.DateTimeField()
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True, default=None
    )
    assignee = _Person(required=False, allow_null=True, default=None)
    is_parallel = serializers.BooleanField(default=True)


class ChangedComplaintStepSerializer(serializers.Serializer[Any]):
    due_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True, default=None
    )
    assignee = _Person(required=False, allow_null=True, default=None)
    reason = _remark()


class StepResultSerializer(serializers.Serializer[Any]):
    """What came of it; `overdue_reason` where it is late."""

    result = _words()
    overdue_reason = _remark()


class NewThirdPartySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    contact = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    asked_for = _words()
    due_at = serializers.DateTimeField()


class ThirdPartyAnswerSerializer(serializers.Serializer[Any]):
    answer = _words()
