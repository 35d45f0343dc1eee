"""Importing and searching evidence: what becomes a snippet, what is known already, and what is said of the rest."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from factcheck.cache import Cache
from factcheck.curate.claimreviews import review_rows
from factcheck.curate.cutting import cut, sentence_range
from factcheck.curate.drafts import Options, PatientLog
from factcheck.curate.imports import Imported, import_files, read_known
from factcheck.curate.jsonrecords import records_in
from factcheck.curate.near import near_duplicates
from factcheck.curate.search import search
from factcheck.curate.stats import evidence_stats
from factcheck.curate.tables import column_map
from factcheck.datatypes import Article, Claim, Place, Snippet, Source, Standing
from factcheck.documents.document import Block, BlockKind, Document
from factcheck.errors import InputError, SettingsError
from factcheck.evidence import read_evidence
from factcheck.index import build_index
from tests.fakes import KeywordEmbedder

TODAY = dt.date(2026, 3, 15)
KINDS = {"#": BlockKind.HEADING, "-": BlockKind.ITEM, "p": BlockKind.PARAGRAPH}
ARTICLE = Article(
    title="Annual report", publisher="The Yard", url="https://yard.example/r", published=dt.date(2026, 1, 2)
)


def document(*blocks: tuple[str, str], article: Article = ARTICLE, page: int | None = None) -> Document:
    """A document of (kind, text), kinds as in ``KINDS``."""
    text, made, number = "", [], 1
    for kind, words in blocks:
        text += "\n\n" if text else ""
        made.append(Block(KINDS[kind], (len(text), len(text) + len(words)), number, page))
        number += kind != "#"
        text += words
    return Document("r.txt", text, tuple(made), article)


def texts(*blocks: tuple[str, str], sentences: tuple[int, int] = (1, 3)) -> list[str]:
    return [found.text for found in cut(document(*blocks), sentences, "en")]


FIVE = (
    "The yard has five docks. Two of them are dry. One was built in 1901. The crane lifts 80 tons. It came from Kiel."
)


def test_a_paragraph_is_cut_into_whole_sentences_of_about_equal_number() -> None:
    assert texts(("p", FIVE)) == [
        "The yard has five docks. Two of them are dry. One was built in 1901.",
        "The crane lifts 80 tons. It came from Kiel.",
    ]


def test_one_sentence_each_if_asked_for() -> None:
    assert len(texts(("p", FIVE), sentences=(1, 1))) == 5


def test_no_snippet_reaches_across_a_block_or_a_heading_and_headings_are_none() -> None:
    blocks = [("p", "The yard has five docks."), ("#", "Cranes of the yard"), ("p", "The crane lifts 80 tons.")]
    assert texts(*blocks) == ["The yard has five docks.", "The crane lifts 80 tons."]


def test_fragments_are_joined_to_their_neighbours_under_the_same_heading() -> None:
    assert texts(("p", "The yard builds four kinds of ships:"), ("-", "Ferries"), ("-", "Deep-sea tugs")) == [
        "The yard builds four kinds of ships: Ferries Deep-sea tugs"
    ]
    assert texts(("p", "The yard was sold in 1990."), ("#", "Later"), ("p", "Nobody knows.")) == [
        "The yard was sold in 1990.",
        "Nobody knows.",
    ]


def test_a_byline_is_not_joined_to_the_whole_sentences_around_it() -> None:
    assert texts(("p", "By Jane Doe"), ("p", "The yard has five docks."), ("-", "Ferries"), ("-", "Tugs")) == [
        "By Jane Doe",
        "The yard has five docks.",
        "Ferries Tugs",
    ]


def test_a_short_sentence_goes_with_the_paragraph_beside_it() -> None:
    assert texts(("p", "Nobody knows."), ("p", "The yard has five docks."), ("p", "It leaks.")) == [
        "Nobody knows. The yard has five docks. It leaks."
    ]


def test_a_fragment_within_a_paragraph_is_no_snippet_of_its_own() -> None:
    text = "The yard was sold in 1990. Why? The owner had no heirs and was ill."
    assert texts(("p", text), sentences=(1, 1)) == [
        "The yard was sold in 1990. Why?",
        "The owner had no heirs and was ill.",
    ]


def test_locators_name_page_and_paragraph_and_the_range_of_joined_ones() -> None:
    made = document(("p", "The yard was sold in 1990."), ("p", "The owner had no heirs:"), ("-", "None"), page=3)
    assert [found.locator for found in cut(made, lang="en")] == ["p. 3, para 1", "p. 3, para 2–3"]


@pytest.mark.parametrize("text", ["0-2", "3-1", "some", "", "1-10"])
def test_a_range_of_sentences_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="write 1-3"):
        sentence_range(text)


REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example/moon",
    "claimReviewed": "The moon is made of cheese",
    "datePublished": "2025-02-03T10:00:00Z",
    "author": {"@type": "Organization", "name": "The Desk"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "J. Doe"}},
    "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": "5", "alternateName": "False"},
}
SAID = "The Desk reviewed the claim “The moon is made of cheese” by J. Doe and rated it “False”."


def rows(value: Any) -> tuple[list[dict[str, Any]], PatientLog]:
    log = PatientLog("feed.json")
    return [row for _, _, row in review_rows(value, 7, 2, log)], log


def test_a_review_becomes_a_sentence_that_says_what_was_reviewed_by_whom_and_how_it_was_rated() -> None:
    [row], _ = rows(REVIEW)
    assert row["text"] == SAID
    assert row["source"]["publisher"] == "The Desk"
    assert row["source"]["published"] == "2025-02-03"
    assert row["source"]["url"] == "https://desk.example/moon"


def test_a_german_review_is_told_in_german() -> None:
    [row], _ = rows({**REVIEW, "inLanguage": "de-DE", "claimReviewed": "Der Mond ist aus Käse", "itemReviewed": None})
    assert row["text"] == "The Desk hat die Behauptung „Der Mond ist aus Käse“ geprüft und mit „False“ bewertet."
    assert row["lang"] == "de"


def test_a_rating_without_words_is_its_value_on_its_scale_and_nothing_without_the_scale() -> None:
    scaled = {"ratingValue": 1, "worstRating": 1, "bestRating": 5}
    [row], _ = rows({**REVIEW, "reviewRating": scaled})
    assert row["text"].endswith("rated it “1 on a scale from 1 to 5”.")
    none, log = rows({**REVIEW, "reviewRating": {"ratingValue": 1}})
    assert none == []
    assert str(log.faults[0]).startswith("feed.json:7: [2].reviewRating.alternateName: is missing — ")


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("claimReviewed", "", "claimReviewed"),
        ("author", {}, "author.name"),
        ("datePublished", "in May", "datePublished"),
    ],
)
def test_a_review_that_lacks_what_a_snippet_needs_is_left_out_and_named(key: str, value: Any, field: str) -> None:
    found, log = rows({**REVIEW, key: value})
    assert found == []
    assert [fault.field for fault in log.faults] == [f"[2].{field}"]


@pytest.mark.parametrize(
    "value",
    [
        REVIEW,
        {"@type": "DataFeedItem", "item": [REVIEW]},
        {"@type": "NewsArticle", "review": {**REVIEW, "@type": ["Review", "http://schema.org/ClaimReview"]}},
    ],
)
def test_a_review_is_found_wherever_it_stands_in_a_record(value: Any) -> None:
    assert len(rows(value)[0]) == 1


def test_a_record_of_a_feed_without_a_review_is_told_but_a_publisher_in_a_graph_is_not() -> None:
    assert [fault.message for fault in rows({"@type": "DataFeedItem", "item": None})[1].faults] == [
        "no ClaimReview in the record"
    ]
    assert rows({"@type": "Organization", "name": "The Desk"})[1].faults == []


def records(text: str) -> tuple[list[Any], list[str]]:
    log = PatientLog("feed.json")
    return [value for _, _, value in records_in(text.encode(), log)], [str(fault) for fault in log.faults]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"a": [{"b": "]}"}]}]',
        '{"@type": "DataFeed", "dataFeedElement": [{"a": 1}, {"a": [{"b": "]}"}]}], "x": [1]}',
        '{"x": ["@graph"], "@graph": [{"a": 1},\n {"a": [{"b": "]}"}]}]}',
    ],
)
def test_records_are_the_objects_of_the_list(text: str) -> None:
    assert records(text) == ([{"a": 1}, {"a": [{"b": "]}"}]}], [])


def test_an_object_without_such_a_list_is_one_record() -> None:
    assert records('{"a": [{"b": 1}]}') == ([{"a": [{"b": 1}]}], [])


def test_a_broken_record_costs_only_itself_and_is_named_with_its_line() -> None:
    found, faults = records('[{"a": 1},\n {"a": nothing},\n {"a": "open},\n {"a": 4}]')
    assert found == [{"a": 1}, {"a": 4}]
    assert [fault.split(" (seen")[0] for fault in faults] == [
        "feed.json:2: [1]: not JSON: Expecting value",
        "feed.json:3: [2]: not JSON: Unterminated string starting at",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        '{"n": 2, "in": {"b": 1}',  # one bracket missing
        '{"n": 2, "in": [{"b": 1}, {"b":',
        '{"n": 2, "in": {"b": [1}}',
        '{"n": 2}}',  # one too many
        '{"n": 2}]',
        "]",
        '{"n": "two}',
        '{"n": "t\nwo", "in": {"b": 1}}',
    ],
)
@pytest.mark.parametrize("around", ["[%s]", '{"@type": "DataFeed", "dataFeedElement": [%s]}'])
@pytest.mark.parametrize("between", [",\n", ","])
def test_a_bracket_or_mark_too_few_or_too_many_costs_no_other_record(broken: str, around: str, between: str) -> None:
    good = [f'{{"n": {number}, "in": {{"b": "x"}}}}' for number in (1, 3, 4, 5)]
    found, faults = records(around % between.join([good[0], broken, *good[1:]]))
    assert [number for record in found if (number := record.get("n")) not in (2, None)] == [1, 3, 4, 5]
    assert faults


def test_a_list_that_does_not_end_is_told() -> None:
    found, faults = records('[{"n": 1},\n {"n": 2, "in": [{"b": 1},\n {"n": 3}]}')
    assert [record["n"] for record in found] == [1, 2]
    assert len(faults) == 1
    assert "the list of records does not end" in faults[0]


def test_a_feed_that_is_cut_off_keeps_what_came_before() -> None:
    found, faults = records('{"dataFeedElement": [{"a": 1}, {"a": 2')
    assert found == [{"a": 1}]
    assert len(faults) == 1


class Desk:
    """A folder with evidence; ``documents`` are what its files hold, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "evidence" / "x.yaml"
        self.documents: dict[str, Document] = {}

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    def document(self, name: str, *blocks: tuple[str, str], article: Article = ARTICLE) -> Path:
        self.documents[name] = document(*blocks, article=article)
        return self.write(name, self.documents[name].text)

    def read(self, path: Path, cwd: Path | None) -> Document:
        return self.documents[path.name]

    def bring(self, *files: Path, output: Path | None = None, options: Options | None = None) -> list[Imported]:
        output = output or self.output
        known = read_known([self.folder / "evidence"], [output], self.folder, self.folder / "evidence")
        pairs = [(file, output) for file in files]
        return import_files(pairs, known, options or Options(), TODAY, self.read, self.folder)

    def snippets(self) -> list[Snippet]:
        return read_evidence([self.folder / "evidence"], self.folder)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


