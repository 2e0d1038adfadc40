"""The list of bulletins."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.posts import PostCode
from callcenter.web.listing import Column, Listing
from staffing.records.access import SUBJECT
from staffing.records.bulletins.filters import BulletinFilter
from staffing.records.bulletins.models import Bulletin


def state(bulletin: Bulletin) -> tuple[str, str]:
    """The state as a badge."""
    now = timezone.now()
    if bulletin.withdrawn_at is not None:
        return _("Withdrawn"), "grey"
    if bulletin.valid_from > now:
        return _("Not yet"), "blue"
    return (_("In force"), "green") if bulletin.holds(now) else (_("Over"), "grey")


def audience(bulletin: Bulletin) -> str:
    """Whom it is for, in words; uses what was prefetched."""
    places = [*bulletin.departments.all(), *bulletin.teams.all()]
    words = [str(one) for one in places] or [_("everybody at %(site)s") % {"site": bulletin.site}]
    posts = [str(PostCode(code).label) for code in bulletin.posts]
    return ", ".join(words) + (f" ({', '.join(posts)})" if posts else "")


def read(bulletin: Any) -> tuple[str, str]:
    """Whether the reader has read it."""
    return (_("Read"), "green") if bulletin.is_read else (_("Not read"), "yellow")


ALL = Listing(
    key="records.bulletins",
    title=gettext_lazy("Bulletins"),
    columns=(
        Column("title", gettext_lazy("Title"), lambda b: b.title, sort="title", link=lambda b: b.get_absolute_url(), wrap=True),
        Column("state", gettext_lazy("State"), state, kind="badge"),
        Column("read", gettext_lazy("By me"), read, kind="badge"),
        Column("audience", gettext_lazy("For"), audience, wrap=True),
        Column("must_read", gettext_lazy("Must be read"), lambda b: b.must_read, kind="bool"),
        Column("number", gettext_lazy("Version"), lambda b: b.number, kind="number", sort="number", default=False),
        Column("valid_from", gettext_lazy("Valid from"), lambda b: b.valid_from, kind="datetime", sort="valid_from"),
        Column("valid_until", gettext_lazy("Valid until"), lambda b: b.valid_until, kind="datetime", sort="valid_until"),
        Column("changed_at", gettext_lazy("Changed"), lambda b: b.changed_at, kind="datetime", sort="changed_at", default=False),
        Column("text", gettext_lazy("Text"), lambda b: b.text, wrap=True, default=False),
    ),
    ordering=("-changed_at", "-pk"),
    filterset=BulletinFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=gettext_lazy("No bulletins yet"),
    empty_text=gettext_lazy("Notices show here with whom they are for and who has not read them."),
)  # fmt: skip
