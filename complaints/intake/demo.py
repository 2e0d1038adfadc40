"""What came in by itself at the demo center: a mailbox with messages of every kind and what became of them, forms from the
web with a word added, a withdrawal and a duplicate. Made once; nothing is sent to anybody.
"""

import base64
import datetime
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation

from callcenter.objections import Objection
from callcenter.people.models import Site
from complaints.cases import services as cases
from complaints.cases.duplicates import merging
from complaints.cases.models import About, Case, Means
from complaints.intake.links import services as links
from complaints.intake.links.models import StatusLink
from complaints.intake.mail import keeping, treating
from complaints.intake.mail.models import Became, InboundMail, Mailbox
from complaints.intake.mail.rules import Reason
from complaints.intake.outbox.models import MailKind, MailState, OutboundMail
from complaints.intake.web import services as web

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
# One dot of PNG: what a customer photographed.
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Mail:
    """A message: who sent it, what it says, in which of both languages; `back` hours ago."""

    key: str
    sender: str
    subject: str
    text: str
    back: float
    headers: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = ()


CHINESE = (
    Mail("new", "郑雅文 <zheng.yawen@customer.example>", "热水器安装后漏电", "上周三安装的热水器，昨天洗澡时手碰到龙头有麻电的感觉，已断电停用。请尽快派人检查。", 5, files=(("现场照片.png", PHOTO),)),
    Mail("unknown", "匿名 <wode888@mail.example>", "投诉", "你们的客服电话打了六次都没人接，到底有没有人上班？", 4),
    Mail("claims", "刘先生 <liu.x@other.example>", "关于 {number} 的处理结果", "我是这件投诉的家属，请把处理结果也发给我一份。", 3),
    Mail("programs", "郑雅文 <zheng.yawen2@customer.example>", "发票抬头开错", "发票抬头写错了，附件里有正确的抬头。", 2.5, files=(("抬头.exe", b"MZ not to be opened"), ("发票.png", PHOTO))),
    Mail("bounce", "MAILER-DAEMON@mail.example", "Undelivered Mail Returned to Sender", "The address could not be found: old.address@customer.example", 30, {"Return-Path": "<>", "X-Failed-Recipients": "old.address@customer.example"}),
    Mail("away", "何女士 <he.nv@customer.example>", "自动回复：我正在休假", "您好，我正在休假，下周一回来后回复。", 26, {"Auto-Submitted": "auto-replied"}),
    Mail("news", "行业快讯 <news@list.example>", "本周客服行业快讯", "本周要闻：……", 50, {"List-Id": "news.list.example", "Precedence": "bulk"}),
    Mail("refused", "孙国栋 <sun.gd@customer.example>", "洗衣机脱水异响", "脱水时声音很大，像有石头在里面。", 75),
    Mail("reply", "郑雅文 <zheng.yawen@customer.example>", "答复: 我们已收到您的投诉", "补充一下：电工来看过，说是接地线没有接。附上他的检测单照片。", 1, files=(("检测单.png", PHOTO + b"\0"),)),
)  # fmt: skip
ENGLISH = (
    Mail("new", "Grace Turner <grace.turner@customer.example>", "Boiler gives electric shocks", "The boiler was fitted on Wednesday. Yesterday the tap tingled when I touched it. It is switched off now; please send somebody.", 5, files=(("photo.png", PHOTO),)),
    Mail("unknown", "Nobody <whoever88@mail.example>", "Complaint", "I rang your hotline six times and nobody answered. Is anybody there at all?", 4),
    Mail("claims", "J. Mills <j.mills@other.example>", "What came of {number}", "I am of the family; please send me the answer as well.", 3),
    Mail("programs", "Grace Turner <grace.turner2@customer.example>", "Wrong name on the invoice", "The name on the invoice is wrong. The right one is attached.", 2.5, files=(("name.exe", b"MZ not to be opened"), ("invoice.png", PHOTO))),
    Mail("bounce", "MAILER-DAEMON@mail.example", "Undelivered Mail Returned to Sender", "The address could not be found: old.address@customer.example", 30, {"Return-Path": "<>", "X-Failed-Recipients": "old.address@customer.example"}),
    Mail("away", "Holly Reid <holly.reid@customer.example>", "Out of office", "I am away until Monday.", 26, {"Auto-Submitted": "auto-replied"}),
    Mail("news", "Industry news <news@list.example>", "This week in customer service", "The news of the week: …", 50, {"List-Id": "news.list.example", "Precedence": "bulk"}),
    Mail("refused", "Sam Green <sam.green@customer.example>", "Washing machine rattles", "It rattles as if there were stones in it.", 75),
    Mail("reply", "Grace Turner <grace.turner@customer.example>", "Re: We have received your complaint", "An electrician looked: the earth wire was never connected. His note is attached.", 1, files=(("note.png", PHOTO + b"\0"),)),
)  # fmt: skip

