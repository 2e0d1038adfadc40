"""The API of handing many complaints to one owner: asked for once, done by a worker one by one, with what became of each."""

from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import require
from callcenter.accounts.models import User
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.files.bulk.models import Fate, JobLine
from callcenter.files.bulk.services import MOST
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job, State, Work
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from complaints.cases import access
from complaints.cases.dossier import receipt_of
from complaints.cases.models import SUBJECT, Case, CaseQuerySet
from complaints.cases.naming import sent
from complaints.cases.owners import officers
from complaints.desk.handing.many import KIND, hand_over_many, matching
from complaints.desk.handing.services import may_hand_over


class ComplaintHandOverSerializer(serializers.ModelSerializer[Job]):
    """Complaints that get another owner: how far the worker is. `unchanged`: theirs already; `message`: why it did not come to
    an end.
    """

    site = serializers.CharField(read_only=True)
    reason = serializers.CharField(source="params.reason", read_only=True, default="")
    done = serializers.SerializerMethodField()
    refused = serializers.SerializerMethodField()
    unchanged = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = (
            "id", "label", "site", "reason", "state", "rows_done", "rows_total", "done", "refused", "unchanged", "message",
            "created_at", "started_at", "finished_at",
        )  # fmt: skip

    def get_done(self, job: Job) -> int:
        return _count(job, Fate.DONE)

    def get_refused(self, job: Job) -> int:
        return _count(job, Fate.REFUSED)

    def get_unchanged(self, job: Job) -> int:
        return _count(job, Fate.UNCHANGED)


class ComplaintHandOverLineSerializer(serializers.ModelSerializer[JobLine]):
    """One complaint of it. `words`: why it was refused, or who had it before."""

    complaint = serializers.CharField(source="title", read_only=True)

    class Meta:
        model = JobLine
        fields = ("place", "complaint", "fate", "words")


class NewComplaintHandOverSerializer(serializers.Serializer[Any]):
    """Which complaints of the site get `owner` (an employee number): those named in `complaints` by number or receipt, or all
    that `filters` leave, the query of the list (`state=accepted&standing=open`). With `filters` goes `count`, how many you
    expect: when others match by now nothing is handed over, and the refusal says how many they are.
    """

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    complaints = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, min_length=1, max_length=MOST
    )
    filters = serializers.CharField(required=False, max_length=2000)
    count = serializers.IntegerField(required=False, min_value=0)
    owner = serializers.CharField(max_length=20)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if ("complaints" in data) == ("filters" in data):
            raise serializers.ValidationError(
                {"complaints": [_("Name the complaints, or give the filters that leave them: one of both.")]}
            )
        if "filters" in data and "count" not in data:
            raise serializers.ValidationError({"count": [_("Say how many complaints you expect.")]})
        return data


