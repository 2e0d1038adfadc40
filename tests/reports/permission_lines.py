"""Who may open the reports."""

from django.utils import timezone

from callcenter.access.posts import PostCode
from reports.documents import delivery, kinds, services
from reports.documents.models import Document
from reports.rollups.models import ReportedDay
from reports.rollups.periods import Kind, period_of
from tests.reports.factories import DAY
from tests.web.permission_table import Line, World, posts

READERS = posts(
    "group_leader shift_leader qa_trainer info_coordinator coordinator complaint_officer project_manager "
    "market_manager director deputy_director center_manager deputy_gm sales_deputy_gm gm gm_office"
)
TAKERS = READERS - posts("complaint_officer project_manager market_manager")

ANSWERABLE = posts("director deputy_director center_manager")


def report_args(world: World) -> dict[str, object]:
    return {"code": world.site.code, "day": DAY}


def wanted(world: World) -> dict[str, object]:
    return {"site": world.site.code, "date": DAY.isoformat()}


SEE_DOCUMENTS = posts(
    "shift_leader info_coordinator qa_trainer group_leader deputy_director director center_manager "
    "deputy_gm sales_deputy_gm gm gm_office"
)
BEFORE_OUT = SEE_DOCUMENTS - posts("group_leader deputy_director")
SAID = {"system_problems-none": "on", "difficult_issues-none": "on"} | {
    f"workload-{name}": "1" for name in ("consultation", "inquiry", "proactive")
}


def document(world: World, state: str = "") -> dict[str, object]:
    """A daily report of the world's site, with its writer or, submitted, with its reviewer."""
    made = Document.objects.filter(site=world.site).first()
    if made is None:
        period = period_of(Kind.DAY, DAY)
        delivery.draft_document(kinds.get("daily"), world.site, period)
        made = Document.objects.get(site=world.site)
    if state == "submitted":
        services.submit_document(
            made,
            sections=SECTIONS,
            actor=world.users[PostCode.SHIFT_LEADER],
        )
    return {"number": made.number}


def with_reviewer(world: World) -> dict[str, object]:
    return document(world, "submitted")


def hidden(allowed: frozenset[PostCode], refused: int = 403) -> dict[str, object]:
    """Those who see the document but may not do this get 403, all others 404."""
    return {"allowed": allowed, "otherwise": 404, "except_for": dict.fromkeys(BEFORE_OUT - allowed, refused)}


WRITERS, SIGNERS = posts("shift_leader"), posts("director")
SECTIONS = {
    "system_problems": {"none": True},
    "difficult_issues": {"none": True},
    "workload": {"counts": {"consultation": 1, "inquiry": 1, "proactive": 1}},
}


def api_hidden(allowed: frozenset[PostCode], refused: int = 403) -> dict[str, object]:
    """By API who may see no documents at all gets 403."""
    receivers = dict.fromkeys(posts("group_leader deputy_director"), 404)
    return {
        "allowed": allowed,
        "otherwise": 403,
        "except_for": receivers | dict.fromkeys(BEFORE_OUT - allowed, refused),
        "nobody": 401,
    }


