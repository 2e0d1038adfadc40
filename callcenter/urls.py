"""The site map. Each room's urls.py says the rest."""

from django.urls import include, path

urlpatterns = [
    path("", include("callcenter.web.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("callcenter.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("people/", include("callcenter.people.urls")),
    path("access/", include("callcenter.access.urls")),
    path("rulebook/", include("callcenter.rulebook.urls")),
    path("audit/", include("callcenter.audit.urls")),
    path("files/", include("callcenter.files.urls")),
    path("telephony/", include("callcenter.telephony.urls")),
    path("operation/", include("callcenter.operation.urls")),
    path("integrations/", include("callcenter.integrations.urls")),
    path("notifications/", include("callcenter.notifications.urls")),
    path("calendar/", include("callcenter.workcalendar.urls")),
    path("clocks/", include("callcenter.clocks.urls")),
    path("approvals/", include("callcenter.approvals.urls")),
    path("measures/", include("callcenter.measures.urls")),
    path("staffing/", include("staffing.urls")),
    path("quality/", include("quality.urls")),
    path("complaints/", include("complaints.urls")),
    path("reports/", include("reports.urls")),
    path("api/oauth/", include("callcenter.integrations.clients.token_urls")),
    path("api/", include("callcenter.api.urls")),
]

handler400 = "callcenter.api.views.bad_request"
handler500 = "callcenter.api.views.server_error"
