"""Addresses of staffing: each room's urls.py says the rest."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("shifts/", include("staffing.shifts.urls")),
    path("roster/", include("staffing.roster.urls")),
    path("leave/", include("staffing.leave.urls")),
    path("swaps/", include("staffing.swaps.urls")),
    path("overtime/", include("staffing.overtime.urls")),
    path("attendance/", include("staffing.attendance.urls")),
    path("records/", include("staffing.records.urls")),
    path("floor/", include("staffing.floor.urls")),
]
