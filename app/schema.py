"""Every table, gathered for migrations, tests and commands."""

from app.accounts import models as accounts
from app.audit import models as audit
from app.authoring import models as authoring
from app.core import throttle
from app.core.db import Base
from app.drills import models as drills
from app.practice import models as practice
from app.questions import answers
from app.questions import models as questions
from app.unlocks import models as unlocks

__all__ = ["accounts", "answers", "audit", "authoring", "drills", "practice", "questions", "throttle", "unlocks"]

metadata = Base.metadata
