"""The API of rosters and the shifts in them, over the same services and filters as the pages."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import scope
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Department, Employee, Team
from staffing.roster import checks, deadlines, services
from staffing.roster.cells import CellEdit
from staffing.roster.coverage import Slot
from staffing.roster.filters import AssignmentFilter, RosterFilter
from staffing.roster.grid.month import sees_drafts
from staffing.roster.models import SUBJECT, Assignment, Roster, RosterChange, RosterVersion
from staffing.roster.planning import gaps
from staffing.roster.planning.suggestions import Remedy, Suggestion
from staffing.roster.telling import clock
from staffing.roster.versions import differences
from staffing.roster.views import sees_rosters

MOST_CELLS = 5000
MOST_FINDINGS = 5000


class RosterSerializer(serializers.ModelSerializer[Roster]):
    """A department's roster of a month, given by its first day. Version 0 is a draft."""

    site = serializers.CharField(source="site.code")
    department = serializers.CharField(source="department.code")
    version = serializers.IntegerField(source="published_number")
    due_on = serializers.SerializerMethodField(help_text="The last day on which it is published in time.")

    class Meta:
        model = Roster
        fields = (
            "id", "site", "department", "month", "version", "published_at", "changed_at", "created_at", "due_on",
        )  # fmt: skip

    def get_due_on(self, roster: Roster) -> datetime.date:
        return deadlines.due_on(roster.site, roster.month)


class NewRosterSerializer(serializers.Serializer[Any]):
    """Which department and month; the month by its first day."""

    site = serializers.CharField(max_length=32)
    department = serializers.CharField(max_length=32)
    month = serializers.DateField()


class RosterCellSerializer(serializers.Serializer[Any]):
    """What a cell shall say. `expected`: the code that the caller read there; refused when it says another by now."""

    employee = serializers.CharField(max_length=32, help_text="Employee number.")
    on = serializers.DateField()
    code = serializers.CharField(max_length=8, allow_blank=True, help_text="Empty: a day off.")
    expected = serializers.CharField(
        max_length=8, allow_blank=True, allow_null=True, required=False, default=None
    )


class RosterCellsSerializer(serializers.Serializer[Any]):
    """Cells to change, all of them or none; a published roster needs a reason."""

    cells = RosterCellSerializer(many=True, max_length=MOST_CELLS)  # type: ignore[call-arg]  # of the list
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ChangedCellsSerializer(serializers.Serializer[Any]):
    """How many cells changed; those that said so already do not count."""

    changed = serializers.IntegerField()


class PublishSerializer(serializers.Serializer[Any]):
    """Why it is published anew; not needed the first time."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class RosterFindingSerializer(serializers.Serializer[Any]):
    """Something against a roster. `blocks`: it is not published with it; `is_passed`: the center manager let it pass."""

    employee = serializers.CharField(source="number", help_text="Empty: of a shift or of half hours.")
    on = serializers.DateField()
    code = serializers.CharField(source="objection.code")
    sentence = serializers.CharField(source="objection.sentence")
    rules = serializers.ListField(source="objection.rules", child=serializers.CharField())
    blocks = serializers.BooleanField()
    is_passed = serializers.BooleanField()


class CheckSerializer(serializers.Serializer[Any]):
    """Every finding of a roster, by day."""

    people = serializers.IntegerField()
    blocking = serializers.IntegerField()
    findings = RosterFindingSerializer(many=True)


class PassedFindingSerializer(serializers.Serializer[Any]):
    """A finding: employee number (empty: of a shift or of half hours), day and code."""

    employee = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    on = serializers.DateField()
    code = serializers.CharField(max_length=64)


class LetPassSerializer(serializers.Serializer[Any]):
    """Findings to let pass, with the reason."""

    findings = PassedFindingSerializer(many=True, max_length=1000)  # type: ignore[call-arg]  # of the list
    reason = serializers.CharField(max_length=500)


class RosterVersionSerializer(serializers.ModelSerializer[RosterVersion]):
    """A published version, without its content."""

    published_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = RosterVersion
        fields = ("number", "published_at", "published_by", "reason")


class RosterVersionDetailSerializer(RosterVersionSerializer):
    """`content`: employee number → day → [code, start, end], in wall-clock minutes of the day; overtime under "day+start"."""

    content = serializers.JSONField()

    class Meta(RosterVersionSerializer.Meta):
        fields = (*RosterVersionSerializer.Meta.fields, "content")  # type: ignore[assignment]


class RosterDifferenceSerializer(serializers.Serializer[Any]):
    """A cell that is not the same in two versions; null: off."""

    employee = serializers.CharField(source="number")
    on = serializers.DateField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class RosterChangeSerializer(serializers.ModelSerializer[RosterChange]):
    """A change of a published roster: what the day said before and says after; null: off."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    changed_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = RosterChange
        fields = ("id", "employee", "on", "origin", "before", "after", "reason", "changed_by", "changed_at")


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """A shift of somebody. `code` is empty for overtime; `segments` are [start, end, kind] in minutes of the day."""

    site = serializers.CharField(source="site.code")
    employee = serializers.CharField(source="employee.number")
    team = serializers.CharField(source="team.code", allow_null=True, default=None)
    is_overtime = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = (
            "id", "roster", "site", "employee", "team", "on", "code", "starts_at", "ends_at", "segments",
            "minutes", "is_night", "is_overtime", "origin", "is_published", "cancelled_at",
        )  # fmt: skip

    def get_is_overtime(self, row: Assignment) -> bool:
        return row.shift_type_id is None