# Key, title, what happened, demand, name, phone, e-mail.
FORMS_CHINESE = (
    ("plain", "预约上门三次未到", "维修预约了三次都没有人来，也没有电话说明。", "明确上门时间", "蒋文博", "139 1000 2001", "jiang.wb@customer.example"),
    ("word", "退款迟迟未到账", "退货已签收十天，退款仍未到账。", "尽快退款", "许嘉怡", "139 1000 2002", "xu.jy@customer.example"),
    ("back", "赠品漏发", "下单时写明送滤芯，收到的箱子里没有。", "补发滤芯", "邓子涵", "139 1000 2003", ""),
    ("twin", "热水器漏电，请立即处理", "热水器安装后漏电，手碰龙头发麻，已断电停用。邮件也发过，没有人回。", "立即派人检查", "郑雅文", "139 1000 2004", "zheng.yawen@customer.example"),
    ("passed", "希望增加夜间客服", "建议晚上十点以后也有人工客服。", "采纳建议", "潘思敏", "139 1000 2005", ""),
)  # fmt: skip
FORMS_ENGLISH = (
    ("plain", "Three visits, nobody came", "A repair was booked three times; nobody came and nobody rang.", "A fixed time", "Oliver Hart", "0400 100 201", "oliver.hart@customer.example"),
    ("word", "Refund still missing", "You signed for the return ten days ago; the money has not come.", "The refund now", "Ruby Allen", "0400 100 202", "ruby.allen@customer.example"),
    ("back", "Free filter missing", "The order promised a filter. There was none in the box.", "Send the filter", "Jack Ford", "0400 100 203", ""),
    ("twin", "Boiler gives shocks, act at once", "The boiler gives electric shocks since it was fitted; it is switched off. I wrote an e-mail too and heard nothing.", "Send somebody at once", "Grace Turner", "0400 100 204", "grace.turner@customer.example"),
    ("passed", "Somebody to talk to at night", "I suggest that people answer after ten at night as well.", "Think about it", "Ella Stone", "0400 100 205", ""),
)  # fmt: skip


@transaction.atomic
def make(site: Site) -> int:
    """Make the messages and forms of a site; how many. Nothing where it has a mailbox."""
    if Mailbox.objects.filter(site=site).exists():
        return 0
    is_chinese = site.country == "CN"
    with translation.override("zh-hans" if is_chinese else "en"):
        mailbox = Mailbox.objects.create(
            site=site,
            address=f"complaints.{site.code}@lighthouse.example",
            language="zh-hans" if is_chinese else "en",
            checked_at=timezone.now(),
        )
        by_mail = _mails(mailbox, CHINESE if is_chinese else ENGLISH)
        by_web = _forms(site, FORMS_CHINESE if is_chinese else FORMS_ENGLISH, by_mail["new"])
    return len(by_mail) + by_web


