"""Which viewsets answer under /api/v1/. Rooms register theirs at start; this room knows none of them."""

from dataclasses import dataclass

from django.utils.module_loading import import_string
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin

ViewSet = type[ViewSetMixin] | str


@dataclass(frozen=True)
class Route:
    """`people/employees` answered by a viewset; its addresses are named `api:<basename>-list` and so on."""

    prefix: str
    viewset: ViewSet
    basename: str


_routes: dict[str, Route] = {}


def register(prefix: str, viewset: ViewSet, basename: str = "") -> None:
    """Serve `viewset` at /api/v1/<prefix>/; called in AppConfig.ready(). `prefix` is `<app>/<nouns>`.

    `viewset` may be a dotted path ("callcenter.people.employees.api.EmployeeViewSet"): it is then imported with the
    addresses, not at start. `basename` defaults to the prefix with a hyphen: people-employees.
    """
    route = Route(prefix, viewset, basename or prefix.replace("/", "-"))
    if _routes.get(prefix, route) != route:
        raise ValueError(f"two viewsets want /api/v1/{prefix}/")
    _routes[prefix] = route


def router() -> SimpleRouter:
    """Every registered viewset, by prefix; asked once, when the addresses are loaded."""
    made = SimpleRouter()
    for prefix, route in sorted(_routes.items()):
        viewset = import_string(route.viewset) if isinstance(route.viewset, str) else route.viewset
        made.register(prefix, viewset, basename=route.basename)
    return made