class ComplaintHandOverViewSet(ScopedReadViewSet):
    """Complaints being handed to another owner, many at once: one's own, and those of the site for who answers for its jobs."""

    queryset = Job.objects.filter(work=Work.BULK, kind=KIND)
    serializer_class = ComplaintHandOverSerializer
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return _followed(super().get_queryset())

    @extend_schema(request=NewComplaintHandOverSerializer, responses={202: ComplaintHandOverSerializer})
    def create(self, request: Request) -> Response:
        """Have a worker hand them over, one by one: what cannot be is listed, the others go on. `Location` is where to ask."""
        assert isinstance(request.user, User)
        require(may_hand_over(request.user))
        data = sent(NewComplaintHandOverSerializer, request.data, user=request.user)
        site = data["site"]
        require(access.is_service(request.user, site.pk))
        owner = _owner(site, data["owner"])
        rows: CaseQuerySet = Case.objects.visible_to(request.user)
        if "filters" in data:
            keys = _matching(rows, site, data["filters"], data["count"])
        else:
            keys = _named(rows.filter(site=site), data["complaints"])
        job = hand_over_many(keys, owner, actor=request.user, site=site, reason=data["reason"])
        address = reverse("api:complaints-hand-overs-detail", args=[job.pk])
        answer = self._shown(job, status.HTTP_202_ACCEPTED)
        answer["Location"] = request.build_absolute_uri(address)
        return answer

    @extend_schema(
        parameters=[OpenApiParameter("fate", str, enum=Fate.values, description="Those of one result.")],
        responses=ComplaintHandOverLineSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"])
    def lines(self, request: Request, pk: str) -> Response:
        """What became of each complaint, in pages, the last one first."""
        rows = self.get_object().lines.order_by("-pk")
        fate = request.query_params.get("fate")
        if fate is not None:
            if fate not in Fate.values:
                raise serializers.ValidationError({"fate": [_("There is no such result.")]})
            rows = rows.filter(fate=fate)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ComplaintHandOverLineSerializer(page, many=True).data)

    @extend_schema(request=None, responses=ComplaintHandOverSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop it: what is handed over stays so."""
        return self._shown(jobs.cancel_job(self.get_object(), actor=request.user))

    def _shown(self, job: Job, code: int = status.HTTP_200_OK) -> Response:
        found = _followed(Job.objects.all()).get(pk=job.pk)
        return Response(ComplaintHandOverSerializer(found).data, status=code)


def _followed(rows: Any) -> Any:
    """With the code of each one's site, and what came of its complaints so far where that is not summed up yet."""
    site = Subquery(Site.objects.filter(pk=OuterRef("site_id")).values("code"))
    return rows.annotate(site=site, **{f"now_{fate}": _so_far(fate) for fate in Fate.values})


def _so_far(fate: str) -> Any:
    lines = JobLine.objects.filter(job=OuterRef("pk"), fate=fate).order_by().values("job")
    number = Subquery(lines.annotate(number=Count("pk")).values("number"))
    return models.Case(When(state=State.DONE, then=Value(0)), default=Coalesce(number, Value(0)))


def _count(job: Job, fate: Fate) -> int:
    """Of an ended one as it was summed up: its lines are kept for a time only."""
    if job.state == State.DONE:
        return int(job.counts.get(fate, 0))
    return int(getattr(job, f"now_{fate}"))


def _owner(site: Site, number: str) -> Employee:
    """One of those who may answer for complaints at the site; 400 for anybody else."""
    found = next((one for one in officers(site) if one.number == number), None)
    if found is None:
        raise serializers.ValidationError(
            {"owner": [_("Nobody of this number may answer for complaints at the site.")]}
        )
    return found


def _matching(rows: CaseQuerySet, site: Site, query: str, expected: int) -> list[int]:
    """What the list's filters leave at the site; refused when they are not as many as was said."""
    found = matching(rows, query).filter(site=site).order_by("pk")
    keys = list(found.values_list("pk", flat=True)[: MOST + 1])
    if len(keys) != expected:
        raise RuleViolation(Objection("desk.others_match", {"count": len(keys)}, "count"))
    return keys


def _named(rows: CaseQuerySet, references: list[str]) -> list[int]:
    """The complaints by their numbers or receipts; 400 at each that is not there for the caller."""
    receipts = {one: receipt_of(one) for one in references}
    of_a_number = Q(number__in=[one for one, pk in receipts.items() if pk is None])
    named = rows.filter(of_a_number | Q(pk__in=[pk for pk in receipts.values() if pk is not None]))
    by_name: dict[Any, int] = {}
    for pk, number in named.values_list("pk", "number"):
        by_name |= {pk: pk, number: pk}
    found = [by_name.get(one if receipts[one] is None else receipts[one]) for one in references]
    absent = [place for place, pk in enumerate(found) if pk is None]
    if absent:
        words = _("There is no complaint of this number within your reach.")
        raise serializers.ValidationError({"complaints": {str(place): [words] for place in absent}})
    return [pk for pk in found if pk is not None]
