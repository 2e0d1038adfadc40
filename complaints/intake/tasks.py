"""Scheduled calls of intake. Each may run twice and be killed; the rows are the truth."""

from celery import current_app, shared_task

from complaints.intake.mail import polling, treating
from complaints.intake.outbox import sending

STALE = 50  # seconds after which a look that no worker took is left to the next tick


@shared_task(name="intake.poll_mailboxes")
def poll_mailboxes() -> None:
    """Have every mailbox read by a task of its own: a slow one holds up no other."""
    for pk in polling.due():
        current_app.send_task("intake.poll_mailbox", args=[pk], expires=STALE, ignore_result=True)


@shared_task(name="intake.poll_mailbox")
def poll_mailbox(mailbox_id: int) -> None:
    """Read one mailbox, and treat at once what came."""
    if polling.poll(mailbox_id):
        treating.treat_waiting()


@shared_task(name="intake.treat_messages")
def treat_messages() -> None:
    """Treat what waits: from webhooks, and what a killed worker left."""
    treating.treat_waiting()


@shared_task(name="intake.send_letters")
def send_letters() -> None:
    """Confirmations to customers."""
    sending.drain()
