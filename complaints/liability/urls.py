"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.liability.judging import views as judging
from complaints.liability.notices import views as notices
from complaints.liability.personnel import views as personnel
from complaints.liability.reviews import views as reviews

app_name = "liability"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/<str:reference>/", judging.case, name="case"),
    path("cases/<str:reference>/send-up/", judging.send_up, name="send-up"),
    path("cases/<str:reference>/reward/", notices.propose_reward, name="propose-reward"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/finish/", reviews.finish, name="finish"),
    path("reviews/<int:pk>/print/", reviews.printed, name="print"),
    path("reviews/lines/<int:pk>/", reviews.line, name="line"),
    path("reviews/lines/<int:pk>/propose/", personnel.propose, name="propose"),
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.new_notice, name="new-notice"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/print/", notices.printed, name="notice-print"),
    path("notices/<int:pk>/<slug:verb>/", notices.act, name="notice-act"),
    path("personnel-notices/", personnel.personnel_notices, name="personnel-notices"),
    path("personnel-notices/<int:pk>/", personnel.personnel, name="personnel"),
    path("personnel-notices/<int:pk>/draw-up/", personnel.draw_up, name="draw-up"),
    path("personnel-notices/<int:pk>/publish/", personnel.publish, name="publish"),
]
