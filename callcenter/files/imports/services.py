"""Taking in a file: start, assign columns, check, apply; all of it or nothing, once."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.utils import timezone, translation

from callcenter.access.permissions import Actor, require
from callcenter.audit.services import record
from callcenter.files.checksums import sha256_of
from callcenter.files.imports import access, mappings, options
from callcenter.files.imports.registry import Importer, ImportRefused, Mapping, Outcome, RowError, Source
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.keeper import JobCancelled, Keeper, hold
from callcenter.files.jobs.models import Job, JobError, State, Step, Work
from callcenter.files.jobs.registry import stopped
from callcenter.files.jobs.storage import local_path
from callcenter.objections import Objection, RuleViolation
from callcenter.tabular import content, limits, reading

ERRORS_KEPT = 10_000
PREVIEW_ROWS = 20
LOCK_OF_APPLYING = 0x696D7072  # our half of PostgreSQL's advisory lock numbers: "impr"


def applied_before(job: Job) -> Job | None:
    """The import that applied this very file in this way, when nothing of its kind was applied at the site since."""
    applied = Job.objects.filter(
        work=Work.IMPORT, step=Step.APPLY, state=State.DONE, kind=job.kind, site_id=job.site_id
    )
    last = (
        applied.exclude(pk=job.pk)
        .select_related("requested_by__employee")
        .order_by("-finished_at", "-pk")
        .first()
    )
    return last if last is not None and last.mapping_key == job.mapping_key else None


def start_import(
    kind: str,
    file: "File[Any]",
    *,
    site_id: int | None,
    actor: Actor,
    stated: dict[str, Any] | None = None,
    apply_at_once: bool = False,
) -> Job:
    """Keep the file and guess its columns. Refused when it is no table or not theirs to import.

    `stated`: options that are known beforehand, such as its encoding. `apply_at_once`: once checked without errors it
    is applied, nobody asks again.
    """
    importer = access.importer_of(kind)
    site_id = access.require_may_run(importer, actor, site_id)
    name = PurePath((file.name or "file").replace("\\", "/")).name[-255:].replace("\x00", "")
    if PurePath(name).suffix.lower() not in importer.endings:
        endings = ", ".join(importer.endings)
        raise RuleViolation(
            Objection("files.import_ending", {"name": name, "endings": endings}, field="file")
        )
    if (size := file.size or 0) > limits.DEFAULT.bytes:
        figures = {"size": content.in_megabytes(size), "limit": content.in_megabytes(limits.DEFAULT.bytes)}
        raise RuleViolation(Objection("tabular.too_large", figures, field="file"))
    stated = stated or {}
    if found := options.objections(importer.options, stated):
        raise RuleViolation(found)
    sha256 = sha256_of(file)
    with transaction.atomic():
        job = jobs.request_job(
            Work.IMPORT,
            kind,
            str(importer.label),
            step=Step.CHECK,
            actor=actor,
            state=State.DRAFT,
            site_id=site_id,
            params={"apply_at_once": True} if apply_at_once else {},
            file_name=name,
            file_size=size,
            sha256=sha256,
            expires_at=jobs.keep_until(),
        )
        job.file.save(f"{sha256}{PurePath(name).suffix.lower()}", file, save=False)
        job.save(update_fields=["file"])
        try:
            header, samples = _read_header(job, Mapping({}, stated))
        except RuleViolation:
            job.file.delete(save=False)
            raise
        guess = importer.guess_mapping(header)
        job.mapping = {"columns": guess.columns, "options": guess.options | stated}
        job.details = {"header": header, "samples": samples, "written_as": options.written_as(stated)}
        job.save(update_fields=["mapping", "details"])
    return job


def _read_header(job: Job, mapping: Mapping) -> tuple[list[str], list[list[str]]]:
    with local_path(job) as path:
        return mappings.header_of(access.importer_of(job.kind), path, job.file_name, mapping)


def send_import(
    kind: str,
    file: "File[Any]",
    *,
    site_id: int | None,
    actor: Actor,
    mapping_name: str = "",
    columns: dict[str, str] | None = None,
    stated: dict[str, Any] | None = None,
    apply_at_once: bool = True,
) -> Job:
    """Start and have checked in one go, for programs: with the named mapping, the given columns or the guess.

    `stated` options come on top of the mapping's. Refused when there is no mapping of that name.
    """
    own_site = access.require_may_run(access.importer_of(kind), actor, site_id)
    base = mappings.named(kind, own_site, mapping_name) if mapping_name else None
    stated = (base.options if base else {}) | (stated or {})
    stored = None
    try:
        with transaction.atomic():
            job = start_import(
                kind, file, site_id=site_id, actor=actor, stated=stated, apply_at_once=apply_at_once
            )
            stored = job.file
            columns = columns or (base.columns if base else job.mapping["columns"])
            return assign_columns(job, Mapping(columns, job.mapping["options"]), actor=actor)
    except RuleViolation:
        if stored:
            stored.delete(save=False)
        raise


@transaction.atomic
def assign_columns(job: Job, mapping: Mapping, *, actor: Actor) -> Job:
    """Take the columns as chosen and let a worker check the file."""
    job = _locked(job, actor, State.DRAFT, State.CHECKED, State.REFUSED)
    importer = access.importer_of(job.kind)
    access.require_may_run(importer, actor, job.site_id)
    mapping = Mapping({key: column for key, column in mapping.columns.items() if column}, mapping.options)
    _read_as(job, mapping)
    if found := mappings.mapping_objections(importer, job.details["header"], mapping):
        raise RuleViolation(found)
    job.mapping = {"columns": mapping.columns, "options": mapping.options}
    job.mapping_key = mappings.mapping_key(job.kind, job.site_id, job.sha256, mapping)
    _queue(job, Step.CHECK)
    record(actor, "files.import.mapped", job, after=job.mapping, site_id=job.site_id)
    return job


@transaction.atomic
def read_again(job: Job, mapping: Mapping, *, actor: Actor) -> Job:
    """Keep the columns and options as a draft and read the file's header as they say; fields without a column are guessed."""
    job = _locked(job, actor, State.DRAFT, State.CHECKED, State.REFUSED)
    importer = access.importer_of(job.kind)
    access.require_may_run(importer, actor, job.site_id)
    if found := options.objections(importer.options, mapping.options):
        raise RuleViolation(found)
    _read_as(job, mapping)
    header = job.details["header"]
    columns = {key: column for key, column in mapping.columns.items() if column in header}
    guess = {} if columns else importer.guess_mapping(header).columns
    job.mapping = {"columns": columns or guess, "options": mapping.options}
    job.state, job.step, job.message, job.finished_at = State.DRAFT, Step.CHECK, "", None
    job.save(update_fields=["mapping", "details", "state", "step", "message", "finished_at"])
    record(actor, "files.import.read_again", job, after=job.mapping, site_id=job.site_id)
    return job


