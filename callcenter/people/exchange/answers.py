"""The staff list as an answer, of the page and of the API alike."""

from django.http import FileResponse
from django.utils import timezone

from callcenter.accounts.models import User
from callcenter.people.exchange.services import take_staff_list
from callcenter.tabular.workbook import XLSX


def staff_list(user: User) -> FileResponse:
    """The workbook that the user may take, named by the day."""
    name = f"staff-{timezone.localtime():%Y-%m-%d}.xlsx"
    return FileResponse(take_staff_list(actor=user), as_attachment=True, filename=name, content_type=XLSX)
