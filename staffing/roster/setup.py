"""What rosters declare to the rooms below beside their words; called once by the room's configuration."""

from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.api import registry as api
from callcenter.clocks import kinds as clocks
from callcenter.files.exports import registry as exports
from callcenter.files.imports import registry as imports
from callcenter.integrations import events
from callcenter.rulebook import registry as rulebook
from callcenter.web import navigation
from callcenter.web import today as home
from staffing.roster import deadlines, publish_jobs, today, verbs
from staffing.roster.importing import RosterImporter
from staffing.roster.models import SUBJECT


def declare() -> None:
    """Deadline, jobs, importer, public event, the entries of the navigation and of Today."""
    rulebook.register(deadlines.REMIND)
    clocks.define(deadlines.CLOCK)
    exports.register(publish_jobs.KIND, publish_jobs.produce)
    imports.register(RosterImporter())
    events.define("roster.published", _("A roster was published"), verbs.without_reason)
    api.register("staffing/rosters", "staffing.roster.api.RosterViewSet")
    api.register("staffing/assignments", "staffing.roster.api.AssignmentViewSet")
    api.register("staffing/heads-needed", "staffing.roster.planning.api.HeadsNeededViewSet")
    api.register("staffing/inductions", "staffing.roster.planning.api.InductionViewSet")
    api.register("staffing/reserve", "staffing.roster.planning.api.ReserveViewSet")
    home.register_todo(today.todo)
    navigation.register(
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Rosters"),
            "roster:index",
            icon="calendar-user",
            subject=SUBJECT,
            reach=Scope.TEAM,
            order=70,
            group=navigation.Group.PLANNING,
            on_phone=navigation.DIRECTORS,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Staff reserve"),
            "roster:reserve",
            icon="users-plus",
            subject=SUBJECT,
            order=132,
            group=navigation.Group.PLANNING,
            action=Action.EXPORT,
        ),
    )
