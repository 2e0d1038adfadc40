"""Documents of the demo center: two weeks signed, one late, one returned, yesterday's waiting for its signature."""

import datetime
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.demo.letters import Told, tell_of_the_past
from callcenter.notifications.models import Message
from callcenter.people.models import Employee, Site
from reports.documents import deadlines, delivery, kinds, services, workbook
from reports.documents.access import named
from reports.documents.models import Document
from reports.rollups.models import ReportedDay
from reports.rollups.periods import ONE_DAY, Kind, period_of

DAYS = 14
DISTRIBUTED = "reports.document_distributed"
LATE, RETURNED, WAITING = 5, 2, 1  # days back
PROBLEMS = {
    "zh": (
        "10:05–10:25 录音系统中断，已通知信息部，无丢失通话。",
        "下午 3 时左右订单查询响应缓慢，15:40 恢复。",
        "",
    ),
    "en": (
        "Recording stood still from 10:05 to 10:25; IT was told, no call was lost.",
        "The order system answered slowly around 3 pm and was well again at 15:40.",
        "",
    ),
}
ISSUES = {
    "zh": [
        ["顾客询问代金券过期能否延期", "过期 30 天内可换发一次，登记后转财务部。"],
        ["大件商品上门取件时间", "统一答复：48 小时内由物流电话预约。"],
    ],
    "en": [
        ["Can an expired voucher be extended?", "Once, within 30 days; note it and pass it to finance."],
        ["When are large goods collected?", "The carrier calls within 48 hours to agree on a time."],
    ],
}


def make_documents(site: Site) -> int:
    """Make the documents of the last days that have figures and no document; how many. The past is written by those who hold the posts."""
    writer, director = (_holder(site, post) for post in (PostCode.SHIFT_LEADER, PostCode.DIRECTOR))
    if writer is None:
        return 0
    kind, today, made = kinds.get("daily"), site.today(), 0
    known = set(ReportedDay.objects.filter(site=site, revision__gte=1).values_list("day", flat=True))
    for back in range(DAYS, 0, -1):
        period = period_of(Kind.DAY, today - ONE_DAY * back)
        drafted_at = kind.draft.at(site, period)
        if period.start not in known or drafted_at > timezone.now():
            continue
        document = delivery.draft_document(kind, site, period, now=drafted_at)
        if document is not None:
            made += 1
            _write(document, back, writer, director)
    if made:
        _tell(site, director)
    return made


def _tell(site: Site, director: User | None) -> None:
    """Of what was distributed too long ago to be told as news."""
    sent = Document.objects.filter(site=site, distributed_at__lt=timezone.now() - deadlines.FRESH)
    known = Message.objects.filter(kind=DISTRIBUTED, site_id=site.pk).values("subject_id")
    tell_of_the_past(
        site.pk,
        [
            Told(
                DISTRIBUTED,
                f"{document.pk}:{document.times_returned}",
                tuple(receipt.user_id for receipt in document.receipts.all()),
                document,
                deadlines.figures_of(document)
                | {
                    "signer": named(director) if director else "",
                    "workbook": workbook.file_name(document),
                    "version": document.signed_version,
                },
                document.distributed_at or timezone.now(),
            )
            for document in sent.exclude(pk__in=known).prefetch_related("receipts").order_by("period_start")
        ],
    )


def _write(document: Document, back: int, writer: User, director: User | None) -> None:
    """Take the document as far as its day asks for."""
    now = timezone.now()
    is_late = back == LATE
    due, review = document.writing_due_at, document.review_due_at
    submitted_at = due + datetime.timedelta(minutes=35 if is_late else -18 - back)
    if back == WAITING:
        submitted_at = min(submitted_at, now)
    services.submit_document(document, sections=_said(document, back), actor=writer, at=submitted_at)
    if director is None or back == WAITING:
        return
    if back == RETURNED:
        reason = (
            "Issue 2 has no answer yet" if document.site.country != "CN" else "第二个疑难问题没有统一答复"
        )
        at = submitted_at + datetime.timedelta(minutes=40)
        services.return_document(document, actor=director, reason=reason, at=at)
        return
    signed_at = max(submitted_at, review - datetime.timedelta(minutes=30))
    document = services.sign_document(
        document,
        actor=director,
        figures_checked=True,
        figures_version=services.newest_version(document),
        at=signed_at,
    )
    sent_at = signed_at + datetime.timedelta(minutes=1)
    document = delivery.distribute_document(document, at=sent_at)
    if sent_at + ONE_DAY * 7 < now:
        delivery.archive_document(document, at=sent_at + ONE_DAY * 7)


def _said(document: Document, back: int) -> dict[str, Any]:
    """What the writer of the site says, in its language."""
    language = "zh" if document.site.country == "CN" else "en"
    problem = PROBLEMS[language][back % len(PROBLEMS[language])]
    issues = ISSUES[language][: 1 + back % 2]
    return {
        "system_problems": {"text": problem, "none": not problem},
        "difficult_issues": {"lines": issues, "none": False},
        "workload": {
            "counts": {"consultation": 180 + 7 * back, "inquiry": 95 + 3 * back, "proactive": 12 + back}
        },
        "notes": {"text": ""},
    }


def _holder(site: Site, post: PostCode) -> User | None:
    """Who holds the post at the site and can log in; the first by number."""
    found = Employee.objects.filter(
        site=site,
        user__is_active=True,
        postholdings__post__code=post.value,
        postholdings__period__contains=site.today(),
    )
    person = found.select_related("user").order_by("number").first()
    return person.user if person else None
