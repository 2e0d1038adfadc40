"""The API of customers: masked numbers, record and change through the pages' services, look with a reason."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Site
from complaints.customers import services
from complaints.customers.contacts.models import Direction, Means
from complaints.customers.contacts.services import ReportFacts, write_report
from complaints.customers.dossier import (
    SUBJECT,
    Customer,
    CustomerClass,
    CustomerKind,
    CustomerPerson,
    CustomerPhone,
    SpecialClass,
)
from complaints.customers.facts import CustomerFacts
from complaints.customers.finding import Candidate, find_or_offer
from complaints.customers.listing import CustomerFilter, ReportFilter
from complaints.customers.looks.models import Field, Via
from complaints.customers.looks.services import reveal
from complaints.customers.masking import masked_words
from complaints.customers.models import ContactReport


class CustomerPhoneSerializer(serializers.ModelSerializer[CustomerPhone]):
    """A further number, masked."""

    phone = serializers.CharField(source="masked_phone", read_only=True)

    class Meta:
        model = CustomerPhone
        fields = ("id", "use", "phone")


class CustomerPersonSerializer(serializers.ModelSerializer[CustomerPerson]):
    """Somebody at an organisation; numbers masked."""

    phone = serializers.CharField(source="masked_phone", read_only=True)
    email = serializers.CharField(source="masked_email", read_only=True)

    class Meta:
        model = CustomerPerson
        fields = ("id", "name", "title", "phone", "email", "is_active")


class CustomerSerializer(serializers.ModelSerializer[Customer]):
    """A customer. Phone, fax, e-mail and identity number are masked; `version` goes back with a change."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    phone = serializers.CharField(source="masked_phone", read_only=True)
    fax = serializers.CharField(source="masked_fax", read_only=True)
    email = serializers.CharField(source="masked_email", read_only=True)
    identity_number = serializers.CharField(source="masked_identity", read_only=True)
    notes = serializers.SerializerMethodField()
    owner = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    phones = CustomerPhoneSerializer(many=True, read_only=True)
    people = CustomerPersonSerializer(many=True, read_only=True)

    class Meta:
        model = Customer
        fields = (
            "id", "number", "site", "kind", "name", "customer_class", "special_class", "phone", "phones", "fax", "email",
            "identity_number", "postal_address", "postcode", "legal_representative", "business_scope",
            "registered_capital", "language", "is_key", "is_vip", "is_vulnerable", "notes", "owner", "people",
            "created_at", "changed_at", "version", "merged_into",
        )  # fmt: skip

    def get_notes(self, customer: Customer) -> str:
        return masked_words(customer.notes)


class CustomerFactsSerializer(serializers.Serializer[Any]):
    """What a record says of a customer."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=CustomerKind.choices, required=False)
    customer_class = serializers.ChoiceField(choices=CustomerClass.choices, required=False)
    special_class = serializers.ChoiceField(choices=SpecialClass.choices, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    fax = serializers.CharField(max_length=40, required=False, allow_blank=True)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    identity_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    postal_address = serializers.CharField(max_length=300, required=False, allow_blank=True)
    postcode = serializers.CharField(max_length=16, required=False, allow_blank=True)
    legal_representative = serializers.CharField(max_length=120, required=False, allow_blank=True)
    business_scope = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    registered_capital = serializers.DecimalField(16, 2, required=False, allow_null=True, min_value=0)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    is_key = serializers.BooleanField(required=False)
    is_vip = serializers.BooleanField(required=False)
    is_vulnerable = serializers.BooleanField(required=False)
    notes = serializers.CharField(max_length=4000, required=False, allow_blank=True)


class NewCustomerSerializer(CustomerFactsSerializer):
    """A customer to record. `despite`: ids of known customers with the same number who are somebody else."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    despite = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, default=list)


class CustomerChangeSerializer(CustomerFactsSerializer):
    """What changes; `version` as it was read (left out: whatever stands is changed)."""

    name = serializers.CharField(max_length=200, required=False)
    version = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)


class CustomerLookSerializer(serializers.Serializer[Any]):
    """What to look at, and why."""

    fields_shown = serializers.ListField(child=serializers.ChoiceField(choices=Field.choices), min_length=1)
    reason = serializers.CharField(max_length=300)


class WholeNumberSerializer(serializers.Serializer[Any]):
    """One whole number: of which sort, whose or which."""

    field = serializers.ChoiceField(choices=Field.choices)
    whose = serializers.CharField(allow_blank=True)
    number = serializers.CharField()


