"""Turns bound the work of one process; the commit comes before the response."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest
import sqlalchemy as sa

from app.core.errors import Busy
from app.web.turns import HASHES_AT_ONCE, MAILS_AT_ONCE, WRITERS_WAITING, Turns
from tests.visiting import HOST


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


@pytest.mark.parametrize(("kind", "at_once"), [("hashing", HASHES_AT_ONCE), ("mailing", MAILS_AT_ONCE), ("writer", 1)])
def test_nobody_waits_for_a_turn_without_end(kind, at_once):
    async def scene():
        turns = Turns(one_writer=True, wait_seconds=0.05)
        async with AsyncExitStack() as holders:
            for _ in range(at_once):
                await holders.enter_async_context(getattr(turns, kind)())
            with pytest.raises(Busy):
                async with getattr(turns, kind)():
                    pass
        async with getattr(turns, kind)():
            pass

    asyncio.run(scene())


def test_requests_that_wait_to_write_keep_nobody_from_reading(visits):
    async def scene():
        visits.app.state.turns = turns = Turns(one_writer=True)
        options = {"base_url": f"http://{HOST}", "headers": {"sec-fetch-site": "same-origin"}}
        async with (
            httpx.AsyncClient(transport=httpx.ASGITransport(visits.app), **options) as client,
            asyncio.timeout(10),
        ):
            async with turns.writer():
                waiting = [asyncio.create_task(client.post("/sign-out")) for _ in range(WRITERS_WAITING)]
                while turns._waiting < WRITERS_WAITING:  # noqa: ASYNC110 - the turns tell nobody who waits
                    await asyncio.sleep(0.01)
                refused = await client.post("/sign-out")
                read = await client.get("/questions")
            statuses = {reply.status_code for reply in await asyncio.gather(*waiting)}
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert (read.status_code, statuses) == (200, {303})

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