def _read_as(job: Job, mapping: Mapping) -> None:
    """Read the header anew when encoding, delimiter or sheet are stated otherwise than it was read with."""
    stated = options.written_as(mapping.options)
    if stated != job.details.get("written_as", {}):
        header, samples = _read_header(job, mapping)
        job.details = job.details | {"header": header, "samples": samples, "written_as": stated}


@transaction.atomic
def apply_import(job: Job, *, actor: Actor) -> Job:
    """Let a worker apply a checked file. Refused when it is applied already."""
    job = _locked(job, actor, State.CHECKED)
    access.require_may_run(access.importer_of(job.kind), actor, job.site_id)
    if before := applied_before(job):
        raise RuleViolation(_is_applied(before))
    _queue(job, Step.APPLY)
    record(actor, "files.import.apply_requested", job, site_id=job.site_id)
    return job


def _is_applied(before: Job) -> Objection:
    at = timezone.localtime(before.finished_at).strftime("%Y-%m-%d %H:%M")
    return Objection("files.import_is_applied", {"at": at, "who": before.asker})


def _locked(job: Job, actor: Actor, *states: State) -> Job:
    """The job's row, locked, theirs and in one of the states."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk, work=Work.IMPORT)
    require(actor is None or job.requested_by_id == actor.pk)
    if job.state not in states or job.step == Step.APPLY:
        raise RuleViolation(Objection("files.job_state", {"state": job.get_state_display()}))
    return job


def _queue(job: Job, step: Step) -> None:
    job.step, job.state, job.attempt, job.woken_at = step, State.PENDING, 0, None
    job.finished_at, job.message, job.rows_done, job.rows_total = None, "", 0, 0
    job.save()
    jobs.wake_after_commit(job.pk)


def run(job: Job, keeper: Keeper) -> None:
    """The worker's part: check or apply the file of a job that is claimed, as far as its asker may now."""
    if job.requested_by is not None:
        access.require_may_run(access.importer_of(job.kind), job.requested_by, job.site_id)
    with local_path(job) as path:
        _run_step(job, access.importer_of(job.kind), path, keeper.progress)


def _run_step(job: Job, importer: Importer, path: Path, progress: Callable[[int, int], None]) -> None:
    source = Source(
        path=path,
        name=job.file_name,
        sha256=job.sha256,
        site_id=job.site_id,
        mapping=Mapping(job.mapping["columns"], job.mapping["options"]),
        actor=job.requested_by,
        job_id=job.pk,
        params=job.params,
        progress=progress,
    )
    try:
        if job.step == Step.CHECK:
            outcome = importer.check(source)
            wrong = outcome.error_count or len(outcome.errors)
            with transaction.atomic():
                _store(job, outcome)
                if wrong:
                    jobs.finish(job, State.REFUSED, message=_row_errors(outcome))
                elif job.params.get("apply_at_once"):
                    _queue(Job.objects.get(pk=job.pk), Step.APPLY)
                else:
                    Job.objects.filter(pk=job.pk).update(state=State.CHECKED)
                    stopped(Job.objects.get(pk=job.pk))
        else:
            _apply(job, importer, source)
    except ImportRefused as refusal:
        with transaction.atomic():
            _store(job, refusal.outcome)
            jobs.finish(job, State.REFUSED, message=_row_errors(refusal.outcome))


