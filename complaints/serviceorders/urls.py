"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.serviceorders import board, views

ONE = "<str:voucher>/"

app_name = "serviceorders"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.board, name="board"),
    path("compare/", board.compare_day, name="compare"),
    path("register/", views.orders, name="orders"),
    path("register/new/", views.register, name="register"),
    path(ONE, views.order, name="order"),
    path(ONE + "change/", views.change, name="change"),
    path(ONE + "voucher/", views.voucher, name="voucher"),
    path(ONE + "dispatch/", views.dispatch, name="dispatch"),
    path(ONE + "finish/", views.finish, name="finish"),
    path(ONE + "come-back/", views.come_back, name="come-back"),
    path(ONE + "cancel/", views.cancel, name="cancel"),
    path(ONE + "sign-off/", views.sign_off, name="sign-off"),
    path(ONE + "archive/", views.archive, name="archive"),
    path(ONE + "off-site/", views.apply_off_site, name="off-site"),
    path(ONE + "travel-cost/", views.travel_cost, name="travel-cost"),
    path(ONE + "invoice/", views.invoice, name="invoice"),
    path(ONE + "collect/", views.collect, name="collect"),
    path(ONE + "hand-over/", views.hand_over, name="hand-over"),
]
