"""How a run of several processes shares out the tests: by module, but the longest module in parts.

The permission table alone is a third or more of all the work. In one piece it would keep one process busy after the others have ended.
"""

import zlib

from xdist.scheduler.loadscope import LoadScopeScheduling

DIVIDED = frozenset({"tests/web/test_permission_table.py"})
PARTS = 8


class InParts(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps the tests of a module together in one process; those of a divided one by parts."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        if module not in DIVIDED:
            return str(super()._split_scope(nodeid))
        return f"{module}#{zlib.crc32(nodeid.encode()) % PARTS}"
