"""Who may do what, for programs that check access: the permission matrix, and why each permission stands there."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access import words
from callcenter.access.matrix import MATRIX
from callcenter.access.posts import PostCode
from callcenter.api.viewsets import ApiViewSet


class PermissionSerializer(serializers.Serializer[Any]):
    """A post may do `actions` with `subject`, as far as `scope` reaches. `is_planned`: its room is yet to come."""

    subject = serializers.CharField()
    label = serializers.CharField(help_text="The subject in the caller's language.")  # type: ignore[assignment]
    is_planned = serializers.BooleanField()
    post = serializers.CharField(help_text="A role's code.")
    actions = serializers.ListField(
        child=serializers.CharField(), help_text="Of view, create, edit, approve, export."
    )
    scope = serializers.CharField(help_text="own, team, department, site or all.")
    why = serializers.CharField(help_text="The manual's sentences that it is derived from.")


class PersonPermissionSerializer(serializers.Serializer[Any]):
    """What a person may do, through which post, and the rows it reaches, in words."""

    subject = serializers.CharField()
    label = serializers.CharField(help_text="The subject in the caller's language.")  # type: ignore[assignment]
    is_planned = serializers.BooleanField()
    post = serializers.CharField(help_text="A role's code.")
    since = serializers.DateField(help_text="The first day that the post is held.")
    actions = serializers.ListField(
        child=serializers.CharField(), help_text="Of view, create, edit, approve, export."
    )
    scope = serializers.CharField(help_text="own, team, department, site or all.")
    reaches = serializers.CharField(help_text="Whom or what the scope holds today.")
    why = serializers.CharField(help_text="The manual's sentences that it is derived from.")

    def to_representation(self, line: Any) -> dict[str, Any]:
        permission, reason = line
        return {
            "subject": permission.key,
            "label": str(permission.subject.label),
            "is_planned": permission.is_planned,
            "post": reason.holding.post.code,
            "since": reason.holding.period.lower,
            "actions": [action.value for action in reason.grant.actions],
            "scope": reason.grant.scope.name.lower(),
            "reaches": reason.reaches,
            "why": str(reason.why),
        }


class MatrixQuery(serializers.Serializer[Any]):
    """Which lines are wanted."""

    post = serializers.ChoiceField(choices=[post.value for post in PostCode], required=False)
    subject = serializers.ChoiceField(choices=sorted(MATRIX), required=False)


class PermissionViewSet(ApiViewSet):
    """The permission matrix, for reading: it is changed with the product, by nobody at run time."""

    subject = "access.matrix"

    @extend_schema(
        parameters=[
            OpenApiParameter("post", str, description="One role alone."),
            OpenApiParameter("subject", str, description="One subject alone, such as people.employee."),
        ],
        responses=PermissionSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        """What each post may do with each subject, how far, and why."""
        query = MatrixQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        posts = [PostCode(wanted["post"])] if "post" in wanted else list(PostCode)
        found = [
            {
                "subject": line.key,
                "label": line.subject.label,
                "is_planned": line.is_planned,
                "post": post.value,
                "actions": [action.value for action in grant.actions],
                "scope": grant.scope.name.lower(),
                "why": words.why(line.key, post),
            }
            for line in words.lines(posts=posts, subject=wanted.get("subject", ""))
            for post, cell in line.cells
            for grant in cell
        ]
        return Response(PermissionSerializer(found, many=True).data)
