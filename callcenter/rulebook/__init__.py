"""The rulebook: every rule of the manuals as an entry with a source, a value, an effective day and a history.

    from callcenter import rulebook
    rulebook.value("kpi.sl_seconds", site, on=day)

Modules import left to right: registry < kinds < timeline < values < wording < citations < models < access < changes, consequences < services
< selectors < forms, filters < views, api < urls. Rooms declare rules with `registry.register` in ready().
"""

from callcenter.rulebook.citations import Citation, cite
from callcenter.rulebook.values import piece_on, pieces, value, values_between

__all__ = ["Citation", "cite", "piece_on", "pieces", "value", "values_between"]
