"""What each scope allows, as data in one place: scopes × sites give a client its rows, the way posts give them to people.

A client never approves, sees no customer's number unmasked, and sets no rule: those are decisions of people with a post.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from callcenter.access.grants import Action, Scope
from callcenter.api.scopes import RoomScopes, completed

READ = (Action.VIEW,)
TAKE = (Action.EXPORT,)
WRITE = (Action.VIEW, Action.CREATE, Action.EDIT)


@dataclass(frozen=True)
class Allowance:
    """The lines of the permission matrix that a room's scopes open. `own`: the client's own rows, whatever its sites.

    `exports`: what may also be taken as a workbook; it says no more than the answers do.
    """

    scopes: RoomScopes
    reads: tuple[str, ...]
    writes: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    exports: tuple[str, ...] = ()


ALLOWANCES: tuple[Allowance, ...] = (
    Allowance(
        RoomScopes(
            "people",
            _("Read sites, departments, teams, posts and employees"),
            _("Take on, move and release employees"),
        ),
        reads=("people.site", "people.employee"),
        writes=("people.employee",),
    ),
    Allowance(
        RoomScopes("access", _("Read the permission matrix: which post may do what, and why")),
        reads=("access.matrix",),
    ),
    Allowance(RoomScopes("rulebook", _("Read the rulebook and its history")), reads=("rulebook.value",)),
    Allowance(RoomScopes("audit", _("Read the audit trail")), reads=("audit.event",)),
    Allowance(
        RoomScopes(
            "files",
            _("Follow its own imports"),
            _("Send files to import; what is in them needs that room’s scope to write as well"),
        ),
        reads=("files.job",),
        writes=("files.job",),
        own=frozenset({"files.job"}),
    ),
    Allowance(
        RoomScopes(
            "telephony",
            _(
                "Read calls, interval statistics, queues and agents of the switch; customers’ numbers are masked"
            ),
            _("Send calls, interval statistics and agent states; say which employee a switch agent is"),
        ),
        reads=(
            "telephony.call",
            "telephony.queue_interval",
            "telephony.agent_interval",
            "telephony.import",
        ),
        writes=("telephony.import",),
    ),
    Allowance(
        RoomScopes(
            "staffing",
            _("Read shifts, rosters, attendance, leave, swaps and overtime"),
            _("Draw up rosters and send punches; nothing is approved here"),
        ),
        reads=(
            "staffing.roster",
            "staffing.attendance",
            "staffing.leave",
            "staffing.swap",
            "staffing.overtime",
        ),
        writes=("staffing.roster", "staffing.attendance"),
    ),
    Allowance(
        RoomScopes("quality", _("Read conduct points")),
        reads=("quality.conduct",),
    ),
    Allowance(
        RoomScopes(
            "complaints",
            _(
                "Read customers, complaints, work orders, service orders and surveys; numbers of customers are masked"
            ),
            _("Record customers, complaints, work orders and service orders; nothing is approved here"),
        ),
        reads=(
            "complaints.customer",
            "complaints.case",
            "complaints.remedy",
            "complaints.improvement",
            "complaints.work_order",
            "complaints.service_order",
            "complaints.survey",
        ),
        writes=(
            "complaints.customer",
            "complaints.case",
            "complaints.work_order",
            "complaints.service_order",
        ),
    ),
    Allowance(RoomScopes("measures", _("Read the definitions of measures")), reads=("measures.measure",)),
    Allowance(
        RoomScopes("reports", _("Read operations reports"), _("Have a day summed again")),
        reads=("reports.daily", "reports.document"),
        writes=("reports.daily",),
        exports=("reports.daily",),
    ),
    Allowance(
        RoomScopes("workcalendar", _("Read opening hours and special days")), reads=("workcalendar.calendar",)
    ),
    Allowance(RoomScopes("clocks", _("Read running deadlines")), reads=("clocks.clock",)),
    Allowance(
        RoomScopes("approvals", _("Read requests and reports with their decisions; none is made here")),
        reads=("approvals.request",),
    ),
    Allowance(
        RoomScopes(
            "notifications",
            _("Read what it is told itself, such as that an import went wrong"),
            _("Mark its own notifications as read"),
        ),
        reads=(),
    ),
    Allowance(
        RoomScopes(
            "integrations",
            _("Read its own webhooks and their deliveries"),
            _("Subscribe by webhook to events of rooms that it may read, and look after those webhooks"),
        ),
        reads=("integrations.webhook",),
        writes=("integrations.webhook",),
        own=frozenset({"integrations.webhook"}),
    ),
)
# The sites that a client is registered for are known to it, whatever its scopes: filters and answers name them.
ALWAYS = "people.site"


def grants_of(scopes: Iterable[str], *, is_everywhere: bool) -> Mapping[str, Mapping[Action, Scope]]:
    """Line of the matrix to action to reach, as `access.permissions.Position.grants` holds them."""
    held = completed(set(scopes))
    reach = Scope.ALL if is_everywhere else Scope.SITE
    found: dict[str, dict[Action, Scope]] = {ALWAYS: {Action.VIEW: reach}}
    for allowance in ALLOWANCES:
        room = allowance.scopes.room
        for actions, subjects, kind in (
            (READ, allowance.reads, "read"),
            (TAKE, allowance.exports, "read"),
            (WRITE, allowance.writes, "write"),
        ):
            if f"{room}:{kind}" in held:
                for subject in subjects:
                    limit = Scope.OWN if subject in allowance.own else reach
                    found.setdefault(subject, {}).update(dict.fromkeys(actions, limit))
    return found


def readable_rooms(grants: Mapping[str, Mapping[Action, Scope]]) -> set[str]:
    """The rooms that a client with these grants reads: what it may also be told of by webhook."""
    return {
        allowance.scopes.room
        for allowance in ALLOWANCES
        if allowance.reads and all(Action.VIEW in grants.get(subject, {}) for subject in allowance.reads)
    }
