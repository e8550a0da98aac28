"""The gate self-test: asks everything of two banks that differ in locked answers only, and compares."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.core.clock import utc_now
from app.gate.banks import MakeApp, Seen, locked_slugs, public_values, serve
from app.gate.client import Reply
from app.gate.crawl import MAX_LINKS, Call, links, queries, routes
from app.main import create_app
from app.questions.seed_files import SeedFile
from app.unlocks.policy import Gate

SIZES = (1, 3)
BROKEN = 500


@dataclass(frozen=True)
class Leak:
    """Something of a locked answer that somebody without an unlock can observe."""

    observer: str
    call: str
    what: str

    def __str__(self) -> str:
        return f"{self.observer}: {self.call}: {self.what}"


@dataclass
class Report:
    """What the check did. `locked_count` questions had their answers replaced."""

    locked_count: int = 0
    request_count: int = 0
    leaks: list[Leak] = field(default_factory=list)


def check(files: Iterable[SeedFile], *, gate: Gate = "unlock", make_app: MakeApp = create_app) -> Report:
    """Every leak found among the locked answers of these seed files, and how much was asked to find them.

    Raises LookupError when an unlocked member does not see the hidden words: then the check itself is blind.
    """
    report = Report()
    report.leaks.extend(find_leaks(files, report, gate=gate, make_app=make_app))
    return report


def find_leaks(
    files: Iterable[SeedFile], report: Report, *, gate: Gate = "unlock", make_app: MakeApp = create_app
) -> Iterator[Leak]:
    """The leaks as they are found, counted into the report; whoever needs only one may stop there."""
    files, now = list(files), utc_now()  # one time for both: pages show when a session began
    with tempfile.TemporaryDirectory(prefix="headroom-gate-") as name:
        first, second = (serve(files, Path(name), gate=gate, size=size, make_app=make_app, now=now) for size in SIZES)
        with closing(first), closing(second):
            locked = locked_slugs(first)
            report.locked_count = len(locked)
            drawings = [drawing for seen in (first, second) for drawing in _hidden_drawings(seen, locked)]
            for observer in first.clients:
                yield from _observe(observer, first, second, drawings, report)


def _hidden_drawings(seen: Seen, locked: list[str]) -> list[str]:
    """The addresses of the drawings that only somebody unlocked may see, found by being unlocked."""
    found: list[str] = []
    for slug in locked:
        url = f"/questions/{slug}"
        seen.unlocked.fetch("POST", f"{url}/reveal")  # under the gate `attempt` an unlock opens nothing before this
        for page in (url, f"{url}/worksheets/1", f"{url}/worksheets/1/twists/1", f"/drills/{slug}/1?seed=1"):
            reply = seen.unlocked.fetch("GET", page)
            if seen.word.encode() not in reply.body:
                raise LookupError(f"{page} does not show its answer to somebody unlocked: the check can't see leaks")
            found += [link for link in links(page, reply.body) if link.startswith("/diagrams/")]
    public = {f"/diagrams/{digest}.svg" for digest in public_values(seen)["digest"]}
    return [url for url in found if url not in public]


def _observe(observer: str, first: Seen, second: Seen, drawings: list[str], report: Report) -> Iterator[Leak]:
    """Asks both banks the same as one observer, page by page and along every link; then everything that writes."""
    values = public_values(first)
    lists = ["/questions", "/api/v1/questions", *(f"/topics/{topic}" for topic in values["topic"])]
    calls = list(routes(first.app, values))
    waiting = [call for call in calls if call.method in {"GET", "HEAD"}]
    waiting += [*queries(lists, [first.word, second.word]), *(Call("GET", url) for url in drawings)]
    asked = {call.url for call in waiting}
    for call in waiting:  # grows while pages are read
        replies = [_ask(seen, observer, call) for seen in (first, second)]
        report.request_count += 1
        what = _difference(call, first, second, replies)
        if what:
            yield Leak(observer, f"{call.method} {call.url}", what)
            continue
        for link in _links(call, first, second, replies[0]):
            if link not in asked and len(asked) < MAX_LINKS:
                asked.add(link)
                waiting.append(Call("GET", link))
    for call in calls:
        if call.method not in {"GET", "HEAD"}:
            report.request_count += 1
            what = _difference(call, first, second, [_ask(seen, observer, call) for seen in (first, second)])
            if what:
                yield Leak(observer, f"{call.method} {call.url}", what)


def _ask(seen: Seen, observer: str, call: Call) -> Reply:
    return seen.clients[observer].fetch(call.method, call.url, body=call.body, headers=call.headers)


def _difference(call: Call, first: Seen, second: Seen, replies: list[Reply]) -> str | None:
    """What of the answers the two replies show; None where nothing does."""
    if max(reply.status for reply in replies) == BROKEN:
        return "breaks, so that nothing can be said about it"
    # A page may repeat what it was asked; then only a difference tells.
    for seen, reply in zip((first, second), replies, strict=True):
        if not _is_echo(call, first, second) and seen.word.encode() in reply.comparable().lower():
            return "shows words of a locked answer"
    if replies[0].comparable() != replies[1].comparable():
        return "differs when only locked answers differ"
    return None


def _links(call: Call, first: Seen, second: Seen, reply: Reply) -> list[str]:
    return list(links(call.url, reply.body)) if reply.is_html and not _is_echo(call, first, second) else []


def _is_echo(call: Call, first: Seen, second: Seen) -> bool:
    return first.word in call.url or second.word in call.url
