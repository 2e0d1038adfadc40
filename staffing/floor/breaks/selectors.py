"""What other rooms ask about breaks: times off post, as attendance and conduct take them."""

import datetime
from collections.abc import Collection

from django.utils import timezone

from staffing.attendance import rules as attendance
from staffing.attendance.off_post import Found
from staffing.attendance.policy import policy
from staffing.floor.breaks.models import OffPost


def off_post(employee_ids: Collection[int], first: datetime.date, last: datetime.date) -> Found:
    """The times off post of these people's days; from attendance.breach_minutes on a breach (S2E-29). Constant queries.

    Who is not back yet counts until now, at most until the end of the shift.
    """
    now = timezone.now()
    rows = OffPost.objects.filter(employee__in=employee_ids, on__gte=first, on__lte=last)
    found: Found = {}
    for row in rows.select_related("site", "assignment").order_by("left_at"):
        end = row.returned_at or max(row.left_at, min(now, row.assignment.ends_at))
        seconds = int((end - row.left_at).total_seconds())
        is_breach = seconds >= policy(row.site, row.on).breach
        code = attendance.OFF_POST_BREACH if is_breach else attendance.OFF_POST
        so_far = row.returned_at is None and now < row.assignment.ends_at
        found.setdefault((row.employee_id, row.on), []).append(attendance.Finding(code, seconds, "", so_far))
    return found
