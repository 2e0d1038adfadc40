"""Why a delivery failed: a code with its figures as it is kept, a sentence in the language of whoever looks at it.

No figure ever is somebody's address or a group's secret.
"""

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "mail.refused": _("The mail server refused the recipient (%(codes)s)."),
    "mail.answered": _("The mail server answered %(code)s."),
    "mail.unreachable": _("The mail server could not be reached (%(what)s)."),
    "mail.broken": _("The e-mail could not be made (%(what)s). Tell your administrator."),
    "chat.unreadable": _("The address can no longer be read; enter it again."),
    "chat.refused": _("%(service)s refused the post (%(code)s)."),
    "chat.unreachable": _("%(service)s refused the post or could not be reached."),
    "interrupted": _("The program was interrupted while it was sending, again and again."),
}


def packed(code: str, /, **figures: Any) -> str:
    """As it is kept."""
    return json.dumps([code, figures])


def sentence(kept: str) -> str:
    """As it reads, in the active language; empty for nothing."""
    if not kept:
        return ""
    try:
        code, figures = json.loads(kept)
        return str(SENTENCES[code]) % figures
    except (ValueError, KeyError, TypeError):
        return kept
