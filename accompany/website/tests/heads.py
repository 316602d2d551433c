"""What a page says of itself to machines."""

from html.parser import HTMLParser


class Head(HTMLParser):
    """What a page says of itself in its head, and the data in it."""

    def __init__(self, page):
        super().__init__()
        self.links, self.metas, self.blocks, self.scripts = [], {}, [], 0
        self._in_block = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "link":
            self.links.append(given)
        elif tag == "meta" and "name" in given:
            self.metas[given["name"]] = given["content"]
        elif tag == "script":
            self.scripts += 1
            self._in_block = given.get("type") == "application/ld+json"
            if self._in_block:
                self.blocks.append("")

    def handle_endtag(self, tag):
        if tag == "script":
            self._in_block = False

    def handle_data(self, data):
        if self._in_block:
            self.blocks[-1] += data

    def canonical(self):
        return [each["href"] for each in self.links if each["rel"] == "canonical"]

    def alternates(self):
        return {each["hreflang"]: each["href"] for each in self.links if "hreflang" in each}


def head(client, path, status=200):
    page = client.get(path)
    assert page.status_code == status, path
    return Head(page.content.decode())
