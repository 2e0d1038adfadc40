"""How the acts of this room read in the trail."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "files.attachment.added": _("attached a file to %(subject)s"),
    "files.attachment.removed": _("removed a file from %(subject)s"),
    "files.import.requested": _("uploaded %(subject)s"),
    "files.import.mapped": _("assigned the columns of %(subject)s"),
    "files.import.read_again": _("had the columns of %(subject)s read again"),
    "files.import.apply_requested": _("had %(subject)s applied"),
    "files.import.applied": _("applied %(subject)s"),
    "files.import.done": _("finished %(subject)s"),
    "files.import.refused": _("was refused %(subject)s"),
    "files.import.failed": _("saw %(subject)s fail"),
    "files.import.cancelled": _("cancelled %(subject)s"),
    "files.import.stop_requested": _("asked to stop %(subject)s"),
    "files.import.resumed": _("resumed %(subject)s after an interruption"),
    "files.import.downloaded": _("downloaded the file of %(subject)s"),
    "files.export.requested": _("asked for %(subject)s"),
    "files.export.done": _("received %(subject)s"),
    "files.export.refused": _("was refused %(subject)s"),
    "files.export.failed": _("saw %(subject)s fail"),
    "files.export.cancelled": _("cancelled %(subject)s"),
    "files.export.stop_requested": _("asked to stop %(subject)s"),
    "files.export.resumed": _("resumed %(subject)s after an interruption"),
    "files.export.downloaded": _("downloaded the file of %(subject)s"),
    "files.bulk.requested": _("asked for %(subject)s"),
    "files.bulk.done": _("finished %(subject)s"),
    "files.bulk.refused": _("was refused %(subject)s"),
    "files.bulk.failed": _("saw %(subject)s fail"),
    "files.bulk.cancelled": _("cancelled %(subject)s"),
    "files.bulk.stop_requested": _("asked to stop %(subject)s"),
    "files.bulk.resumed": _("resumed %(subject)s after an interruption"),
    "files.mapping.saved": _("saved the column assignment %(subject)s"),
}
