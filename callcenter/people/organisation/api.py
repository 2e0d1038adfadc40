"""Changing the organisation by API: the parts of the viewsets that write, through the services of the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.posts import PostCode
from callcenter.api.viewsets import ApiViewSet, ScopedReadViewSet
from callcenter.people.organisation import services
from callcenter.people.organisation.access import SUBJECT
from callcenter.people.organisation.models import CODE, Company, Department, Site


class NamesSerializer(serializers.Serializer[Any]):
    """A name in both languages."""

    name = serializers.CharField(max_length=120)
    name_zh = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class NewDepartmentSerializer(NamesSerializer):
    """A department to add; its code stays for good."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    code = serializers.CharField(max_length=32, validators=[CODE])


class NewTeamSerializer(NamesSerializer):
    """A team to add; its code stays for good."""

    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.select_related("site"))
    code = serializers.CharField(max_length=32, validators=[CODE])


class TeamChangeSerializer(NamesSerializer):
    """A team's names, and whether it is in use."""

    is_active = serializers.BooleanField()


class SiteChangeSerializer(NamesSerializer):
    """A site's names, clock, country and first day of the statistics month."""

    time_zone = serializers.CharField(max_length=64)
    country = serializers.RegexField(r"^[A-Z]{2}$", help_text="Two letters, such as CN.")
    statistics_start_day = serializers.IntegerField(min_value=1, max_value=28, default=1)


class NewSiteSerializer(SiteChangeSerializer):
    """A site to open; its code stays for good."""

    code = serializers.CharField(max_length=32, validators=[CODE])


class PostTitleSerializer(NamesSerializer):
    """The company's own title of a role; a higher rank stands higher."""

    rank = serializers.IntegerField(min_value=0, max_value=32_767)


def _sent(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


class SiteWrites(ScopedReadViewSet):
    """Opening and changing sites."""

    @extend_schema(request=NewSiteSerializer)
    def create(self, request: Request) -> Response:
        """Open a site."""
        data = _sent(NewSiteSerializer, request)
        site = services.create_site(data.pop("code"), services.SiteFacts(**data), actor=request.user)
        return Response(self.get_serializer(site).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SiteChangeSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, code: str) -> Response:
        """Change a site's names, clock, country or statistics month."""
        facts = services.SiteFacts(**_sent(SiteChangeSerializer, request))
        return Response(
            self.get_serializer(services.change_site(self.get_object(), facts, actor=request.user)).data
        )


@extend_schema_serializer(many=False)  # one company, whatever the method is called
class CompanySerializer(NamesSerializer):
    """The company's names."""


class CompanyViewSet(ApiViewSet):
    """The company that the sites belong to."""

    subject = SUBJECT

    @extend_schema(responses=CompanySerializer)
    def list(self, request: Request) -> Response:
        """The company's name in both languages."""
        return Response(CompanySerializer(_company()).data)

    @extend_schema(request=NamesSerializer, responses=CompanySerializer)
    @action(detail=False, methods=["post"])
    def rename(self, request: Request) -> Response:
        """Change the company's names."""
        data = _sent(NamesSerializer, request)
        return Response(
            CompanySerializer(services.rename_company(_company(), actor=request.user, **data)).data
        )


def _company() -> Company:
    row = Company.objects.order_by("pk").first()
    if row is None:
        raise NotFound
    return row


class DepartmentWrites(ScopedReadViewSet):
    """Adding and renaming departments."""

    @extend_schema(request=NewDepartmentSerializer)
    def create(self, request: Request) -> Response:
        """Add a department to a site."""
        data = _sent(NewDepartmentSerializer, request)
        made = services.create_department(data.pop("site"), data.pop("code"), actor=request.user, **data)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=NamesSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Rename a department."""
        data = _sent(NamesSerializer, request)
        changed = services.change_department(self.get_object(), actor=request.user, **data)
        return Response(self.get_serializer(changed).data)


class TeamWrites(ScopedReadViewSet):
    """Adding and changing teams."""

    @extend_schema(request=NewTeamSerializer)
    def create(self, request: Request) -> Response:
        """Add a team to a department."""
        data = _sent(NewTeamSerializer, request)
        made = services.create_team(data.pop("department"), data.pop("code"), actor=request.user, **data)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=TeamChangeSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Rename a team, take it out of use or back."""
        data = _sent(TeamChangeSerializer, request)
        return Response(
            self.get_serializer(services.change_team(self.get_object(), actor=request.user, **data)).data
        )


class PostWrites(ScopedReadViewSet):
    """Titles of roles."""

    @extend_schema(request=PostTitleSerializer)
    @action(detail=True, methods=["post"], url_path="title")
    def give_title(self, request: Request, code: str) -> Response:
        """Give a role the company's own title; permissions stay with the role."""
        data = _sent(PostTitleSerializer, request)
        post = services.title_post(PostCode(self.get_object().code), actor=request.user, **data)
        return Response(self.get_serializer(post).data)
