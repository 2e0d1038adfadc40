"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.workcalendar import views

app_name = "workcalendar"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("<slug:site>/", views.year, name="year"),
    path("<slug:site>/hours/", views.hours, name="hours"),
    path("<slug:site>/hours/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:site>/days/", views.days, name="days"),
    path("<slug:site>/days/switch/", views.switch, name="switch"),
    path("<slug:site>/public/", views.public_days, name="public"),
    path("<slug:site>/deadlines/", views.deadlines, name="deadlines"),
    path("<slug:site>/editions/", views.editions, name="editions"),
]
