"""Drafts, distribution and archive in the background; every task finds its work in rows, so it may run twice or be killed."""

from celery import shared_task

from reports.documents import delivery

AT_A_TIME = 100


@shared_task(name="reports.make_due_drafts")
def make_due_drafts() -> int:
    """Make the drafts that are due; how many."""
    return delivery.make_due_drafts()


@shared_task(name="reports.distribute_documents")
def distribute_documents() -> int:
    """Hand signed documents to their receivers; how many."""
    done = 0
    while done < AT_A_TIME and delivery.distribute_next():
        done += 1
    return done


@shared_task(name="reports.archive_documents")
def archive_documents() -> int:
    """Archive documents whose time has come; how many."""
    return delivery.archive_due()
