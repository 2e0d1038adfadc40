"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.shifts import rotation_views, views

TYPE = "types/<slug:site>/<str:code>/"
ROTATION = "rotations/<slug:site>/<str:code>/"

app_name = "shifts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("types/", views.types, name="types"),
    path("types/new/", views.type_new, name="type-new"),
    path("types/preview/", views.type_preview, name="type-preview"),
    path(TYPE, views.shift_type, name="type"),
    path(TYPE + "edit/", views.type_edit, name="type-edit"),
    path(TYPE + "switch/", views.type_switch, name="type-switch"),
    path(TYPE + "undo/<int:event>/", views.type_undo, name="type-undo"),
    path("rotations/", rotation_views.rotations, name="rotations"),
    path("rotations/new/", rotation_views.rotation_new, name="rotation-new"),
    path("rotations/preview/", rotation_views.rotation_preview, name="rotation-preview"),
    path(ROTATION, rotation_views.rotation, name="rotation"),
    path(ROTATION + "edit/", rotation_views.rotation_edit, name="rotation-edit"),
    path(ROTATION + "switch/", rotation_views.rotation_switch, name="rotation-switch"),
    path(ROTATION + "undo/<int:event>/", rotation_views.rotation_undo, name="rotation-undo"),
]
