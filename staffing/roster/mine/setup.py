"""What “My shifts” and its calendar address declare to the rooms below; called once by the room's configuration."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections
from callcenter.audit import verbs
from callcenter.web import navigation, today
from staffing.roster.mine import today as mine_today
from staffing.roster.models import SUBJECT


def declare() -> None:
    """The entry of the navigation and of the phone's bar, the panel of Today, sentences and verbs."""
    objections.define({"roster.no_feed": _("There is no calendar address to withdraw.")})
    verbs.define(
        {
            "roster.feed.made": _("made a secret calendar address for %(subject)s"),
            "roster.feed.renewed": _("renewed the secret calendar address of %(subject)s"),
            "roster.feed.withdrawn": _("withdrew the secret calendar address of %(subject)s"),
        }
    )
    today.register_panel(mine_today.next_shift, order=14)
    navigation.register(
        navigation.Entry(
            navigation.Area.TODAY,
            _("My shifts"),
            "roster:mine",
            "calendar-time",
            subject=SUBJECT,
            order=50,
            group=navigation.Group.MINE,
            on_phone=navigation.AGENTS,
            short=_("Shifts"),
        )
    )
