"""Who may open the pages of complaints, act on them, and call their API (domain §3.2, §6)."""

from typing import Any

from complaints.cases.acts import ACTS, STEP_ACTS
from complaints.cases.models import CauseClass, State, StepDepartment, StepKind, ThirdParty
from tests.complaints.factories import make_case, make_step
from tests.web.permission_table import Line, World, posts

TAKE = posts(
    "agent group_leader shift_leader coordinator complaint_officer dept_handler director center_manager"
)
SERVE = posts("complaint_officer director center_manager")
LOOK = posts(
    "group_leader shift_leader qa_trainer info_coordinator coordinator deputy_gm sales_deputy_gm gm gm_office"
)
SEE = SERVE | LOOK
LISTS = SEE | posts("agent dept_handler")
SETTINGS = posts("director center_manager")
SEE_STEPS = SEE - posts("group_leader shift_leader")  # theirs are complaints, steps are departments’
REFUSED = dict.fromkeys(LOOK, 403)
STRANGERS = dict.fromkeys(posts("deputy_director hr project_manager market_manager info_admin sysadmin"), 403)


def case(world: World) -> dict[str, Any]:
    """A complaint of the world's team that waits for acceptance, somebody else's."""
    if "case" not in world.extra:
        world.extra["case"] = make_case(world.site, State.SUBMITTED, team=world.team)
    return {"reference": world.extra["case"].reference}


def with_phone(world: World) -> dict[str, Any]:
    """One with a number of its own, which whoever sees it may look at."""
    if "case with phone" not in world.extra:
        world.extra["case with phone"] = make_case(
            world.site, State.SUBMITTED, team=world.team, contact_phone="13800138000"
        )
    return {"reference": world.extra["case with phone"].reference}


def running(world: World) -> Any:
    if "running case" not in world.extra:
        world.extra["running case"] = make_case(world.site, State.ACCEPTED, team=world.team)
    return world.extra["running case"]


def step(world: World) -> dict[str, Any]:
    """A step that is done: whatever is posted to it is refused."""
    if "case step" not in world.extra:
        found = running(world)
        world.extra["case step"] = make_step(found, state="done", done_at=found.accepted_at)
    return {"reference": running(world).reference, "pk": world.extra["case step"].pk}


def api_step(world: World) -> dict[str, Any]:
    return {"pk": step(world)["pk"]}


def party(world: World) -> dict[str, Any]:
    if "case party" not in world.extra:
        found = running(world)
        world.extra["case party"] = ThirdParty.objects.create(
            case=found, name="Supplier", asked_for="Look", due_at=found.due_at
        )
    return {"reference": running(world).reference, "pk": world.extra["case party"].pk}


def api_party(world: World) -> dict[str, Any]:
    given = party(world)
    return {"reference": given["reference"], "part": given["pk"]}


def cause(world: World) -> dict[str, Any]:
    return {"pk": CauseClass.objects.order_by("pk").values_list("pk", flat=True)[0]}


def department_of_step(world: World) -> dict[str, Any]:
    if "step department" not in world.extra:
        world.extra["step department"] = StepDepartment.objects.create(
            site=world.site, kind=StepKind.INVESTIGATE, family="quality", department=world.department
        )
    return {"pk": world.extra["step department"].pk}


def on_case(name: str, args: Any = case, **fields: Any) -> list[Line]:
    """The form of an act and a post without what it needs: the service department alone."""
    given: dict[str, Any] = {"allowed": SERVE, "otherwise": 404, "except_for": REFUSED} | fields
    return [
        Line(f"cases:{name}", args, **given),
        Line(f"cases:{name}", args, method="post", success=422, **given),
    ]


def over_api(name: str, args: Any = case, **fields: Any) -> Line:
    given: dict[str, Any] = {"allowed": SEE, "otherwise": 404, "nobody": 401, "success": 400} | fields
    given["except_for"] = STRANGERS | fields.get("except_for", {})
    return Line(f"api:complaints-{name}", args, method="post", **given)


ACTIONS = (
    "send-back", "redirect", "assign", "findings", "remedies", "report", "convey", "answer", "withdraw",
    "contacts", "explain-overdue", "ask-extension", "look", "wait", "steps", "third-parties", "resume-investigation", "take-back-report",
)  # fmt: skip
WITHOUT_WORDS = ("submit", "accept", "finish-investigation", "close", "wait-no-longer", "verdict")

LINES = [
    Line("cases:index", allowed=LISTS),
    Line("cases:mine", allowed=LISTS),
    Line("cases:steps", allowed=LISTS),
    Line("cases:new", allowed=TAKE),
    Line("cases:new", method="post", data={"go": "submit"}, allowed=TAKE, success=422),
    Line("cases:customers-found", allowed=TAKE),
    Line("cases:case", case, allowed=SEE, otherwise=404),
    *on_case("edit"),
    *on_case("remedies"),
    Line(
        "cases:reveal",
        with_phone,
        method="post",
        data={"fields_shown": ["phone"], "reason": "Call back"},
        allowed=SEE,
        otherwise=404,
    ),
    *on_case("third-party-answer", party),
    *(line for act in ACTS.values() for line in on_case(act.slug)),
    *(line for act in STEP_ACTS.values() for line in on_case(act.slug, step)),
    Line("cases:settings", allowed=SERVE),
    Line("cases:cause-new", allowed=SETTINGS),
    Line("cases:cause-new", method="post", allowed=SETTINGS, success=422),
    Line("cases:cause", cause, allowed=SETTINGS),
    Line("cases:cause", cause, method="post", allowed=SETTINGS, success=422),
    Line("cases:step-department-new", allowed=SETTINGS),
    Line("cases:step-department-new", method="post", allowed=SETTINGS, success=422),
    Line("cases:step-department", department_of_step, allowed=SETTINGS),
    Line("cases:step-department", department_of_step, method="post", allowed=SETTINGS, success=422),
    Line("cases:step-department-remove", department_of_step, method="post", allowed=SETTINGS, success=302),
    Line("api:complaints-cases-list", allowed=LISTS, nobody=401),
    Line("api:complaints-cases-list", method="post", allowed=LISTS, success=400, nobody=401),
    Line("api:complaints-cases-detail", case, allowed=SEE, otherwise=404, nobody=401, except_for=STRANGERS),
    *(over_api(f"cases-{name}") for name in ACTIONS),
    *(
        over_api(f"cases-{name}", allowed=SERVE, success=409, except_for=REFUSED)
        for name in WITHOUT_WORDS
        if name != "accept"
    ),
    over_api("cases-accept", allowed=SERVE, success=409, except_for=REFUSED),
    over_api("cases-third-party-answer", api_party),
    Line("api:complaints-steps-list", allowed=LISTS, nobody=401),
    Line(
        "api:complaints-steps-detail",
        api_step,
        allowed=SEE_STEPS,
        otherwise=404,
        nobody=401,
        except_for=STRANGERS,
    ),
    *(over_api(f"steps-{name}", api_step, allowed=SEE_STEPS) for name in ("finish", "skip", "explain")),
    *(
        over_api(
            f"steps-{name}",
            api_step,
            allowed=SERVE,
            success=409,
            except_for=dict.fromkeys(SEE_STEPS - SERVE, 403),
        )
        for name in ("chase", "change")
    ),
]
