"""Who may write letters, read and change their templates, and take the form on paper (S2A-31)."""

from typing import Any

from complaints.cases.letters import services
from complaints.cases.letters.models import LetterTemplate
from complaints.cases.models import State
from tests.complaints.factories import make_case
from tests.web.permission_table import Line, World, posts

SERVE = posts("complaint_officer director center_manager")
LOOK = posts(
    "group_leader shift_leader qa_trainer info_coordinator coordinator deputy_gm sales_deputy_gm gm gm_office"
)
TAKE = SERVE | posts("deputy_gm sales_deputy_gm gm gm_office")
EDIT = posts("director center_manager")


def case(world: World) -> dict[str, Any]:
    if "case of letters" not in world.extra:
        world.extra["case of letters"] = make_case(world.site, State.ACCEPTED, team=world.team)
    return {"reference": world.extra["case of letters"].reference}


def letter(world: World) -> dict[str, Any]:
    if "letter" not in world.extra:
        case(world)
        template = LetterTemplate.objects.get(purpose="progress")
        found = world.extra["case of letters"]
        made = services.draft(found, services.current(template, world.site), "en")
        made.save()
        world.extra["letter"] = made
    return case(world) | {"pk": world.extra["letter"].pk}


def purpose(world: World) -> dict[str, Any]:
    return {"purpose": "progress"}


def of_a_case(name: str, args: Any = case, **fields: Any) -> Line:
    given = {"allowed": SERVE, "otherwise": 404, "except_for": dict.fromkeys(LOOK, 403)} | fields
    return Line(f"cases:{name}", args, **given)


def api_letter(world: World) -> dict[str, Any]:
    return {"pk": letter(world)["pk"]}


LISTS = SERVE | LOOK | posts("agent dept_handler")
UNSEEN = dict.fromkeys(LOOK | posts("agent dept_handler"), 404)  # may view complaints, and no letters
API = {"nobody": 401}
SERVED: dict[str, Any] = {"allowed": SERVE, "except_for": UNSEEN, **API}
LINES = [
    of_a_case("letters"),
    of_a_case("letters", method="post", success=422),
    of_a_case("letter", letter),
    of_a_case("letter-issue", letter, method="post", success=302),
    of_a_case("letter-discard", letter, method="post", success=302),
    of_a_case("letter-print", letter),
    of_a_case("letter-word", letter),
    of_a_case(
        "form-print", lambda world: case(world) | {"copy": 1}, allowed=TAKE,
        except_for=dict.fromkeys(LOOK - TAKE, 403),
    ),
    Line("cases:letter-templates", allowed=SERVE),
    Line("cases:letter-template", purpose, allowed=SERVE),
    Line("cases:letter-template", purpose, method="post", allowed=EDIT, success=422),
    Line("api:complaints-letters-list", allowed=LISTS, **API),
    Line("api:complaints-letters-list", method="post", allowed=LISTS, success=400, **API),
    Line("api:complaints-letters-detail", api_letter, **SERVED),
    Line("api:complaints-letters-issue", api_letter, method="post", **SERVED),
    Line("api:complaints-letters-detail", api_letter, method="delete", success=204, **SERVED),
]  # fmt: skip
