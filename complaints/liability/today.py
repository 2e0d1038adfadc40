"""Liability on Today: the open review, drafts of notices, one's own window, contests to decide, notices to draw up."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.web.today import Todo
from complaints.liability import access
from complaints.liability.notices.models import NoticeKind, NoticeState, PenaltyNotice
from complaints.liability.personnel.models import PersonnelNotice, PersonnelState
from complaints.liability.reviews.models import Review

SHOWN = 20


def own(request: HttpRequest) -> list[Todo]:
    """Notices about oneself that may still be contested."""
    me = position(request.user).employee_id
    rows = PenaltyNotice.objects.filter(employee=me or 0, state=NoticeState.APPROVED, kind=NoticeKind.PENALTY)
    return [
        Todo(
            _("A notice about you may be contested"),
            f"{one.number} · {one.points}",
            one.get_absolute_url(),
            one.contest_until,
            icon="receipt",
        )
        for one in rows.select_related("employee")[:SHOWN]
    ]


def to_review(request: HttpRequest) -> list[Todo]:
    """The GM office: months that are not finished, drafts that wait."""
    if request.user is None or not access.is_gm_office(request.user):
        return []
    rows = Review.objects.filter(finished_at=None).with_counts().select_related("site").order_by("due_at")
    found = [
        Todo(
            _("Review the closed complaints of %(month)s") % {"month": f"{one.month:%Y-%m}"},
            _("%(site)s: %(left)s of %(listed)s wait for a verdict")
            % {"site": one.site, "left": one.left, "listed": one.listed},
            one.get_absolute_url(),
            one.due_at,
            icon="scale",
        )
        for one in rows[:SHOWN]
    ]
    drafts = PenaltyNotice.objects.filter(state=NoticeState.DRAFT).select_related("employee")
    return found + [
        Todo(_("Send a notice up, or drop it"), str(one), one.get_absolute_url(), icon="receipt")
        for one in drafts[:SHOWN]
    ]


def to_decide(request: HttpRequest) -> list[Todo]:
    """Contests for who decides them; Personnel Notices for HR."""
    found = []
    if access.may_decide(request.user):
        rows = PenaltyNotice.objects.filter(state=NoticeState.CONTESTED).exclude(written_by=request.user.pk)
        rows = rows.exclude(employee=position(request.user).employee_id or 0).select_related("employee")
        found += [
            Todo(_("Decide a contest"), str(one), one.get_absolute_url(), one.contested_at, icon="receipt")
            for one in rows[:SHOWN]
        ]
    if request.user.is_authenticated and access.is_hr(request.user):
        waiting = PersonnelNotice.objects.filter(
            state__in=[PersonnelState.APPROVED, PersonnelState.NOTICE]
        ).select_related("employee")
        found += [
            Todo(_("Draw a Personnel Notice up"), str(one), one.get_absolute_url(), icon="speakerphone")
            for one in waiting[:SHOWN]
        ]
        rewards = PenaltyNotice.objects.filter(
            kind=NoticeKind.REWARD, published_at=None, state__in=[NoticeState.APPROVED, NoticeState.EXECUTED]
        ).exclude(employee=position(request.user).employee_id or 0)
        found += [
            Todo(_("Execute and publish a reward"), str(one), one.get_absolute_url(), icon="award")
            for one in rewards.select_related("employee")[:SHOWN]
        ]
    return found
