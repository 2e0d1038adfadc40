"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.records.bulletins import views as bulletins

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("to-read/", bulletins.to_read, name="to-read"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.new_bulletin, name="bulletin-new"),
    path("bulletins/unread/", bulletins.unread_list, name="unread"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/change/", bulletins.change_bulletin, name="bulletin-change"),
    path("bulletins/<int:pk>/withdraw/", bulletins.withdraw_bulletin, name="bulletin-withdraw"),
    path("bulletins/<int:pk>/read/", bulletins.read_bulletin, name="bulletin-read"),
]
