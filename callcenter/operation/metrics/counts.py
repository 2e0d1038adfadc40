"""What is counted while requests and tasks run. Labels are names of views and tasks, never addresses or people."""

from prometheus_client import CollectorRegistry, Counter, Histogram

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
QUERIES = (0, 5, 10, 15, 20, 30, 50, 100)

counted = CollectorRegistry()  # of this process; all processes of a host are summed in exposition.py
REQUESTS = Counter(
    "callcenter_requests_total",
    "Requests by view, method and status.",
    ("view", "method", "status"),
    registry=counted,
)
REQUEST_SECONDS = Histogram(
    "callcenter_request_seconds",
    "Time inside the web process by view.",
    ("view",),
    buckets=SECONDS,
    registry=counted,
)
REQUEST_DATABASE_SECONDS = Histogram(
    "callcenter_request_database_seconds",
    "Time in PostgreSQL by view.",
    ("view",),
    buckets=SECONDS,
    registry=counted,
)
REQUEST_QUERIES = Histogram(
    "callcenter_request_queries", "Queries by view.", ("view",), buckets=QUERIES, registry=counted
)
TASKS = Counter("callcenter_tasks_total", "Tasks run, by name and end.", ("task", "state"), registry=counted)
TASK_SECONDS = Histogram(
    "callcenter_task_seconds",
    "Time that a task took.",
    ("task",),
    buckets=(*SECONDS, 60, 300),
    registry=counted,
)
