"""Practiced, in numbers: what staff read, and the same as CSV."""

from fastapi import APIRouter, Request, Response

from app.statistics.asked import table_columns
from app.statistics.report import Report, report
from app.statistics.tables import table
from app.web.charts import LineChart, line_chart
from app.web.deps import DbSession, Member, Now
from app.web.rendering import render
from app.web.statistics_query import InExport, InStatistics

router = APIRouter()


@router.get("/admin", name="statistics.index")
def index(request: Request, query: InStatistics, session: DbSession, _member: Member, now: Now) -> Response:
    """Totals, the series that was asked for, questions, topics, unlocks and codes."""
    shown = report(session, query.asked(), now=now)
    columns = table_columns(shown.asked)
    return render(request, "statistics/index.html", report=shown, columns=columns, chart=_chart(shown), now=now)


@router.get("/admin/statistics.csv", name="statistics.export")
def export(query: InExport, session: DbSession, _member: Member, now: Now) -> Response:
    """One of the tables, whole, as the page filters and sorts it."""
    text = table(report(session, query.asked(), now=now), query.table)
    name = f"headroom-{query.table}-{now:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/csv; charset=utf-8; header=present", headers=headers)


def _chart(shown: Report) -> LineChart | None:
    """The marks of the series with and without guests, once if there are no guests; None where there are no marks."""
    everybody = [point.practiced.everybody for point in shown.points]
    members = [point.practiced.members for point in shown.points]
    if not any(everybody):
        return None
    return line_chart([("Everybody", everybody)] + [("Without guests", members)] * (members != everybody))
