"""The page of what is due for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from complaints.desk.queue import selectors
from complaints.desk.tabs import desk_tabs


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that is due for the user, ordered by when; of one room where that is asked for."""
    assert request.user.is_authenticated
    found = selectors.queue_of(request.user, getattr(request, "site", None) or None)
    of, tone = request.GET.get("of", ""), request.GET.get("due", "")
    rows = [row for row in found.rows if (not of or row.of == of) and (not tone or row.tone == tone)]
    rooms = selectors.rooms()
    chips = [("", _("All"), len(found.rows))]
    chips += [(key, rooms[key], found.of[key]) for key in rooms if found.of[key]]
    context = {
        "tabs": desk_tabs(request.user, "desk:queue"),
        "queue": found,
        "rows": rows,
        "chips": [(key, label, count, key == of) for key, label, count in chips],
        "tone": tone,
        "of": of,
    }
    return render(request, "desk/queue.html", context)
