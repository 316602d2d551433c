"""What a web server is told beside the files: what is gone, what to say instead, and the headers.

A server that reads none of it still shows nothing of what was taken down: the page there says that
it is gone, and the files are not there.
"""

import json
import re
from collections.abc import Iterable

from accompany.house import language
from accompany.house.headers import HEADERS, house_headers

GONE, APACHE, NGINX = "gone.json", ".htaccess", "nginx-gone.conf"
ERRORS = (404, 410, 500)
NOTHING_TAKEN_IN = 503  # said to whoever sends something: a plain server refuses it with 405
PLAIN = re.compile(r"/[A-Za-z0-9/._-]+")
FEED = "application/atom+xml; charset=utf-8"
TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "ics": "text/calendar",
    "avif": "image/avif",
    "webp": "image/webp",
}
HEAD = "# Written with this copy, and anew with the next one."


def told(gone: Iterable[str]) -> dict[str, bytes]:
    """The files for servers, by name. `gone`: addresses in full, each in every language."""
    addresses = sorted(set(gone))
    if odd := [each for each in addresses if not PLAIN.fullmatch(each)]:
        raise ValueError(f"{len(odd)} addresses that are gone are not addresses of this site.")
    return {
        GONE: json.dumps({"gone": addresses}, indent=1).encode(),
        APACHE: _apache(addresses).encode(),
        NGINX: _nginx(addresses).encode(),
    }


def error_page(code: str, status: int) -> str:
    """Where the page for this status lies: "/es/404.html"."""
    return language.joined(code, f"/{status}.html")


def headers() -> dict[str, str]:
    """What every answer of a copy says to a browser, as every answer of the house does."""
    return {**HEADERS, **house_headers(), "Cache-Control": "no-store"}


def _apache(gone: list[str]) -> str:
    lines = [
        HEAD,
        "# It wants AllowOverride All in the configuration of this folder.",
        "Options -Indexes",
        "DirectoryIndex index.xml index.html",
        *_apache_errors(language.FIRST),
    ]
    for code in language.others():
        lines += [f'<If "%{{REQUEST_URI}} =~ m#^/{code}/#">', *_apache_errors(code), "</If>"]
    lines += [
        "<IfModule mod_rewrite.c>",
        "RewriteEngine On",
        "RewriteCond %{REQUEST_METHOD} !^(GET|HEAD)$",
        "RewriteRule ^ - [R=405,L]",
        "</IfModule>",
        "<IfModule mod_mime.c>",
        *(f"AddType {kind} .{ending}" for ending, kind in TYPES.items()),
        "</IfModule>",
        '<FilesMatch "^index\\.xml$">',
        f'ForceType "{FEED}"',
        "</FilesMatch>",
        f'<FilesMatch "^({"|".join(re.escape(each) for each in (GONE, NGINX))}|\\..*)$">',
        "Require all denied",
        "</FilesMatch>",
        "<IfModule mod_headers.c>",
        *(f'Header always set {name} "{value}"' for name, value in headers().items()),
        "</IfModule>",
        *(f'RedirectMatch 410 "^{re.escape(each)}$"' for each in gone),
    ]
    return "\n".join(lines) + "\n"


def _apache_errors(code: str) -> list[str]:
    return [
        *(f"ErrorDocument {status} {error_page(code, status)}" for status in ERRORS),
        f"ErrorDocument 405 {error_page(code, NOTHING_TAKEN_IN)}",
    ]


def _nginx_errors(code: str) -> list[str]:
    return [
        *(f"error_page {status} {error_page(code, status)};" for status in ERRORS),
        f"error_page 405 ={NOTHING_TAKEN_IN} {error_page(code, NOTHING_TAKEN_IN)};",
    ]


def _nginx(gone: list[str]) -> str:
    feed = [
        "location ~ /index\\.xml$ {",
        "    types {}",
        f'    default_type "{FEED}";',
        "}",
    ]
    lines = [
        HEAD,
        "# Include it in the server block that serves this folder.",
        "index index.xml index.html;",
        *_nginx_errors(language.FIRST),
        *(f'add_header {name} "{value}" always;' for name, value in headers().items()),
        *(f"location = /{each} {{ return 404; }}" for each in (GONE, NGINX)),
        "location ~ ^/\\.(?!well-known/) { return 404; }",
        *feed,
    ]
    for code in language.others():
        inside = [*_nginx_errors(code), *feed]
        lines += [f"location ^~ /{code}/ {{", *(f"    {each}" for each in inside), "}"]
    for each in gone:
        page = error_page(language.split(each)[0], 410)
        lines.append(f"location = {each} {{ error_page 410 {page}; return 410; }}")
    return "\n".join(lines) + "\n"
