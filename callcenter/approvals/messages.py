"""What people are told of requests."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "approvals.waiting",
        _("A request waits for your decision"),
        _("%(kind)s of %(applicant)s waits for your decision: %(label)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="inbox",
    ),
    Kind(
        "approvals.approved",
        _("Your request is approved"),
        _("%(kind)s is approved: %(label)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="circle-check",
    ),
    Kind(
        "approvals.rejected",
        _("Your request is rejected"),
        _("%(kind)s is rejected: %(label)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="circle-x",
    ),
    Kind(
        "approvals.returned",
        _("Your request comes back"),
        _("%(kind)s comes back to be put right: %(label)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="arrow-back-up",
    ),
    Kind(
        "approvals.withdrawn",
        _("A request is withdrawn"),
        _("%(applicant)s has withdrawn %(number)s: %(label)s"),
        email=Email.OFF,
        is_for_teams=False,
        icon="x",
    ),
    Kind(
        "approvals.passed_over",
        _("An emergency went past you"),
        _("%(applicant)s reported an emergency past you and will tell you today: %(label)s"),
        is_urgent=True,
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="alert-triangle",
    ),
    Kind(
        "approvals.to_be_told",
        _("Tell your direct superior"),
        _("Tell your direct superior today of the emergency that you reported past them: %(label)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="send",
    ),
)
