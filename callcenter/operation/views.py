"""How the product runs, for who looks after it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.operation.doctor.services import examine, worst
from callcenter.operation.models import Backup
from callcenter.operation.overview import figures
from callcenter.operation.retention.services import preview

BACKUPS_SHOWN = 7


@login_required
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """What the doctor finds, what is kept for how long, and the last backups."""
    require(may(request.user, Action.VIEW, "operation.status"))
    found = examine()
    context = {
        "examined": sorted(found, key=lambda each: -each.finding.level),
        "worst": worst(found),
        "figures": figures(),
        "kept": preview(),
        "backups": Backup.objects.all()[:BACKUPS_SHOWN],
    }
    return render(request, "operation/status.html", context)
