"""What a day at the demo center looks like: the fitted parameters (`fit.py` writes the file) and what the records lack."""

import functools
import json
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("parameters.json")

# The real records have neither hold nor after-call work; these are ours, in the middle of what domain §2.3 quotes.
HOLD_SHARE = 0.12  # of conversations
HOLD_SECONDS = 38.0  # mean, exponential
AFTER_CALL_SECONDS = 24.0  # mean, exponential; none after a dropped call
# A high-priority caller is served as if having arrived this much earlier (the bank's own rule, Mandelbaum et al. 2000).
PRIORITY_HEAD_START_SECONDS = 90
# Service time against the average, by skill level 1 (in induction) to 5.
SPEED_BY_SKILL = {1: 1.3, 2: 1.12, 3: 1.0, 4: 0.93, 5: 0.87}
ABSENT_SHARE = 0.03  # of agents rostered, on any day


@functools.cache
def parameters() -> dict[str, Any]:
    """The whole file; keys as in `fit.fit`. Lengths are seconds, shares run from 0 to 1."""
    found: dict[str, Any] = json.loads(PATH.read_text())
    return found
