"""App configuration: declares the demo's sentences."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "callcenter.demo"
    label = "demo"

    def ready(self) -> None:
        from callcenter import objections
        from callcenter.audit import verbs
        from callcenter.demo import sentences

        objections.define(sentences.OBJECTIONS)
        verbs.define(sentences.VERBS)
