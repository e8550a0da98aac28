"""What an app counts of its requests, for a monitoring system: in Prometheus' text format, of all processes at once."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import Busy, TooMany

# Where the processes of one `serve` put their numbers together; prometheus_client reads this name when it is imported.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

# Else each has a second series, when it began, which it would not have of several processes.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The numbers of one app since it began. No label says who asked, or for what: routes stand as templates."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "headroom_requests",
            "Requests answered, by the template of their route; status is 2xx, 3xx, 4xx or 5xx.",
            ["method", "route", "status"],
            registry=registry,
        )
        self.seconds = Histogram(
            "headroom_request_seconds",
            "Seconds until a request was answered whole, by the template of its route.",
            ["route"],
            buckets=BUCKETS,
            registry=registry,
        )
        self.in_progress = Gauge(
            "headroom_requests_in_progress",
            "Requests being answered now; the one that asked for this is among them.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        self.throttled = Counter(
            "headroom_throttled",
            "Requests refused with 429, by the rate limit that had no tries left.",
            ["limit"],
            registry=registry,
        )
        self.busy = Counter(
            "headroom_busy",
            "Requests refused with 503 because too many waited to write, or the database was not ready.",
            registry=registry,
        )

    def text(self, more: Iterable[Metric] = ()) -> bytes:
        """All counted so far, by this process or by those that share a folder, and `more`, in Prometheus' format."""
        is_shared = SHARED_FOLDER in os.environ
        counted = MultiProcessCollector(None) if is_shared else self.registry  # type: ignore[no-untyped-call]
        return generate_latest(Collected([*counted.collect(), *more]))


@dataclass(frozen=True)
class Collected:
    """Numbers that are there already, as prometheus_client asks for them."""

    families: Iterable[Metric]

    def collect(self) -> Iterable[Metric]:
        """The numbers."""
        return self.families


class Measured:
    """Counts and times every request."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and counts how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Read here, because a layer further in asks the app for the GET of a HEAD.
        method, began, status = scope["method"], time.perf_counter(), 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.metrics.in_progress.inc()
        try:
            await self.app(scope, receive, send_and_note)
        finally:
            self.metrics.in_progress.dec()
            self._count(scope, method, status, time.perf_counter() - began)

    def _count(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        metrics, route = self.metrics, getattr(scope.get("route"), "path", "unmatched")
        # Anybody may invent methods and addresses; each new label would be kept forever.
        metrics.requests.labels(method if method in METHODS else "other", route, f"{status // 100}xx").inc()
        metrics.seconds.labels(route).observe(seconds)
        refusal = scope["state"].get("refusal")
        if isinstance(refusal, TooMany):
            metrics.throttled.labels(refusal.limit).inc()
        elif isinstance(refusal, Busy):
            metrics.busy.inc()
