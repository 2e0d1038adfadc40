"""The API of people: read through the same scopes and filters as the pages, write through the same services."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.accounts.models import User
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.files.jobs.api import WorkbookRenderer
from callcenter.people.employees import changes, leaving, selectors, services
from callcenter.people.employees.filters import EmployeeFilter
from callcenter.people.employees.record_api import EmployeeRecord
from callcenter.people.employees.services import Facts
from callcenter.people.exchange.answers import staff_list
from callcenter.people.models import Department, Employee, Employment, Post, Site, Team
from callcenter.people.organisation.api import DepartmentWrites, PostWrites, SiteWrites, TeamWrites
from callcenter.tabular.workbook import XLSX


class SiteSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = ("id", "code", "name", "name_zh", "time_zone", "country", "statistics_start_day")


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    site = serializers.CharField(source="site.code")

    class Meta:
        model = Department
        fields = ("id", "code", "name", "name_zh", "site")


class TeamSerializer(serializers.ModelSerializer[Team]):
    department = serializers.CharField(source="department.code")
    site = serializers.CharField(source="department.site.code")

    class Meta:
        model = Team
        fields = ("id", "code", "name", "name_zh", "is_active", "department", "site")


class PostSerializer(serializers.ModelSerializer[Post]):
    class Meta:
        model = Post
        fields = ("code", "name", "name_zh", "rank")


class EmploymentSerializer(serializers.ModelSerializer[Employment]):
    """A time of being employed; `left_on` is the first day no longer employed."""

    hired_on = serializers.DateField(source="period.lower")
    left_on = serializers.DateField(source="period.upper", allow_null=True)

    class Meta:
        model = Employment
        fields = ("hired_on", "left_on", "leave_reason")


class EmployeeSerializer(serializers.ModelSerializer[Employee]):
    """A person with their place today."""

    site = serializers.CharField(source="site.code")
    team = serializers.SerializerMethodField()
    post = serializers.SerializerMethodField()
    superior = serializers.SerializerMethodField()
    employments = EmploymentSerializer(many=True, read_only=True)

    class Meta:
        model = Employee
        fields = (
            "number", "name", "name_zh", "site", "team", "post", "superior", "job_type", "skill_level", "grade",
            "hired_on", "left_on", "employments", "email", "phone",
        )  # fmt: skip

    def get_team(self, employee: Employee) -> int | None:
        team = selectors.team_of(employee)
        return team.pk if team else None

    def get_post(self, employee: Employee) -> str | None:
        post = selectors.post_of(employee)
        return post.code if post else None

    def get_superior(self, employee: Employee) -> str | None:
        superior = selectors.superior_of(employee)
        return superior.number if superior else None


class VisibleEmployee(serializers.SlugRelatedField[Employee]):
    """An employee by number, among those the caller may see."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="number", queryset=Employee.objects.all(), **options)

    def get_queryset(self) -> QuerySet[Employee]:
        return Employee.objects.visible_to(self.context["request"].user)


