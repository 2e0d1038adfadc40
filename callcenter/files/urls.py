"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.files.attachments import views as attachments
from callcenter.files.bulk import views as bulk
from callcenter.files.imports import views as imports
from callcenter.files.jobs import views as jobs

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<int:pk>/", imports.job_page, name="job"),
    path("jobs/<int:pk>/progress/", jobs.progress, name="job_progress"),
    path("jobs/<int:pk>/errors/", jobs.errors_workbook, name="job_errors"),
    path("jobs/<int:pk>/rows/", bulk.lines_workbook, name="job_lines"),
    path("jobs/<int:pk>/file/", jobs.take_file, name="job_file"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job_cancel"),
    path("jobs/<int:pk>/mapping/", imports.mapping, name="mapping"),
    path("jobs/<int:pk>/readings/", imports.readings, name="readings"),
    path("jobs/<int:pk>/apply/", imports.apply, name="apply"),
    path("imports/", imports.start, name="import"),
    path("imports/<str:kind>/template/", imports.template_workbook, name="import_template"),
    path("attachments/<int:pk>/", attachments.download, name="attachment"),
    path("attachments/<int:pk>/remove/", attachments.remove, name="attachment_remove"),
    path("attachments/<str:label>/<int:pk>/attach/", attachments.attach, name="attach"),
]
