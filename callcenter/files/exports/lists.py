"""Large lists as workbooks: the same address asked again by a worker, as the same user."""

import io
from collections.abc import Callable
from typing import BinaryIO

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.files.exports import services
from callcenter.files.exports.registry import Progress
from callcenter.files.jobs.models import Job
from callcenter.objections import Objection, RuleViolation
from callcenter.web.listing import Listing

KIND = "web.listing"


def export_list(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Start the export of this very list; the answer is the job's page."""
    site_id = getattr(getattr(request, "site", None), "pk", None)
    params = {
        "path": request.path,
        "query": request.GET.urlencode(),
        "session": {key: request.session[key] for key in ("site_id",) if key in request.session},
        "host": request.get_host(),
    }
    actor = request.user if request.user.is_authenticated else None
    job = services.start_export(KIND, str(listing.title), params=params, site_id=site_id, actor=actor)
    messages.info(request, _("The workbook is being made. You can leave this page; it will be kept here."))
    return redirect(job)


def start_list(page: str, query: str, *, site_id: int | None, host: str, actor: Actor) -> Job:
    """Start the export of the list at that page's path with its filters, for programs: what it may hold, the page decides.

    Refused when no page is there.
    """
    try:
        resolve(page)
    except Resolver404:
        raise RuleViolation(Objection("files.no_such_list", {"page": page}, field="page")) from None
    params = {
        "path": page,
        "query": f"{query}&export=xlsx".lstrip("&"),
        "session": {"site_id": site_id} if site_id else {},
        "host": host,
    }
    label = _("List at %(page)s") % {"page": page}
    return services.start_export(KIND, label[:200], params=params, site_id=site_id, actor=actor)


def produce(job: Job, stream: BinaryIO, progress: Progress) -> int:
    """Ask the list's address again with the stream as its sink; how many rows were written."""
    request = _request_of(job)
    request.export_sink = stream  # type: ignore[attr-defined]
    request.export_progress = progress  # type: ignore[attr-defined]
    response = _through_own_middleware(_view)(request)
    if response.status_code != 200 or not stream.tell():  # no longer open to them, or no list at all
        raise RuleViolation(Objection("files.list_gone"))
    return int(response.content)


def _request_of(job: Job) -> WSGIRequest:
    assert job.requested_by is not None
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": job.params["path"],
        "QUERY_STRING": job.params["query"],
        "HTTP_HOST": job.params["host"],
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "https" if settings.IS_HTTPS else "http",
    }
    request = WSGIRequest(environ)
    request.user = job.requested_by
    request.session = SessionStore()
    request.session.update(job.params["session"])
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    request.LANGUAGE_CODE = job.language
    return request


def _view(request: HttpRequest) -> HttpResponse:
    match = resolve(request.path_info)
    request.resolver_match = match
    return match.func(request, *match.args, **match.kwargs)


def _through_own_middleware(
    view: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Our own middleware (site, time zone, rulebook) around the view; log-in and cookies have no part in a job."""
    for path in reversed(settings.MIDDLEWARE):
        if path.startswith("callcenter."):
            view = import_string(path)(view)
    return view