DOCKS, CRANE, SOLD = "The yard has five docks.", "The crane lifts 80 tons.", "The yard was sold in 1990."


def test_a_document_becomes_one_source_with_its_archive_and_snippets_with_locators(desk: Desk) -> None:
    file = desk.document("r.txt", ("p", DOCKS), ("p", CRANE))
    desk.bring(file)
    first, second = desk.snippets()
    assert (first.text, first.locator, second.locator) == (DOCKS, "para 1", "para 2")
    assert first.source is not None
    assert first.source == second.source
    assert (first.source.id, first.source.accessed) == ("the-yard-2026-01-02", TODAY)
    assert first.source.archive is not None
    assert first.source.archive.file == "../r.txt"
    assert first.source.archive.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_what_the_user_says_of_a_document_wins(desk: Desk) -> None:
    file = desk.document("r.txt", ("p", DOCKS))
    desk.bring(file, options=Options(about={"publisher": "Harbour News"}, lang="en"))
    [snippet] = desk.snippets()
    assert snippet.source is not None
    assert (snippet.source.publisher, snippet.source.title, snippet.lang) == ("Harbour News", "Annual report", "en")


@pytest.mark.parametrize("output", ["evidence/x.yaml", "evidence/x.jsonl"])
def test_an_unchanged_document_is_imported_once(desk: Desk, output: str) -> None:
    file = desk.document("r.txt", ("p", DOCKS), ("p", CRANE))
    desk.bring(file, output=desk.folder / output)
    before = (desk.folder / output).read_bytes()
    [again] = desk.bring(file, output=desk.folder / output)
    assert (desk.folder / output).read_bytes() == before
    assert (len(again.plan.snippets), len(again.plan.kept), again.plan.gone) == (0, 2, ())


