"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.workorders import views
from complaints.workorders.coordination import views as coordination
from complaints.workorders.monitoring import views as monitoring
from complaints.workorders.orders import category_views as categories
from complaints.workorders.tickets import views as tickets

ONE = "<int:pk>/"
REQUEST = "coordination/<int:pk>/"

app_name = "workorders"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("all/", views.orders, name="orders"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/receive/", tickets.receive_many, name="receive-many"),
    path("tickets/assign/", tickets.assign_many, name="assign-many"),
    path("board/", monitoring.board, name="board"),
    path("board/chase/", monitoring.chase_many, name="chase-many"),
    path("departments/", monitoring.departments, name="departments"),
    path("figures/", monitoring.figures, name="figures"),
    path("categories/", categories.categories, name="categories"),
    path("categories/first/", categories.first_categories, name="first-categories"),
    path("categories/<int:pk>/", categories.category, name="category"),
    path("coordination/", coordination.requests, name="coordination"),
    path("coordination/ask/", coordination.ask, name="coordination-ask"),
    path(REQUEST, coordination.coordination_request, name="coordination-request"),
    path(REQUEST + "minutes/", coordination.minutes, name="coordination-minutes"),
    path(REQUEST + "plan/", coordination.plan, name="coordination-plan"),
    path(REQUEST + "accept/", coordination.accept, name="coordination-accept"),
    path(REQUEST + "call-off/", coordination.call_off, name="coordination-call-off"),
    path(REQUEST + "tasks/<int:item>/", coordination.task, name="coordination-task"),
    path("from-complaint/<str:reference>/", views.take_over, name="take-over"),
    path(ONE, views.order, name="order"),
    path(ONE + "reply/", views.reply, name="reply"),
    path(ONE + "hand-over/", views.hand_over, name="hand-over"),
    path(ONE + "chase/", views.chase, name="chase"),
    path(ONE + "handler/", tickets.name_handler, name="handler"),
    path(ONE + "tickets/<int:seq>/", tickets.paper, name="paper"),
    path(ONE + "<slug:key>/", views.step, name="step"),
]
