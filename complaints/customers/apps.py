"""App configuration: what customers declare to the rooms below."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "complaints.customers"
    label = "customers"

    def ready(self) -> None:
        _tell_the_rooms_below()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs."""
    from callcenter import objections
    from callcenter.audit import verbs as trail
    from callcenter.rulebook import registry as rulebook
    from complaints.customers import rulebook_entries, sentences, verbs

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
