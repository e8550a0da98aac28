"""What a dry run says of the facts that a load would change."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.authoring.facts_moved import FactsMoved
    from app.authoring.review import FactChange, FactText, MovedClaim

_FIELDS = {"quantity": "value", "what": "what", "source": "source", "as_of": "as of", "confirmed": "confirmed"}


def as_json(moved: "FactsMoved") -> dict[str, Any]:
    """Both lists, every value of them."""
    facts = [{name: value for name, value in asdict(fact).items() if name != "cited_count"} for fact in moved.facts]
    return {"facts": facts, "moved_claims": [asdict(claim) for claim in moved.claims]}


def as_lines(moved: "FactsMoved") -> Iterator[str]:
    """Each fact with what is new about it and who cites it, then each claim that moves; none where no fact changes."""
    if moved.facts and all(fact.before is None for fact in moved.facts):
        yield f"facts: {len(moved.facts)} added"
        return
    for fact in moved.facts:
        yield from _fact_lines(fact)
    if moved.facts:
        broken = sum(not claim.holds for claim in moved.claims)
        yield f"claims: {len(moved.claims)} moved, {broken} no longer hold"
    for claim in moved.claims:
        yield f"  {_claim_line(claim)}"


def _fact_lines(fact: "FactChange") -> Iterator[str]:
    cited = f"cited by {', '.join(fact.cited_by) or 'no question'}"
    if fact.before and fact.after:
        yield f"fact {fact.id} changed; {cited}"
        for name, label in _FIELDS.items():
            before, after = (getattr(text, name) for text in (fact.before, fact.after))
            if before != after:
                yield f"  {label}: {before or 'none'} -> {after or 'none'}"
    elif fact.after:
        yield f"fact {fact.id} added: {_said(fact.after)}; {cited}"
    elif fact.before:
        yield f"fact {fact.id} removed: {_said(fact.before)}; {cited}"


def _said(text: "FactText") -> str:
    return f"{text.quantity} ({text.source}, as of {text.as_of})"


def _claim_line(claim: "MovedClaim") -> str:
    claimed, before, after = claim.quantities
    place = f"question {claim.external_id}, worksheet {claim.worksheet}" + f", twist {claim.twist}" * bool(claim.twist)
    holds = "holds" if claim.holds else "no longer holds"
    return (
        f"{place}, {claim.result}: was {before}, becomes {after}, claims {claimed}: {holds} ({', '.join(claim.facts)})"
    )