class HireSerializer(serializers.ModelSerializer[Employee]):
    """What hiring needs: facts, and where the person begins."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    post = serializers.SlugRelatedField(slug_field="code", queryset=Post.objects.all())
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), required=False, allow_null=True)
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True
    )
    superior = VisibleEmployee(required=False, allow_null=True)

    class Meta:
        model = Employee
        fields = (
            "number", "name", "name_zh", "site", "post", "team", "department", "superior", "job_type",
            "skill_level", "grade", "hired_on", "email", "phone",
        )  # fmt: skip
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "number": {"validators": []}
        }  # the service says whose it is


class RehireSerializer(serializers.Serializer[Any]):
    """Where who comes back begins; the site stays unless named. The log-in stays closed."""

    hired_on = serializers.DateField()
    post = serializers.SlugRelatedField(slug_field="code", queryset=Post.objects.all())
    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all(), required=False)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), required=False, allow_null=True)
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True
    )
    superior = VisibleEmployee(required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class FromDaySerializer(serializers.Serializer[Any]):
    start = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class TransferSerializer(FromDaySerializer):
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all())
    other_site = serializers.BooleanField(default=False)


class ChangeSuperiorSerializer(FromDaySerializer):
    superior = VisibleEmployee(allow_null=True)


class ChangePostSerializer(FromDaySerializer):
    post = serializers.SlugRelatedField(slug_field="code", queryset=Post.objects.all())
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True, default=None
    )


class RecordLeaveSerializer(serializers.Serializer[Any]):
    """`left_on` is the first day no longer employed."""

    left_on = serializers.DateField()
    successor = VisibleEmployee(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class EmployeeViewSet(EmployeeRecord):
    """Employees with their place today; hire, change, transfer, history, leave."""

    queryset = Employee.objects.all()
    serializer_class = EmployeeSerializer
    filterset_class = EmployeeFilter
    subject = "people.employee"
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.with_titles(super().get_queryset()).prefetch_related("employments")

    @extend_schema(request=HireSerializer, responses={201: EmployeeSerializer})
    def create(self, request: Request) -> Response:
        """Hire somebody."""
        data = self._data(HireSerializer, request)
        where = {key: data.pop(key, None) for key in ("site", "post", "team", "department", "superior")}
        number = data.pop("number")
        hired = services.hire_employee(number, Facts(**data), actor=request.user, **where)
        return Response(self._shown(hired), status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY}, filters=False)
    @action(
        detail=False,
        methods=["get"],
        pagination_class=None,
        renderer_classes=[JSONRenderer, WorkbookRenderer],
    )
    def workbook(self, request: Request) -> FileResponse:
        """The staff list as a workbook, in the form that it is imported in; each taking is recorded."""
        assert isinstance(request.user, User)  # nobody else gets this far
        return staff_list(request.user)

    @extend_schema(request=RehireSerializer, responses=EmployeeSerializer)
    @action(detail=True, methods=["post"])
    def rehire(self, request: Request, number: str) -> Response:
        """Take a leaver on again under the same number."""
        data = self._data(RehireSerializer, request)
        back = services.rehire_employee(self.get_object(), data.pop("hired_on"), actor=request.user, **data)
        return Response(self._shown(back))

    @extend_schema(request=TransferSerializer, responses=EmployeeSerializer)
    @action(detail=True, methods=["post"])
    def transfer(self, request: Request, number: str) -> Response:
        """Into another team from a day on."""
        data = self._data(TransferSerializer, request)
        changed = changes.transfer_team(self.get_object(), data.pop("team"), actor=request.user, **data)
        return Response(self._shown(changed))

    @extend_schema(request=ChangeSuperiorSerializer, responses=EmployeeSerializer)
    @action(detail=True, methods=["post"], url_path="change-superior")
    def change_superior(self, request: Request, number: str) -> Response:
        """To another superior (null: nobody) from a day on."""
        data = self._data(ChangeSuperiorSerializer, request)
        changed = changes.change_superior(self.get_object(), data.pop("superior"), actor=request.user, **data)
        return Response(self._shown(changed))

    @extend_schema(request=ChangePostSerializer, responses=EmployeeSerializer)
    @action(detail=True, methods=["post"], url_path="change-post")
    def change_post(self, request: Request, number: str) -> Response:
        """To another main post from a day on."""
        data = self._data(ChangePostSerializer, request)
        changed = changes.change_main_post(self.get_object(), data.pop("post"), actor=request.user, **data)
        return Response(self._shown(changed))

    @extend_schema(request=RecordLeaveSerializer, responses=EmployeeSerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, number: str) -> Response:
        """Record that somebody goes."""
        data = self._data(RecordLeaveSerializer, request)
        changed = leaving.record_leave(self.get_object(), data.pop("left_on"), actor=request.user, **data)
        return Response(self._shown(changed))

    def _data(self, serializer: type[serializers.BaseSerializer[Any]], request: Request) -> dict[str, Any]:
        form = serializer(data=request.data, context=self.get_serializer_context())
        if not form.is_valid():
            raise ValidationError(form.errors)  # type: ignore[arg-type]
        return dict(form.validated_data)


class SiteViewSet(SiteWrites):
    """Sites with their clocks."""

    queryset = Site.objects.all()
    serializer_class = SiteSerializer
    subject = "people.site"
    lookup_field = "code"


class _OfVisibleSites(ScopedReadViewSet):
    """Rows that belong to a site the caller may see."""

    subject = "people.site"
    site_path: str

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.queryset.all()  # type: ignore[arg-type,union-attr]
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(**{f"{self.site_path}__in": Site.objects.visible_to(self.request.user)})


class DepartmentViewSet(DepartmentWrites, _OfVisibleSites):
    """Departments of the sites."""

    queryset = Department.objects.select_related("site")
    serializer_class = DepartmentSerializer
    site_path = "site"


class TeamViewSet(TeamWrites, _OfVisibleSites):
    """Teams of the departments."""

    queryset = Team.objects.select_related("department__site")
    serializer_class = TeamSerializer
    site_path = "department__site"


class PostViewSet(PostWrites):
    """The roles and the company's titles for them; everybody may read them."""

    queryset = Post.objects.all()
    serializer_class = PostSerializer
    subject = "people.site"
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Any]:
        may_read = may(self.request.user, Action.VIEW, "people.site")
        return Post.objects.all() if may_read else Post.objects.none()