def _mails(mailbox: Mailbox, mails: tuple[Mail, ...]) -> dict[str, Case | None]:
    """Each message as it comes in and is treated; the complaint that came of it, by key."""
    number = (
        Case.objects.filter(site=mailbox.site, number__gt="").order_by("-pk").values_list("number", flat=True)
    )
    made: dict[str, Case | None] = {}
    for mail in mails:
        first = made.get("new")
        answered = _letter_of(first) if mail.key == "reply" and first else ""
        row, _is_new = keeping.keep(mailbox, _raw(mailbox, mail, number.first() or "KS-1", answered))
        at = timezone.now() - mail.back * HOUR
        if mail.key == "refused":
            # As it stood three days ago: nobody answered for complaints of the site.
            why = Objection("cases.no_service_manager", {"site": mailbox.site}).sentence
            treating._end(row.pk, Became.FAILED, Reason.REFUSED, {"why": why})
        else:
            treating.treat(row)
        row.refresh_from_db()
        InboundMail.objects.filter(pk=row.pk).update(
            received_at=at, handled_at=at + datetime.timedelta(minutes=1)
        )
        made[mail.key] = row.case
        if row.case is not None and row.state == Became.CASE:
            _confirmed(row.case)
    return made


def _raw(mailbox: Mailbox, mail: Mail, number: str, answered: str) -> bytes:
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = mailbox.address
    message["Subject"] = mail.subject.format(number=number)
    message["Message-ID"] = f"<{mail.key}.{mailbox.site.code}@demo.example>"
    message["Date"] = format_datetime(timezone.now() - mail.back * HOUR)
    for name, value in mail.headers.items():
        message[name] = value
    if answered:
        message["In-Reply-To"] = message["References"] = answered
    message.set_content(mail.text)
    for name, content in mail.files:
        is_photo = name.endswith(".png")
        message.add_attachment(
            content,
            maintype="image" if is_photo else "application",
            subtype="png" if is_photo else "octet-stream",
            filename=name,
        )
    return message.as_bytes()


def _letter_of(case: Case) -> str:
    """The Message-ID of our confirmation: whoever answers it is known by it."""
    found = OutboundMail.objects.filter(case=case, kind=MailKind.RECEIPT).values_list("message_id", flat=True)
    return found.first() or ""


def _confirmed(case: Case) -> None:
    """The confirmation counts as sent: these people do not exist, so nothing goes out."""
    waiting = OutboundMail.objects.filter(case=case, state=MailState.WAITING)
    if waiting.update(state=MailState.SENT, ended_at=timezone.now(), secret=""):
        words = "已发送受理确认邮件。" if case.site.country == "CN" else "Confirmation of receipt by e-mail."
        cases.log_contact(case, actor=None, means=Means.EMAIL, about=About.ACKNOWLEDGEMENT, words=words)


def _forms(site: Site, forms: tuple[tuple[str, ...], ...], mailed: Case | None) -> int:
    """Forms from the web: one as it came, one with a word more, one taken back, one that an e-mail had said before, and a
    suggestion that is passed on."""
    for key, title, content, demand, name, phone, email in forms:
        given: dict[str, Any] = {
            "title": title,
            "content": content,
            "demand": demand,
            "contact_name": name,
            "contact_phone": phone,
            "contact_email": email,
        }
        form_key = f"demo-{site.code}-{key}"
        files = [ContentFile(PHOTO, name="photo.png")] if key == "plain" else []
        case = web.receive(site, given, form_key=form_key, files=files).case
        if email:
            _confirmed(case)
        _went_on(case, key, form_key, mailed)
    return len(forms)


def _went_on(case: Case, key: str, form_key: str, mailed: Case | None) -> None:
    """What happened to a form since."""
    is_chinese = case.site.country == "CN"
    link = StatusLink.objects.get(form_hash=links.hashed(form_key))
    if key == "word":
        words = (
            "今天银行说仍未收到，请再查一下。"
            if is_chinese
            else "My bank still has nothing today. Please look again."
        )
        web.add_word(link, words, form_key=f"{form_key}-word")
    elif key == "back":
        web.withdraw(
            link, reason="滤芯找到了，在另一个箱子里。" if is_chinese else "The filter was in the other box."
        )
    elif key == "twin" and mailed is not None:
        reason = (
            "同一客户、同一台热水器，邮件先到。"
            if is_chinese
            else "The same customer and boiler; the e-mail came first."
        )
        merging.merge(mailed, case, actor=None, reason=reason)
        _confirmed(case)
    elif key == "passed":
        reason = "属于建议，转市场部。" if is_chinese else "A suggestion; passed on to marketing."
        cases.redirect(case, actor=None, reason=reason)
