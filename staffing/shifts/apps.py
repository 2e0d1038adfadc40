"""App configuration: what shifts declares to the rooms below."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    name = "staffing.shifts"
    label = "shifts"

    def ready(self) -> None:
        from callcenter.rulebook import registry as rulebook
        from staffing.shifts import rulebook_entries, sentences

        rulebook.register(*rulebook_entries.ENTRIES)
        sentences.define()
