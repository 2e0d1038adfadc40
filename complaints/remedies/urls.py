"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.remedies.certificates import views as certificates
from complaints.remedies.duties import views as duties
from complaints.remedies.executions import views as executions
from complaints.remedies.receivables import views as receivables
from complaints.remedies.slips import views as slips

CERTIFICATE, SLIP = "certificates/<str:number>/", "slips/<str:number>/"

app_name = "remedies"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", executions.index, name="index"),
    path("executions/<int:pk>/", executions.execution, name="execution"),
    path("executions/<int:pk>/finish/", executions.finish, name="execution-finish"),
    path("executions/<int:pk>/end/", executions.end, name="execution-end"),
    path("executions/<int:pk>/take-back/", executions.take_back, name="execution-take-back"),
    path("approved/<int:pk>/certificate/", certificates.draw_up, name="draw-certificate"),
    path("approved/<int:pk>/slip/", slips.draw_up, name="draw-slip"),
    path("certificates/", certificates.certificates, name="certificates"),
    path(CERTIFICATE, certificates.certificate, name="certificate"),
    path(CERTIFICATE + "sign/", certificates.sign, name="certificate-sign"),
    path(CERTIFICATE + "hand-out/", certificates.hand_out, name="certificate-hand-out"),
    path(CERTIFICATE + "confirm/", certificates.confirm, name="certificate-confirm"),
    path(CERTIFICATE + "file/", certificates.file_copies, name="certificate-file"),
    path(CERTIFICATE + "post/", certificates.post, name="certificate-post"),
    path(CERTIFICATE + "void/", certificates.void, name="certificate-void"),
    path(CERTIFICATE + "copies/<int:copy>/", certificates.print_copy, name="certificate-copy"),
    path("slips/", slips.slips, name="slips"),
    path(SLIP, slips.slip, name="slip"),
    path(SLIP + "sign/", slips.sign, name="slip-sign"),
    path(SLIP + "send/", slips.send, name="slip-send"),
    path(SLIP + "count/", slips.count, name="slip-count"),
    path(SLIP + "deliveries/<int:pk>/strike/", slips.strike, name="slip-strike"),
    path(SLIP + "receive/", slips.receive, name="slip-receive"),
    path(SLIP + "hand-on/", slips.hand_on, name="slip-hand-on"),
    path(SLIP + "post/", slips.post, name="slip-post"),
    path(SLIP + "void/", slips.void, name="slip-void"),
    path(SLIP + "copies/<int:copy>/", slips.print_copy, name="slip-copy"),
    path("receivables/", receivables.receivables, name="receivables"),
    path("receivables/<int:pk>/", receivables.receivable, name="receivable"),
    path("receivables/<int:pk>/settle/", receivables.settle, name="receivable-settle"),
    path("receivables/<int:pk>/take-back/", receivables.take_back, name="receivable-take-back"),
    path("receivables/<int:pk>/salesperson/", receivables.name, name="receivable-name"),
    path("receivables/<int:pk>/memo/", receivables.memo, name="receivable-memo"),
    path("departments/", duties.departments, name="departments"),
]
