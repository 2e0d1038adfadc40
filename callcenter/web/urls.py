"""Addresses of the shell."""

from django.urls import URLPattern, URLResolver, path

from callcenter.web import drafts, views

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("today/panels/", views.today_panels, name="today_panels"),
    path("search/", views.search, name="search"),
    path("more/", views.more, name="more"),
    path("preference/", views.set_preference, name="set_preference"),
    path("drafts/", drafts.draft, name="draft"),
    path("saved-views/", views.save_view, name="save_view"),
    path("saved-views/<int:pk>/rename/", views.rename_view, name="rename_view"),
    path("saved-views/<int:pk>/delete/", views.delete_view, name="delete_view"),
]
