"""The series of meetings as the manuals have them: who attends, what stands on the agenda, which duty of the calendar says when."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode as P


class MeetingKind(models.TextChoices):
    PRE_SHIFT = "pre_shift", _("Pre-shift meeting")
    POST_SHIFT = "post_shift", _("Post-shift meeting")
    SHIFT_AFFAIRS = "shift_affairs", _("Shift-affairs meeting")
    ALL_AGENT = "all_agent", _("Meeting of all agents")
    WORK = "work", _("Monthly work meeting")
    OTHER = "other", _("Other meeting")


@dataclass(frozen=True)
class Series:
    """What a kind of meeting starts with. `duty`: its key in the calendar of deadlines; `needs_topics`: every topic has notes in the minutes."""

    kind: MeetingKind
    posts: frozenset[P]
    topics: tuple[str | Promise, ...]
    duty: str = ""
    needs_topics: bool = False


EVERYBODY: frozenset[P] = frozenset()
SERIES: dict[MeetingKind, Series] = {
    one.kind: one
    for one in (
        Series(MeetingKind.PRE_SHIFT, EVERYBODY, (_("Bulletins"), _("Management’s messages"), _("Talking points of QA"))),
        Series(MeetingKind.POST_SHIFT, EVERYBODY, (_("Problems of the shift"), _("What is handed over"))),
        Series(
            MeetingKind.SHIFT_AFFAIRS,
            frozenset({P.DIRECTOR, P.SHIFT_LEADER}),
            (_("Service"), _("Safety"), _("Style"), _("Training"), _("Attendance"), _("Case analysis")),
            "meeting.shift_affairs",
            needs_topics=True,
        ),
        Series(
            MeetingKind.ALL_AGENT,
            EVERYBODY,
            (
                _("The month’s completion"),
                _("Reward and penalty by QA"),
                _("Team reports with existing problems"),
                _("Training and questions"),
                _("Next month’s plan and targets"),
            ),
            "meeting.all_agent",
            needs_topics=True,
        ),
        Series(
            MeetingKind.WORK,
            frozenset({P.DIRECTOR, P.DEPUTY_DIRECTOR, P.SHIFT_LEADER, P.QA_TRAINER, P.INFO_COORDINATOR}),
            (_("Hard problems"), _("Techniques"), _("Summary for the manager")),
            "meeting.work",
        ),
        Series(MeetingKind.OTHER, EVERYBODY, ()),
    )
}  # fmt: skip
