"""The posts of domain §3.1: one role set for every manual."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostCode(models.TextChoices):
    """Stable codes; each site may show its own titles (people.Post)."""

    AGENT = "agent", _("Agent")
    GROUP_LEADER = "group_leader", _("Group leader")
    SHIFT_LEADER = "shift_leader", _("Shift leader")
    QA_TRAINER = "qa_trainer", _("QA and training")
    INFO_COORDINATOR = "info_coordinator", _("Information coordinator")
    COORDINATOR = "coordinator", _("Coordination officer")
    COMPLAINT_OFFICER = "complaint_officer", _("Complaint officer")
    DIRECTOR = "director", _("Director")
    DEPUTY_DIRECTOR = "deputy_director", _("Deputy director")
    CENTER_MANAGER = "center_manager", _("Center manager")
    DEPT_HANDLER = "dept_handler", _("Department handler")
    SALES_DEPUTY_GM = "sales_deputy_gm", _("Deputy GM sales")
    DEPUTY_GM = "deputy_gm", _("Deputy GM in charge")
    GM = "gm", _("General manager")
    GM_OFFICE = "gm_office", _("GM office")
    HR = "hr", _("Human resources")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    MARKET_MANAGER = "market_manager", _("Market manager")
    INFO_ADMIN = "info_admin", _("Customer-data officer")
    SYSADMIN = "sysadmin", _("System administrator")