DOCUMENT_LINES = [
    Line("reports:documents", allowed=SEE_DOCUMENTS),
    Line("reports:documents", data={"export": "xlsx"}, allowed=SEE_DOCUMENTS),
    Line("reports:document", document, allowed=BEFORE_OUT, otherwise=404),
    Line("reports:document", document, data={"export": "xlsx"}, allowed=BEFORE_OUT, otherwise=404),
    Line(
        "reports:document_edit",
        document,
        method="post",
        data={"notes": "quiet"},
        success=302,
        **hidden(WRITERS),
    ),
    Line(
        "reports:document_edit",
        document,
        method="post",
        data=SAID | {"submit": "yes"},
        success=302,
        **hidden(WRITERS),
    ),
    Line(
        "reports:document_edit",
        document,
        method="post",
        data={"submit": "yes"},
        success=422,
        **hidden(WRITERS),
    ),
    Line(
        "reports:document_return",
        with_reviewer,
        method="post",
        data={"reason": "Mend the workload"},
        success=302,
        **hidden(SIGNERS),
    ),
    Line(
        "reports:document_sign",
        with_reviewer,
        method="post",
        data={"figures_checked": "on", "version": "1"},
        success=302,
        **hidden(SIGNERS),
    ),
    Line("reports:document_sign", with_reviewer, method="post", success=422, **hidden(SIGNERS)),
    Line(
        "reports:document_assign",
        document,
        method="post",
        data=lambda world: {"writer": world.users[PostCode.SHIFT_LEADER].employee.pk},
        success=302,
        **hidden(posts("shift_leader director")),
    ),
    Line(
        "reports:document_acknowledge",
        document,
        method="post",
        success=422,
        allowed=BEFORE_OUT,
        otherwise=404,
    ),
    Line("api:reports-document-list", allowed=SEE_DOCUMENTS, nobody=401),
    Line("api:reports-document-detail", document, **api_hidden(BEFORE_OUT)),
    Line("api:reports-document-attachments", document, **api_hidden(BEFORE_OUT)),
    Line("api:reports-document-attachments", document, method="post", success=400, **api_hidden(BEFORE_OUT)),
    Line("api:reports-document-missing", allowed=BEFORE_OUT, nobody=401),
    Line(
        "api:reports-document-edit",
        document,
        method="post",
        success=400,
        **api_hidden(WRITERS),
    ),
    Line(
        "api:reports-document-submit",
        document,
        method="post",
        success=409,
        **api_hidden(WRITERS),
    ),
    Line(
        "api:reports-document-return",
        with_reviewer,
        method="post",
        data={"reason": "Mend the workload"},
        **api_hidden(SIGNERS),
    ),
    Line(
        "api:reports-document-sign",
        with_reviewer,
        method="post",
        data={"figures_checked": True, "figures_version": 1},
        **api_hidden(SIGNERS),
    ),
    Line(
        "api:reports-document-assign",
        document,
        method="post",
        data=lambda world: {"writer": world.users[PostCode.SHIFT_LEADER].employee.number},
        **api_hidden(posts("shift_leader director")),
    ),
    Line("api:reports-document-acknowledge", document, method="post", success=409, **api_hidden(BEFORE_OUT)),
]


def counted_day(world: World) -> dict[str, object]:
    made, _new = ReportedDay.objects.get_or_create(
        site=world.site,
        day=DAY,
        defaults={
            "revision": 1,
            "sl_seconds": 20,
            "short_abandon_seconds": 5,
            "computed_at": timezone.now(),
        },
    )
    return {"pk": made.pk}


def figure_wanted(world: World) -> dict[str, object]:
    return {"measure": "telephony.offered", "from": DAY.isoformat(), "kind": "day"}


LINES = [
    *DOCUMENT_LINES,
    Line(
        "reports:figure",
        lambda world: {"code": world.site.code},
        data=figure_wanted,
        allowed=READERS - posts("coordinator project_manager market_manager"),
    ),
    Line("reports:days", allowed=READERS),
    Line("reports:go", data=wanted, allowed=READERS, success=302),
    Line("reports:daily", report_args, allowed=READERS),
    Line("reports:daily", report_args, data={"export": "xlsx"}, allowed=TAKERS),
    Line("api:reports-daily-list", data=wanted, allowed=READERS, nobody=401),
    Line("api:reports-daily-workbook", data=wanted, allowed=TAKERS, nobody=401),
    Line("api:reports-days-list", allowed=READERS, nobody=401),
    Line("api:reports-days-stale", allowed=READERS, nobody=401),
    Line("api:reports-days-detail", counted_day, allowed=READERS, nobody=401),
    Line("api:reports-days-revisions", counted_day, allowed=READERS, nobody=401),
    Line("reports:recompute", report_args, method="post", allowed=ANSWERABLE, success=302),
    Line(
        "api:reports-daily-recompute",
        method="post",
        data=wanted,
        allowed=ANSWERABLE,
        success=202,
        nobody=401,
    ),
]