@pytest.mark.parametrize("output", ["evidence/x.yaml", "evidence/x.jsonl"])
def test_a_changed_document_keeps_ids_and_says_what_is_new_and_gone(desk: Desk, output: str) -> None:
    path = desk.folder / output
    desk.bring(desk.document("r.txt", ("p", DOCKS), ("p", CRANE)), output=path)
    docks, crane = desk.snippets()
    file = desk.document("r.txt", ("p", SOLD), ("p", DOCKS))
    [again] = desk.bring(file, output=path)
    assert [snippet.text for snippet in again.plan.snippets] == [SOLD]
    assert [snippet.id for snippet in again.plan.gone] == [crane.id]
    by_text = {snippet.text: snippet for snippet in desk.snippets()}
    assert set(by_text) == {DOCKS, CRANE, SOLD}
    assert (by_text[DOCKS].id, by_text[DOCKS].locator) == (docks.id, "para 2")
    source = by_text[DOCKS].source
    assert source is not None and source.archive is not None
    assert source.archive.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_what_people_wrote_of_a_known_source_stays(desk: Desk) -> None:
    desk.bring(desk.document("r.txt", ("p", DOCKS)))
    desk.output.write_text(
        desk.output.read_text("utf-8").replace("publisher: The Yard", "publisher: Yard Ltd"), "utf-8"
    )
    desk.bring(desk.document("r.txt", ("p", DOCKS), ("p", CRANE)))
    assert {snippet.source.publisher for snippet in desk.snippets() if snippet.source} == {"Yard Ltd"}


