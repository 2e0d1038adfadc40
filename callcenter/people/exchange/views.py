"""The staff list as a download."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action
from callcenter.access.permissions import require
from callcenter.accounts.models import User
from callcenter.audit import services as audit
from callcenter.people.employees import access
from callcenter.people.employees.models import Employee
from callcenter.people.employees.views import user_of
from callcenter.people.exchange.exporting import write_staff_list

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def workbook(request: HttpRequest) -> FileResponse:
    """Everybody the user may export."""
    return staff_list(user_of(request))


def staff_list(user: User) -> FileResponse:
    """The staff list as that user may take it, in the form that it is imported in; that it was taken is recorded."""
    require(access.may_export(user))
    stream = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with transaction.atomic():
        rows = write_staff_list(stream, user, Employee.objects.visible_to(user, Action.EXPORT))
        audit.record(user, "people.staff_list.exported", after={"rows": rows})
    stream.seek(0)
    name = f"staff-{timezone.localtime():%Y-%m-%d}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
