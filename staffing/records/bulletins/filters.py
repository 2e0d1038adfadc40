"""Filters of the list of bulletins, for the page and the API alike."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staffing.records.access import me
from staffing.records.bulletins.models import Bulletin

STATES = (("in_force", _("In force")), ("ahead", _("Not yet")), ("over", _("Over or withdrawn")))


class BulletinFilter(django_filters.FilterSet):
    """By words, state, whether I have read it."""

    q = django_filters.CharFilter(method="search", label=_("Title or text"))
    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=_("State"))
    must_read = django_filters.BooleanFilter(label=_("Must be read"))
    unread = django_filters.BooleanFilter(method="not_read", label=_("I have not read it"))
    team = django_filters.CharFilter(method="of_team", label=_("Team code"))

    class Meta:
        model = Bulletin
        fields: list[str] = []

    def search(self, rows: QuerySet[Bulletin], name: str, value: str) -> QuerySet[Bulletin]:
        """Every word must occur; Chinese is found anywhere in the text, without blanks between words."""
        for word in value.split():
            rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return rows

    def in_state(self, rows: QuerySet[Bulletin], name: str, value: str) -> QuerySet[Bulletin]:
        now = timezone.now()
        if value == "ahead":
            return rows.filter(valid_from__gt=now, withdrawn_at=None)
        holds = Q(valid_until=None) | Q(valid_until__gt=now)
        if value == "in_force":
            return rows.filter(holds, valid_from__lte=now, withdrawn_at=None)
        return rows.filter(Q(withdrawn_at__isnull=False) | Q(valid_until__lte=now))

    def not_read(self, rows: QuerySet[Bulletin], name: str, value: bool) -> QuerySet[Bulletin]:
        reader = me(self.request.user) if self.request is not None else None
        return rows.with_read_by(reader).filter(is_read=not value)  # type: ignore[attr-defined]

    def of_team(self, rows: QuerySet[Bulletin], name: str, value: str) -> QuerySet[Bulletin]:
        return rows.filter(teams__code=value)
