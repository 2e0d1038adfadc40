"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.cases import looking_views, views
from complaints.cases.acts import ACTS, STEP_ACTS
from complaints.cases.causes.urls import urlpatterns as of_settings
from complaints.cases.duplicates.urls import urlpatterns as of_duplicates
from complaints.cases.letters.urls import urlpatterns as of_letters

ONE = "<str:reference>/"

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("mine/", views.mine, name="mine"),
    path("steps/", views.steps, name="steps"),
    path("new/", views.new, name="new"),
    path("new/customers/", views.customers_found, name="customers-found"),
    *of_settings,
    *of_duplicates,
    *of_letters,
    path(ONE, views.case, name="case"),
    path(f"{ONE}form/", views.edit, name="edit"),
    path(f"{ONE}reveal/", looking_views.reveal, name="reveal"),
    path(f"{ONE}remedies/", views.remedies, name="remedies"),
    path(f"{ONE}third-parties/<int:pk>/answer/", views.third_party_answer, name="third-party-answer"),
    *(path(f"{ONE}{act.slug}/", views.act, {"key": act.key}, name=act.slug) for act in ACTS.values()),
    *(
        path(f"{ONE}steps/<int:pk>/{act.slug}/", views.step_act, {"key": act.key}, name=act.slug)
        for act in STEP_ACTS.values()
    ),
]
