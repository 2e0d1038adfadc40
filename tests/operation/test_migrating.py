"""The order in which an empty database gets its tables."""

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.core.management.commands import migrate
from django.db import connection

from callcenter.operation.management.commands.migrate import Command, PackagesFirst, is_ours


@pytest.mark.django_db
def test_the_packages_tables_come_first_with_what_they_refer_to() -> None:
    executor = PackagesFirst(connection)
    graph = executor.loader.graph
    ours = {app.label for app in apps.get_app_configs() if is_ours(app.path)}
    packages = [node for node in graph.leaf_nodes() if node[0] not in ours]
    needed = {node for package in packages for node in graph.forwards_plan(package)}
    plan = executor.migration_plan(graph.leaf_nodes(), clean_start=True)
    planned = [(migration.app_label, migration.name) for migration, _backwards in plan]
    assert packages
    assert set(planned[: len(needed)]) == needed
    assert set(planned) == set(graph.nodes)


def test_the_product_migrates_with_this_order() -> None:
    assert get_commands()["migrate"] == "callcenter.operation"
    assert issubclass(Command, migrate.Command)
    assert migrate.MigrationExecutor is PackagesFirst
