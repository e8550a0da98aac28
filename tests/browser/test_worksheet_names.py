"""An author may call an input whatever a name can be, also what a form or the worksheet's own parts are called."""

import pytest
from playwright.sync_api import expect

from tests.questions.seeds import BODY, question, topic
from tests.servers import serving

pytestmark = pytest.mark.browser

NAMES = ("id", "action", "link", "said", "results", "a", "a_note", "a_error", "a_slide")
INPUTS = "".join(f"  {name}: {{label: The {name}, value: 3, range: [1, 9]}}\n" for name in NAMES)
SHEET = f"""\
```estimate
title: Names
inputs:
{INPUTS}results:
  total: {{formula: {" + ".join(NAMES)}, value: {3 * len(NAMES)}}}
```
"""


def write(folder, path, text):
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def test_whatever_its_inputs_are_called_a_worksheet_recomputes(chromium, tmp_path):
    body = BODY.replace("Thirty zebrafish.\n", f"Thirty zebrafish.\n\n{SHEET}")
    write(tmp_path, "seeds/_bank.md", "---\ntitle: Bank\norder: 1\nsummary: A bank.\n---\n\nAll.\n")
    write(tmp_path, "seeds/model-serving/_topic.md", topic("Model serving", 1))
    write(tmp_path, "seeds/model-serving/one.md", question(body, slug="one", free="true"))
    with serving(tmp_path, seeds=str(tmp_path / "seeds")) as site:
        page = chromium.new_page(base_url=site.url)
        page.goto("/questions/one")
        form = page.get_by_role("form", name="Worksheet: Names")
        for count, name in enumerate(NAMES, start=1):
            form.get_by_label(f"The {name}", exact=True).fill("4")
            expect(form.locator(".ws-res strong")).to_have_text(str(3 * len(NAMES) + count))
        form.get_by_label("The id", exact=True).fill("99")
        expect(form.locator(".field-error:not(:empty)")).to_contain_text("Enter a value from 1 to 9.")
        form.get_by_role("link", name="Chart and sensitivity").click()
        expect(page).to_have_url(f"{site.url}/questions/one/worksheets/1?id=99&{'&'.join(f'{n}=4' for n in NAMES[1:])}")
