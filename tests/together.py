"""What the tests of races share: acts that begin at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection

from callcenter.objections import RuleViolation


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What the acts give, in the order they end: a refused one the code of its first objection, one that is not
    permitted "PermissionDenied". Whatever else an act raises, the test raises.
    """
    start, found, faults = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=20)
            found.append(act())
        except RuleViolation as refusal:
            found.append(refusal.objections[0].code)
        except PermissionDenied:
            found.append("PermissionDenied")
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]
    assert len(found) == len(acts)
    return found


def outcomes(*acts: Callable[[], Any]) -> list[str]:
    """How it ended for each, sorted: "done", or the code of the refusal."""

    def done(act: Callable[[], Any]) -> Callable[[], str]:
        return lambda: (act(), "done")[1]

    return sorted(together(*(done(act) for act in acts)))
