"""App configuration: what files offers to the rooms around it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "callcenter.files"
    label = "files"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.api.registry import register as serve
        from callcenter.audit import verbs
        from callcenter.files import sentences
        from callcenter.files.bulk import services as bulk_services
        from callcenter.files.exports import lists
        from callcenter.files.exports import registry as exports
        from callcenter.files.exports import services as export_services
        from callcenter.files.imports import services as import_services
        from callcenter.files.jobs import registry as jobs
        from callcenter.files.jobs import today as jobs_today
        from callcenter.files.jobs.models import Work
        from callcenter.files.jobs.todo import todo
        from callcenter.web import listing_export, navigation, today

        verbs.define(sentences.VERBS)
        jobs.register_runner(Work.IMPORT, import_services.run)
        jobs.register_runner(Work.BULK, bulk_services.run)
        jobs.register_runner(Work.EXPORT, export_services.run)
        exports.register(lists.KIND, lists.produce)
        listing_export.provide_export_job(lists.export_list)
        serve("files/attachments", "callcenter.files.attachments.api.AttachmentViewSet")
        serve("files/import-kinds", "callcenter.files.imports.kinds_api.ImportKindViewSet")
        serve("files/exports", "callcenter.files.exports.api.ExportViewSet")
        serve("files/imports", "callcenter.files.imports.api.ImportViewSet")
        serve("files/jobs", "callcenter.files.jobs.api.JobViewSet")
        today.register_todo(todo)
        today.register_panel(jobs_today.jobs, posts=jobs_today.POSTS, order=20)
        navigation.register(
            navigation.Entry(
                navigation.Area.ADMIN,
                _("Imports and exports"),
                "files:jobs",
                "file-import",
                "files.job",
                order=40,
                group=navigation.Group.DATA,
            )
        )
