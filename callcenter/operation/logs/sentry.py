"""Errors to Sentry, where an address is configured: what broke and where, nothing about anybody."""

from typing import Any

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.transport import Transport

from callcenter import log_context

KEPT_OF_REQUEST = ("method",)


def start(transport: type[Transport] | None = None) -> bool:
    """Begin to report, when CALLCENTER_SENTRY_DSN is set; whether it is."""
    if not settings.SENTRY_DSN:
        return False
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment=settings.SENTRY_ENVIRONMENT,
        transport=transport,
        integrations=[DjangoIntegration(), CeleryIntegration()],
        send_default_pii=False,
        include_local_variables=False,  # they hold names and numbers of people
        max_request_body_size="never",
        traces_sample_rate=0.0,
        auto_session_tracking=False,
        before_send=without_people,  # type: ignore[arg-type]
        before_breadcrumb=lambda crumb, hint: None,  # queries and messages with their values
    )
    return True


def without_people(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """The event without address, query, cookies, headers, user, arguments and messages; with the ids of the log.

    Texts of exceptions may quote what somebody typed or a row of a table, so only their types go.
    """
    request = event.get("request") or {}
    event["request"] = {name: request[name] for name in KEPT_OF_REQUEST if name in request}
    for part in ("user", "extra", "breadcrumbs", "logentry", "message", "server_name"):
        event.pop(part, None)
    event["contexts"] = {
        name: found for name, found in (event.get("contexts") or {}).items() if name in {"trace", "runtime"}
    }
    for exception in (event.get("exception") or {}).get("values", []):
        exception["value"] = ""
        for frame in (exception.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    event["tags"] = (event.get("tags") or {}) | log_context.ids()
    return event
