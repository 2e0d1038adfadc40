"""What operation writes into the trail, in words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "operation.backup.made": _("made the backup %(subject)s"),
    "operation.backup.restored": _("restored a backup into this database"),
    "operation.retention.applied": _("let go of what was kept long enough"),
}
