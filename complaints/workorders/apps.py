"""App configuration: what work orders declare to the rooms below."""

from django.apps import AppConfig


class WorkOrdersConfig(AppConfig):
    name = "complaints.workorders"
    label = "workorders"
