"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.notifications.chat import views as chat
from callcenter.notifications.delivery import views as delivery
from callcenter.notifications.messages import views as messages
from callcenter.notifications.preferences import views as preferences

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", messages.message_list, name="messages"),
    path("latest/", messages.latest, name="latest"),
    path("unread/", messages.unread, name="unread"),
    path("mark-read/", messages.mark_read, name="mark_read"),
    path("mark-unread/", messages.mark_unread, name="mark_unread"),
    path("mark-all-read/", messages.mark_all_read, name="mark_all_read"),
    path("undo-all-read/", messages.undo_all_read, name="undo_all_read"),
    path("<int:pk>/", messages.open_message, name="open"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("channels/", chat.channel_list, name="channels"),
    path("channels/new/", chat.add, name="channel_add"),
    path("channels/<int:pk>/", chat.channel, name="channel"),
    path("channels/<int:pk>/test/", chat.test, name="channel_test"),
    path("deliveries/", delivery.delivery_list, name="deliveries"),
    path("deliveries/<int:pk>/", delivery.delivery, name="delivery"),
    path("deliveries/<int:pk>/retry/", delivery.retry, name="delivery_retry"),
]
