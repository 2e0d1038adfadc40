"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path, re_path

from callcenter.telephony.agents import views as agents
from callcenter.telephony.calls import views as calls
from callcenter.telephony.days import views as days
from callcenter.telephony.intervals import views as intervals
from callcenter.telephony.names import views as names

CALL = r"^calls/(?P<day>\d{4}-\d{2}-\d{2})/(?P<pk>\d{1,18})/"

app_name = "telephony"
urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/", calls.call_list, name="calls"),
    re_path(CALL + "$", calls.call_detail, name="call"),
    re_path(CALL + "reveal/$", calls.reveal, name="reveal"),
    path("intervals/queues/", intervals.queue_list, name="queue_intervals"),
    path("intervals/agents/", intervals.agent_list, name="agent_intervals"),
    path("agents/", agents.agent_list, name="agents"),
    re_path(r"^agents/map/(?P<how>suggested|ignored)/$", agents.agents_map, name="agents_map"),
    path("agents/<int:pk>/", agents.agent_detail, name="agent"),
    path("queues/", names.name_list, {"noun": names.QUEUES}, name="queues"),
    path("queues/<int:pk>/", names.name_edit, {"noun": names.QUEUES}, name="queue"),
    path("call-types/", names.name_list, {"noun": names.CALL_TYPES}, name="call_types"),
    path("call-types/<int:pk>/", names.name_edit, {"noun": names.CALL_TYPES}, name="call_type"),
    path("days/", days.day_list, name="days"),
]
