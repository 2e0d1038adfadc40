"""What the pages of this room share: their tabs, and the link to the complaint for those who see it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.web.tabs import page_tabs
from complaints.cases.models import Case
from complaints.remedies import access


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """The lists of this room; the departments for those who name them."""
    found = [
        ("remedies:index", _("To carry out")),
        ("remedies:certificates", _("Discount certificates")),
        ("remedies:slips", _("Return slips")),
        ("remedies:receivables", _("Receivables")),
    ]
    if access.may_name_departments(request.user):
        found.append(("remedies:departments", _("Departments")))
    return page_tabs(found, active)


def case_url(request: HttpRequest, case: Case) -> str:
    """Where the complaint is shown; "" for those who see its papers only."""
    visible = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return case.get_absolute_url() if visible else ""
