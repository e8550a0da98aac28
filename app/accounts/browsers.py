"""What a person calls their browser: a name and a system, read from the User-Agent that it sent."""

# In this order: Edge also says Chrome, and Chrome also says Safari.
_NAMES = {"Firefox/": "Firefox", "FxiOS/": "Firefox", "Edg": "Edge", "OPR/": "Opera", "Chrome/": "Chrome",
          "CriOS/": "Chrome", "Safari/": "Safari"}  # fmt: skip
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "Mac",
            "CrOS": "ChromeOS", "Linux": "Linux"}  # fmt: skip


def browser_name(user_agent: str) -> str:
    """`Firefox on Linux`; the first word of what is no known browser (`curl/8.9`), `Unknown browser` for nothing."""
    name = next((name for sign, name in _NAMES.items() if sign in user_agent), None)
    system = next((system for sign, system in _SYSTEMS.items() if sign in user_agent), None)
    if name is None:
        return user_agent.split(maxsplit=1)[0][:40] if user_agent.strip() else "Unknown browser"
    return f"{name} on {system}" if system else name
