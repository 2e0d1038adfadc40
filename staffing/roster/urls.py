"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

from staffing.roster import roster_urls
from staffing.roster.grid import urls as grid_urls
from staffing.roster.mine import urls as mine_urls

app_name = "roster"
urlpatterns: list[URLPattern | URLResolver] = [
    *mine_urls.urlpatterns,
    *roster_urls.urlpatterns,
    *grid_urls.urlpatterns,  # last: its first part is the code of any site
]
