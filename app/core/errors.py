"""What can go wrong for a person, in words for a person; the faces turn each into a page or problem+json."""


class Refusal(Exception):
    """Something asked for cannot be done. `status` is HTTP's; the first argument is shown to the person."""

    status = 400
    title = "This can't be done"
    code = "bad_request"

    def __init__(self, detail: str = "", *, headers: dict[str, str] | None = None, **extra: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}
        self.extra = extra


class NotFound(Refusal):
    """No such thing, or none that this person may know of."""

    status = 404
    title = "Nothing here"
    code = "not_found"


class Invalid(Refusal):
    """The input is at fault; `errors` maps a field to what is wrong with it."""

    status = 422
    title = "That input doesn't work"
    code = "invalid"

    def __init__(self, errors: dict[str, str], *, detail: str = "") -> None:
        super().__init__(detail or " ".join(errors.values()), errors=errors)
        self.errors = errors


class SignInNeeded(Refusal):
    """Only an account may do this."""

    status = 401
    title = "Sign in first"
    code = "sign_in"


class Forbidden(Refusal):
    """Known, but not allowed to."""

    status = 403
    title = "Not for this account"
    code = "forbidden"


class TooMany(Refusal):
    """A rate limit; `headers` carries Retry-After in seconds. `limit` names it for whoever runs the bank."""

    status = 429
    title = "Too many tries"
    code = "too_many"

    def __init__(self, detail: str, *, limit: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail, headers=headers)
        self.limit = limit


class Busy(Refusal):
    """The server can't take this now; trying again soon helps."""

    status = 503
    title = "Busy right now"
    code = "busy"
