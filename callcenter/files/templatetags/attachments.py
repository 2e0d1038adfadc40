"""The files of a record on its page: `{% load attachments %}{% attachments employee %}`."""

from typing import Any

from django import template
from django.db import models
from django.http import HttpRequest

from callcenter.files.attachments import kinds, registry, services

register = template.Library()


@register.inclusion_tag("files/attachments.html", takes_context=True)
def attachments(context: template.Context, record: models.Model) -> dict[str, Any]:
    """The list of files with its upload form, as far as the user may see and change them; nothing otherwise."""
    request: HttpRequest = context["request"]
    user = request.user if request.user.is_authenticated else None
    if not registry.may_view(user, record):
        return {"is_shown": False}
    return {
        "is_shown": True,
        "files": list(services.files_of(record)),
        "may_edit": registry.may_edit(user, record),
        "label": record._meta.label_lower,
        "record": record,
        "accept": ",".join(kinds.KINDS),
        "shown_in_place": kinds.SHOWN_IN_PLACE,
        "csrf_token": context.get("csrf_token"),
        "next": request.get_full_path(),
    }
