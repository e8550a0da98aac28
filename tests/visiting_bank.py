"""The bank that the whole app is tested over: two topics, every kind of access, a draft and a retired question."""

from app.questions.seed_files import SeedFile
from tests.questions.seeds import BODY, question, topic

SECRET = "zebrafish"

DIAGRAM = """\
```mermaid
flowchart TB
  A[{0}] --> B[Cache]
```
*{1}*
"""
DESIGN = BODY.replace(
    "How many of 100 requests",
    "| Given | Value |\n|---|---|\n| Rate | 2,000 |\n\n"
    + DIAGRAM.format("Edge", "The edge and the cache.")
    + "\nWith $h = 0.3$, how many of 100 requests",
).replace(f"Thirty {SECRET}.", f"Thirty {SECRET}.\n\n### Numbers\n\n" + DIAGRAM.format(SECRET, f"The {SECRET} path."))

# Where it stands in a locked answer, all its words and numbers are as secret as the rest.
WORKSHEET = """\

```estimate
title: Replicas of a {secret}
inputs:
  rate: {{label: Peak rate, value: 2000, unit: request/s, range: [100, 20000]}}
  per_gpu: {{label: One GPU serves, value: 125, unit: request/s/GPU, range: [10, 1000]}}
  price: {{label: Price of a GPU, value: 2.50, unit: USD/GPU/hour}}
results:
  replicas: {{formula: rate / per_gpu, value: 16, unit: GPU}}
  monthly: {{formula: replicas * price * 730 * hour, value: 29200, unit: USD}}
twists:
  - ask: Traffic grows fivefold. What does the pool become?
    set: {{rate: 10000}}
    expect: {{replicas: 80, monthly: 146000}}
    answer: In proportion. A {secret} would cache.
  - {{ask: A GPU serves half., set: {{per_gpu: 62.5}}, expect: {{replicas: 32}}, answer: Twice the {secret}.}}
drill: replicas
```
"""


def with_worksheet(secret: str) -> str:
    """A question's body whose answer has a worksheet."""
    return BODY.replace(f"Thirty {SECRET}.\n", f"Thirty {SECRET}.\n{WORKSHEET.format(secret=secret)}")


def bank_files() -> list[SeedFile]:
    """The files of the bank, as a folder would hold them."""
    pages = {
        "_bank.md": "---\ntitle: The tests' bank\norder: 1\nsummary: For tests.\n---\n\nAll about **tests**.\n",
        "model-serving/_topic.md": topic("Model serving", 1),
        "llm-inference/_topic.md": topic("LLM inference", 2),
    }
    questions = [
        question(id='"7001"', slug="free-cache-hits", title="Free cache hits", free="true", related='["7002", "9999"]'),
        question(DESIGN, id='"7002"', slug="locked-design", title="Locked design of a kv-cache", kind="System Design",
                 difficulty="Hard", levels="[senior, staff]", tags="[caching, network]", prerequisites='["7001"]'),
        question(id='"7003"', slug="locked-coding", title="Locked coding", kind="Coding", difficulty="Medium"),
        question(id='"7004"', slug="a-draft", title="A draft", status="draft"),
        question(id='"7005"', slug="a-retired-one", title="A retired one", status="retired"),
        question(with_worksheet("pool"), id='"7101"', slug="free-tokens", title="Free tokens and all-reduce",
                 topic="llm-inference", free="true", kind="Estimation", tags="[network]"),
        question(with_worksheet(SECRET), id='"7102"', slug="locked-tokens", title="Locked tokens",
                 topic="llm-inference", difficulty="Medium", tags="[network, memory]", kind="Debugging"),
    ]  # fmt: skip
    for text in questions:
        fields = dict(line.split(": ", 1) for line in text.split("---")[1].strip().splitlines())
        pages[f"{fields['topic']}/{fields['slug']}.md"] = text
    return [SeedFile(path, text.encode()) for path, text in pages.items()]
