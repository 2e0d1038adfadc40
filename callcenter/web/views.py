"""Today and the shell's own pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import position
from callcenter.access.posts import PostCode
from callcenter.web import preferences, saved_views
from callcenter.web import search as searching
from callcenter.web import today as today_page

TODOS = 10  # things to do that are shown at once; the rest, later due, unfold
PLACES = 6  # empty panels shown while the real ones are on their way


def back_to(request: HttpRequest, default: str = "web:today") -> HttpResponse:
    """Redirect to the posted `next` when it is an address of our own."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect(default)


@login_required
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Everyone's home: what to do now. The panels of the user's posts follow, so that none of them holds it up."""
    todos, todo_failed = today_page.todos(request)
    places, styles = today_page.expected(request)
    context = {
        "todos": todos[:TODOS],
        "later": todos[TODOS:],
        "todo_count": len(todos),
        "todo_failed": todo_failed,
        "places": range(min(places, PLACES)),
        "styles": styles,
        "is_agent": position(request.user).posts <= {PostCode.AGENT},
    }
    return render(request, "web/today.html", context)


@login_required
@require_GET
def today_panels(request: HttpRequest) -> HttpResponse:
    """The live panels of Today: a part of it for htmx, a page of its own without JavaScript."""
    template = "web/today_panels.html" + ("#panels" if request.headers.get("HX-Request") else "")
    _places, styles = today_page.expected(request)
    return render(request, template, {"panels": today_page.panels(request), "styles": styles})


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Results of the global search."""
    text = request.GET.get("q", "")[:100]
    assert request.user.is_authenticated
    return render(request, "web/search.html", {"text": text, "groups": searching.find(request.user, text)})


@login_required
@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """The whole navigation as a page, for phones."""
    return render(request, "web/more.html")


@require_POST
def set_preference(request: HttpRequest) -> HttpResponse:
    """Choose language or theme; also for visitors, on the log-in page."""
    response = back_to(request)
    preferences.keep(
        request, response, theme=request.POST.get("theme"), language=request.POST.get("language")
    )
    return response


@login_required
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters, order and columns of a list under a name."""
    assert request.user.is_authenticated
    return saved_views.save_from(request)


@login_required
@require_POST
def rename_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a saved view of one's own, or make it the default."""
    return saved_views.rename_from(request, pk)


@login_required
@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view of one's own."""
    return saved_views.delete_from(request, pk)
