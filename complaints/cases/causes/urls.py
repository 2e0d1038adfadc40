"""Addresses of the settings of complaints."""

from django.urls import URLPattern, URLResolver, path

from complaints.cases.causes import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", views.settings, name="settings"),
    path("settings/causes/new/", views.cause, name="cause-new"),
    path("settings/causes/<int:pk>/", views.cause, name="cause"),
    path("settings/steps/new/", views.step_department, name="step-department-new"),
    path("settings/steps/<int:pk>/", views.step_department, name="step-department"),
    path("settings/steps/<int:pk>/remove/", views.remove_step_department, name="step-department-remove"),
]
