"""Scheduled and woken calls of the deliveries. Each may run twice and be killed; the rows are the truth."""

from celery import current_app, shared_task

from callcenter.integrations.webhooks import claims, sending

STALE = 20  # seconds after which a call that no worker took is made by the next tick instead


@shared_task(name="callcenter.integrations.webhooks.drain")
def drain() -> None:
    """Have every endpoint with something due sent to by a task of its own: a slow one holds up no other."""
    for endpoint in claims.due_endpoints():
        current_app.send_task(send.name, args=[endpoint], expires=STALE, ignore_result=True)


@shared_task(name="callcenter.integrations.webhooks.send")
def send(endpoint_id: int) -> None:
    """Send what is due to one endpoint; when there is more, once again."""
    if sending.drain(endpoint_id):
        current_app.send_task(send.name, args=[endpoint_id], expires=STALE, ignore_result=True)
