"""The HTTP kit: what every page and every API call needs, and no feature's own rule.

Middlewares are pure ASGI: a `BaseHTTPMiddleware` halves the throughput. Handlers are plain functions in threads, so
that sync SQLAlchemy never blocks the event loop; `turns.py` bounds how many run.
"""
