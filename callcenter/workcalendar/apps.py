"""App configuration."""

from django.apps import AppConfig


class WorkcalendarConfig(AppConfig):
    name = "callcenter.workcalendar"
    label = "workcalendar"
