"""Where clients get tokens and give them back, by RFC 6749 and RFC 7009."""

from django.urls import URLPattern, URLResolver, path
from oauth2_provider.views import RevokeTokenView, TokenView

app_name = "oauth"
urlpatterns: list[URLPattern | URLResolver] = [
    path("token/", TokenView.as_view(), name="token"),
    path("revoke/", RevokeTokenView.as_view(), name="revoke"),
]
