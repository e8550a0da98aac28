"""Whose address a request comes from, for rate limits."""

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request


def client_address(request: Request) -> str:
    """The nearest address that is not a trusted proxy; an IPv6 address stands for its /64.

    `X-Forwarded-For` is read from the right and only as far as trusted proxies wrote it.
    """
    trusted = request.app.state.settings.trusted_proxies
    hops = [part.strip() for part in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if part.strip()]
    address = request.client.host if request.client else "unknown"
    while hops and _is_in(address, trusted):
        address = hops.pop()
    return _network_of(address)


def _is_in(address: str, networks: tuple[object, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)  # type: ignore[operator]


def _network_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
