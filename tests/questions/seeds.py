"""Seed files for the tests: a whole question whose parts can be changed."""

from app.questions.seed_files import SeedFile

FRONT = {
    "id": '"7001"',
    "slug": "one-small-question",
    "title": '"One small question"',
    "topic": "model-serving",
    "difficulty": "Easy",
    "kind": "Technical",
    "minutes": "10",
    "tags": "[caching]",
    "levels": "[junior]",
    "free": "false",
    "status": "ready",
    "version": "1",
    "updated": "2026-11-24",
}

BODY = """\
## Prompt

How many of 100 requests hit a cache with a hit rate of 30 %?

## Hints

1. Multiply.
2. Then look at the unit.

## Clarifying questions

| Ask | Why | Answer if asked |
|---|---|---|
| Is the cache warm? | It decides the rate | Yes |

## Model answer

Thirty zebrafish.

## Rubric

| # | Point | Dimension | Weight |
|---|---|---|---|
| 1 | Multiplies | correctness | 60 |
| 2 | Says which requests | communication | 40 |

## Common mistakes

- Adding.

## Follow-ups

1. *And cold?* None.

## References

- A. Author, *A Title*, 2020.
"""


def question(body: str = BODY, **changes: str | None) -> str:
    """The file's text with some fields changed; None leaves a field out."""
    front = {**FRONT, **changes}
    fields = "".join(f"{name}: {value}\n" for name, value in front.items() if value is not None)
    return f"---\n{fields}---\n\n{body}"


def topic(title: str = "Model serving", order: int = 1) -> str:
    return f"---\ntitle: {title}\norder: {order}\nsummary: What it is about.\n---\n\nThe scope.\n"


def file(text: str, path: str = "model-serving/one-small-question.md") -> SeedFile:
    return SeedFile(path, text.encode())


def numbered(number: int, body: str = BODY, **changes: str | None) -> SeedFile:
    """The file of question `number`, different from all others in id, slug and title."""
    fields = {"id": f'"{number}"', "slug": f"question-{number}", "title": f'"Question number {number}"', **changes}
    folder = fields.get("topic", FRONT["topic"])
    return file(question(body, **fields), f"{folder}/{fields['slug']}.md")


def bank(title: str = "A bank") -> SeedFile:
    return file(topic(title), "_bank.md")


def topic_file(slug: str = "model-serving", title: str = "Model serving", order: int = 1) -> SeedFile:
    return file(topic(title, order), f"{slug}/_topic.md")
