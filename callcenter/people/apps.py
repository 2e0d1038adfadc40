"""App configuration: tells access how to find a user's position."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "callcenter.people"
    label = "people"

    def ready(self) -> None:
        from callcenter.access import permissions
        from callcenter.people import selectors

        permissions.provide_positions(selectors.position_of)
