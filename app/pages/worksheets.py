"""A worksheet of an answer with the reader's own numbers."""

from fastapi import APIRouter, Request, Response

from app.browsing.worksheets import open_worksheet
from app.estimates.curve import curve
from app.estimates.sensitivity import sensitivities
from app.estimates.turning import turn
from app.web.charts import bars, curve_chart
from app.web.deps import Config, DbSession, Now, Viewer
from app.web.path_numbers import RowId
from app.web.rendering import render

router = APIRouter()

# The result to draw, and the input to draw it against; no input can be called so, for their names have no hyphen.
CHART = ("chart-result", "chart-input")


@router.get("/questions/{slug}/worksheets/{worksheet}", name="worksheets.show")
def show(
    *, request: Request, slug: str, worksheet: RowId, session: DbSession, viewer: Viewer, config: Config, now: Now
) -> Response:
    """The worksheet for the inputs in the query, with a chart and what matters most; 422 where one cannot be taken."""
    opened = open_worksheet(session, viewer, slug, worksheet, gate=config.gate, now=now)
    turned = turn(opened.sheet, [pair for pair in request.query_params.multi_items() if pair[0] not in CHART])
    effects = sensitivities(turned.sheet, turned.values)
    drawn = curve(turned, effects, *map(request.query_params.get, CHART))
    return render(
        request,
        "worksheets/show.html",
        status=200 if turned.is_sound else 422,
        opened=opened,
        turned=turned,
        sensitivities=effects,
        bars=[bars([effect.elasticity for effect in each.effects]) for each in effects],
        curve=drawn,
        chart=drawn and curve_chart(drawn),
    )
