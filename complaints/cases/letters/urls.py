"""Addresses of letters, their templates, and the handling form on paper."""

from django.urls import URLPattern, URLResolver, path

from complaints.cases.letters import views

LETTER = "<str:reference>/letters/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("letter-templates/", views.templates, name="letter-templates"),
    path("letter-templates/<str:purpose>/", views.template, name="letter-template"),
    path("<str:reference>/letters/", views.letters, name="letters"),
    path(LETTER, views.letter, name="letter"),
    path(LETTER + "issue/", views.issue, name="letter-issue"),
    path(LETTER + "discard/", views.discard, name="letter-discard"),
    path(LETTER + "print/", views.on_paper, name="letter-print"),
    path(LETTER + "word/", views.as_word, name="letter-word"),
    path("<str:reference>/form/<int:copy>/", views.form_on_paper, name="form-print"),
]
