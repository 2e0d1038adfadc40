"""What gunicorn reads by itself when it is started in this folder; the rest is said where it is started."""

logger_class = "callcenter.operation.logs.web_server.WebServerLog"
