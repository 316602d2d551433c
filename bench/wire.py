"""A small HTTP client that keeps its connection: it costs little beside what it measures."""

import http.client
import re
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Wire:
    """One connection to the house, with the cookie of one colleague or of nobody."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.url = url
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.cookie = ""
        self.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers of one answer."""
        sent = {"Host": f"{self.host}:{self.port}", "Origin": self.url, **headers}
        if self.cookie:
            sent["Cookie"] = self.cookie
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body=body, headers=sent)
            answer = self.connection.getresponse()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            self.connection.request(method, path, body=body, headers=sent)
            answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        return answer.status, text, dict(answer.getheaders())

    def get(self, path: str) -> tuple[int, str]:
        status, text, _headers = self.ask("GET", path)
        return status, text

    def post(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        status, text, _headers = self.ask("POST", path, urlencode(fields), **headers)
        return status, text

    def token(self, path: str) -> str:
        """The form token of a page."""
        found = TOKEN.search(self.get(path)[1])
        return found.group(1) if found else ""

    def sign_in(self, account: dict[str, str], code: str) -> int:
        """Sign in as a demo colleague; the status is a redirect if it went well."""
        self.cookie = ""
        status, _text = self.post(
            "/desk/sign-in/",
            {
                "name": account["sign_in_name"],
                "passphrase": account["passphrase"],
                "code": code,
                "csrfmiddlewaretoken": self.token("/desk/sign-in/"),
            },
        )
        return status
