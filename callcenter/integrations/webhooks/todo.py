"""What Today says about webhooks in trouble."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.integrations.webhooks import access
from callcenter.integrations.webhooks.models import Endpoint, Off
from callcenter.web.today import Todo


def in_trouble(request: HttpRequest) -> list[Todo]:
    """Webhooks that were switched off because they failed, for those who may switch them on."""
    site = getattr(request, "site", None)
    if not site or not access.may_create(request.user, site.pk):
        return []
    found = Endpoint.objects.visible_to(request.user).filter(site=site, off__in=[Off.FAILING, Off.GONE])
    return [
        Todo(
            _("The webhook %(name)s was switched off") % {"name": endpoint.name},
            str(endpoint.get_off_display()),
            endpoint.get_absolute_url(),
            tone="late",
            icon="alert-circle",
        )
        for endpoint in found.order_by("off_at")[:5]
    ]
