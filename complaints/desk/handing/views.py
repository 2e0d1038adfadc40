"""The page on which several complaints get one owner."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from callcenter.access.permissions import require
from callcenter.files.bulk.services import MOST as MOST_BY_JOB
from callcenter.objections import Objection, RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site
from callcenter.people.refusals import place
from complaints.cases import access
from complaints.cases.models import Case
from complaints.desk.handing.forms import HandingForm
from complaints.desk.handing.many import hand_over_many, matching
from complaints.desk.handing.services import MOST, hand_over

REFUSED = 422
SHOWN = 20  # of those that go to a job


@dataclass(frozen=True)
class Choice:
    """The complaints that were chosen: `rows` by tick, all or the first of them; `count` of all; `elsewhere` at other sites."""

    keys: list[int]
    rows: list[Case]
    query: str  # of the list, where all that match were chosen
    elsewhere: int = 0

    @property
    def count(self) -> int:
        return len(self.keys)

    @property
    def is_job(self) -> bool:
        """Whether a worker does it: a page cannot wait for so many."""
        return bool(self.query) or self.count > MOST


def choice(request: HttpRequest, site: Site) -> Choice:
    """What was ticked, or what the list's filters leave; of that what lies at the site. Refused when a filter is unclear."""
    visible = Case.objects.visible_to(request.user)
    query = request.POST.get("matching", "")
    if query:
        found = matching(visible, query)
        rows = found.filter(site=site)
        elsewhere = found.exclude(site=site)[: MOST_BY_JOB + 1].count()
    else:
        rows = visible.filter(site=site, pk__in=_ticked(request))
        elsewhere = 0
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST_BY_JOB + 1])
    is_long = bool(query) or len(keys) > MOST
    shown = visible.filter(pk__in=keys).defer("search", "content").select_related("site", "owner")
    shown = shown.order_by("due_at", "pk")
    return Choice(keys, list(shown[:SHOWN] if is_long else shown), query, elsewhere)


def _ticked(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("selected")
    return [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 15][: MOST_BY_JOB + 1]


@login_required
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Asks for the owner of the chosen complaints (`selected`, or `matching` a list's filters); with one, hands them over."""
    site = chosen_site(request)
    require(access.is_service(request.user, site.pk))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk:queue")
    try:
        chosen = choice(request, site)
    except RuleViolation as error:
        messages.error(request, " ".join(error.sentences))
        return redirect(back)
    form, refusal = HandingForm(site, request.POST if "owner" in request.POST else None), None
    if form.is_bound and form.is_valid():
        try:
            _require_the_same(request, chosen)
            return _handed(request, site, chosen, form, back)
        except RuleViolation as error:
            refusal = place(form, error)
    status = REFUSED if form.errors or refusal or not chosen.count else 200
    context = {
        "form": form,
        "refusal": refusal,
        "choice": chosen,
        "chosen": chosen.rows,
        "back": back,
        "more": chosen.count - len(chosen.rows),
        "is_cut": chosen.count > MOST_BY_JOB,
        "most": MOST_BY_JOB,
    }
    return render(request, "desk/assign.html", context, status=status)


def _require_the_same(request: HttpRequest, chosen: Choice) -> None:
    """What matches may have changed since it was shown; nobody chose those that came in between."""
    if chosen.query and request.POST.get("count") != str(chosen.count):
        raise RuleViolation(Objection("desk.others_match", {"count": chosen.count}))


def _handed(request: HttpRequest, site: Site, chosen: Choice, form: HandingForm, back: str) -> HttpResponse:
    if chosen.is_job:
        job = hand_over_many(chosen.keys, actor=request.user, site=site, back=back, **form.cleaned_data)
        messages.info(
            request, _("The complaints are being handed over. You can leave this page; the work goes on.")
        )
        return redirect(job)
    done = hand_over(chosen.rows, actor=request.user, **form.cleaned_data)
    text = ngettext(
        "%(count)d complaint has a new owner.", "%(count)d complaints have a new owner.", len(done)
    )
    messages.success(request, text % {"count": len(done)})
    return redirect(back)
