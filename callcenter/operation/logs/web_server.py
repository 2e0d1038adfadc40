"""The web server's own lines (its start, a worker that was killed, what it cannot read) stand in the log as all others do."""

from typing import Any

from gunicorn.glogging import Logger

from callcenter.environment import log_format
from callcenter.operation.logs.formatting import Ids, Json, Line


class WebServerLog(Logger):
    """gunicorn's log in the form that CALLCENTER_LOG_FORMAT asks for. It begins before the settings are read."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        formatter = Json() if log_format() == "json" else Line()
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter)
            handler.addFilter(Ids())
