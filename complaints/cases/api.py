"""The API of complaints and their steps: read them, record, write in the form, and one action for each use case."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.pagination import KeysFirstPages
from callcenter.api.viewsets import ScopedReadViewSet
from complaints.cases import api_shapes as s
from complaints.cases import services
from complaints.cases.acts import finish_step
from complaints.cases.contacts.models import About, Means
from complaints.cases.dossier import NEWEST, SUBJECT, Case, receipt_of
from complaints.cases.entering import Upto, enter
from complaints.cases.filters import CaseFilter, StepFilter
from complaints.cases.intake import Intake
from complaints.cases.states import Channel, Nature, Remedy
from complaints.cases.steps.models import Step, ThirdParty
from complaints.customers.looks.models import Via

SHOWN = ("site", "cause", "owner", "taker", "about", "parent")
PARTS = ("steps__department", "steps__assignee", "contacts", "third_parties", "remedies", "reports")
ONE = r"(?P<part>[0-9]{1,18})"


def sent(
    shape: type[serializers.Serializer[Any]], request: Request, *, partial: bool = False
) -> dict[str, Any]:
    """The posted data as that serializer reads it; 400 with every field at fault."""
    found = shape(data=request.data, partial=partial)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


class NewestComplaints(KeysFirstPages):
    """In the order of receipt, the latest first: that of the pages' list, and of its index."""

    ordering = NEWEST


