"""Turns bound the work of one process; the commit comes before the response."""

import asyncio

import pytest
import sqlalchemy as sa

from app.core.errors import Busy
from app.web.turns import WRITERS_WAITING, Turns


def test_the_65th_waiting_writer_is_refused_at_once():
    async def scene():
        turns = Turns(one_writer=True)
        async with turns.writer():

            async def wait() -> None:
                async with turns.writer():
                    pass

            waiting = [asyncio.create_task(wait()) for _ in range(WRITERS_WAITING)]
            await asyncio.sleep(0)
            with pytest.raises(Busy, match="Nothing was saved") as refused:
                async with turns.writer():
                    pass
            assert refused.value.headers == {"Retry-After": "1"}
        await asyncio.gather(*waiting)

    asyncio.run(scene())


def test_the_commit_comes_before_the_response(visits):
    seen = []

    def look(_connection) -> None:
        seen.append("commit")

    sa.event.listen(visits.engine, "commit", look)
    app = visits.app

    async def noting(scope, receive, send):
        async def send_and_note(message):
            if message["type"] == "http.response.start":
                seen.append("response")
            await send(message)

        await app(scope, receive, send_and_note)

    visits_client = visits.fresh(visits.tokens["alice"])
    visits_client._transport.app = noting
    assert visits_client.post("/sign-out").status_code == 303
    assert seen[-1] == "response"
    assert "commit" in seen
