"""What people are told of swaps and of the board."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind


def _private(key: str, title: object, sentence: object, icon: str) -> Kind:
    return Kind(key, title, sentence, email=Email.AT_ONCE, is_for_teams=False, icon=icon)  # type: ignore[arg-type]


KINDS = (
    _private(
        "swaps.asked",
        _("A colleague asks you for a swap"),
        _("%(requester)s asks you to swap: your %(takes)s for %(gives)s."),
        "arrows-exchange",
    ),
    _private(
        "swaps.answered",
        _("Your swap was answered"),
        _("%(counterpart)s has answered your swap %(number)s: %(state)s."),
        "arrows-exchange",
    ),
    _private(
        "swaps.decided",
        _("A swap of yours is decided"),
        _("Swap %(number)s of %(requester)s and %(counterpart)s: %(state)s."),
        "circle-check",
    ),
    _private(
        "swaps.ended",
        _("A swap of yours has ended"),
        _("Swap %(number)s of %(requester)s and %(counterpart)s: %(state)s. %(words)s"),
        "circle-x",
    ),
    _private(
        "swaps.mishap",
        _("A swapped shift stayed empty"),
        _("A shift of swap %(number)s stayed empty. Record who answers for it."),
        "alert-triangle",
    ),
    _private(
        "swaps.posted",
        _("Something new on the board"),
        _("%(kind)s on %(on)s: %(shift)s. First come, first served."),
        "clipboard-list",
    ),
    _private(
        "swaps.claimed",
        _("Somebody took your entry of the board"),
        _("%(name)s has taken %(entry)s."),
        "user-check",
    ),
)
