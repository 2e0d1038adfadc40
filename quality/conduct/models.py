"""The models of this room."""

from quality.conduct.catalogue.models import Block, Item, ItemVersion
from quality.conduct.ledger.models import EntryKind, PointsEntry
from quality.conduct.money.models import MoneyLine, MoneyMonth, Wage
from quality.conduct.records.models import ConductRecord, Measure, RecordState

__all__ = [
    "Block",
    "ConductRecord",
    "EntryKind",
    "Item",
    "ItemVersion",
    "Measure",
    "MoneyLine",
    "MoneyMonth",
    "PointsEntry",
    "RecordState",
    "Wage",
]