def test_a_snippet_that_a_person_wrote_is_never_gone(desk: Desk) -> None:
    desk.write(
        "evidence/own.yaml",
        "sources: [{id: y, url: 'https://yard.example/r'}]\nsnippets: [{id: own, source: y, text: Our summary.}]\n",
    )
    [brought] = desk.bring(desk.document("r.txt", ("p", DOCKS)))
    assert brought.plan.sources == ()
    assert brought.plan.gone == ()
    assert [snippet.source.id for snippet in desk.snippets() if snippet.source] == ["y", "y"]


def test_nothing_is_imported_that_another_file_of_the_evidence_has(desk: Desk) -> None:
    file = desk.document("r.txt", ("p", DOCKS))
    desk.bring(file, output=desk.folder / "evidence" / "first.yaml")
    [again] = desk.bring(file, output=desk.folder / "evidence" / "second.yaml")
    assert again.plan.snippets == ()
    assert not (desk.folder / "evidence" / "second.yaml").exists()


def test_comments_and_order_of_an_evidence_file_stay(desk: Desk) -> None:
    old = (
        'sources:\n  - id: b  # first\n    title: "T"\n\n# snippets follow\nsnippets:\n'
        "  - {id: s, source: b, text: The quay is of stone.}  # seen\n"
    )
    desk.write("evidence/x.yaml", old)
    desk.bring(desk.document("r.txt", ("p", DOCKS)))
    new = desk.output.read_text("utf-8")
    head, tail = old.split("\n\n# snippets follow\n")
    assert new.startswith(head + "\n  - id: the-yard")
    assert "\n\n# snippets follow\n" + tail in new
    assert desk.snippets()[0].id == "s"


@pytest.mark.parametrize("name", ["x.yaml", "x.jsonl"])
def test_line_breaks_and_the_mark_of_a_file_from_windows_stay(desk: Desk, name: str) -> None:
    old = (
        "\ufeff"
        + {
            "x.yaml": "# mine\r\nsnippets:\r\n  - {id: a, text: The tower leans.}\r\n",
            "x.jsonl": '{"id": "a", "text": "The tower leans."}\r\n',
        }[name]
    )
    file = desk.write(f"evidence/{name}", "")
    file.write_bytes(old.encode())
    desk.bring(desk.document("r.txt", ("p", "The tower is of iron.")), output=file)
    new = file.read_bytes()
    assert new.startswith(old.partition("\r\n")[0].encode())
    assert new.count(b"\n") == new.count(b"\r\n") > old.count("\r\n")
    assert [snippet.text for snippet in desk.snippets()] == ["The tower leans.", "The tower is of iron."]


