"""Pages of the organisation: the tree, sites, departments, teams, titles of posts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callcenter.access.permissions import require
from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.chart import selectors
from callcenter.people.employees.models import Employee
from callcenter.people.organisation import access, services
from callcenter.people.organisation.forms import (
    NamesForm,
    NewForm,
    NewSiteForm,
    PostForm,
    SiteForm,
    TeamForm,
    initial_of,
    time_zones,
)
from callcenter.people.organisation.models import Company, Department, Post, Site, Team
from callcenter.people.refusals import place, posted


def form_page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    save: Callable[[dict[str, Any]], Any],
    back: str,
    *,
    row: Model | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form, or save it and go back; refused: the same page with 422.

    `row`: what is edited; `save` then gets what its editor saw as `expected`, and a stale form shows both versions.
    """
    refusal = None
    standing = initial_of(row, type(form)) if row else {}
    if request.method == "POST" and form.is_valid():
        seen = versions.seen_in(request, standing)
        try:
            save(form.cleaned_data | ({"expected": seen} if row else {}))
        except RuleViolation as error:
            refusal = place(form, error)
            context["differences"] = versions.differences(form, seen, standing)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    version = versions.version_of(standing) if row else ""
    context |= {
        "form": form,
        "title": title,
        "row": row,
        "refusal": refusal,
        "back": redirect(back).url,
        "version": version,
    }
    failed = bool(form.errors or refusal)
    return render(request, "people/organisation_form.html", context, status=422 if failed else 200)


@login_required
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """Sites, departments and teams with their heads and how many people they have today."""
    sites = Site.objects.visible_to(request.user).select_related("company")
    context = {
        "lines": selectors.organisation(sites),
        "company": Company.objects.order_by("pk").first(),
        "may_edit": access.may_edit_organisation(request.user),
        "may_create": access.may_create_site(request.user),
    }
    return render(request, "people/organisation.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """The company's names."""
    require(access.may_create_site(request.user))
    row = get_object_or_404(Company.objects.order_by("pk")[:1])
    form = NamesForm(posted(request), initial=initial_of(row, NamesForm))
    save = lambda data: services.rename_company(row, actor=request.user, **data)  # noqa: E731
    return form_page(request, form, _("Company"), save, "people:organisation", row=row)


@login_required
@require_GET
def site_list(request: HttpRequest) -> HttpResponse:
    """The sites with their clocks."""
    sites = Site.objects.visible_to(request.user)
    lines = [
        {
            "site": site,
            "now": timezone.localtime(timezone=site.zone),
            "headcount": Employee.objects.filter(site=site).employed(site.today()).count(),
        }
        for site in sites
    ]
    context = {"lines": lines, "may_create": access.may_create_site(request.user)}
    return render(request, "people/site_list.html", context)


def visible(request: HttpRequest, code: str) -> Site:
    return get_object_or_404(Site.objects.visible_to(request.user), code=code)


@login_required
@require_GET
def site(request: HttpRequest, code: str) -> HttpResponse:
    """One site: facts, clock, departments and teams."""
    row = visible(request, code)
    context = {
        "site": row,
        "line": selectors.organisation(Site.objects.filter(pk=row.pk))[0],
        "may_edit": access.may_edit_site(request.user, row),
    }
    return render(request, "people/site_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_site(request: HttpRequest) -> HttpResponse:
    """Open a site."""
    require(access.may_create_site(request.user))
    form = NewSiteForm(posted(request))
    save = lambda data: services.create_site(data["code"], form.facts(), actor=request.user)  # noqa: E731
    return form_page(request, form, _("Open a site"), save, "people:sites", time_zones=time_zones())


@login_required
@require_http_methods(["GET", "POST"])
def edit_site(request: HttpRequest, code: str) -> HttpResponse:
    """Change a site."""
    row = visible(request, code)
    require(access.may_edit_site(request.user, row))
    form = SiteForm(posted(request), initial=initial_of(row, SiteForm))
    save = lambda data: services.change_site(  # noqa: E731
        row, form.facts(), actor=request.user, expected=data["expected"]
    )
    title = _("Change %(name)s") % {"name": row}
    return form_page(request, form, title, save, row.get_absolute_url(), row=row, time_zones=time_zones())


@login_required
@require_http_methods(["GET", "POST"])
def add_department(request: HttpRequest, code: str) -> HttpResponse:
    """Add a department to a site."""
    row = visible(request, code)
    require(access.may_edit_site(request.user, row))
    form = NewForm(posted(request))
    save = lambda data: services.create_department(row, data.pop("code"), actor=request.user, **data)  # noqa: E731
    title = _("Add a department to %(name)s") % {"name": row}
    return form_page(request, form, title, save, "people:organisation")


@login_required
@require_http_methods(["GET", "POST"])
def edit_department(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a department."""
    row = _of_visible_site(request, Department, "site", pk)
    require(access.may_edit_site(request.user, row.site))
    form = NamesForm(posted(request), initial=initial_of(row, NamesForm))
    save = lambda data: services.change_department(row, actor=request.user, **data)  # noqa: E731
    title = _("Change %(name)s") % {"name": row}
    return form_page(request, form, title, save, "people:organisation", row=row)


@login_required
@require_http_methods(["GET", "POST"])
def add_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a team to a department."""
    row = _of_visible_site(request, Department, "site", pk)
    require(access.may_edit_site(request.user, row.site))
    form = NewForm(posted(request))
    save = lambda data: services.create_team(row, data.pop("code"), actor=request.user, **data)  # noqa: E731
    title = _("Add a team to %(name)s") % {"name": row}
    return form_page(request, form, title, save, "people:organisation")


@login_required
@require_http_methods(["GET", "POST"])
def edit_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a team, or take it out of use."""
    row = _of_visible_site(request, Team, "department__site", pk)
    require(access.may_edit_site(request.user, row.department.site))
    form = TeamForm(posted(request), initial=initial_of(row, TeamForm))
    save = lambda data: services.change_team(row, actor=request.user, **data)  # noqa: E731
    title = _("Change %(name)s") % {"name": row}
    return form_page(request, form, title, save, "people:organisation", row=row)


def _of_visible_site(request: HttpRequest, model: type[Model], path: str, pk: int) -> Any:
    sites = Site.objects.visible_to(request.user)
    rows = model._default_manager.select_related(path)
    return get_object_or_404(rows, pk=pk, **{f"{path}__in": sites})


@login_required
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """The roles and the company's titles for them."""
    titles = {post.code: post for post in Post.objects.all()}
    lines = [{"code": code, "post": titles.get(code)} for code in PostCode]
    lines.sort(key=lambda line: -(line["post"].rank if line["post"] else 0))  # type: ignore[union-attr]
    context = {"lines": lines, "may_edit": access.may_create_site(request.user)}
    return render(request, "people/post_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, code: str) -> HttpResponse:
    """Give a role the company's own title."""
    require(access.may_create_site(request.user))
    role = get_object_or_404(Post, code=code)
    form = PostForm(posted(request), initial=initial_of(role, PostForm))
    save = lambda data: services.title_post(PostCode(role.code), actor=request.user, **data)  # noqa: E731
    title = _("Title of %(role)s") % {"role": PostCode(role.code).label}
    return form_page(request, form, title, save, "people:posts", row=role)
