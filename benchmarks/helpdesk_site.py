"""Runs inside the virtual environment of django-helpdesk, in a process of its own: loads tickets, times it, prints JSON.

Its settings are those of its documentation, with the plain PostgreSQL that ours is measured on; mail goes to memory.
"""

import base64
import json
import os
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

url = urlsplit(os.environ["HELPDESK_DATABASE_URL"])
settings.configure(
    SECRET_KEY="only for measurements",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SITE_ID=1,
    USE_TZ=True,
    STATIC_URL="/static/",
    MEDIA_ROOT=str(Path(sys.argv[1]).parent),
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_ACTIVATE_API_ENDPOINT=True,
    HELPDESK_API_ENABLED=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or "")
            if "%" not in url.netloc
            else unquote(url.netloc.rpartition("@")[2]),
            "PORT": "" if "%" in url.netloc else str(url.port or ""),
        }
    },
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.humanize",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "helpdesk.apps.HelpdeskConfig",
        "rest_framework",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)

import django  # noqa: E402

django.setup()

from django.urls import include, path  # noqa: E402

urlpatterns = [path("helpdesk/", include("helpdesk.urls", namespace="helpdesk"))]
ROUNDS = 10


def main() -> None:
    from datetime import timedelta

    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone
    from helpdesk.models import FollowUp, Queue, Ticket

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    rows = json.loads(Path(sys.argv[1]).read_text())
    admin = get_user_model().objects.create_superuser("admin", "admin@example.com", "correct-horse")
    queue = Queue.objects.create(
        title="Complaints", slug="complaints", email_address="desk@example.com", escalate_days=1
    )
    then = timezone.now() - timedelta(days=3)
    Ticket.objects.bulk_create(
        [
            Ticket(
                title=title,
                description=content,
                queue=queue,
                created=then,
                modified=then,
                submitter_email=f"customer{number}@example.com",
                assigned_to=admin,
                priority=3,
            )
            for number, (title, content) in enumerate(rows)
        ],
        batch_size=1000,
    )
    Ticket.objects.update(created=then, last_escalation=None, status=Ticket.OPEN_STATUS, on_hold=False)
    client = Client()
    client.force_login(admin)
    query = base64.b64encode(
        json.dumps({"filtering": {"status__in": [1, 2]}, "sorting": "created"}).encode()
    ).decode()
    columns = {
        "draw": 1,
        "start": 0,
        "length": 50,
        "order[0][column]": 0,
        "order[0][dir]": "desc",
        "search[value]": "",
    }

    def page() -> None:
        for address, data in (
            ("/helpdesk/tickets/", {}),
            (f"/helpdesk/datatables_ticket_list/{query}", columns),
        ):
            answer = client.get(address, data)
            assert answer.status_code == 200, (address, answer.status_code, answer.content[:500])

    def api() -> None:
        answer = client.get("/helpdesk/api/tickets/", {"page_size": 25})
        assert answer.status_code == 200, answer.content[:500]

    found = {"list": timed(page), "api": timed(api)}
    started = time.perf_counter()
    call_command("escalate_tickets")
    found["escalation"] = (time.perf_counter() - started) * 1000
    found["escalated"] = Ticket.objects.filter(last_escalation__isnull=False, priority=2).count()
    found["follow_ups"] = FollowUp.objects.filter(ticketchange__isnull=False).count()
    print(json.dumps(found))


def timed(do) -> float:
    """Median in milliseconds, after one round to load its modules; fewer rounds where one takes seconds."""
    do()
    took: list[float] = []
    while len(took) < ROUNDS and sum(took) < 20_000:
        started = time.perf_counter()
        do()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