def test_a_list_of_snippets_is_added_to_as_it_is(desk: Desk) -> None:
    old = "# short\n- The quay is of stone.\n-   text: The sea is near.  # twice\n"
    desk.write("evidence/x.yaml", old)
    desk.bring(desk.document("r.txt", ("p", DOCKS), ("p", CRANE)))
    assert desk.output.read_text("utf-8").startswith(old)
    assert [snippet.text for snippet in desk.snippets()] == ["The quay is of stone.", "The sea is near.", DOCKS, CRANE]
    assert desk.snippets()[2].source == desk.snippets()[3].source


def test_our_own_columns_come_from_csv_and_a_second_import_adds_nothing(desk: Desk) -> None:
    file = desk.write("in.csv", f"text,publisher,published,tags\n{DOCKS},The Yard,2026-01-02,a;b\n{CRANE},The Yard,,\n")
    desk.bring(file)
    docks, crane = desk.snippets()
    assert docks.tags == ("a", "b")
    assert docks.source is not None and crane.source is not None
    assert (docks.source.published, crane.source.published) == (dt.date(2026, 1, 2), None)
    [again] = desk.bring(file)
    assert (len(again.plan.snippets), len(again.plan.kept)) == (0, 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.csv", f"nr,content,date\n1,{DOCKS},2026-01-02\n"),
        ("in.jsonl", json.dumps({"nr": 1, "content": DOCKS, "date": "2026-01-02"}) + "\n"),
    ],
)
def test_a_map_names_the_columns_of_a_foreign_table(desk: Desk, name: str, content: str) -> None:
    options = Options(about={"publisher": "The Yard"}, renamed=column_map(["text=content,published=date"]))
    desk.bring(desk.write(name, content), options=options)
    [snippet] = desk.snippets()
    assert (snippet.text, snippet.source and snippet.source.published) == (DOCKS, dt.date(2026, 1, 2))
    assert snippet.source is not None and snippet.source.publisher == "The Yard"


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (["txt=a"], 'did you mean "text"'),
        (["text"], "write OUR=THEIR"),
        (["url=a"], "add text="),
        (["text=a,url=a"], "twice"),
    ],
)
def test_a_map_that_cannot_be_used_is_refused(pairs: list[str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        column_map(pairs)


def feed(reviews: Sequence[Any]) -> str:
    return json.dumps({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": r} for r in reviews]})


def test_of_a_feed_half_of_which_is_broken_the_good_half_is_imported_and_the_bad_listed(desk: Desk) -> None:
    good = [
        {**REVIEW, "claimReviewed": f"The moon has {n} seas", "url": f"https://desk.example/{n}"} for n in range(300)
    ]
    bad = [{**REVIEW, "url": f"ftp://desk.example/{n}"} for n in range(300)]
    mixed = [review for pair in zip(good, bad, strict=True) for review in pair]
    [brought] = desk.bring(desk.write("feed.json", feed(mixed)))
    assert len(desk.snippets()) == 300
    assert len(brought.faults) == 300
    assert str(brought.faults[0]) == (
        "feed.json:1: [1].source.url: is no web address (seen: ftp://desk.example/0) — start it with https://"
    )


def test_a_review_is_imported_once_and_a_new_rating_is_new(desk: Desk) -> None:
    desk.bring(desk.write("feed.json", feed([REVIEW, [REVIEW]])))
    [first] = desk.snippets()
    changed = {**REVIEW, "reviewRating": {"alternateName": "True"}}
    [again] = desk.bring(desk.write("feed.json", feed([changed])))
    assert [snippet.id for snippet in again.plan.gone] == [first.id]
    assert [s.source and s.source.id for s in desk.snippets()] == ["the-desk-2025-02-03"] * 2


def test_reviews_come_out_of_a_page_as_served(desk: Desk) -> None:
    page = f'<html><body><p>Long.</p><script type="application/ld+json">\n{json.dumps(REVIEW)}</script></body></html>'
    desk.bring(desk.write("page.html", page))
    assert [snippet.text for snippet in desk.snippets()] == [SAID]


def test_a_page_that_the_parser_gives_up_on_keeps_what_came_before(desk: Desk) -> None:
    script = f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>'
    desk.bring(desk.write("page.html", f"<html><body>{script}<p>A.</p>\n<![foo bar]></body></html>"))
    assert len(desk.snippets()) == 1


def test_a_page_without_a_review_is_a_document(desk: Desk) -> None:
    desk.bring(desk.document("page.html", ("p", DOCKS)))
    assert [snippet.text for snippet in desk.snippets()] == [DOCKS]


def test_what_cannot_be_read_as_a_document_is_listed_and_the_others_are_imported(desk: Desk) -> None:
    good, bad = desk.document("r.txt", ("p", DOCKS)), desk.write("evidence.yml", "[]")
    _, told = desk.bring(good, bad)
    assert len(desk.snippets()) == 1
    assert str(told.faults[0]).startswith("evidence.yml: this is evidence already — ")


def test_evidence_with_faults_is_not_added_to(desk: Desk) -> None:
    desk.write("evidence/x.yaml", "snippets: [{text: A b., sorce: x}]\n")
    with pytest.raises(InputError, match='did you mean "source"'):
        desk.bring(desk.document("r.txt", ("p", DOCKS)))


def test_an_output_that_is_no_evidence_file_is_refused_before_anything_is_read(desk: Desk) -> None:
    with pytest.raises(SettingsError, match=r"end it in \.yaml or \.jsonl"):
        desk.bring(desk.folder / "not-there.txt", output=desk.folder / "x.csv")


def test_near_duplicates_share_most_of_their_words_and_the_nearest_comes_first() -> None:
    snippets = [Snippet(str(n), text) for n, text in enumerate(["The crane lifts 90 tons.", "The sea is near.", CRANE])]
    assert [(s.id, round(share, 2)) for s, share in near_duplicates("The crane lifts 80 tons", snippets, 0.6)] == [
        ("2", 1.0),
        ("0", 0.6),
    ]


def test_a_search_says_the_ranks_of_both_retrievers_and_the_shared_words() -> None:
    later = Source("s", published=dt.date(2027, 1, 1))
    snippets = [Snippet("crane", CRANE), Snippet("docks", DOCKS, source=later), Snippet("sea", "Waves are blue.")]
    embedder = KeywordEmbedder(blind=["crane", "lifts"])
    index = build_index(snippets, embedder, Cache.in_memory())
    claim = Claim("c", "Five docks, and cranes that lift")
    found = {one.match.snippet.id: one for one in search(claim, index, embedder.encode([claim.text]), 3, TODAY)}
    assert found["docks"].match.standing is Standing.LATER
    assert (found["docks"].by_meaning, found["docks"].shared) == (1, ("five", "dock"))
    assert (found["crane"].by_words, found["crane"].shared) == (1, ("crane", "lift"))
    assert (found["sea"].by_words, found["sea"].shared) == (None, ())


def test_the_counts_of_an_evidence_set() -> None:
    old, undated = Source("a", publisher="P", published=dt.date(2020, 1, 1)), Source("b")
    snippets = [
        Snippet("1", "Abc.", source=old, valid_until=TODAY, place=Place("x.yaml", 2)),
        Snippet("2", "abc", valid_until=dt.date(2026, 3, 14), place=Place("x.yaml", 3)),
        Snippet("3", "Abcdefg.", source=old, valid_until=dt.date(2026, 4, 15), place=Place("y.yaml", 1)),
    ]
    stats = evidence_stats(snippets, [old, undated], TODAY)
    assert (stats.snippets, stats.texts, stats.sources, stats.unused) == (3, 2, 2, 1)
    assert stats.publishers == {"P": 2, "": 1}
    assert (stats.dates.oldest, stats.dates.newest, stats.dates.undated) == (old.published, old.published, 1)
    assert (stats.lengths.shortest, stats.lengths.median, stats.lengths.longest) == (3, 4, 8)
    assert (stats.expired, stats.expiring) == (1, 1)
    assert stats.files == {"x.yaml": (2, 0), "y.yaml": (1, 0)}
