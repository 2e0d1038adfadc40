"""What Today says about agents of the switch."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.telephony import access
from callcenter.telephony.agents.services import unknown_agents
from callcenter.web.today import Todo


def unknown(request: HttpRequest) -> list[Todo]:
    """Agents that nobody has named yet, for those who may."""
    site = getattr(request, "site", None)
    if not site or not access.may_name(request.user, site.pk):
        return []
    count = unknown_agents(site)
    if not count:
        return []
    title = ngettext(
        "%(count)s agent of the switch is not known yet",
        "%(count)s agents of the switch are not known yet",
        count,
    ) % {"count": count}
    detail = _("Their calls count for the site, but for no person and no team.")
    return [Todo(title, detail, reverse("telephony:agents") + "?state=unknown", icon="user-question")]
