"""The same house as liability's, in the first days of November 2026."""

from tests.complaints.liability.conftest import _early_in_november, house

__all__ = ["_early_in_november", "house"]
