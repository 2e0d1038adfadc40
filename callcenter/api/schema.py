"""What every path of the schema has in common: who calls it, and how it refuses."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class BrowserSessionScheme(OpenApiAuthenticationExtension):
    """How the schema names the log-in of the pages."""

    target_class = "callcenter.api.authentication.BrowserSession"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "description": "What sort of refusal; about:blank says no more than `status`.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The sentence for people, in the caller's language."},
        "errors": {
            "type": "array",
            "description": "400 only: what is wrong with which field.",
            "items": {
                "type": "object",
                "required": ["pointer", "field", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the sent document."},
                    "field": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "objections": {
            "type": "array",
            "description": "409 only: every rule that stands against it.",
            "items": {
                "type": "object",
                "required": ["code", "sentence", "field", "figures", "rules"],
                "properties": {
                    "code": {"type": "string"},
                    "sentence": {"type": "string"},
                    "field": {"type": "string"},
                    "figures": {"type": "object", "additionalProperties": True},
                    "rules": {"type": "array", "items": {"type": "string"}, "description": "Rulebook keys."},
                },
            },
        },
    },
}
REFUSALS = {
    "400": _("What was sent cannot be read or is not valid; `errors` names each field."),
    "401": _("Not logged in."),
    "403": _("Your posts do not allow it."),
    "404": _("Not there, or not within your reach."),
    "409": _("Refused by rule; `objections` names every one."),
}
WRITING = {"post", "put", "patch", "delete"}


def describe_refusals(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Add the problem document and the refusals that fit each operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            codes = {"401", "403"} | ({"404"} if "{" in path else set())
            if method in WRITING:
                codes |= {"400", "409"}
            for code in sorted(codes):
                operation["responses"].setdefault(
                    code, {"description": str(REFUSALS[code]), "content": content}
                )
    return result
