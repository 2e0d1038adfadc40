"""App configuration: tells access how to find a user's position, and the shell what people offers."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "callcenter.people"
    label = "people"

    def ready(self) -> None:
        from callcenter import objections
        from callcenter.access import permissions
        from callcenter.people import selectors, sentences

        permissions.provide_positions(selectors.position_of)
        objections.define(sentences.SENTENCES)
