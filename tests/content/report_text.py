"""The report for a terminal: tables whose columns line up, words to the left and numbers to the right."""

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Any

from app.questions.front_matter import KINDS

_COLUMNS = {
    "Difficulty": "difficulty",
    "Kind": "kind",
    "Status": "status",
    "Reviewed": "reviewed",
    "Free": "free",
    "Words": "words",
    "Worksheets": "worksheets",
    "Twists": "twists",
    "Drills": "drills",
    "Diagrams": "diagrams",
    "Facts": "fact_count",
}


def as_text(report: dict[str, Any]) -> str:
    """All of the report but what only programs need."""
    totals = [[name.replace("_", " "), count] for name, count in report["totals"].items()]
    ages = [[age, report["claims_by_age"][age], count] for age, count in report["facts_by_age"].items()]
    parts = [
        f"The bank on {report['day']}",
        table(["", "Count"], totals),
        "Questions by topic, difficulty and kind",
        table(["Topic", "Difficulty", *KINDS, "All"], _counts(report["counts"])),
        "Words by kind, without blocks, formulas and tables",
        table(["Kind", "Min", "Median", "Max"], _spreads(report["words"])),
        "Questions",
        table(["Id", "Slug", *_COLUMNS], ([q["id"], q["slug"], *map(q.get, _COLUMNS.values())] for q in _told(report))),
        "Claims and facts by age",
        table(["Age", "Claims", "Facts"], ages),
        "Facts, oldest first, and the questions that use them",
        table(["Fact", "Value", "As of", "Confirmed", "Questions"], map(_fact, report["facts"])),
        fill(
            f"Facts that no question uses: {', '.join(report['unused_facts']) or 'none'}", 120, break_on_hyphens=False
        ),
        "\n".join(["To check again, being older than 12 months:", *(report["check_again"] or ["none"])]),
    ]
    return "\n\n".join(parts)


def table(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The rows below their heading; a column of numbers stands to the right, and 0 is a dash."""
    rows = list(rows)
    written = [list(heading), *([_cell(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*written, strict=True)]
    is_number = [any(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)]
    is_number = is_number or [False] * len(heading)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, is_number, strict=True)
        ).rstrip()
        for line in written
    )


def _cell(value: Any) -> str:
    return "-" if value in (0, "") else f"{value:,}" if isinstance(value, int) else str(value)


def _counts(counts: list[dict[str, Any]]) -> Iterable[list[Any]]:
    """A row for each topic and difficulty, and one for all."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for entry in counts:
        found.setdefault((entry["topic"], entry["difficulty"]), Counter())[entry["kind"]] += entry["count"]
    for (topic, difficulty), kinds in found.items():
        yield [topic, difficulty, *(kinds[kind] for kind in KINDS), kinds.total()]
    total = sum(found.values(), Counter())
    yield ["all", "all", *(total[kind] for kind in KINDS), total.total()]


def _spreads(words: dict[str, dict[str, int] | None]) -> Iterable[list[Any]]:
    return ([kind, *spread.values()] for kind, spread in words.items() if spread)


def _told(report: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The questions with yes and no for what is true or not."""
    for question in report["questions"]:
        reviewed, free = ("yes" if question[name] else "" for name in ("is_reviewed", "is_free"))
        yield {**question, "reviewed": reviewed, "free": free, "fact_count": len(question["facts"])}


def _fact(fact: dict[str, Any]) -> list[Any]:
    confirmed = "yes" if fact["is_confirmed"] else ""
    return [fact["id"], fact["value"], fact["as_of"], confirmed, ", ".join(fact["questions"])]