class ComplaintViewSet(ScopedReadViewSet):
    """Complaints in the caller's sight, named by number or receipt (`KS-202611-0007`, `IN-000042`)."""

    queryset = Case.objects.select_related(*SHOWN).defer("search").order_by("-received_at", "-pk")
    serializer_class = s.ComplaintSerializer
    filterset_class = CaseFilter
    pagination_class = NewestComplaints
    subject = SUBJECT
    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z0-9_-]{1,40}"

    def get_serializer_class(self) -> Any:
        return s.ComplaintSerializer if self.action == "list" else s.ComplaintFileSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """One with its parts; of a list the keys alone, to which `wide` reads the rows."""
        if self.action == "list" and not getattr(self, "swagger_fake_view", False):
            return Case.objects.listed_to(self.request.user)
        rows: Any = super().get_queryset()
        return rows.select_related("findings__originating_unit").prefetch_related(*PARTS)

    def wide(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        """The rows of a page with what is sent of each."""
        return rows.select_related(*SHOWN).defer("search", "parent__search")

    def get_object(self) -> Any:
        """By number, or by receipt before acceptance."""
        reference = self.kwargs["reference"]
        rows = self.get_queryset()
        receipt = receipt_of(reference)
        found = rows.filter(number=reference).first() if receipt is None else rows.filter(pk=receipt).first()
        if found is None:
            raise Http404
        self.check_object_permissions(self.request, found)
        return found

    def _asked(
        self, shape: type[serializers.Serializer[Any]], request: Request
    ) -> tuple[Case, dict[str, Any]]:
        """The complaint first, so that what is out of sight is 404 whatever is sent; then what was sent."""
        return self.get_object(), sent(shape, request)

    def _shown(self, case: Case, code: int = status.HTTP_200_OK) -> Response:
        """The complaint as it stands now."""
        rows: Any = self.queryset
        return Response(s.ComplaintSerializer(rows.get(pk=case.pk)).data, status=code)

    @extend_schema(request=s.NewComplaintSerializer, responses={201: s.ComplaintSerializer})
    def create(self, request: Request) -> Response:
        """Record a complaint; with `upto` also submit, or accept it."""
        data = sent(s.NewComplaintSerializer, request)
        upto = Upto(data.pop("upto"))
        customer = data["customer"]
        if customer is not None and customer.site_id != data["site"].pk:
            raise serializers.ValidationError({"customer": [_("A customer of the complaint's site.")]})
        data |= {"channel": Channel(data["channel"]), "nature": Nature(data["nature"])}
        data |= {"not_applicable": tuple(data["not_applicable"]), "triggers": tuple(data["triggers"])}
        return self._shown(enter(Intake(**data), actor=request.user, upto=upto), status.HTTP_201_CREATED)

    @extend_schema(request=s.ChangedComplaintSerializer, responses=s.ComplaintSerializer)
    def partial_update(self, request: Request, reference: str) -> Response:
        """Write in the form: the fields that are sent."""
        case, data = self.get_object(), sent(s.ChangedComplaintSerializer, request, partial=True)
        version = data.pop("version", None)
        customer = data.get("customer")
        if customer is not None and customer.site_id != case.site_id:
            raise serializers.ValidationError({"customer": [_("A customer of the complaint's site.")]})
        return self._shown(services.change_case(case, data, actor=request.user, version=version))

    @extend_schema(request=s.ComplaintRemarkSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, reference: str) -> Response:
        """Hand it to the service department."""
        case, data = self._asked(s.ComplaintRemarkSerializer, request)
        return self._shown(services.submit(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, reference: str) -> Response:
        """Something is missing: back to whoever took it."""
        case, data = self._asked(s.ComplaintReasonSerializer, request)
        return self._shown(services.send_back(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def redirect(self, request: Request, reference: str) -> Response:
        """No complaint: it ends here and is passed on."""
        case, data = self._asked(s.ComplaintReasonSerializer, request)
        return self._shown(services.redirect(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintAcceptanceSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, reference: str) -> Response:
        """Take it on: number and days begin."""
        case, data = self._asked(s.ComplaintAcceptanceSerializer, request)
        return self._shown(services.accept(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintOwnerSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, reference: str) -> Response:
        """Name the owner."""
        case, data = self._asked(s.ComplaintOwnerSerializer, request)
        owner = data.pop("owner")
        return self._shown(services.assign(case, owner, actor=request.user, **data))

    @extend_schema(request=s.ComplaintInvestigationEndSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"], url_path="finish-investigation")
    def finish_investigation(self, request: Request, reference: str) -> Response:
        """The days of the report begin."""
        case, data = self._asked(s.ComplaintInvestigationEndSerializer, request)
        return self._shown(services.finish_investigation(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"], url_path="resume-investigation")
    def resume_investigation(self, request: Request, reference: str) -> Response:
        """Find out more."""
        case, data = self._asked(s.ComplaintReasonSerializer, request)
        return self._shown(services.resume_investigation(case, actor=request.user, **data))

    @extend_schema(request=s.WrittenFindingsSerializer, responses=s.ComplaintFindingsSerializer)
    @action(detail=True, methods=["post"])
    def findings(self, request: Request, reference: str) -> Response:
        """Write what was found."""
        case, data = self._asked(s.WrittenFindingsSerializer, request)
        found = services.write_findings(case, actor=request.user, **data)
        return Response(s.ComplaintFindingsSerializer(found).data)

    @extend_schema(request=s.ComplaintVerdictSerializer, responses=s.ComplaintFindingsSerializer)
    @action(detail=True, methods=["post"])
    def verdict(self, request: Request, reference: str) -> Response:
        """Quality, negligence, improvement: yes or no to each."""
        case, data = self._asked(s.ComplaintVerdictSerializer, request)
        found = services.give_verdict(case, actor=request.user, **data)
        return Response(s.ComplaintFindingsSerializer(found).data)

    @extend_schema(
        request=s.ProposedRemediesSerializer, responses=s.ComplaintRemedySerializer(many=True), filters=False
    )
    @action(detail=True, methods=["post"], pagination_class=None)
    def remedies(self, request: Request, reference: str) -> Response:
        """Propose remedies, in the place of what was proposed."""
        case, data = self._asked(s.ProposedRemediesSerializer, request)
        lines = [
            services.RemedyFacts(**(dict(one) | {"kind": Remedy(one["kind"])})) for one in data["remedies"]
        ]
        made = services.propose_remedies(case, lines, actor=request.user)
        return Response(s.ComplaintRemedySerializer(made, many=True).data)

    @extend_schema(request=s.WrittenReportSerializer, responses={201: s.ComplaintReportSerializer})
    @action(detail=True, methods=["post"])
    def report(self, request: Request, reference: str) -> Response:
        """Hand the report in: it goes up the line to whoever may approve its amount."""
        case, data = self._asked(s.WrittenReportSerializer, request)
        made = services.submit_report(case, actor=request.user, **data)
        return Response(s.ComplaintReportSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"], url_path="take-back-report")
    def take_back_report(self, request: Request, reference: str) -> Response:
        """Take the report back before it is decided."""
        case, data = self._asked(s.ComplaintReasonSerializer, request)
        return self._shown(services.take_back_report(case, actor=request.user, **data))

    @extend_schema(request=s.ConveyedDecisionSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def convey(self, request: Request, reference: str) -> Response:
        """The customer was told of the decision."""
        case, data = self._asked(s.ConveyedDecisionSerializer, request)
        data["means"] = Means(data["means"])
        return self._shown(services.convey(case, actor=request.user, **data))

    @extend_schema(request=s.CustomerAnswerSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, reference: str) -> Response:
        """What the customer says to the decision."""
        case, data = self._asked(s.CustomerAnswerSerializer, request)
        data["means"] = Means(data["means"])
        return self._shown(services.record_answer(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintRemarkSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, reference: str) -> Response:
        """Close it: everything the customer is owed is decided, told, answered, its papers issued."""
        case, data = self._asked(s.ComplaintRemarkSerializer, request)
        return self._shown(services.close(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintWordsSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, reference: str) -> Response:
        """The customer takes it back."""
        case, data = self._asked(s.ComplaintWordsSerializer, request)
        return self._shown(services.withdraw(case, actor=request.user, **data))

    @extend_schema(request=s.LoggedContactSerializer, responses={201: s.ComplaintContactSerializer})
    @action(detail=True, methods=["post"])
    def contacts(self, request: Request, reference: str) -> Response:
        """Log a contact with the customer."""
        case, data = self._asked(s.LoggedContactSerializer, request)
        data |= {"about": About(data["about"]), "means": Means(data["means"])}
        made = services.log_contact(case, actor=request.user, **data)
        return Response(s.ComplaintContactSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"], url_path="ask-extension")
    def ask_extension(self, request: Request, reference: str) -> Response:
        """Ask the line for the next longer deadline of the regulator; it is decided among the approvals."""
        case, data = self._asked(s.ComplaintReasonSerializer, request)
        services.ask_for_extension(case, actor=request.user, **data)
        return self._shown(case)

    @extend_schema(request=s.ComplaintLookSerializer, responses=s.ComplaintWholeNumberSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def look(self, request: Request, reference: str) -> Response:
        """The whole numbers that stand on the complaint, with a reason that is kept. Employees only: never for programs."""
        case, data = self._asked(s.ComplaintLookSerializer, request)
        numbers = services.reveal_contact(
            case, data["fields_shown"], reason=data["reason"], actor=request.user, via=Via.API
        )
        lines = [
            {"field": field, "whose": whose, "number": number}
            for field, each in numbers.items()
            for whose, number in each
        ]
        answer = Response(s.ComplaintWholeNumberSerializer(lines, many=True).data)
        answer["Cache-Control"] = "no-store"
        return answer

    @extend_schema(request=s.ExplainedDelaySerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"], url_path="explain-overdue")
    def explain_overdue(self, request: Request, reference: str) -> Response:
        """Why it is late, when it will be closed, the apology."""
        case, data = self._asked(s.ExplainedDelaySerializer, request)
        services.explain_overdue(case, actor=request.user, **(data | {"means": Means(data["means"])}))
        return self._shown(case)

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def wait(self, request: Request, reference: str) -> Response:
        """Wait for the customer, where the rulebook allows it."""
        case, data = self._asked(s.ComplaintReasonSerializer, request)
        return self._shown(services.wait_for_customer(case, actor=request.user, **data))

    @extend_schema(request=s.ComplaintRemarkSerializer, responses=s.ComplaintSerializer)
    @action(detail=True, methods=["post"], url_path="wait-no-longer")
    def wait_no_longer(self, request: Request, reference: str) -> Response:
        """The customer has answered: the clock runs on."""
        case, data = self._asked(s.ComplaintRemarkSerializer, request)
        return self._shown(services.wait_no_longer(case, actor=request.user, reason=data["comment"]))

    @extend_schema(request=s.NewComplaintStepSerializer, responses={201: s.ComplaintStepSerializer})
    @action(detail=True, methods=["post"])
    def steps(self, request: Request, reference: str) -> Response:
        """Add a step."""
        case, data = self._asked(s.NewComplaintStepSerializer, request)
        made = services.add_step(case, actor=request.user, **data)
        return Response(s.ComplaintStepSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=s.NewThirdPartySerializer, responses={201: s.ComplaintThirdPartySerializer})
    @action(detail=True, methods=["post"], url_path="third-parties")
    def third_parties(self, request: Request, reference: str) -> Response:
        """Ask a third party."""
        case, data = self._asked(s.NewThirdPartySerializer, request)
        made = services.ask_third_party(case, actor=request.user, **data)
        return Response(s.ComplaintThirdPartySerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=s.ThirdPartyAnswerSerializer, responses=s.ComplaintThirdPartySerializer)
    @action(detail=True, methods=["post"], url_path=rf"third-parties/{ONE}/answer")
    def third_party_answer(self, request: Request, reference: str, part: str) -> Response:
        """Record what a third party answered."""
        party = get_object_or_404(ThirdParty, pk=part, case=self.get_object())
        data = sent(s.ThirdPartyAnswerSerializer, request)
        found = services.record_third_party_answer(party, actor=request.user, **data)
        return Response(s.ComplaintThirdPartySerializer(found).data)


class ComplaintStepViewSet(ScopedReadViewSet):
    """Steps of complaints: one's own, one's department's, those of the site for the service department."""

    queryset = (
        Step.objects.select_related("case__site", "department", "assignee")
        .defer("case__search")
        .order_by("due_at", "pk")
    )
    serializer_class = s.ComplaintStepSerializer
    filterset_class = StepFilter
    subject = SUBJECT

    def _shown(self, step: Step) -> Response:
        rows: Any = self.queryset
        return Response(s.ComplaintStepSerializer(rows.get(pk=step.pk)).data)

    @extend_schema(request=s.StepResultSerializer, responses=s.ComplaintStepSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """It is done; what came of it."""
        step = self.get_object()
        finish_step(step, actor=request.user, **sent(s.StepResultSerializer, request))
        return self._shown(step)

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintStepSerializer)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """It is not needed."""
        step = self.get_object()
        services.skip_step(step, actor=request.user, **sent(s.ComplaintReasonSerializer, request))
        return self._shown(step)

    @extend_schema(request=s.ComplaintReasonSerializer, responses=s.ComplaintStepSerializer)
    @action(detail=True, methods=["post"])
    def explain(self, request: Request, pk: str) -> Response:
        """Why it is late."""
        step = self.get_object()
        services.explain_late_step(step, actor=request.user, **sent(s.ComplaintReasonSerializer, request))
        return self._shown(step)

    @extend_schema(request=s.ComplaintRemarkSerializer, responses=s.ComplaintStepSerializer)
    @action(detail=True, methods=["post"])
    def chase(self, request: Request, pk: str) -> Response:
        """Urge whoever has it."""
        step = self.get_object()
        services.chase(step, actor=request.user, words=sent(s.ComplaintRemarkSerializer, request)["comment"])
        return self._shown(step)

    @extend_schema(request=s.ChangedComplaintStepSerializer, responses=s.ComplaintStepSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Another handler, department or deadline."""
        step = self.get_object()
        services.change_step(step, actor=request.user, **sent(s.ChangedComplaintStepSerializer, request))
        return self._shown(step)
