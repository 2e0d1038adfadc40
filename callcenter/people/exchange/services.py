"""Taking the staff list away: a workbook of whom one may take, on record."""

import tempfile
from typing import IO

from django.db import transaction

from callcenter.access.matrix import Action
from callcenter.access.permissions import require
from callcenter.accounts.models import User
from callcenter.audit import services as audit
from callcenter.people.employees import access
from callcenter.people.employees.models import Employee
from callcenter.people.exchange.exporting import write_staff_list


def take_staff_list(*, actor: User) -> IO[bytes]:
    """The staff list as the actor may take it, in the form that it is imported in: an open file that the caller closes."""
    require(access.may_export(actor))
    stream = tempfile.TemporaryFile()  # noqa: SIM115  the answer that sends it closes it
    with transaction.atomic():
        rows = write_staff_list(stream, actor, Employee.objects.visible_to(actor, Action.EXPORT))
        audit.record(actor, "people.staff_list.exported", after={"rows": rows})
    stream.seek(0)
    return stream
