"""Run as a process of its own: lets people practice one question, mark and withdraw by turns, on a real database."""

import sys
from datetime import UTC, datetime

from app.accounts.models import Person
from app.core.db import create_engine, writing
from app.practice.recording import record_attempt, withdraw
from app.questions.models import Question


def main(url: str, question_id: int, person_ids: list[int]) -> None:
    engine = create_engine(url)
    for person_id in person_ids:
        for act in ("mark", "mark", "withdraw", "mark"):
            with writing(engine) as session:
                person, question = session.get(Person, person_id), session.get(Question, question_id)
                if act == "mark":
                    record_attempt(session, person, question, now=datetime.now(UTC))
                else:
                    withdraw(session, person, question)
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), [int(part) for part in sys.argv[3].split(",")])
