"""Jobs belong to whoever asked for them; a site's director sees and stops them, the system administrator all."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from callcenter.files.attachments import services as attachments
from callcenter.files.jobs.models import Job, State, Step, Work
from tests.web.permission_table import Line, World, posts

KEEPERS = posts("director center_manager sysadmin")
IMPORTERS = posts("hr sysadmin info_coordinator director center_manager complaint_officer info_admin")
CLERKS = posts("hr sysadmin")
COLLEAGUES = posts(
    "group_leader shift_leader project_manager qa_trainer info_coordinator coordinator complaint_officer "
    "deputy_director director center_manager deputy_gm sales_deputy_gm gm gm_office"
)  # those who see the record of the agent, and change nothing in it


class Again(SimpleUploadedFile):
    """A file that every post of a line can send."""

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return super().read(*args)


def job(state: State, **fields: Any):
    """Somebody else's import at the site of this world."""

    def args(world: World) -> dict[str, Any]:
        made = Job.objects.create(
            work=Work.IMPORT,
            kind="people.employees",
            label="Employees",
            step=Step.CHECK,
            state=state,
            site_id=world.site.pk,
            file_name="people.csv",
            details={"header": ["A"], "samples": [["1"]]},
            **fields,
        )
        return {"pk": made.pk}

    return args


def several(world: World) -> dict[str, Any]:
    """Somebody else's act on many rows at the site of this world, done."""
    made = Job.objects.create(
        work=Work.BULK, kind="desk.hand_over", label="New owner", step=Step.APPLY, state=State.DONE, site_id=world.site.pk,
        params={"keys": [1]}, finished_at=timezone.now(),
    )  # fmt: skip
    return {"pk": made.pk}


def attachment(world: World) -> dict[str, Any]:
    note = SimpleUploadedFile("note.txt", b"A note\n")
    return {"pk": attachments.attach(world.agent, note, actor=None).pk}


def record(world: World) -> dict[str, Any]:
    return {"label": "people.employee", "pk": world.agent.pk}


CHECKED, WAITING = job(State.CHECKED), job(State.PENDING)
STAFF = lambda world: {"kind": "people.employees"}  # noqa: E731
FORBIDDEN_KEEPERS = {
    "allowed": KEEPERS,
    "success": 403,
    "otherwise": 404,
}  # what it holds and its next step are its owner's
CLERKS_ALONE = {"allowed": CLERKS, "otherwise": 404, "nobody": 401}
SEEN = {"allowed": COLLEAGUES | CLERKS, "otherwise": 404, "nobody": 401}
LINES = [
    Line("files:jobs"),
    Line("files:job", CHECKED, allowed=KEEPERS, otherwise=404),
    Line("files:job_progress", WAITING, allowed=KEEPERS, otherwise=404),
    Line("files:job_errors", CHECKED, allowed=KEEPERS, otherwise=404),
    Line("files:job_lines", several, allowed=KEEPERS, otherwise=404),
    Line("files:job_file", CHECKED, **FORBIDDEN_KEEPERS),
    Line("files:job_cancel", WAITING, method="post", allowed=KEEPERS, success=302, otherwise=404),
    Line("files:mapping", CHECKED, **FORBIDDEN_KEEPERS),
    Line("files:readings", CHECKED, method="post", **FORBIDDEN_KEEPERS),
    Line("files:apply", CHECKED, method="post", **FORBIDDEN_KEEPERS),
    Line("files:import", allowed=IMPORTERS),
    Line("files:import", method="post", data={"kind": "no.such"}, allowed=IMPORTERS, success=422),
    Line("files:import_template", lambda world: {"kind": "people.employees"}, allowed=CLERKS),
    Line("files:attachment", attachment, allowed=COLLEAGUES | CLERKS, otherwise=404),
    Line(
        "files:attachment_remove",
        attachment,
        method="post",
        allowed=CLERKS,
        success=302,
        otherwise=404,
        except_for=dict.fromkeys(COLLEAGUES, 403),
    ),
    Line(
        "files:attach",
        record,
        method="post",
        data=lambda world: {"file": Again("note.txt", b"A note\n")},
        allowed=CLERKS,
        success=302,
        otherwise=404,
        except_for=dict.fromkeys(COLLEAGUES, 403),
    ),
    Line("files:attach", lambda world: {"label": "no.such", "pk": 1}, method="post", success=404),
    Line("api:files-attachments-detail", attachment, **SEEN),
    Line("api:files-attachments-file", attachment, **SEEN),
    Line(
        "api:files-attachments-detail",
        attachment,
        method="delete",
        allowed=CLERKS,
        success=204,
        otherwise=404,
        except_for=dict.fromkeys(COLLEAGUES, 403),
        nobody=401,
    ),
    Line("api:files-import-kinds-list", nobody=401),
    Line("api:files-import-kinds-detail", STAFF, **CLERKS_ALONE),
    Line("api:files-import-kinds-mappings", STAFF, **CLERKS_ALONE),
    Line("api:files-import-kinds-template", STAFF, **CLERKS_ALONE),
    Line("api:files-exports-list", method="post", data={"page": "/files/jobs/"}, success=202, nobody=401),
    Line(
        "api:files-imports-columns",
        CHECKED,
        method="post",
        allowed=KEEPERS,
        success=400,
        otherwise=404,
        nobody=401,
    ),
    Line("api:files-imports-preview", CHECKED, **FORBIDDEN_KEEPERS, nobody=401),
    Line("api:files-jobs-list", nobody=401),
    Line("api:files-jobs-detail", CHECKED, allowed=KEEPERS, otherwise=404, nobody=401),
    Line("api:files-jobs-file", CHECKED, **FORBIDDEN_KEEPERS, nobody=401),
    Line("api:files-jobs-cancel", WAITING, method="post", allowed=KEEPERS, otherwise=404, nobody=401),
    Line("api:files-imports-list", nobody=401),
    Line("api:files-imports-detail", CHECKED, allowed=KEEPERS, otherwise=404, nobody=401),
    Line("api:files-imports-errors", CHECKED, allowed=KEEPERS, otherwise=404, nobody=401),
    Line("api:files-imports-apply", CHECKED, method="post", **FORBIDDEN_KEEPERS, nobody=401),
    Line("api:files-imports-cancel", WAITING, method="post", allowed=KEEPERS, otherwise=404, nobody=401),
]
