"""App configuration: the kpi.* rules and the catalogue's place in the navigation."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "callcenter.measures"
    label = "measures"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.api import registry as api
        from callcenter.measures import targets
        from callcenter.rulebook import registry as rules
        from callcenter.web import navigation

        rules.register(*targets.RULES)
        api.register("measures/measures", "callcenter.measures.api.MeasureViewSet", "measures-measure")
        navigation.register(
            navigation.Entry(
                navigation.Area.REPORTS,
                _("Measures"),
                "measures:list",
                icon="ruler-measure",
                subject="measures.measure",
                order=900,
            )
        )
