"""Saved views: keep, choose and forget the filters of a list. A private matter of each user, so the trail has none of it."""

from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from callcenter.accounts.models import User
from callcenter.web.models import SavedView

NOT_KEPT = ("page", "after", "before", "export", "clear", "view")


class SavedViewForm(forms.Form):
    listing = forms.CharField(max_length=100)
    name = forms.CharField(max_length=60)
    query = forms.CharField(max_length=2000, required=False)
    is_default = forms.BooleanField(required=False)


class RenameForm(forms.Form):
    name = forms.CharField(max_length=60)
    is_default = forms.BooleanField(required=False)


def kept_query(query: str) -> str:
    """The part of a query string that a view keeps: no page, no export."""
    params = QueryDict(query.lstrip("?"), mutable=True)
    for key in NOT_KEPT:
        params.pop(key, None)
    return params.urlencode()


@transaction.atomic
def save_view(user: User, *, listing: str, name: str, query: str, is_default: bool) -> SavedView:
    """Keep the view under its name; an older one of that name is replaced, another default steps down."""
    User.objects.select_for_update().get(pk=user.pk)
    if is_default:
        SavedView.objects.filter(user=user, listing=listing, is_default=True).update(is_default=False)
    view, _created = SavedView.objects.update_or_create(
        user=user,
        listing=listing,
        name=name,
        defaults={"query": kept_query(query), "is_default": is_default},
    )
    return view


@transaction.atomic
def rename_view(view: SavedView, *, name: str, is_default: bool) -> bool:
    """Give a view another name, and make it the list's default or not; False when another view has that name."""
    User.objects.select_for_update().get(pk=view.user_id)
    others = SavedView.objects.filter(user=view.user_id, listing=view.listing).exclude(pk=view.pk)
    if others.filter(name=name).exists():
        return False
    if is_default:
        others.filter(is_default=True).update(is_default=False)
    view.name, view.is_default = name, is_default
    view.save(update_fields=["name", "is_default"])
    return True


def back_to_list(request: HttpRequest, query: str | None = None) -> HttpResponse:
    """Redirect to the posted list's address, with another query string if one is given."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    path = "/" + urlsplit(target).path.lstrip("/")  # two slashes would begin another host
    return redirect(target if query is None else f"{path}?{query}")


def save_from(request: HttpRequest) -> HttpResponse:
    """Save the posted view and show the list with it."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The view needs a name of at most 60 characters."))
        return back_to_list(request)
    assert isinstance(request.user, User)
    view = save_view(request.user, **form.cleaned_data)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return back_to_list(request, f"{view.query}&view={view.pk}" if view.query else f"view={view.pk}")


def rename_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view of one's own and say whether the list opens with it."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    form = RenameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The view needs a name of at most 60 characters."))
    elif rename_view(view, **form.cleaned_data):
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    else:
        messages.error(request, _("You have a view with this name already."))
    return back_to_list(request, f"{view.query}&view={view.pk}" if view.query else f"view={view.pk}")


def delete_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return back_to_list(request)
