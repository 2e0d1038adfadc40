"""The API of duplicates: what looks like a complaint, links between two that both go on, merges and their undoing."""

from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from complaints.cases import finding
from complaints.cases.dossier import SUBJECT
from complaints.cases.duplicates import linking, merging
from complaints.cases.duplicates.models import CaseLink, Merge
from complaints.cases.duplicates.rules import Why
from complaints.cases.duplicates.selectors import Asked, candidates
from complaints.cases.naming import ComplaintField, sent


class ComplaintMergeSerializer(serializers.ModelSerializer[Merge]):
    """One complaint merged into another; `undone_at` set once it stands by itself again."""

    survivor = serializers.CharField(source="survivor.reference", read_only=True)
    merged = serializers.CharField(source="merged.reference", read_only=True)
    by = serializers.CharField(source="by.username", read_only=True, allow_null=True)
    undone_by = serializers.CharField(source="undone_by.username", read_only=True, allow_null=True)

    class Meta:
        model = Merge
        fields = ("id", "survivor", "merged", "at", "by", "reason", "undone_at", "undone_by", "undo_reason")
        read_only_fields = fields


class NewComplaintMergeSerializer(serializers.Serializer[Any]):
    """Both by number or receipt; `survivor` stands for both from then on."""

    survivor = ComplaintField()
    merged = ComplaintField()
    reason = serializers.CharField(max_length=2000)


class UndoneComplaintMergeSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class ComplaintAskedAboutSerializer(serializers.Serializer[Any]):
    """Number or receipt."""

    complaint = ComplaintField()


class ComplaintCandidateSerializer(serializers.Serializer[Any]):
    """A complaint that looks like another one; `score` 0 to 100, `text_pct` how far their texts agree."""

    complaint = serializers.CharField(source="case.reference")
    state = serializers.CharField(source="case.state")
    received_at = serializers.DateTimeField(source="case.received_at")
    why = serializers.ListField(
        child=serializers.ChoiceField(choices=[(one.value, one.value) for one in Why])
    )
    text_pct = serializers.IntegerField()
    score = serializers.IntegerField()


class MergeFilter(django_filters.FilterSet):
    """`complaint`: those that it is in, on either side; `is_undone`."""

    complaint = django_filters.CharFilter(method="of_complaint")
    is_undone = django_filters.BooleanFilter(field_name="undone_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Merge
        fields: tuple[str, ...] = ()

    def of_complaint(self, rows: Any, name: str, reference: str) -> Any:
        """Those of one complaint; none where there is no such complaint."""
        return rows.of(finding.of_reference(reference))


class ComplaintMergeViewSet(ScopedReadViewSet):
    """Merges in which the caller may see both complaints."""

    queryset = (
        Merge.objects.select_related("survivor__site", "merged__site", "by", "undone_by")
        .defer("survivor__search", "merged__search")
        .order_by("-at", "-pk")
    )
    serializer_class = ComplaintMergeSerializer
    filterset_class = MergeFilter
    subject = SUBJECT

    @extend_schema(request=NewComplaintMergeSerializer, responses={201: ComplaintMergeSerializer})
    def create(self, request: Request) -> Response:
        """Merge one into the other: the earliest receipt and the strictest deadline hold."""
        data = sent(NewComplaintMergeSerializer, request.data, user=request.user)
        made = merging.merge(data["survivor"], data["merged"], actor=request.user, reason=data["reason"])
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=UndoneComplaintMergeSerializer, responses=ComplaintMergeSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take it back: the merged complaint stands as it stood, its clocks run on."""
        made, data = self.get_object(), sent(UndoneComplaintMergeSerializer, request.data, user=request.user)
        return self._shown(merging.unmerge(made, actor=request.user, reason=data["reason"]))

    @extend_schema(
        parameters=[ComplaintAskedAboutSerializer],
        responses=ComplaintCandidateSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def candidates(self, request: Request) -> Response:
        """What looks like that complaint, the likeliest first, at most eight that the caller may see."""
        case = sent(ComplaintAskedAboutSerializer, request.query_params, user=request.user)["complaint"]
        found = [one for one in candidates(Asked.of(case), user=request.user) if one.is_visible]
        return Response(ComplaintCandidateSerializer(found, many=True).data)

    def _shown(self, made: Merge, code: int = status.HTTP_200_OK) -> Response:
        rows: Any = self.queryset
        return Response(ComplaintMergeSerializer(rows.get(pk=made.pk)).data, status=code)


class ComplaintLinkSerializer(serializers.ModelSerializer[CaseLink]):
    """Two complaints that belong together and both go on."""

    complaint = serializers.CharField(source="case.reference", read_only=True)
    other = serializers.CharField(source="other.reference", read_only=True)
    made_by = serializers.CharField(source="made_by.username", read_only=True, allow_null=True)

    class Meta:
        model = CaseLink
        fields = ("id", "complaint", "other", "words", "made_at", "made_by")
        read_only_fields = fields


class NewComplaintLinkSerializer(serializers.Serializer[Any]):
    """Both by number or receipt."""

    complaint = ComplaintField()
    other = ComplaintField()
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class LinkFilter(django_filters.FilterSet):
    """`complaint`: those that it is in, on either side."""

    complaint = django_filters.CharFilter(method="of_complaint")

    class Meta:
        model = CaseLink
        fields: tuple[str, ...] = ()

    def of_complaint(self, rows: Any, name: str, reference: str) -> Any:
        """Those of one complaint; none where there is no such complaint."""
        return rows.of(finding.of_reference(reference))


class ComplaintLinkViewSet(ScopedReadViewSet):
    """Links in which the caller may see both complaints."""

    queryset = (
        CaseLink.objects.select_related("case__site", "other__site", "made_by")
        .defer("case__search", "other__search")
        .order_by("-pk")
    )
    serializer_class = ComplaintLinkSerializer
    filterset_class = LinkFilter
    subject = SUBJECT

    @extend_schema(request=NewComplaintLinkSerializer, responses={201: ComplaintLinkSerializer})
    def create(self, request: Request) -> Response:
        """Note that they belong together; linking them twice changes nothing."""
        data = sent(NewComplaintLinkSerializer, request.data, user=request.user)
        made = linking.link(data["complaint"], data["other"], actor=request.user, words=data["words"])
        rows: Any = self.queryset
        return Response(ComplaintLinkSerializer(rows.get(pk=made.pk)).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """They do not belong together after all."""
        linking.unlink(self.get_object(), actor=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)
