"""Who may open the pages of customers and call their API."""

from typing import Any

from complaints.customers.contacts.models import ContactReport
from complaints.customers.looks.models import AccessRequest
from complaints.customers.merging.models import Merge
from complaints.customers.models import Customer
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee
from tests.web.permission_table import Line, World, posts

# The world's customer is looked after by an agent of the world's team: another agent does not see them.
HEADS = posts("deputy_gm sales_deputy_gm gm")
SEE = (
    posts("group_leader shift_leader coordinator complaint_officer director center_manager info_admin")
    | HEADS
)
VIEW = SEE | posts("agent dept_handler")
CREATE = (SEE | posts("agent")) - HEADS
EDIT = posts("complaint_officer director center_manager info_admin")
TAKE = posts("director center_manager info_admin") | HEADS
OFFICER = posts("info_admin")
NEW = {"name": "Wang", "kind": "person", "customer_class": "consumer", "phone": "13900139000"}
REASON = {"reason": "Two records of one customer"}


def the_customer(world: World) -> Customer:
    """The customer whom the world's agent looks after."""
    if "customer" not in world.extra:
        world.extra["customer"] = make_customer(world.site, owner=world.agent)
    made: Customer = world.extra["customer"]
    return made


def customer(world: World) -> dict[str, Any]:
    return {"pk": the_customer(world).pk}


def doing(act: str) -> Any:
    return lambda world: customer(world) | {"act": act}


def report(world: World) -> dict[str, Any]:
    """A major matter that the agent reported."""
    if "customer_report" not in world.extra:
        made = the_customer(world)
        world.extra["customer_report"] = ContactReport.objects.create(
            customer=made, happened_at=made.created_at, means="letter", direction="in", employee=world.agent,
            title="Price list", content="Asked for it.", is_major=True,
        )  # fmt: skip
    return {"pk": world.extra["customer_report"].pk}


def merge(world: World) -> dict[str, Any]:
    """A second record of the customer."""
    if "customer_merge" not in world.extra:
        kept = the_customer(world)
        gone = make_customer(world.site, merged_into=kept)
        world.extra["customer_merge"] = Merge.objects.create(kept=kept, gone=gone, reason="Twice")
    return {"pk": world.extra["customer_merge"].pk}


def asked(world: World) -> dict[str, Any]:
    """Somebody who is nobody of the world's posts asks to see the customer."""
    if "customer_access" not in world.extra:
        world.extra["customer_access"] = AccessRequest.objects.create(
            customer=the_customer(world), employee=make_employee(site=world.site), reason="Calls back"
        )
    return {"pk": world.extra["customer_access"].pk}


def page(name: str, **fields: Any) -> Line:
    return Line(f"customers:{name}", customer, **({"allowed": SEE, "otherwise": 404} | fields))


def act(name: str, data: dict[str, Any], allowed: Any, success: int = 302) -> Line:
    """What is done on the page: who sees it and may not is 403, who does not see it 404."""
    return Line(
        "customers:act", doing(name), method="post", data=data, allowed=allowed, success=success, otherwise=404,
        except_for=dict.fromkeys(SEE - allowed, 403),
    )  # fmt: skip


def over_api(name: str, **fields: Any) -> Line:
    """Who may see no customer at all is 403, who may not see this one 404."""
    given = {"allowed": SEE, "otherwise": 403, "nobody": 401} | fields
    args = given.pop("args", customer)
    return Line(f"api:complaints-{name}", args, except_for=dict.fromkeys(VIEW - SEE, 404), **given)


LINES = [
    Line("customers:index", allowed=VIEW),
    Line("customers:new", allowed=CREATE),
    Line("customers:new", method="post", data=NEW, allowed=CREATE, success=302),
    page("customer"),
    page("change", allowed=EDIT, except_for=dict.fromkeys(SEE - EDIT, 403)),
    page(
        "change", method="post", data=NEW, allowed=EDIT, success=302, except_for=dict.fromkeys(SEE - EDIT, 403)
    ),
    page("reveal", method="post", data={"fields_shown": ["phone"], "reason": "Call back"}),
    page("looks-of", allowed=TAKE, except_for=dict.fromkeys(SEE - TAKE, 403)),
    page("report-new"),
    page("report-new", method="post", success=422),
    page("merge", allowed=EDIT, except_for=dict.fromkeys(SEE - EDIT, 403)),
    page(
        "merge", method="post", allowed=EDIT, success=422, except_for=dict.fromkeys(SEE - EDIT, 403)
    ),
    act("phone", {"use": "work", "phone": "021-55550199"}, EDIT),
    act("year", {"year": 2025, "turnover": "10"}, EDIT),
    act("liaison", {"employee": ""}, SEE, 422),
    Line("customers:act", doing("remove-liaison"), method="post", allowed=frozenset(), otherwise=404),
    Line(
        "customers:unmerge", merge, method="post", data=REASON, allowed=EDIT, success=302, otherwise=404,
        except_for=dict.fromkeys(SEE - EDIT, 403),
    ),
    Line("customers:reports", allowed=VIEW),
    Line("customers:report", report, allowed=SEE, otherwise=404),
    Line(
        "customers:report-note", report, method="post", allowed=OFFICER, success=302, otherwise=404,
        except_for=dict.fromkeys(SEE - OFFICER, 403),
    ),
    Line("customers:looks", allowed=TAKE),
    Line("customers:access", allowed=VIEW),
    Line("customers:access-ask", allowed=VIEW),
    Line("customers:access-ask", method="post", allowed=VIEW, success=422),
    Line(
        "customers:access-decide", asked, method="post", data={"act": "grant"}, allowed=OFFICER, success=302
    ),
    Line("customers:access-withdraw", asked, method="post", allowed=frozenset(), otherwise=404),
    Line("api:complaints-customers-list", allowed=VIEW, nobody=401),
    Line("api:complaints-customers-list", method="post", allowed=VIEW, success=400, nobody=401),
    over_api("customers-detail"),
    over_api("customers-detail", method="patch", success=415),  # a form is no JSON; services ask who may change
    over_api("customers-look", method="post", success=400),
    over_api("customers-report", method="post", success=400),
    Line("api:complaints-customers-candidates", method="post", allowed=VIEW, success=400, nobody=401),
    Line("api:complaints-contact-reports-list", allowed=VIEW, nobody=401),
    over_api("contact-reports-detail", args=report),
]  # fmt: skip
