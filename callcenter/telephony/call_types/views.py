"""Call types: what the calls of a code of the switch are about."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.people.middleware import SiteRequest
from callcenter.telephony import access
from callcenter.telephony.call_types.services import name_call_type
from callcenter.telephony.facts.models import CallType
from callcenter.web.listing import Column, Listing, list_page

CALL_TYPES = Listing(
    key="telephony.call_types",
    title=_("Call types"),
    columns=(
        Column(
            "title",
            _("Call type"),
            str,
            link=lambda kind: reverse("telephony:call_type", args=[kind.pk]),
        ),
        Column("code", _("Code on the switch"), lambda kind: kind.code, sort="code"),
        Column("name", _("Name in English"), lambda kind: kind.name, sort="name"),
        Column("name_zh", _("Name in Chinese"), lambda kind: kind.name_zh, sort="name_zh"),
        Column(
            "calls",
            _("Calls"),
            lambda kind: str(_("Show")),
            link=lambda kind: f"{reverse('telephony:calls')}?{urlencode({'call_type': kind.code})}",
        ),
    ),
    ordering=("code", "id"),
    empty_title=_("The switch has not named any call type yet"),
    empty_text=_("Call types appear here when a file of calls is imported that has them."),
)


class CallTypeForm(forms.ModelForm):
    class Meta:
        model = CallType
        fields = ["name", "name_zh"]


@login_required
def call_type_list(request: SiteRequest) -> HttpResponseBase:
    """Call types of the site."""
    require(may(request.user, Action.VIEW, "telephony.import"))
    found = CallType.objects.visible_to(request.user).filter(site=request.site)
    return list_page(request, found, CALL_TYPES, template="telephony/call_type_list.html")


@login_required
def call_type_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its names."""
    call_type = get_object_or_404(CallType.objects.visible_to(request.user), pk=pk)
    require(access.may_name(request.user, call_type.site_id))
    form = CallTypeForm(request.POST or None, instance=call_type)
    if request.method == "POST" and form.is_valid():
        name_call_type(call_type, actor=request.user, **form.cleaned_data)
        messages.success(request, _("%(code)s is saved.") % {"code": call_type.code})
        return redirect("telephony:call_types")
    status = 422 if request.method == "POST" else 200
    context = {"call_type": call_type, "form": form}
    return render(request, "telephony/call_type_form.html", context, status=status)
