"""The HTTP kit: what pages and API calls share.

Around the app stand layers of pure ASGI, because a `BaseHTTPMiddleware` halves the throughput: `headers`, `access_log`,
`metrics`, `caching`, `body_cap`, `last_resort`. Handlers are plain functions in threads, so that sync SQLAlchemy never
blocks the event loop; `deps` opens their session and `turns` bounds how many run.

What must outlive a refusal, or takes too long to hold a lock, is done before a request's own transaction, by
dependencies that a handler names first: `admission` (passwords), `code_tries`, `guests`, each spending `limits`. They
ask the features to decide; no rule of a feature is made here.
"""
