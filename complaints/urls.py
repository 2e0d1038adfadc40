"""Addresses of complaints: each room's urls.py says the rest."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("customers/", include("complaints.customers.urls")),
    path("cases/", include("complaints.cases.urls")),
    path("remedies/", include("complaints.remedies.urls")),
    path("liability/", include("complaints.liability.urls")),
    path("improvement/", include("complaints.improvement.urls")),
    path("work-orders/", include("complaints.workorders.urls")),
    path("service-orders/", include("complaints.serviceorders.urls")),
    path("surveys/", include("complaints.surveys.urls")),
    path("intake/", include("complaints.intake.urls")),
    path("desk/", include("complaints.desk.urls")),
]
