"""Blocks of a Markdown passage that become more than text: code, diagrams with their captions, formulas."""

from html import escape

from markdown_it.token import Token

from app.core.diagrams import DiagramError, draw
from app.core.fields import did_you_mean
from app.core.highlighting import highlight
from app.core.page import Page, plain_text
from app.core.tex import TexError, to_mathml

# How near a language must be to that of a block with a meaning to be taken for a slip; 1 is the same word.
_A_SLIP = 0.8


def render_fence(token: Token, page: Page, line: int) -> str:
    """A fenced block as HTML, by its language."""
    language, *words = token.info.split() or ["text"]
    if language == "mermaid":
        return _diagram(token, page, line)
    if language in page.blocks:
        return page.blocks[language](token.content, line + 1)
    meant = did_you_mean(language, ("mermaid", *page.blocks), at_least=_A_SLIP)
    if meant:
        page.problems.warn(line, page.field, f"`{language}` is shown as code{meant}")
    badge = '<span class="badge badge-ok">checked by running it</span>' if "run" in words else ""
    label = escape(page.unique(f"Code in {language}"))
    return (
        f'<figure class="code"><figcaption><span>{escape(language)}</span>{badge}</figcaption>'
        f'<pre tabindex="0" role="region" aria-label="{label}"><code>'
        f"{highlight(token.content.rstrip(), language)}</code></pre></figure>\n"
    )


def render_math_block(token: Token, page: Page, line: int) -> str:
    """A formula on a line of its own."""
    try:
        mathml = to_mathml(token.content.strip(), is_block=True)
    except TexError as error:
        page.wrong(line, str(error))
        return ""
    label = page.unique("Formula on its own line")
    return f'<div class="math" role="region" aria-label="{label}" tabindex="0">{mathml}</div>\n'


def caption_diagrams(tokens: list[Token], page: Page) -> None:
    """Moves the italic paragraph after each diagram into the diagram's token; notes where there is none."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "fence" and token.info.split()[:1] == ["mermaid"]:
            caption = _caption(tokens[index + 1 : index + 4])
            if caption:
                token.meta["caption"] = caption
                del tokens[index + 1 : index + 4]
            else:
                line = page.first_line + (token.map[1] if token.map else 0)
                page.wrong(line, "after a diagram stands its caption, one paragraph in *italics*")
        index += 1


def _caption(following: list[Token]) -> str | None:
    """The text of a paragraph that is wholly in italics."""
    if [token.type for token in following] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    inline = following[1]
    children = [child for child in inline.children or [] if child.type != "text" or child.content]
    is_italic = bool(children) and children[0].type == "em_open" and children[-1].type == "em_close"
    return plain_text(inline) if is_italic else None


def _diagram(token: Token, page: Page, line: int) -> str:
    try:
        drawing = draw(token.content)
    except DiagramError as error:
        page.wrong(line, f"the diagram {error}" if str(error).startswith(("does", "is", "draws")) else str(error))
        return ""
    page.drawings.append(drawing)
    caption = escape(token.meta.get("caption", ""))
    wide = ""
    if drawing.is_wide:
        page.problems.warn(line, page.field, f"the diagram is {drawing.width} px wide: over 857 the reader must scroll")
        wide = ' class="wide"'
    # Every diagram has a frame: on a phone all but the narrowest scroll, as shrunk type cannot be read.
    return (
        f'<figure class="figure"><div class="scroll" role="region" aria-label="{page.unique("Diagram")}" tabindex="0">'
        f'<img{wide} src="/diagrams/{drawing.digest}.svg" width="{drawing.width}" height="{drawing.height}"'
        f' alt="{caption}" loading="lazy"></div><figcaption>{caption}</figcaption></figure>\n'
    )
