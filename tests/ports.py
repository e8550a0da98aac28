"""Ports for servers of the tests' own."""

import socket


def free_port() -> int:
    """A port that nothing listens on right now; start the server soon."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
