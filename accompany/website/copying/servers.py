"""What a web server is told beside the files: how it sees what is gone, and the headers.

No file names what was taken down, for the address of a work is its title, and a server that reads
none of this shows it to anybody. Such a server still shows nothing of the work: the page there says
that it is gone, and its pictures are not there.
"""

import re

from accompany.house import language
from accompany.house.headers import HEADERS, house_headers
from accompany.website.copying.folder import MARK

APACHE, NGINX = ".htaccess", "nginx-gone.conf"
GONE = 410
ERRORS = (404, GONE, 500)
NOTHING_TAKEN_IN = 503  # said to whoever sends something: a plain server refuses it with 405
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


def told() -> dict[str, bytes]:
    """The files for servers, by name."""
    return {APACHE: _apache().encode(), NGINX: _nginx().encode()}


def error_page(code: str, status: int) -> str:
    """Where the page for this status lies: "/es/404.html"."""
    return language.joined(code, f"/{status}.html")


def headers() -> dict[str, str]:
    """What every answer of a copy says to a browser, as every answer of the house does."""
    return {**HEADERS, **house_headers(), "Cache-Control": "no-store"}


def _apache() -> str:
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
        f"RewriteCond %{{REQUEST_FILENAME}}{MARK} -f",
        "RewriteRule ^ - [G,L]",
        "</IfModule>",
        "<IfModule mod_mime.c>",
        *(f"AddType {kind} .{ending}" for ending, kind in TYPES.items()),
        "</IfModule>",
        '<FilesMatch "^index\\.xml$">',
        f'ForceType "{FEED}"',
        "</FilesMatch>",
        f'<FilesMatch "^({re.escape(NGINX)}|\\..*|.*{re.escape(MARK)})$">',
        "Require all denied",
        "</FilesMatch>",
        "<IfModule mod_headers.c>",
        *(f'Header always set {name} "{value}"' for name, value in headers().items()),
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _apache_errors(code: str) -> list[str]:
    return [
        *(f"ErrorDocument {status} {error_page(code, status)}" for status in ERRORS),
        f"ErrorDocument 405 {error_page(code, NOTHING_TAKEN_IN)}",
    ]


def _nginx_errors(code: str) -> list[str]:
    return [
        *(f"error_page {each} {error_page(code, each)};" for each in ERRORS if each != GONE),
        f"error_page 405 ={NOTHING_TAKEN_IN} {error_page(code, NOTHING_TAKEN_IN)};",
    ]


def _nginx() -> str:
    inside = [
        f"location ~ {re.escape(MARK)}$ {{ return 404; }}",
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
        f"location = /{NGINX} {{ return 404; }}",
        "location ~ ^/\\.(?!well-known/) { return 404; }",
        *inside,
    ]
    for code in language.others():
        there = [*_nginx_errors(code), *inside]
        lines += [f"location ^~ /{code}/ {{", *(f"    {each}" for each in there), "}"]
    return "\n".join([*lines, *_nginx_gone()]) + "\n"


def _nginx_gone() -> list[str]:
    """Ask for the mark before any place is chosen, so that it is seen without a reload."""
    return [
        f"set $gone {error_page(language.FIRST, GONE)};",
        *(
            f"if ($uri ~ ^/{code}/) {{ set $gone {error_page(code, GONE)}; }}"
            for code in language.others()
        ),
        f"error_page {GONE} $gone;",
        f"if (-f $request_filename{MARK}) {{ return {GONE}; }}",
    ]
