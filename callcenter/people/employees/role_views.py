"""Everybody's extra roles: who holds what beside the main post, since when and until when."""

import datetime

import django_filters
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import scope
from callcenter.people.employees import access
from callcenter.people.employees.models import Employee, PostHolding
from callcenter.people.employees.views import today_of, user_of
from callcenter.people.organisation.models import Post
from callcenter.web.listing import Column, Listing, list_page

WHEN = [("now", _("Today")), ("planned", _("Planned")), ("over", _("Over"))]


class RoleFilter(django_filters.FilterSet):
    """By words, role and how the days lie to today."""

    q = django_filters.CharFilter(method="search", label=_("Number or name"))
    post = django_filters.ModelChoiceFilter(queryset=lambda request: Post.objects.all(), label=_("Role"))
    when = django_filters.ChoiceFilter(choices=WHEN, method="by_day", label=_("When"))

    class Meta:
        model = PostHolding
        fields: list[str] = []

    def search(self, rows: QuerySet[PostHolding], name: str, value: str) -> QuerySet[PostHolding]:
        found = Q(employee__number__istartswith=value) | Q(employee__name__icontains=value)
        return rows.filter(found | Q(employee__name_zh__icontains=value))

    def by_day(self, rows: QuerySet[PostHolding], name: str, value: str) -> QuerySet[PostHolding]:
        today = today_of(self.request.user)
        conditions = {
            "now": Q(period__contains=today),
            "planned": Q(period__startswith__gt=today),
            "over": Q(period__endswith__lte=today),
        }
        return rows.filter(conditions[value])


def status(role: PostHolding) -> tuple[str, str]:
    """How its days lie to today at the holder's site, as a badge."""
    today = role.employee.site.today()
    if role.period.lower and role.period.lower > today:
        return _g("Planned"), "blue"
    if role.period.upper and role.period.upper <= today:
        return _g("Over"), "grey"
    return _g("Today"), "green"


def last_day(role: PostHolding) -> object:
    """The last day of the role; None without an end."""
    return role.period.upper - datetime.timedelta(days=1) if role.period.upper else None


ROLES = Listing(
    key="people.roles",
    title=_("Extra roles"),
    columns=(
        Column("number", _("Employee number"), lambda r: r.employee.number, sort="employee__number"),
        Column(
            "name",
            _("Name"),
            lambda r: r.employee,
            sort="employee__name",
            link=lambda r: r.employee.get_absolute_url(),
        ),
        Column("post", _("Role"), lambda r: r.post, sort="post__code", wrap=True),
        Column("department", _("For department"), lambda r: r.department, default=False),
        Column("status", _("Status"), status, kind="badge"),
        Column("start", _("From"), lambda r: r.period.lower, kind="date", sort="period"),
        Column("last", _("To (last day)"), last_day, kind="date"),
        Column("site", _("Site"), lambda r: r.employee.site, sort="employee__site__code", default=False),
    ),
    ordering=("-period", "pk"),
    filterset=RoleFilter,
    export_subject="people.employee",
    export_rows=lambda rows, user: roles_seen_by(user, Action.EXPORT),
    empty_title=_("No extra roles"),
    empty_text=_("Roles beside the main post are added on the record of an employee."),
)


def roles_seen_by(user: object, action: Action = Action.VIEW) -> QuerySet[PostHolding]:
    """The extra roles of the people in the user's reach."""
    people = Employee.objects.visible_to(user, action)  # type: ignore[arg-type]
    rows = PostHolding.objects.filter(is_primary=False, employee__in=people.values("pk"))
    return rows.select_related("employee__site", "post", "department")


@login_required
@require_GET
def role_list(request: HttpRequest) -> HttpResponseBase:
    """Every extra role in sight."""
    user = user_of(request)
    if scope(user, Action.VIEW, access.SUBJECT) <= Scope.OWN:
        raise Http404
    return list_page(request, roles_seen_by(user), ROLES)
