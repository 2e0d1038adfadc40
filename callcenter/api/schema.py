"""What every path of the schema has in common: who calls it, and how it refuses."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext
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
    "405": _("This address does not take this method."),
    "406": _("The answer is JSON; `Accept` asks for something else."),
    "409": _("Refused by rule; `objections` names every one."),
    "412": _("`If-Match` names another state than the record’s: it has changed since it was read."),
    "413": _("More than is taken here; nothing was read."),
    "415": _("What was sent is of a type that is not taken here."),
    "422": _("The `Idempotency-Key` has been used for another request."),
    "429": _("Too many requests from this client; `Retry-After` says in how many seconds to come back."),
}
WRITING = {"post", "put", "patch", "delete"}
EVERY = {"400", "401", "403", "405", "406", "429"}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "pattern": r"^[!-~]{1,200}$", "maxLength": 200},
    "description": _(
        "Send the same key with the same request again, as often as you like: it is done once, and answered alike."
    ),
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": _(
        "The `ETag` of the record as you read it: the write is refused when it has changed since."
    ),
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": _("The `ETag` of the answer that you have: 304 without a body while it is unchanged."),
}
ETAG = {"schema": {"type": "string"}, "description": _("Names this state of the answer.")}


def describe_contract(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Add what holds at every address: the problem document and its refusals, ETags, keys of writes."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            parameters = operation.setdefault("parameters", [])
            names = {one["name"] for one in parameters}
            codes = EVERY | ({"404"} if "{" in path or names & {"site", "format"} else set())
            if method in WRITING:
                codes |= {"409", "413", "415", "422"} | ({"412"} if "{" in path else set())
                parameters += [_said(KEY)] + ([_said(IF_MATCH)] if "{" in path else [])
            else:
                parameters.append(_said(IF_NONE_MATCH))
                if "200" in operation["responses"]:
                    operation["responses"]["200"].setdefault("headers", {})["ETag"] = _said(ETAG)
                    operation["responses"]["304"] = {"description": gettext("Unchanged.")}
            codes |= operation["responses"].keys() & REFUSALS.keys()
            for code in sorted(codes):
                operation["responses"][code] = {"description": str(REFUSALS[code]), "content": content}
    return result


def anything_may_be_null(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """A field that holds any JSON holds null too: "one of anything and null" would refuse null, which is both."""
    for component in result.get("components", {}).get("schemas", {}).values():
        for field in component.get("properties", {}).values():
            if field.get("oneOf") == [{}, {"type": "null"}]:
                del field["oneOf"]
    return result


def default_is_of_the_whole(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Of "one of an address and nothing" the default is the field's: as the address's, "" would refute its own schema."""
    for component in result.get("components", {}).get("schemas", {}).values():
        for field in component.get("properties", {}).values():
            for one in field.get("oneOf", []):
                if "default" in one:
                    field["default"] = one.pop("default")
    return result


def _said(told: dict[str, Any]) -> dict[str, Any]:
    """A copy in the active language."""
    return told | {"description": str(told["description"])}
