"""The staff list as a download."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET

from callcenter.people.employees.views import user_of
from callcenter.people.exchange.answers import staff_list


@login_required
@require_GET
def workbook(request: HttpRequest) -> FileResponse:
    """Everybody the user may export."""
    return staff_list(user_of(request))
