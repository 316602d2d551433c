"""Reading: how many years of school a page asks for.

English is measured by Flesch-Kincaid, which says a grade. Spanish is measured by Fernández Huerta,
which is Flesch made anew for Spanish and says an ease; his own table turns it into a grade: 80 to
90 is the fifth, 70 to 80 the sixth, 60 to 70 the seventh and eighth. So "grade 6" asks for an ease
of 70 and "grade 8" for 60, neither milder nor harsher than the same words about English.

`textstat` counts words and sentences. Syllables are counted here: for English it would fetch a
dictionary from the network, and its hyphens are no syllables in Spanish ("a-mi-go" has one hyphen).

A heading, an entry of a list, a button is a sentence. One of two words or fewer is no sentence
of its own (`textstat` adds its words to the rest), so headings do not make a page look easier.
"""

import re
from html.parser import HTMLParser
from itertools import pairwise

from textstat import textstat

from accompany.website.packs import words

NO_WORDS = frozenset({"path", "type", "to", "url", "line", "tone", "slug", "time", "tab"})
TABLE = ((100, 3.0), (90, 4.0), (80, 5.0), (70, 6.0), (60, 8.0), (50, 12.0), (30, 16.0), (0, 19.0))
DOTTED = re.compile(r"\b([ap])\. ?m\.", re.IGNORECASE)


def grade(lines, language):
    """The grade of a text, given as lines: paragraphs, headings, entries."""
    text = in_sentences(lines)
    count = textstat.lexicon_count(text)
    syllables = sum(COUNT[language](each) for each in WORD.findall(text))
    length, weight = count / textstat.sentence_count(text), syllables / count
    if language == "en":
        return 0.39 * length + 11.8 * weight - 15.59
    return by_his_table(206.84 - 60 * weight - 1.02 * length)


def by_his_table(ease):
    """The grade that an ease stands for; between two lines of the table, in proportion."""
    if ease >= TABLE[0][0]:
        return TABLE[0][1]
    for (upper, low), (lower, high) in pairwise(TABLE):
        if ease >= lower:
            return low + (high - low) * (upper - ease) / (upper - lower)
    return TABLE[-1][1]


def in_sentences(lines):
    """Lines as one text in which each of them ends. "1 p. m." is no sentence."""
    ended = (line if re.search(r"[.!?…][”\")»]*$", line) else f"{line}." for line in lines if line)
    return DOTTED.sub(r"\1m", " ".join(ended))


def lines_of_page(page):
    """Everything a reader of a page from a pack may read, in order."""
    said = (each for each in words.of(page) if each.field not in NO_WORDS)
    return [line for each in said for line in each.in_plain_words.splitlines()]


def lines_of_html(html, inside="main"):
    """The lines of a page as it was sent: what stands in `inside`, block by block."""
    parser = _Lines(inside)
    parser.feed(html)
    parser.close()
    return parser.lines


def words_of(text):
    return frozenset(text.split())


class _Lines(HTMLParser):
    """Gathers what is read aloud. Drawings, scripts and hidden parts are not."""

    BLOCKS = words_of(
        "address article aside blockquote button caption dd details div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header label legend li main nav ol option p section "
        "summary table tbody td th thead time tr ul br hr"
    )
    SILENT = words_of("script style svg template noscript")
    VOID = words_of("area base br col embed hr img input link meta source track wbr")

    def __init__(self, inside):
        super().__init__()
        self.inside, self.depth, self.silent, self.lines, self.line = inside, 0, 0, [], []

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            return self.end_line() if tag in self.BLOCKS else None
        if self.silent:
            self.silent += 1
        elif tag in self.SILENT or "hidden" in dict(attrs):
            self.silent = 1
        if self.depth or tag == self.inside:
            self.depth += 1
        return self.end_line() if tag in self.BLOCKS else None

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if tag in self.BLOCKS:
            self.end_line()
        self.silent = max(0, self.silent - 1)
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data):
        if self.depth and not self.silent:
            self.line.append(data)

    def end_line(self):
        if line := " ".join("".join(self.line).split()):
            self.lines.append(line)
        self.line = []


# Syllables.

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"(?<![aeiouy])[^aeiouyl]?e$|[^aeiouy]e[sd]$|(?<=[aeiouy])le$")
SOUNDED = re.compile(r"[dt]ed$|(?:[cgsxz]|ch|sh)es$|[^aeiouy]le[sd]?$")
APART = re.compile(r"(?<![tcsg])i[ao](?!u)|(?<=[^gq])ua|uo(?!u)|eo(?!u)|iu|ie[tnr]|[aeiou]ing|yi")
NOT = re.compile(r"(?<=[dsk])n[’']t$")


def in_english(word):
    """The syllables of an English word, by rule.

    Over all words of the starter site it counts seven in a thousand too many beside the CMU
    dictionary, and 97 words in a hundred exactly. It errs toward hard.
    """
    word = word.lower()
    more = 1 if NOT.search(word) else 0
    word = re.sub(r"[^a-z]", "", re.sub(r"[’'](?:s|t|re|ll|ve|d|m)$", "", word))
    count = len(VOWELS.findall(word)) + more + len(APART.findall(word))
    if len(word) > 2 and SILENT_E.search(word) and not SOUNDED.search(word):
        count -= 1
    return max(count, 1)


STRONG = "aeoáéíóú"
NUCLEI = re.compile(rf"[{STRONG}]|[iuüy]+(?![{STRONG}iuüy])(?<![{STRONG}].)")


def in_spanish(word):
    """The syllables of a Spanish word: its strong vowels, and the weak ones that stand alone."""
    word = re.sub(r"(?<=[qg])u(?=[eéií])", "", word.lower())
    word = re.sub(r"^y(?=[aeiouáéíóú])|(?<=[aeiouáéíóú])y(?=[aeiouáéíóú])", "j", word)
    return max(len(NUCLEI.findall(word)), 1)


COUNT = {"en": in_english, "es": in_spanish}
