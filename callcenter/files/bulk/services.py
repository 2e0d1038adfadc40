"""Doing the same to many rows: asked for once, done by a worker in stretches, gone on with after an interruption."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max

from callcenter.access.permissions import Actor, require
from callcenter.accounts.models import User
from callcenter.files.bulk import registry
from callcenter.files.bulk.models import Fate, JobLine
from callcenter.files.bulk.registry import Act, Thing
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.keeper import Keeper
from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.objections import Objection, RuleViolation

MOST = 20_000  # rows of one job: their keys are kept in its row
STRETCH = 25  # rows of one transaction


def start_bulk(
    kind: str,
    label: str,
    *,
    keys: Sequence[int],
    params: dict[str, Any],
    site_id: int | None,
    actor: Actor,
) -> Job:
    """Ask for the act on exactly these rows, in this order; a key that comes twice counts once."""
    require(registry.get(kind).may(actor))
    keys = list(dict.fromkeys(keys))
    if not keys or len(keys) > MOST:
        raise RuleViolation(Objection("files.bulk_how_many", {"most": MOST, "count": len(keys)}))
    return jobs.request_job(
        Work.BULK,
        kind,
        label,
        step=Step.APPLY,
        actor=actor,
        params=params | {"keys": keys},
        rows_total=len(keys),
        site_id=site_id,
    )


def run(job: Job, keeper: Keeper) -> None:
    """The worker's part: stretch by stretch from the last row that was treated, then the end with its figures."""
    act, keys = registry.get(job.kind), job.params["keys"]
    done = job.lines.aggregate(last=Max("place"))["last"] or 0
    while done < len(keys):
        keeper.progress(done, len(keys))
        _stretch(job, act, keys[done : done + STRETCH], done, _asker(job, act))
        done = min(done + STRETCH, len(keys))
        if job.attempt > 1:  # it got on: an interruption later is the first again
            Job.objects.filter(pk=job.pk).update(attempt=1)
            job.attempt = 1
    with transaction.atomic():
        counts = count(job)
        job.counts = {fate: number for fate, number in counts.items() if number}
        job.error_count, job.rows_done, job.rows_total = counts[Fate.REFUSED], done, done
        job.save(update_fields=["counts", "error_count", "rows_done", "rows_total"])
        act.ended(job, counts)
        jobs.finish(job, State.DONE)


def count(job: Job) -> dict[str, int]:
    """How many rows were done, refused, left as they were."""
    found = dict(job.lines.order_by().values_list("fate").annotate(Count("pk")))
    return {str(fate): found.get(fate, 0) for fate in Fate}


def _asker(job: Job, act: Act) -> User:
    """Whoever asked, as their posts are now; refused when those no longer include the act."""
    asker = User.objects.filter(pk=job.requested_by_id or 0, is_active=True).first()
    if asker is None or not act.may(asker):
        raise RuleViolation(Objection("files.bulk_not_allowed"))
    return asker


@transaction.atomic
def _stretch(job: Job, act: Act, keys: Sequence[int], done: int, actor: User) -> None:
    """One transaction: the acts and the lines that say so stand or fall together."""
    things = act.load(job, keys, actor)
    lines = [
        _treated(job, act, key, things.get(key), done + place, actor) for place, key in enumerate(keys, 1)
    ]
    JobLine.objects.bulk_create(lines)


def _treated(job: Job, act: Act, key: int, thing: Thing | None, place: int, actor: User) -> JobLine:
    if thing is None:
        return JobLine(
            job=job,
            place=place,
            title=f"#{key}",
            fate=Fate.REFUSED,
            words=Objection("files.row_gone").sentence,
        )
    line = JobLine(job=job, place=place, title=thing.title[:200], url=thing.url)
    try:
        with transaction.atomic():
            before = act.do(job, thing.row, actor)
    except RuleViolation as refusal:
        line.fate, line.words = Fate.REFUSED, " ".join(refusal.sentences)
    except PermissionDenied:
        line.fate, line.words = Fate.REFUSED, Objection("files.row_not_allowed").sentence
    else:
        line.fate, line.words = (Fate.UNCHANGED, "") if before is None else (Fate.DONE, before)
    return line
