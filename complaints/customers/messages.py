"""What people are told of customers; never a number or an address."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "customers.given",
        _("A customer is yours to look after"),
        _("You look after %(customer)s now. Tell them so, if somebody else did before."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="user-heart",
    ),
    Kind(
        "customers.major_contact",
        _("A major matter was reported from a contact with a customer"),
        _("%(customer)s: %(title)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="report",
    ),
    Kind(
        "customers.key_contact",
        _("A colleague was in contact with a key customer of yours"),
        _("%(name)s was in contact with %(customer)s: %(title)s. The report follows."),
        is_for_teams=False,
        icon="user-heart",
    ),
    Kind(
        "customers.report_owed",
        _("You have to write a contact report"),
        _("%(customer)s: %(title)s, by %(until)s."),
        is_for_teams=False,
        icon="report",
    ),
    Kind(
        "customers.access_asked",
        _("Somebody asks to see a customer"),
        _("%(name)s asks to see %(customer)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="lock-open",
    ),
    Kind(
        "customers.access_decided",
        _("Your request to see a customer is decided"),
        _("%(customer)s: %(state)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="lock-open",
    ),
)
