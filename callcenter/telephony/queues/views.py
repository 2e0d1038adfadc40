"""Queues: what the switch's waiting lines are called."""

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
from callcenter.telephony.facts.models import Queue
from callcenter.telephony.queues.services import rename_queue
from callcenter.web.listing import Column, Listing, list_page

QUEUES = Listing(
    key="telephony.queues",
    title=_("Queues"),
    columns=(
        Column(
            "title",
            _("Queue"),
            str,
            link=lambda q: reverse("telephony:queue", args=[q.pk]),
        ),
        Column("code", _("Code on the switch"), lambda q: q.code, sort="code"),
        Column("name", _("Name in English"), lambda q: q.name, sort="name"),
        Column("name_zh", _("Name in Chinese"), lambda q: q.name_zh, sort="name_zh"),
        Column(
            "calls",
            _("Calls"),
            lambda q: str(_("Show")),
            link=lambda q: f"{reverse('telephony:calls')}?queue={q.pk}",
        ),
    ),
    ordering=("code", "id"),
    empty_title=_("The switch has not named any queue yet"),
    empty_text=_("Queues appear here when a file of calls is imported."),
)


class QueueForm(forms.ModelForm):
    class Meta:
        model = Queue
        fields = ["name", "name_zh"]


@login_required
def queue_list(request: SiteRequest) -> HttpResponseBase:
    """Queues of the site."""
    require(may(request.user, Action.VIEW, "telephony.import"))
    queues = Queue.objects.visible_to(request.user).filter(site_id=request.site.pk if request.site else None)
    return list_page(request, queues, QUEUES, template="telephony/queue_list.html")


@login_required
def queue_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its names."""
    queue = get_object_or_404(Queue.objects.visible_to(request.user), pk=pk)
    require(access.may_name(request.user, queue.site_id))
    form = QueueForm(request.POST or None, instance=queue)
    if request.method == "POST" and form.is_valid():
        rename_queue(
            queue,
            actor=request.user,
            name=form.cleaned_data["name"],
            name_zh=form.cleaned_data["name_zh"],
        )
        messages.success(request, _("%(code)s is saved.") % {"code": queue.code})
        return redirect("telephony:queues")
    status = 422 if request.method == "POST" else 200
    return render(request, "telephony/queue_form.html", {"queue": queue, "form": form}, status=status)
