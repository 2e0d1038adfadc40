"""What beat asks for, and when: one line a task.

Each task finds its work in rows, so a missed or doubled tick changes nothing. What runs once a day has an hour (UTC): an
interval begins anew with every start of beat, and a day of its own might never come.
"""

from celery.schedules import crontab

Line = dict[str, object]


def often(seconds: int, task: str) -> Line:
    """A tick that no worker took until the next one comes is worth nothing any more."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def hourly(task: str) -> Line:
    return {"task": task, "schedule": 3600}


def daily(at: str, task: str) -> Line:
    """`at`: hour and minute, UTC."""
    hour, minute = at.split(":")
    return {"task": task, "schedule": crontab(hour=hour, minute=minute)}


SCHEDULE = {
    "files: resume and wake jobs": often(15, "callcenter.files.tasks.sweep_jobs"),
    "reports: sum stale days again": often(10, "reports.recompute_stale_days"),
    "reports: mark days whose complaints are to be counted": hourly("reports.mark_uncounted_days"),
    "reports: make the drafts that are due": often(60, "reports.make_due_drafts"),
    "reports: hand out signed documents": often(10, "reports.distribute_documents"),
    "reports: archive documents": hourly("reports.archive_documents"),
    "staffing: follow swaps up": often(300, "staffing.follow_up_swaps"),
    "staffing: drop overtime that nobody agreed to": often(900, "staffing.drop_late_overtime"),
    "complaints: mark what is overdue": often(60, "complaints.mark_overdue"),
    "operation: sign of life": often(10, "callcenter.operation.tasks.sign_of_life"),
    "operation: let go of what was kept long enough": daily(
        "2:10", "callcenter.operation.tasks.apply_retention"
    ),
    "telephony: months ahead": hourly("callcenter.telephony.tasks.make_months_ahead"),
    "leave: absences, certificates, waiting, coming back": often(60, "leave.look_after"),
    "leave: what the day brings to balances": hourly("leave.settle_balances"),
    "accounts: drop ended sessions": hourly("callcenter.accounts.tasks.drop_ended_sessions"),
    "people: close log-ins of leavers": often(900, "callcenter.people.tasks.close_logins_of_leavers"),
    "clocks: take the steps that are due": often(5, "callcenter.clocks.tasks.sweep"),
    "notifications: plan and send": often(10, "callcenter.notifications.tasks.drain"),
    "integrations: send webhooks": often(5, "callcenter.integrations.webhooks.drain"),
    "records: bulletins to read, patrols due": often(300, "records.remind"),
    "records: meetings of shifts": often(60, "records.settle_shift_meetings"),
    "intake: read the mailboxes": often(60, "intake.poll_mailboxes"),
    "intake: treat inbound messages": often(15, "intake.treat_messages"),
    "intake: send confirmations": often(15, "intake.send_letters"),
    "web: drop old drafts": daily("2:30", "callcenter.web.tasks.drop_old_drafts"),
    "api: drop tokens and answers that are over": hourly(
        "callcenter.integrations.clients.tasks.drop_what_is_over"
    ),
    "files: drop files that no row knows": daily("2:50", "callcenter.files.tasks.drop_orphaned_files"),
    "quality: conduct that nobody contested is final": often(300, "quality.settle_conduct"),
    "liability: reviews of last month, windows of notices, overdue cases": hourly(
        "complaints.look_after_liability"
    ),
    "improvement: effect of actions": hourly("complaints.measure_improvements"),
    "attendance: work out stale days": often(5, "attendance.work_out_stale_days"),
    "attendance: look at running shifts": often(60, "attendance.watch_running_shifts"),
    "attendance: close sheets that are due": hourly("attendance.close_due_sheets"),
    "serviceorders: what was not dispatched is first in line": hourly("serviceorders.prioritise"),
    "surveys: callbacks after work orders": often(60, "surveys.call_again"),
    "surveys: letters to customers": often(30, "surveys.send_letters"),
    "surveys: campaigns that end or begin anew": hourly("surveys.look_after_campaigns"),
    "work orders: what nobody received yesterday comes first": often(900, "workorders.raise_unreceived"),
    "work orders: what needs a closer look": hourly("workorders.look_for_focus"),
    "files: drop expired files": hourly("callcenter.files.tasks.drop_expired_files"),
}
