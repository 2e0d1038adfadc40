"""Addresses of this room: the open pages, then those of the staff."""

from django.urls import URLPattern, URLResolver, path

from complaints.intake.mail import views as mail
from complaints.intake.mail import webhook
from complaints.intake.web import views as web

app_name = "intake"
urlpatterns: list[URLPattern | URLResolver] = [
    path("web/<str:site_code>/", web.form, name="web"),
    path("status/<str:token>/", web.status, name="status"),
    path("status/<str:token>/write/", web.add_word, name="add_word"),
    path("status/<str:token>/withdraw/", web.withdraw, name="withdraw"),
    path("links/<int:pk>/revoke/", mail.revoke_link, name="revoke_link"),
    path("messages/", mail.messages_list, name="messages"),
    path("messages/<int:pk>/", mail.message, name="message"),
    path("messages/<int:pk>/raw/", mail.raw, name="raw"),
    path("messages/<int:pk>/take-up/", mail.take_up, name="take_up"),
    path("letters/", mail.letters, name="letters"),
    path("mailboxes/", mail.mailboxes, name="mailboxes"),
    path("mailboxes/add/", mail.add_mailbox, name="add_mailbox"),
    path("mailboxes/<int:pk>/", mail.mailbox, name="mailbox"),
    path("mailboxes/<int:pk>/test/", mail.test_mailbox, name="test_mailbox"),
    path("mailboxes/<int:pk>/secret/", mail.renew_secret, name="renew_secret"),
    path("mailboxes/<int:pk>/close-webhook/", mail.close_webhook, name="close_webhook"),
    path("mail/<str:key>/inbound/", webhook.inbound, name="inbound"),
]
