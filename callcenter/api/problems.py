"""Refusals as RFC 9457 problem details, from one exception handler."""

from typing import Any

from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from callcenter.objections import RuleViolation

CONTENT_TYPE = "application/problem+json"


def problem_response(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal in one shape: type, title, status, detail and, for rules, each objection's code and sentence."""
    if isinstance(exception, RuleViolation):
        body = {
            "type": "about:blank",
            "title": "Refused by rule",
            "status": status.HTTP_409_CONFLICT,
            "detail": " ".join(exception.sentences),
            "objections": [
                {
                    "code": o.code,
                    "sentence": o.sentence,
                    "field": o.field,
                    "figures": o.figures,
                    "rules": list(o.rules),
                }
                for o in exception.objections
            ],
        }
        return Response(body, status=status.HTTP_409_CONFLICT, content_type=CONTENT_TYPE)
    response = exception_handler(exception, context)
    if response is None:
        return None
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    body = {
        "type": "about:blank",
        "title": response.status_text,
        "status": response.status_code,
        "detail": str(detail),
    }
    if not detail:
        body["errors"] = response.data
    response.data = body
    response.content_type = CONTENT_TYPE
    return response