class RedeploySerializer(serializers.Serializer[Any]):
    """The team (its code, within the shift's department unless another is given) to work for on that day."""

    department = serializers.CharField(max_length=32, required=False, default="")
    team = serializers.CharField(max_length=32)
    reason = serializers.CharField(max_length=500)


def _sent(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _employees(site_id: int, numbers: set[str]) -> dict[str, int]:
    """Ids by number; 400 names those that the site does not have."""
    found = dict(Employee.objects.filter(site=site_id, number__in=numbers).values_list("number", "pk"))
    if unknown := sorted(numbers - found.keys()):
        raise ValidationError({"employee": [f"No such employee at this site: {', '.join(unknown[:20])}"]})
    return found


class HalfHourSerializer(serializers.Serializer[Any]):
    """A half hour: heads rostered, heads needed."""

    start = serializers.SerializerMethodField(help_text="Wall-clock time, such as 08:30.")
    heads = serializers.IntegerField()
    needed = serializers.IntegerField()

    def get_start(self, slot: Slot) -> str:
        return clock(slot.start)


class CoverageSuggestionSerializer(serializers.Serializer[Any]):
    """What would mend the day; offered through covers, open shifts and offers. Times past midnight end in +1."""

    remedy = serializers.ChoiceField(choices=[each.value for each in Remedy])
    code = serializers.CharField(help_text="Of the shift; empty for overtime.")
    start = serializers.SerializerMethodField()
    end = serializers.SerializerMethodField()
    places = serializers.IntegerField()

    def get_start(self, wanted: Suggestion) -> str:
        return clock(wanted.start)

    def get_end(self, wanted: Suggestion) -> str:
        return clock(wanted.end)


class CoverageSerializer(serializers.Serializer[Any]):
    """A day of a roster by half hour, over and under the need, and what would mend it."""

    on = serializers.DateField()
    half_hours = HalfHourSerializer(source="slots", many=True)
    suggestions = CoverageSuggestionSerializer(many=True)


class RosterReadViewSet(ScopedReadViewSet):
    """Rosters in the caller's sight: their checks, versions and changes."""

    subject = SUBJECT
    queryset = Roster.objects.select_related("site", "department").order_by(
        "-month", "department__code", "pk"
    )
    serializer_class = RosterSerializer
    filterset_class = RosterFilter

    def _whole(self) -> Roster:
        """The roster, for those who see more of it than their own shifts."""
        if not sees_rosters(self.request.user):
            raise PermissionDenied
        roster: Roster = self.get_object()
        return roster

    @extend_schema(responses=CheckSerializer)
    @action(detail=True, methods=["get"])
    def check(self, request: Request, pk: str) -> Response:
        """Everything that speaks against the roster as it stands."""
        return self._checked(self._whole())

    def _checked(self, roster: Roster) -> Response:
        report = checks.check(roster)
        shown = {
            "people": len(report.duties),
            "blocking": len(report.blocking),
            "findings": report.findings[:MOST_FINDINGS],
        }
        return Response(CheckSerializer(shown).data)

    @extend_schema(
        parameters=[OpenApiParameter("on", datetime.date, required=True, description="A day of its month.")],
        responses=CoverageSerializer,
    )
    @action(detail=True, methods=["get"])
    def coverage(self, request: Request, pk: str) -> Response:
        """A day of the whole department by half hour; for who sees all of it."""
        roster = self._whole()
        if scope(request.user, Action.VIEW, SUBJECT) < Scope.DEPARTMENT:
            raise PermissionDenied
        days = {on.isoformat(): on for on in roster.days}
        on = days.get(request.query_params.get("on", ""))
        if on is None:
            raise ValidationError({"on": ["A day of the roster's month, such as 2026-12-01."]})
        drafts = sees_drafts(request.user) and not roster.is_published
        found = gaps.month(roster, roster.department, with_drafts=drafts)
        shown = gaps.of_day(roster, roster.department, on, found, with_drafts=drafts)
        return Response(CoverageSerializer(shown).data)

    @extend_schema(responses=RosterVersionSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        """The versions that were published, the latest first."""
        rows = self._whole().versions.select_related("published_by").defer("content").order_by("-number")
        return Response(RosterVersionSerializer(rows, many=True).data)

    @extend_schema(responses=RosterVersionDetailSerializer)
    @action(detail=True, methods=["get"], url_path=r"versions/(?P<number>\d{1,9})")
    def version(self, request: Request, pk: str, number: str) -> Response:
        """One version with its content."""
        row = get_object_or_404(self._whole().versions.select_related("published_by"), number=int(number))
        return Response(RosterVersionDetailSerializer(row).data)

    @extend_schema(
        parameters=[
            OpenApiParameter("from", int, required=True, description="The version before."),
            OpenApiParameter("to", int, required=True, description="The version after."),
        ],
        responses=RosterDifferenceSerializer(many=True),
    )
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def compare(self, request: Request, pk: str) -> Response:
        """What differs between two versions."""
        roster = self._whole()
        contents = []
        for name in ("from", "to"):
            text = request.query_params.get(name, "")
            if not text.isascii() or not text.isdigit():
                raise ValidationError({name: ["A number of a version."]})
            contents.append(get_object_or_404(roster.versions, number=int(text)).content)
        return Response(RosterDifferenceSerializer(differences(*contents), many=True).data)

    @extend_schema(responses=RosterChangeSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_class=None)
    def changes(self, request: Request, pk: str) -> Response:
        """What changed since it was published, the latest first."""
        rows = self._whole().changes.select_related("employee", "changed_by").order_by("-changed_at", "-pk")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(RosterChangeSerializer(page, many=True).data)


class RosterViewSet(RosterReadViewSet):
    """Rosters of departments by month: drawn up by cells, checked, published."""

    def _shown(self, roster: Roster, code: int = status.HTTP_200_OK) -> Response:
        return Response(RosterSerializer(self.get_queryset().get(pk=roster.pk)).data, status=code)

    @extend_schema(request=NewRosterSerializer, responses={201: RosterSerializer})
    def create(self, request: Request) -> Response:
        """Begin to draw up a roster."""
        data = _sent(NewRosterSerializer, request)
        department = get_object_or_404(Department, site__code=data["site"], code=data["department"])
        return self._shown(
            services.create_roster(department, data["month"], actor=request.user), status.HTTP_201_CREATED
        )

    @extend_schema(request=RosterCellsSerializer, responses=ChangedCellsSerializer)
    @action(detail=True, methods=["post"])
    def cells(self, request: Request, pk: str) -> Response:
        """Change cells, all of them or none."""
        roster: Roster = self.get_object()
        data = _sent(RosterCellsSerializer, request)
        ids = _employees(roster.site_id, {each["employee"] for each in data["cells"]})
        edits = [
            CellEdit(ids[each["employee"]], each["on"], each["code"], each["expected"])
            for each in data["cells"]
        ]
        done = services.edit_cells(roster, edits, actor=request.user, reason=data["reason"])
        return Response({"changed": len(done)})

    @extend_schema(request=PublishSerializer, responses=RosterVersionSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish it, or publish it anew as the next version. Refused with every finding that blocks."""
        roster: Roster = self.get_object()
        version = services.publish_roster(roster, actor=request.user, **_sent(PublishSerializer, request))
        return Response(RosterVersionSerializer(version).data)

    @extend_schema(request=LetPassSerializer, responses=CheckSerializer)
    @action(detail=True, methods=["post"], url_path="let-pass")
    def let_pass(self, request: Request, pk: str) -> Response:
        """Let findings pass with a reason; the answer is the check as it stands then."""
        roster: Roster = self.get_object()
        data = _sent(LetPassSerializer, request)
        ids = _employees(roster.site_id, {each["employee"] for each in data["findings"]} - {""})
        keys = [(ids.get(each["employee"]), each["on"], each["code"]) for each in data["findings"]]
        services.let_pass(roster, keys, actor=request.user, reason=data["reason"])
        return self._checked(roster)


class AssignmentViewSet(ScopedReadViewSet):
    """Shifts in the caller's sight: published ones that hold; who draws up rosters also sees drafts and what was taken back."""

    subject = SUBJECT
    queryset = Assignment.objects.select_related("site", "employee", "team").order_by("on", "starts_at", "pk")
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter

    @extend_schema(request=RedeploySerializer, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def redeploy(self, request: Request, pk: str) -> Response:
        """Have the shift worked for another team."""
        row: Assignment = self.get_object()
        data = _sent(RedeploySerializer, request)
        teams = Team.objects.filter(department__site=row.site_id, code=data["team"])
        department = data["department"] or (row.team.department.code if row.team else "")
        team = get_object_or_404(teams, department__code=department)
        done = services.redeploy(row, team, actor=request.user, reason=data["reason"])
        return Response(self.get_serializer(done).data)
