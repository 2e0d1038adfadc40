"""Refusals as RFC 9457 problem details, from one exception handler."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.views import exception_handler

from callcenter.objections import RuleViolation

CONTENT_TYPE = "application/problem+json"
REFUSED_BY_RULE = "urn:callcenter:problem:refused-by-rule"
INVALID = "urn:callcenter:problem:invalid"
WHOLE = "non_field_errors"


def problem_response(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal in one shape: type, title, status, detail; 400 adds each field's errors, 409 each objection."""
    if isinstance(exception, RuleViolation):
        return _answer(status.HTTP_409_CONFLICT, rule_problem(exception))
    if isinstance(exception, SuspiciousOperation):
        return _answer(*plain_problem(413 if isinstance(exception, RequestDataTooBig) else 400))
    if isinstance(exception, DjangoValidationError):
        exception = ValidationError(get_error_detail(exception))
    response = exception_handler(exception, context)
    if response is None:
        return None
    response.data = (
        invalid_problem(exception.detail)
        if isinstance(exception, ValidationError)
        else {
            "type": "about:blank",
            "title": response.status_text,
            "detail": _sentence(response.data) or _said_of(response),
        }
    )
    response.data["status"] = response.status_code
    response.content_type = CONTENT_TYPE
    return response


def plain_problem(code: int) -> tuple[int, dict[str, Any]]:
    """A refusal that says no more than its status."""
    phrase = HTTPStatus(code).phrase
    return code, {"type": "about:blank", "title": phrase, "status": code, "detail": phrase}


def rule_problem(violation: RuleViolation) -> dict[str, Any]:
    """Every objection with its code, sentence, figures and the rulebook entries it rests on."""
    return {
        "type": REFUSED_BY_RULE,
        "title": _("Refused by rule"),
        "detail": " ".join(violation.sentences),
        "objections": [
            {
                "code": objection.code,
                "sentence": objection.sentence,
                "field": objection.field,
                "figures": {name: _plain(figure) for name, figure in objection.figures.items()},
                "rules": list(objection.rules),
            }
            for objection in violation.objections
        ],
    }


def invalid_problem(detail: Any) -> dict[str, Any]:
    """Each field's errors flat, with a JSON pointer to the place in the sent document."""
    errors = [
        {"pointer": "/".join(("#", *path)), "field": ".".join(path), "detail": sentence}
        for path, sentence in _flat(detail, ())
    ]
    return {
        "type": INVALID,
        "title": _("Not valid"),
        "detail": " ".join(dict.fromkeys(error["detail"] for error in errors)),
        "errors": errors,
    }


def _plain(figure: Any) -> Any:
    """A record that a sentence names is told by its name."""
    return str(figure) if isinstance(figure, Model) else figure


def _flat(detail: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _flat(inner, path if key in {WHOLE, "__all__"} else (*path, str(key)))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            yield from _flat(inner, (*path, str(number)) if isinstance(inner, dict | list) else path)
    else:
        yield path, str(detail)


def _sentence(data: Any) -> str:
    return str(data.get("detail", "")) if isinstance(data, dict) else str(data)


def _said_of(response: Response) -> str:
    """Of a refusal without words of its own."""
    is_forbidden = response.status_code == status.HTTP_403_FORBIDDEN
    return str(PermissionDenied.default_detail if is_forbidden else response.status_text)


def _answer(code: int, body: dict[str, Any]) -> Response:
    body["status"] = code
    return Response(body, status=code, content_type=CONTENT_TYPE)