@transaction.atomic
def _apply(job: Job, importer: Importer, source: Source) -> None:
    """The rows, the job's end and its record stand or fall together: a killed worker leaves all of it or nothing."""
    with connection.cursor() as cursor:  # one after the other for the same kind and site
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_OF_APPLYING, f"{job.kind}@{job.site_id}"]
        )
    if before := applied_before(job):
        raise RuleViolation(_is_applied(before))
    outcome = importer.apply(source)
    _store(job, outcome)
    jobs.finish(job, State.DONE)
    record(
        job.requested_by,
        "files.import.applied",
        job,
        after={"file": job.file_name, "sha256": job.sha256, "rows": outcome.rows, "counts": outcome.counts},
        site_id=job.site_id,
    )


def _row_errors(outcome: Outcome) -> str:
    wrong = {error.row for error in outcome.errors}
    count = max(outcome.error_count, len(wrong)) if outcome.error_count > len(outcome.errors) else len(wrong)
    return Objection("files.import_row_errors", {"count": f"{count:,}"}).sentence


def _store(job: Job, outcome: Outcome) -> None:
    """Write what was found into the job's row and its row errors."""
    JobError.objects.filter(job=job).delete()
    JobError.objects.bulk_create(
        [_job_error(job, error) for error in outcome.errors[:ERRORS_KEPT]], batch_size=2_000
    )
    job.refresh_from_db(fields=["details"])
    fields: dict[str, Any] = {
        "counts": {str(label): count for label, count in outcome.counts.items()},
        "preview": {"header": outcome.preview_header, "rows": _plain_rows(outcome.preview[:PREVIEW_ROWS])},
        "notes": [str(note) for note in outcome.notes],
        "details": job.details | {"outcome": outcome.details},
        "error_count": outcome.error_count or len(outcome.errors),
        "rows_done": outcome.rows,
        "rows_total": outcome.rows,
    }
    Job.objects.filter(pk=job.pk).update(**fields)


def _job_error(job: Job, error: RowError) -> JobError:
    return JobError(
        job=job,
        row=error.row,
        column=error.column[:200],
        value=str(error.value)[:500].replace("\x00", "�"),
        reason=error.reason,
    )


def _plain_rows(rows: list[list[Any]]) -> list[list[Any]]:
    """Values as JSON keeps them: numbers and truth as they are, everything else as text."""
    return [
        [
            v
            if isinstance(v, int | float) or v is None
            else reading.as_text(v)
            if not isinstance(v, str)
            else v
            for v in row
        ]
        for row in rows
    ]


def run_now(
    kind: str,
    path: Path,
    *,
    site_id: int | None,
    mapping: Mapping | None = None,
    actor: Actor = None,
    params: dict[str, Any] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    dry_run: bool = False,
) -> Job:
    """Take in a file at once, for commands: the same road as the pages, the job's row included.

    Without a mapping the importer's guess is taken. `dry_run` only checks. The returned job tells how it ended
    (`state`, `message`, `counts`, `errors`); a file that cannot be read or columns that do not fit raise RuleViolation.
    """
    importer = access.importer_of(kind)
    if actor is not None:
        site_id = access.require_may_run(importer, actor, site_id)
    header, samples = mappings.header_of(importer, path, path.name, mapping)
    mapping = mapping or importer.guess_mapping(header)
    if found := mappings.mapping_objections(importer, header, mapping):
        raise RuleViolation(found)
    with path.open("rb") as file:
        sha256 = sha256_of(file)
    job = jobs.request_job(
        Work.IMPORT,
        kind,
        str(importer.label),
        step=Step.CHECK if dry_run else Step.APPLY,
        actor=actor,
        state=State.RUNNING,
        site_id=site_id if importer.needs_site else None,
        params=(params or {}) | {"is_command": True},
        mapping={"columns": mapping.columns, "options": mapping.options},
        mapping_key=mappings.mapping_key(kind, site_id if importer.needs_site else None, sha256, mapping),
        details={"header": header, "samples": samples},
        file_name=path.name[:255],
        file_size=path.stat().st_size,
        sha256=sha256,
        started_at=timezone.now(),
        attempt=1,
    )
    with hold(job.pk) as keeper, translation.override(job.language):
        assert keeper is not None

        def tell(done: int, total: int) -> None:
            keeper.progress(done, total)
            progress(done, total)

        _end(job, lambda: _run_step(job, importer, path, tell))
    job.refresh_from_db()
    return job


def _end(job: Job, work: Callable[[], None]) -> None:
    """Do the work and write down how it ended; what nobody foresaw goes on to the caller."""
    try:
        work()
    except JobCancelled:
        jobs.finish(job, State.CANCELLED)
    except RuleViolation as refusal:
        jobs.finish(job, State.REFUSED, message=" ".join(refusal.sentences))
    except BaseException:
        jobs.finish(job, State.FAILED, message=Objection("files.job_broke", {"job": job.pk}).sentence)
        raise
