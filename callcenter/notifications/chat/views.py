"""Chat channels of the chosen site: the list, one's form, its test button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.notifications import access
from callcenter.notifications.chat import services
from callcenter.notifications.chat.forms import ChannelForm
from callcenter.notifications.chat.models import ChatChannel
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import Column, Listing, list_page

CHANNELS = Listing(
    key="notifications.channels",
    title=gettext_lazy("Chat channels"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda channel: channel.name,
            sort="name",
            link=lambda channel: channel.get_absolute_url(),
        ),
        Column("service", gettext_lazy("Service"), lambda channel: channel.service_title, sort="service"),
        Column("hint", gettext_lazy("Address"), lambda channel: channel.hint),
        Column("team", gettext_lazy("Team"), lambda channel: str(channel.team or _("The whole site"))),
        Column("kinds", gettext_lazy("Told of"), lambda channel: len(channel.kinds), "number"),
        Column("language", gettext_lazy("Language"), lambda channel: channel.get_language_display()),
        Column("active", gettext_lazy("Active"), lambda channel: channel.is_active, "bool"),
    ),
    ordering=("name", "pk"),
    empty_title=gettext_lazy("No chat channel yet"),
    empty_text=gettext_lazy(
        "Add the group of a team or of the site, and choose what it is told of: deadlines, loads that failed and more."
    ),
)


def _visible(request: HttpRequest, pk: int) -> ChatChannel:
    require(may(request.user, Action.VIEW, access.CHANNEL))
    rows = ChatChannel.objects.visible_to(request.user).select_related("site", "team__department")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def channel_list(request: SiteRequest) -> HttpResponseBase:
    """The channels of the chosen site."""
    require(may(request.user, Action.VIEW, access.CHANNEL))
    site_id = request.site.pk if request.site else None
    rows = ChatChannel.objects.visible_to(request.user).filter(site=site_id).select_related("team")
    context = {"may_add": access.may_edit_channels(request.user, site_id, Action.CREATE)}
    return list_page(request, rows, CHANNELS, template="notifications/channels.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: SiteRequest) -> HttpResponse:
    """A new channel of the chosen site."""
    site = chosen_site(request)
    require(access.may_edit_channels(request.user, site.pk, Action.CREATE))
    form = ChannelForm(posted(request), site=site)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            channel = services.add_channel(site, actor=request.user, **form.cleaned_data)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(
                request, _("%(name)s is added. Try it with the test button.") % {"name": channel}
            )
            return redirect(channel)
    context = {"form": form, "refusal": refusal, "site": request.site}
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/channel_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """One channel and its form."""
    row = _visible(request, pk)
    initial = {
        "name": row.name,
        "team": row.team_id,
        "language": row.language,
        "kinds": row.kinds,
        "is_active": row.is_active,
    }
    form = ChannelForm(posted(request), site=row.site, channel=row, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_channel(row, actor=request.user, **form.cleaned_data)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": row})
            return redirect(row)
    return _page(request, row, form, refusal, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Post a test sentence to the group."""
    row = _visible(request, pk)
    try:
        services.try_channel(row, actor=request.user)
    except RuleViolation as refusal:
        form = ChannelForm(site=row.site, channel=row, initial=vars(row) | {"team": row.team_id})
        return _page(request, row, form, refusal, status=422)
    messages.success(request, _("%(name)s got the test sentence.") % {"name": row})
    return redirect(row)


def _page(
    request: HttpRequest, row: ChatChannel, form: ChannelForm, refusal: RuleViolation | None, *, status: int
) -> HttpResponse:
    context = {"channel": row, "form": form, "refusal": refusal, "site": row.site}
    return render(request, "notifications/channel_form.html", context, status=status)
