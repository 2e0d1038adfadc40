"""What the pages of this room share: their tabs, and the link to the complaint for those who see it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.web.tabs import page_tabs
from complaints.cases.models import Case, RemedyLine
from complaints.remedies import access
from complaints.remedies.executions.models import Execution


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


def back_url(request: HttpRequest, remedy: RemedyLine) -> str:
    """Where one came from to draw a paper up: what is to be carried out, else the list of it."""
    found = Execution.objects.visible_to(request.user).filter(remedy=remedy).first()
    return found.get_absolute_url() if found else reverse("remedies:index")
