"""Scheduled and woken calls of the deliveries. Each may run twice and be killed; the rows are the truth."""

from celery import current_app, shared_task

from callcenter.notifications.delivery import planning, sending

STALE = 20  # seconds after which a call that no worker took is made by the next tick instead


@shared_task
def drain() -> None:
    """Plan new messages and have every lane sent by a task of its own: a slow one holds up no other."""
    planning.plan()
    for lane in sending.lanes():
        current_app.send_task(send.name, args=[lane], expires=STALE, ignore_result=True)


@shared_task
def send(lane: str) -> None:
    """Send what is due in one lane; when there is more, once again."""
    if sending.drain(lane):
        current_app.send_task(send.name, args=[lane], expires=STALE, ignore_result=True)
