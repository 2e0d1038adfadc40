"""A person's record for programs: its facts, its dated history with what was planned or wrong in it, what the person may do."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.accounts.models import User
from callcenter.files.attachments.api import AttachmentsOfRecord
from callcenter.people.access_check import selectors as access_check
from callcenter.people.access_check.api import PersonPermissionSerializer
from callcenter.people.employees import changes, leaving, rules, selectors, services
from callcenter.people.employees.history import TRACKS
from callcenter.people.employees.models import Employee, JobType
from callcenter.people.employees.rules import Span
from callcenter.people.organisation.models import Department, Post, Site, Team

KINDS = [(kind, selectors.LABELS[kind]) for kind in TRACKS]


class FactsSerializer(serializers.Serializer[Any]):
    """What is true of an employee without a date. What is left out stays as it is."""

    name = serializers.CharField(max_length=120)
    name_zh = serializers.CharField(max_length=120, allow_blank=True)
    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    job_type = serializers.ChoiceField(choices=JobType.choices)
    skill_level = serializers.IntegerField(min_value=1, max_value=5, help_text="From 1 (new) to 5.")
    grade = serializers.CharField(max_length=16, allow_blank=True)
    hired_on = serializers.DateField()
    email = serializers.EmailField(allow_blank=True)
    phone = serializers.CharField(max_length=32, allow_blank=True)


class HistorySerializer(serializers.Serializer[Any]):
    """One period of the history. `end` is the first day it no longer holds; null: until something else is said."""

    kind = serializers.CharField(help_text="team, superior, post or role.")
    label = serializers.CharField(help_text="What held, in the caller's language.")  # type: ignore[assignment]
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True)
    is_planned = serializers.BooleanField()
    is_over = serializers.BooleanField()


class PeriodSerializer(serializers.Serializer[Any]):
    """A period by its kind and its first day."""

    track = serializers.ChoiceField(choices=KINDS, help_text="The `kind` in the history.")
    start = serializers.DateField(help_text="The first day of the period as it stands.")
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class CorrectionSerializer(PeriodSerializer):
    """How the period should have been. Name the `team`, the `superior` or the `post`, as its kind is."""

    reason = serializers.CharField(max_length=500)
    new_start = serializers.DateField()
    new_end = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The first day it no longer holds; null: open.",
    )
    team = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.all(), required=False, allow_null=True, default=None
    )
    superior = serializers.CharField(
        required=False, allow_null=True, default=None, help_text="An employee's number."
    )
    post = serializers.SlugRelatedField(
        slug_field="code", queryset=Post.objects.all(), required=False, allow_null=True, default=None
    )
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(),
        required=False,
        allow_null=True,
        default=None,
        help_text="The department that the post is held for.",
    )


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class EmployeeRecord(AttachmentsOfRecord):
    """The part of the employees' viewset that is about one record."""

    def _shown(self, employee: Employee) -> Any:
        row = self.get_queryset().filter(pk=employee.pk).first()
        return self.get_serializer(row).data if row else {"number": employee.number}

    @extend_schema(request=FactsSerializer)
    def partial_update(self, request: Request, number: str) -> Response:
        """Change facts without a date, such as name, skill level or e-mail. Team, superior and post have their own addresses."""
        employee = self.get_object()
        sent = FactsSerializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        given = dict(sent.validated_data)
        site = given.pop("site", None)
        facts = services.Facts(**(vars(services.facts_of(employee)) | given))
        return Response(self._shown(services.edit_employee(employee, facts, actor=request.user, site=site)))

    @extend_schema(responses=HistorySerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def history(self, request: Request, number: str) -> Response:
        """Teams, superiors, posts and extra roles with their days, latest first: planned, standing, over."""
        employee = self.get_object()
        assert isinstance(request.user, User)  # nobody else gets this far
        found = selectors.history(employee, employee.site.today(), user=request.user)
        return Response(HistorySerializer(found, many=True).data)

    @extend_schema(request=PeriodSerializer)
    @action(detail=True, methods=["post"], url_path="undo-change")
    def undo_change(self, request: Request, number: str) -> Response:
        """Take back a change that is still to come: what holds before it runs on."""
        employee = self.get_object()
        given = _sent(PeriodSerializer, request)
        changed = changes.undo_planned_change(employee, given.pop("track"), actor=request.user, **given)
        return Response(self._shown(changed))

    @extend_schema(request=CorrectionSerializer)
    @action(detail=True, methods=["post"], url_path="correct-history")
    def correct_history(self, request: Request, number: str) -> Response:
        """Put right a period of the history, with a reason."""
        employee = self.get_object()
        given = _sent(CorrectionSerializer, request)
        kind, start = given["track"], given["start"]
        if not TRACKS[kind].rows(employee=employee, period__startswith=start).exists():
            raise NotFound
        by = Span(
            given["new_start"],
            rules.earlier(given["new_end"], employee.left_on),
            self._value(kind, given),
        )
        changed = changes.correct_period(
            employee, kind, start=start, by=by, reason=given["reason"], actor=request.user
        )
        return Response(self._shown(changed))

    def _value(self, kind: str, given: dict[str, Any]) -> Any:
        """What the period holds, as spans do; 400 where it was not named."""
        named = given[kind]
        if kind == "superior":
            named = Employee.objects.visible_to(self.request.user).filter(number=named).first()
        if named is None:
            raise serializers.ValidationError({kind: [_("Say what holds in this period.")]})
        if kind == "post":
            return (named.pk, given["department"].pk if given["department"] else None)
        return named.pk

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="call-off-leave")
    def call_off_leave(self, request: Request, number: str) -> Response:
        """Take back a leave date that is still to come."""
        employee = self.get_object()
        given = _sent(ReasonSerializer, request)
        return Response(self._shown(leaving.call_off_leave(employee, actor=request.user, **given)))

    @extend_schema(responses=PersonPermissionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def permissions(self, request: Request, number: str) -> Response:
        """What the person may do today, how far, and why: each permission with the post that gives it."""
        require(may(request.user, Action.VIEW, "access.matrix"))
        found = access_check.check(self.get_object())
        lines = [(one, reason) for one in found.permissions for reason in one.reasons]
        return Response(PersonPermissionSerializer(lines, many=True).data)


def _sent(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
