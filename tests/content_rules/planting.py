"""A small bank for the content checks: one good question, in which a test plants what is wrong."""

from app.questions.seed_files import SeedFile
from tests.content.bank import Bank, bank_of
from tests.content.documents import Document
from tests.questions.seeds import bank, file, question, topic_file

FRONT = {
    "reviewed": '{solver: "Same result", checker: "Same result", on: 2026-11-24}',
    "claims": '[{tool: Cache, version: "1.2", date: 2026-11-24, statement: "It evicts", source: "https://cache.io/doc"}]',
}
FACTS = """\
gpu-hour:
  value: 2.75
  unit: USD/hour
  what: "A price"
  source: "A seller, https://seller.example.org/prices"
  as_of: 2026-11-24
  confirmed:
unused-fact:
  value: 9
  what: "A count"
  source: "A paper, 2020"
  as_of: 2025-03-01
  confirmed: 2025-03-02
"""
SHEET = """\
```estimate
title: Requests that miss
inputs:
  rate: {label: Rate, value: 1000, unit: request/s, range: [100, 20000]}
  share: {label: Hit share, value: 0.3, range: [0.1, 0.95]}
  price: {label: Price, fact: gpu-hour}
results:
  missed: {formula: rate * (1 - share), value: 700, unit: request/s}
twists:
  - {ask: "Ten times?", set: {rate: 10000}, expect: {missed: 7000}, answer: Ten times.}
  - {ask: "No hits?", set: {share: 0.1}, expect: {missed: 900}, answer: Nearly all.}
drill: missed
```
"""
RUN = """\
```python run timeout=20
assert 1000 * .3 == 300
```
"""
BODY = f"""\
## Prompt

A cache gets 1,000 requests/s and answers 30 % of them. What reaches the backend?

## Hints

1. Multiply.
2. Subtract.
3. Look at the unit. See [the prompt](#prompt).

## Clarifying questions

| Ask | Why | Answer if asked |
|---|---|---|
| Is it warm? | It decides the rate | Yes |
| Is it large? | It decides the rate | Yes |
| Is it shared? | It decides the rate | Yes |
| Is it near? | It decides the rate | Yes |

## Model answer

{"The cache answers what it holds. " * 70}

### Result

The cache answers **300 requests/s**.

| Case | Missed | Share, % |
|---|---|---|
| Warm, 17 of them | 700 | 30 |

{SHEET}
{RUN}
## Rubric

| # | Point | Dimension | Weight |
|---|---|---|---|
| 1 | Multiplies | correctness | 20 |
| 2 | Subtracts | correctness | 20 |
| 3 | Names the unit | correctness | 20 |
| 4 | Says which requests | communication | 20 |
| 5 | Asks for the hit rate | communication | 20 |

Pass for Junior: 60.

## Common mistakes

- Adding: nothing grows.
- Dividing: nothing is shared.
- Rounding: it was exact.
- Guessing: it was given.

## Follow-ups

1. *And cold?* None.
2. *And warm?* All.
3. *And half warm?* Half.

## References

- A. Author, *A Title*, 2020.
- Maker, *Cache*, documentation, commit 0123abc, https://cache.io/doc.
"""


def planted_bank(body: str = BODY, *others: SeedFile, facts: str = FACTS, **front: str | None) -> Bank:
    """The bank of one question with this body and these fields of the front matter, and of further files."""
    text = question(body, **{**FRONT, **front})
    return bank_of([bank(), topic_file(), file(facts, "_facts.yaml"), file(text), *others])


def planted(body: str = BODY, **front: str | None) -> tuple[Document, Bank]:
    """The question of that bank, and the bank."""
    made = planted_bank(body, **front)
    assert not made.problems, "\n".join(map(str, made.problems))
    return made.documents[0], made


def with_answer(text: str) -> str:
    """The good body with another paragraph in its model answer."""
    return BODY.replace("### Result\n", f"### Result\n\n{text}\n")


def told(rule, body: str = BODY, **front: str | None) -> list[str]:
    """What a rule says of the question: the text of its lines, with what is wrong."""
    document, made = planted(body, **front)
    lines = document.seed.source.splitlines()
    return [f"{lines[problem.line - 1]} << {problem.field}: {problem.message}" for problem in rule(document, made)]
