"""The list of imports and exports."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.files.jobs.models import Job, State, Work
from callcenter.web.listing import Column, Listing


class JobFilter(django_filters.FilterSet):
    """By file name or title, by type and state, by when it was asked for."""

    q = django_filters.CharFilter(method="search", label=_("File or title"))
    work = django_filters.ChoiceFilter(choices=Work.choices, label=_("Type"))
    state = django_filters.MultipleChoiceFilter(choices=State.choices, label=_("State"))
    mine = django_filters.BooleanFilter(method="own", label=_("Asked by me"))
    created_at = django_filters.DateFromToRangeFilter(label=_("Asked at"))

    class Meta:
        model = Job
        fields: list[str] = []

    def search(self, queryset: QuerySet[Job], name: str, value: str) -> QuerySet[Job]:
        return queryset.filter(Q(file_name__icontains=value) | Q(label__icontains=value))

    def own(self, queryset: QuerySet[Job], name: str, value: bool) -> QuerySet[Job]:
        own = Q(requested_by=self.request.user.pk)
        return queryset.filter(own if value else ~own)


JOBS = Listing(
    key="files.jobs",
    title=_("Imports and exports"),
    columns=(
        Column("pk", _("Job"), lambda job: str(job.pk), sort="pk", link=lambda job: job.get_absolute_url()),
        Column(
            "file",
            _("File"),
            lambda job: job.file_name or job.label,
            link=lambda job: job.get_absolute_url(),
            wrap=True,
        ),
        Column("what", _("What"), lambda job: job.label),
        Column("work", _("Type"), lambda job: job.get_work_display(), default=False),
        Column("state", _("State"), lambda job: job.badge, "badge", sort="state"),
        Column("rows", _("Rows"), lambda job: job.rows_done or None, "number", sort="rows_done"),
        Column("errors", _("Errors"), lambda job: job.error_count or None, "number", sort="error_count"),
        Column("who", _("Asked by"), lambda job: job.asker),
        Column("created", _("Asked at"), lambda job: job.created_at, "datetime", sort="created_at"),
        Column("finished", _("Finished at"), lambda job: job.finished_at, "datetime", default=False),
        Column("message", _("Message"), lambda job: job.message, default=False, wrap=True),
    ),
    ordering=("-pk",),
    filterset=JobFilter,
    peek=True,
    export_subject="files.job",
    empty_title=_("Nothing was imported or exported yet"),
    empty_text=_(
        "Send a workbook or a text file, or export a long list: each shows up here with how far it is."
    ),
)
