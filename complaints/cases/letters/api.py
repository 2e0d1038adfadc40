"""The API of letters: write one from its template, send it out, throw away what was not sent."""

from typing import Any

import django_filters
from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from complaints.cases import finding
from complaints.cases.contacts.models import Letter
from complaints.cases.dossier import SUBJECT
from complaints.cases.letters import services
from complaints.cases.letters.models import LetterTemplate, Purpose
from complaints.cases.naming import ComplaintField, sent


class ComplaintLetterSerializer(serializers.ModelSerializer[Letter]):
    """A letter to a customer; `sent_at` null until it went out. `template` is purpose and version: `upheld.3`."""

    complaint = serializers.CharField(source="case.reference", read_only=True)
    written_by = serializers.CharField(source="written_by.username", read_only=True, allow_null=True)

    class Meta:
        model = Letter
        fields = (
            "id", "complaint", "template", "language", "subject", "body", "written_at", "written_by", "sent_at",
        )  # fmt: skip
        read_only_fields = fields


class NewComplaintLetterSerializer(serializers.Serializer[Any]):
    """A letter to write; `words` is what the writer adds to the template."""

    complaint = ComplaintField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=8000)


class LetterFilter(django_filters.FilterSet):
    """`complaint` by number or receipt; `is_sent`."""

    complaint = django_filters.CharFilter(method="of_complaint")
    is_sent = django_filters.BooleanFilter(field_name="sent_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Letter
        fields: tuple[str, ...] = ()

    def of_complaint(self, rows: Any, name: str, reference: str) -> Any:
        """Those of one complaint; none where there is no such complaint."""
        return rows.filter(case=finding.of_reference(reference))


class ComplaintLetterViewSet(ScopedReadViewSet):
    """Letters of the complaints that the caller handles for the service department."""

    queryset = Letter.objects.select_related("case__site", "written_by").defer("case__search").order_by("-pk")
    serializer_class = ComplaintLetterSerializer
    filterset_class = LetterFilter
    subject = SUBJECT

    @extend_schema(request=NewComplaintLetterSerializer, responses={201: ComplaintLetterSerializer})
    def create(self, request: Request) -> Response:
        """Write one from its template; the decision's letters wait for the decision."""
        data = sent(NewComplaintLetterSerializer, request.data, user=request.user)
        case = data.pop("complaint")
        template = LetterTemplate.objects.get(purpose=data.pop("purpose"))
        made = services.compose(case, template, data.pop("language"), actor=request.user, **data)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=ComplaintLetterSerializer)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, pk: str) -> Response:
        """Send it out: its words stay as they are, and the customer counts as told."""
        return self._shown(services.issue(self.get_object(), actor=request.user))

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Throw away a letter that was not sent."""
        services.discard(self.get_object(), actor=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _shown(self, made: Letter, code: int = status.HTTP_200_OK) -> Response:
        rows: Any = self.queryset
        return Response(ComplaintLetterSerializer(rows.get(pk=made.pk)).data, status=code)
