"""Who may look for duplicates, link, merge and take a merging back."""

from typing import Any

from django.utils import timezone

from complaints.cases.duplicates.models import CaseLink, Merge
from complaints.cases.models import Case
from tests.complaints.factories import make_case
from tests.factories import make_employee
from tests.web.permission_table import Line, World, posts

TAKE = posts(
    "agent group_leader shift_leader coordinator complaint_officer director center_manager dept_handler"
)
SERVICE = posts("complaint_officer director center_manager")
LOOK_ON = dict.fromkeys(
    posts("qa_trainer info_coordinator coordinator sales_deputy_gm deputy_gm gm gm_office"), 403
)


def _cases(world: World) -> tuple[Case, Case]:
    if "alike" not in world.extra:
        owner = make_employee(site=world.site)
        world.extra["alike"] = (make_case(world.site, owner=owner), make_case(world.site, owner=owner))
    found: tuple[Case, Case] = world.extra["alike"]
    return found


def one(world: World) -> dict[str, Any]:
    return {"reference": _cases(world)[0].reference}


def with_other(world: World) -> dict[str, Any]:
    return {"with": _cases(world)[1].reference}


def other(world: World) -> dict[str, Any]:
    return {"other": _cases(world)[1].reference}


def linked(world: World) -> dict[str, Any]:
    case, its_other = _cases(world)
    made, _is_new = CaseLink.objects.get_or_create(case=case, other=its_other)
    return {"reference": case.reference, "pk": made.pk}


def merged(world: World) -> dict[str, Any]:
    survivor, gone = _cases(world)
    if "merged" not in world.extra:
        now = timezone.now()
        Case.objects.filter(pk=gone.pk).update(state="merged", merged_into=survivor, closed_at=now)
        world.extra["merged"] = Merge.objects.create(survivor=survivor, merged=gone, at=now)
    return {"reference": gone.reference}


def api_link(world: World) -> dict[str, Any]:
    return {"pk": linked(world)["pk"]}


def api_merge(world: World) -> dict[str, Any]:
    merged(world)
    return {"pk": world.extra["merged"].pk}


def of_one(world: World) -> dict[str, Any]:
    return {"complaint": _cases(world)[0].reference}


SEE = SERVICE | posts("qa_trainer info_coordinator coordinator sales_deputy_gm deputy_gm gm gm_office")
LISTS = SEE | posts("agent group_leader shift_leader dept_handler")
UNSEEN = dict.fromkeys(LISTS - SEE, 404)  # may view complaints, and not these
API = {"nobody": 401}
OVER_API: dict[str, Any] = {"allowed": SERVICE, "except_for": LOOK_ON | UNSEEN, **API}
LINES = [
    Line("cases:duplicates", allowed=TAKE),
    Line("cases:duplicates", method="post", allowed=TAKE),
    Line("cases:merge", one, data=with_other, allowed=SERVICE, otherwise=404, except_for=LOOK_ON),
    Line("cases:link", one, method="post", data=other, allowed=SERVICE, success=302, otherwise=404, except_for=LOOK_ON),
    Line("cases:unlink", linked, method="post", allowed=SERVICE, success=302, otherwise=404, except_for=LOOK_ON),
    Line("cases:unmerge", merged, allowed=SERVICE, otherwise=404, except_for=LOOK_ON),
    Line("cases:unmerge", merged, method="post", allowed=SERVICE, success=422, otherwise=404, except_for=LOOK_ON),
    Line("api:complaints-links-list", allowed=LISTS, **API),
    Line("api:complaints-links-list", method="post", allowed=LISTS, success=400, **API),
    Line("api:complaints-links-detail", api_link, allowed=SEE, except_for=UNSEEN, **API),
    Line("api:complaints-links-detail", api_link, method="delete", success=204, **OVER_API),
    Line("api:complaints-merges-list", allowed=LISTS, **API),
    Line("api:complaints-merges-list", method="post", allowed=LISTS, success=400, **API),
    Line("api:complaints-merges-candidates", data=of_one, allowed=SEE, except_for=dict.fromkeys(UNSEEN, 400), **API),
    Line("api:complaints-merges-detail", api_merge, allowed=SEE, except_for=UNSEEN, **API),
    Line("api:complaints-merges-undo", api_merge, method="post", allowed=SEE, success=400, except_for=UNSEEN, **API),
]  # fmt: skip
