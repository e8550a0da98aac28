"""A worksheet as plain HTML, for programs: its numbers are the author's, and nothing of it can be turned."""

from html import escape

from app.estimates.notation import quantity
from app.estimates.worksheet import Worksheet


def plain_html(sheet: Worksheet) -> str:
    """The worksheet as HTML: its inputs, its results with their formulas, what its twists ask and not how they end."""
    inputs = "".join(
        f'<tr><th scope="row">{escape(item.label)}</th><td>{escape(quantity(item.value, item.unit))}</td></tr>'
        for item in sheet.inputs
    )
    results = "".join(
        f'<tr><th scope="row">{escape(result.name)}</th><td>{escape(quantity(result.value, result.unit))}</td>'
        f"<td><code>{escape(result.formula)}</code></td></tr>"
        for result in sheet.results
    )
    twists = "".join(f"<li>{escape(twist.ask)}</li>" for twist in sheet.twists)
    return (
        f'<section aria-label="{escape(f"Worksheet: {sheet.title}")}"><p><strong>{escape(sheet.title)}</strong></p>'
        f"<table><caption>Inputs</caption><tbody>{inputs}</tbody></table>"
        f"<table><caption>Results</caption><tbody>{results}</tbody></table>"
        f"{f'<p>Twists</p><ul>{twists}</ul>' if twists else ''}</section>\n"
    )
