"""What the bank holds, counted: `make report`, or `python -m tests.content.report FOLDER [--json]` for programs."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from app.browsing.facts import is_due, whole_months
from app.questions.front_matter import DIFFICULTIES, KINDS
from tests.content.bank import Bank, read_bank
from tests.content.claims import due_claims, due_facts, today
from tests.content.documents import Document
from tests.content.report_text import as_text

HAVING = ("worksheets", "twists", "drills", "diagrams", "facts")
AGES = ("under 3 months", "3 to 6 months", "6 to 12 months", "over 12 months")


def collect(bank: Bank, now: date) -> dict[str, Any]:
    """The report as JSON can hold it. Ages are those on the day `now`; words as `quality.md` counts them."""
    questions = sorted(map(_question, bank.documents), key=lambda question: question["id"])
    facts = [
        {
            "id": fact.id,
            "value": f"{fact.value} {fact.unit}".strip(),
            "as_of": fact.as_of.isoformat(),
            "age": _age(fact.as_of, now),
            "is_confirmed": fact.confirmed_on is not None,
            "questions": [question["id"] for question in questions if fact.id in question["facts"]],
        }
        for fact in sorted(bank.facts.values(), key=lambda fact: (fact.as_of, fact.id))
    ]
    claims = [date.fromisoformat(claim["date"]) for document in bank.documents for claim in document.front.claims]
    return {
        "day": now.isoformat(),
        "totals": {"questions": len(questions), **_totals(questions), "facts": len(facts), "claims": len(claims)},
        "counts": _counts(questions),
        "words": {
            kind: _spread(question["words"] for question in questions if question["kind"] == kind) for kind in KINDS
        },
        "questions": questions,
        "claims_by_age": _by_age(_age(day, now) for day in claims),
        "facts_by_age": _by_age(fact["age"] for fact in facts),
        "facts": facts,
        "unused_facts": [fact["id"] for fact in facts if not fact["questions"]],
        "check_again": [str(problem) for problem in (*due_claims(bank.documents, now), *due_facts(bank.facts, now))],
    }


def _question(document: Document) -> dict[str, Any]:
    front, sheets = document.front, document.worksheets
    return {
        "id": front.id,
        "slug": front.slug,
        "topic": front.topic,
        "difficulty": front.difficulty,
        "kind": front.kind,
        "status": front.status,
        "is_free": front.is_free,
        "is_reviewed": bool(front.reviewed),
        "words": document.word_count,
        "worksheets": len(sheets),
        "twists": sum(len(sheet.twists) for sheet in sheets),
        "drills": sum(sheet.has_drill for sheet in sheets),
        "diagrams": sum(block.language == "mermaid" for block in document.blocks),
        "facts": sorted(document.facts_cited),
    }


def _totals(questions: list[dict[str, Any]]) -> dict[str, int]:
    """How many questions are or have each of these."""
    having = {f"with_{name}": sum(bool(q[name]) for q in questions) for name in HAVING}
    return {
        "ready": sum(question["status"] == "ready" for question in questions),
        "reviewed": sum(question["is_reviewed"] for question in questions),
        "free": sum(question["is_free"] for question in questions),
        **having,
    }


def _counts(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry for each topic, difficulty and kind that has a question."""
    counted = Counter((q["topic"], DIFFICULTIES.index(q["difficulty"]), KINDS.index(q["kind"])) for q in questions)
    return [
        {"topic": topic, "difficulty": DIFFICULTIES[difficulty], "kind": KINDS[kind], "count": count}
        for (topic, difficulty, kind), count in sorted(counted.items())
    ]


def _spread(numbers: Iterable[int]) -> dict[str, int] | None:
    """Smallest, middle and largest; None of nothing."""
    found = list(numbers)
    return {"min": min(found), "median": round(median(found)), "max": max(found)} if found else None


def _age(day: date, now: date) -> str:
    if is_due(day, now):
        return AGES[3]
    months = whole_months(day, now)
    return AGES[0] if months < 3 else AGES[1] if months < 6 else AGES[2]


def _by_age(ages: Iterable[str]) -> dict[str, int]:
    counted = Counter(ages)
    return {age: counted[age] for age in AGES}


def main(arguments: list[str] | None = None) -> int:
    """Prints the report of a folder; 1 and every problem where a file can't be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.content.report", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args(arguments)
    bank = read_bank(options.folder)
    if bank.problems:
        sys.stderr.writelines(f"{problem}\n" for problem in bank.problems)
        return 1
    report = collect(bank, today())
    sys.stdout.write((json.dumps(report, indent=2, ensure_ascii=False) if options.json else as_text(report)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
