"""What people are told of records of the floor."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "records.bulletin_to_read",
        _("A bulletin must be read"),
        _("Read before your next shift: “%(title)s”."),
        icon="mail",
    ),
    Kind("records.bulletin_new", _("A new bulletin"), _("New bulletin: “%(title)s”."), icon="mail"),
    Kind(
        "records.bulletin_reminder",
        _("Bulletins not read before the shift"),
        _("Your shift is near and you have not read everything (%(count)s), first “%(title)s”."),
        email=Email.OFF,
        is_for_teams=False,
        icon="mail",
    ),
)