class CandidateSerializer(serializers.Serializer[Any]):
    """A customer who may be meant, and by what: phone, email, name."""

    id = serializers.IntegerField(source="customer.pk")
    number = serializers.CharField(source="customer.number")
    name = serializers.CharField(source="customer.name")
    phone = serializers.CharField(source="customer.masked_phone")
    email = serializers.CharField(source="customer.masked_email")
    by = serializers.ListField(child=serializers.CharField())
    is_sure = serializers.BooleanField()


class CandidateQuestionSerializer(serializers.Serializer[Any]):
    """Whom somebody may be, by what they give. Posted, so that no number stands in an address."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    email = serializers.CharField(max_length=254, required=False, allow_blank=True, default="")
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ContactReportSerializer(serializers.ModelSerializer[ContactReport]):
    """A contact report; numbers in its words are masked."""

    number = serializers.CharField(read_only=True)
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    title = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()
    follow_up = serializers.SerializerMethodField()

    class Meta:
        model = ContactReport
        fields = (
            "id", "number", "customer", "happened_at", "means", "direction", "employee", "with_whom", "title", "content",
            "follow_up", "is_major", "is_confidential", "written_at", "noted_at",
        )  # fmt: skip

    def get_title(self, report: ContactReport) -> str:
        return masked_words(report.title)

    def get_content(self, report: ContactReport) -> str:
        return masked_words(report.content)

    def get_follow_up(self, report: ContactReport) -> str:
        return masked_words(report.follow_up)


class NewContactReportSerializer(serializers.Serializer[Any]):
    """A contact to put on the file."""

    happened_at = serializers.DateTimeField()
    means = serializers.ChoiceField(choices=Means.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    title = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=4000)
    with_whom = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    follow_up = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    is_major = serializers.BooleanField(default=False)
    is_confidential = serializers.BooleanField(default=False)


class CustomerViewSet(ScopedReadViewSet):
    """Customers in the caller's sight, with masked numbers."""

    queryset = Customer.objects.all()
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        """One's own reach; a list names those beside it by their keys."""
        rows: Any = super().get_queryset()
        if self.action == "list" and not getattr(self, "swagger_fake_view", False):
            rows = Customer.objects.listed_to(self.request.user)
        return rows.current().select_related("site", "owner").prefetch_related("phones", "people")

    @extend_schema(request=NewCustomerSerializer, responses={201: CustomerSerializer})
    def create(self, request: Request) -> Response:
        """Record a customer; 409 with those who are known under the same number."""
        data = _sent(NewCustomerSerializer, request)
        despite = data.pop("despite")
        made = services.create_customer(CustomerFacts(**data), actor=request.user, despite=despite)
        return Response(CustomerSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CustomerChangeSerializer, responses=CustomerSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a record."""
        found, data = self.get_object(), _sent(CustomerChangeSerializer, request)
        version = data.pop("version")
        services.change_customer(found, data, actor=request.user, version=version)
        return Response(CustomerSerializer(self.get_object()).data)

    @extend_schema(request=CandidateQuestionSerializer, responses=CandidateSerializer(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filter_backends=[])
    def candidates(self, request: Request) -> Response:
        """Who may be meant by a phone number, an e-mail address or a name."""
        from callcenter.access.permissions import require
        from complaints.customers.access import may_create

        data = _sent(CandidateQuestionSerializer, request)
        require(may_create(request.user, data["site"]))
        found: list[Candidate] = find_or_offer(**data)
        return Response(CandidateSerializer(found, many=True).data)

    @extend_schema(request=CustomerLookSerializer, responses=WholeNumberSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def look(self, request: Request, pk: str) -> Response:
        """The whole numbers, with a reason that is kept. Employees only: never for programs."""
        found, data = self.get_object(), _sent(CustomerLookSerializer, request)
        numbers = reveal(found, data["fields_shown"], reason=data["reason"], actor=request.user, via=Via.API)
        lines = [
            {"field": field, "whose": whose, "number": number}
            for field, each in numbers.items()
            for whose, number in each
        ]
        answer = Response(WholeNumberSerializer(lines, many=True).data)
        answer["Cache-Control"] = "no-store"
        return answer

    @extend_schema(request=NewContactReportSerializer, responses={201: ContactReportSerializer})
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: str) -> Response:
        """Write a contact report."""
        found, data = self.get_object(), _sent(NewContactReportSerializer, request)
        made = write_report(found, ReportFacts(**data), actor=request.user)
        return Response(ContactReportSerializer(made).data, status=status.HTTP_201_CREATED)


class ContactReportViewSet(ScopedReadViewSet):
    """Contact reports on the customers in the caller's sight."""

    queryset = ContactReport.objects.select_related("employee").defer("search")
    serializer_class = ContactReportSerializer
    filterset_class = ReportFilter
    subject = SUBJECT


def _sent(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = shape(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
