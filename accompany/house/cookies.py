"""Cookies as HTTP/2 brings them: a browser may send each in a header of its own.

They belong together with `; ` between them (RFC 9113, 8.2.3). Django joins what comes twice with a
comma, and a session would be lost as soon as a browser holds a second cookie.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from accompany.house.memory import Scope, Send

Receive = Callable[[], Awaitable[Mapping[str, Any]]]  # Any: ASGI
Serve = Callable[[Scope, Receive, Send], Awaitable[None]]


def with_whole_cookies(serve: Serve) -> Serve:
    """The same application, given one cookie header at most."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        crumbs = [value for name, value in scope.get("headers", ()) if name == b"cookie"]
        if len(crumbs) > 1:
            others = [each for each in scope["headers"] if each[0] != b"cookie"]
            scope = {**scope, "headers": [*others, (b"cookie", b"; ".join(crumbs))]}
        await serve(scope, receive, send)

    return served
