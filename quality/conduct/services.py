"""What rooms above call: points of the ledger. Each has had its own decision approved before."""

from quality.conduct.ledger.services import deduct, reverse, reward

__all__ = ["deduct", "reverse", "reward"]
