"""A hand-made report with every case that a format must show. Publishers' texts are invented for the tests."""

from __future__ import annotations

import datetime as dt

from factcheck.datatypes import (
    Arithmetic,
    Article,
    Assessment,
    Claim,
    Label,
    Match,
    ModelRecord,
    Outcome,
    Place,
    Provenance,
    Reason,
    Report,
    Snippet,
    Source,
    Stance,
    StanceProbs,
    Standing,
    Unchecked,
    Verdict,
    Waiver,
)

TODAY = dt.date(2025, 9, 12)

HOSTILE = "<script>alert('claim')</script> | **bold** @octocat `code` [x](javascript:alert(1)) \x1b[31mred \u202eevil"

REUTERS = Source(
    "reuters-2025-08-11",
    "Nvidia and AMD to pay 15% of China chip sale revenue to the US",
    "Reuters",
    "https://www.reuters.example/technology/nvidia-amd-china-revenue-2025-08-11/",
    "",
    dt.date(2025, 8, 11),
    dt.date(2025, 9, 12),
)
TRADE = Source(
    "chipbrief-2025-09-05",
    "Alibaba's Zhenwu: what the data sheet says, and what it leaves out",
    "Chip Brief",
    "https://chipbrief.example/zhenwu-data-sheet",
    "Lin Qiao",
    dt.date(2025, 9, 5),
    dt.date(2025, 9, 11),
)
BENCH = Source(
    "open-bench-2025-08",
    "Inference throughput of eight accelerators, August 2025",
    "Open Bench Consortium",
    "https://openbench.example/2025-08/report.pdf",
    "",
    dt.date(2025, 8, 28),
)
KURIER = Source(
    "technik-kurier-2025-09-10",
    "Chinas Chips holen auf",
    "Technik-Kurier",
    "https://technik-kurier.example/chinas-chips",
    "",
    dt.date(2025, 9, 10),
)
SHEET = Source("nvidia-h20-sheet", "H20 Tensor Core GPU data sheet", "Nvidia", "https://nvidia.example/h20.pdf")
LATER = Source(
    "reuters-2025-09-17",
    "China tells its tech companies to stop buying Nvidia's AI chips",
    "Reuters",
    "https://www.reuters.example/world/china-stop-buying-2025-09-17/",
    "",
    dt.date(2025, 9, 17),
)
HOSTILE_SOURCE = Source(
    "hostile",
    '"><img src=x onerror=alert(1)> @octocat | `tick` #1',
    "<b>Bold Press</b>",
    "javascript:alert(document.cookie)",
    "",
    dt.date(2025, 9, 1),
)
ARTICLE = Article(
    "Alibabas neuer Chip soll Nvidia Konkurrenz machen",
    "https://wirtschaft.example/alibaba-zhenwu",
    "Wirtschaft Heute",
    "Jana Behrens",
    dt.date(2025, 9, 11),
    "de",
)


def snippet(
    id: str, text: str, source: Source | None, locator: str = "", lang: str = "en", until: dt.date | None = None
) -> Snippet:
    """A snippet as the evidence files of this example have it."""
    return Snippet(id, text, source, locator, lang, until, ("chips",), Place("evidence/chips.yaml", 10 + len(id)))


H20_VS_H100 = snippet(
    "h20-vs-h100",
    "The H20 was designed for the Chinese market after export controls barred the H100; its peak performance is "
    "roughly a sixth of the H100's.",
    REUTERS,
    "para 4",
)
H20_LIMIT = snippet(
    "h20-limit",
    "Washington lets Nvidia sell the H20 in China, the most capable of its AI accelerators still allowed there.",
    REUTERS,
    "para 6",
)
REVENUE = snippet(
    "revenue-15-percent",
    "Nvidia agreed to hand over 15 percent of the revenue from H20 sales in China to the US government.",
    REUTERS,
    "para 1",
)
ZHENWU_SPEC = snippet(
    "zhenwu-spec",
    "On paper the Zhenwu matches Nvidia's H20: 96 GB of HBM2e memory, 700 GB/s between chips and a 400 W envelope.",
    TRADE,
    "table 2",
)
ZHENWU_BENCH = snippet(
    "zhenwu-bench",
    "In every inference workload we measured, the Zhenwu trailed the H20, by 31 % in the median.",
    BENCH,
    "p. 14, fig. 6",
)
ZHENWU_DE = snippet(
    "zhenwu-de",
    "Nach Angaben des Staatsfernsehens liegt der Zhenwu-Chip bei Speicher und Bandbreite gleichauf mit Nvidias H20.",
    KURIER,
    "Absatz 3",
    "de",
)
H20_MEMORY = snippet("h20-memory", "GPU memory: 96 GB HBM3. Memory bandwidth: 4.0 TB/s.", SHEET, "p. 2")
STOP_BUYING = snippet(
    "stop-buying", "China's internet regulator told the biggest technology companies to stop buying.", LATER, "para 1"
)
OLD_LICENCE = snippet(
    "old-licence",
    "No licence has been granted for H20 exports to China.",
    REUTERS,
    "box",
    "en",
    dt.date(2025, 8, 31),
)
FAB = snippet("fab-note", "The foundry has not commented on which node the new accelerators are made.", None)
HOSTILE_SNIPPET = snippet(
    "hostile-snippet",
    "</blockquote><script>alert('snippet')</script> | a | b | \u202eetihw",
    HOSTILE_SOURCE,
    "<i>p</i>",
)


def assess(
    rank: int,
    snip: Snippet,
    stance: Stance,
    sure: float,
    standing: Standing = Standing.COUNTS,
    duplicates: tuple[str, ...] = (),
    windows: int = 1,
    arithmetic: Arithmetic | None = None,
) -> Assessment:
    """An assessment with ``sure`` for the stance; two thirds of the rest go to the first of the other two."""
    rest = 1 - sure
    shares = {
        Stance.SUPPORTS: (sure, rest / 3, 2 * rest / 3),
        Stance.CONTRADICTS: (rest / 3, sure, 2 * rest / 3),
        Stance.NEUTRAL: (2 * rest / 3, rest / 3, sure),
    }
    match = Match(snip, rank, round(0.82 - 0.04 * rank, 2), standing, duplicates)
    return Assessment(match, StanceProbs(*shares[stance]), windows, arithmetic=(arithmetic,) if arithmetic else ())


def claim(
    id: str,
    text: str,
    line: int = 0,
    *,
    file: str = "claims/chips.yaml",
    quote: str = "",
    speaker: str = "",
    as_of: dt.date | None = None,
    expect: Label | Reason | None = None,
    waive: Waiver | None = None,
    tags: tuple[str, ...] = ("chips",),
    lang: str = "en",
    article: Article | None = None,
) -> Claim:
    """A claim at a line of a file, or in no file when the line is 0."""
    where = Place(file, line) if line else None
    return Claim(id, text, quote, None, "", speaker, as_of, expect, waive, tags, lang, article, where)


def verdict(
    of: Claim,
    label: Label,
    confidence: float,
    why: str,
    *assessments: Assessment,
    reason: Reason | None = None,
    outcome: Outcome = Outcome.PASSED,
) -> Verdict:
    """A verdict as of the claim's own date, else of the day of the check."""
    return Verdict(of, label, reason, confidence, why, of.as_of or TODAY, outcome, assessments)


SUP, CON, NEU = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.NEUTRAL

CHIPS = (
    verdict(
        claim(
            "zhenwu-rivals-h20",
            "Zhenwu rivals H20.",
            4,
            quote="Der Zhenwu sei dem H20 von Nvidia ebenbürtig, heißt es aus dem Unternehmen.",
            speaker="The Information",
            as_of=dt.date(2025, 9, 11),
            expect=Label.SUPPORTED,
            tags=("chips", "alibaba"),
            article=ARTICLE,
        ),
        Label.UNKNOWN,
        0.74,
        "Strong evidence on both sides: Chip Brief supports it (96 %), Open Bench Consortium contradicts it (93 %).",
        assess(1, ZHENWU_SPEC, SUP, 0.958, duplicates=("zhenwu-spec-copy",)),
        assess(2, ZHENWU_BENCH, CON, 0.931, windows=3),
        assess(3, ZHENWU_DE, SUP, 0.882),
        assess(4, H20_VS_H100, NEU, 0.91),
        assess(5, H20_MEMORY, NEU, 0.87),
        assess(6, FAB, NEU, 0.97),
        assess(7, STOP_BUYING, NEU, 0.9, Standing.LATER),
        reason=Reason.CONFLICTING,
        outcome=Outcome.FINDING,
    ),
    verdict(
        claim("h20-strongest", "The H20 is the strongest AI chip Nvidia has ever made.", 14),
        Label.CONTRADICTED,
        0.962,
        "Reuters contradicts it (97 %); nothing supports it.",
        assess(1, H20_VS_H100, CON, 0.971),
        assess(2, H20_LIMIT, NEU, 0.62),
        assess(3, REVENUE, NEU, 0.98),
        outcome=Outcome.FINDING,
    ),
    verdict(
        claim("h20-memory", "The H20 has 96 gigabytes of memory.", 18, expect=Label.SUPPORTED),
        Label.SUPPORTED,
        0.985,
        "Nvidia supports it (98 %): 96 GB = 96 gigabytes.",
        assess(1, H20_MEMORY, SUP, 0.984, arithmetic=Arithmetic(True, "96 GB = 96 gigabytes")),
        assess(2, ZHENWU_SPEC, NEU, 0.7),
    ),
    verdict(
        claim("zhenwu-memory", "The Zhenwu carries more than 100 GB of memory.", 22, expect=Label.CONTRADICTED),
        Label.CONTRADICTED,
        0.94,
        "Chip Brief contradicts it (95 %): 96 GB is not more than 100 GB.",
        assess(1, ZHENWU_SPEC, CON, 0.95, arithmetic=Arithmetic(False, "96 GB is not more than 100 GB")),
        assess(2, H20_MEMORY, NEU, 0.81, arithmetic=Arithmetic(False, "96 GB is not more than 100 GB")),
    ),
    verdict(
        claim("revenue-share", "The US takes 15 % of Nvidia's H20 revenue in China.", 26, tags=("chips", "policy")),
        Label.SUPPORTED,
        0.998,
        "Reuters supports it (>99 %): 15 percent = 15 %.",
        assess(1, REVENUE, SUP, 0.997),
    ),
    verdict(
        claim("zhenwu-node", "The Zhenwu is made on a 7 nm process.", 30, expect=Label.SUPPORTED),
        Label.UNKNOWN,
        0.68,
        "1 snippet bears on it, none decides.",
        assess(1, FAB, NEU, 0.79),
        assess(2, ZHENWU_SPEC, SUP, 0.41),
        reason=Reason.NOT_ENOUGH,
        outcome=Outcome.FINDING,
    ),
    verdict(
        claim("zhenwu-price", "A Zhenwu card costs less than half of an H20.", 34, expect=Reason.NO_EVIDENCE),
        Label.UNKNOWN,
        0.91,
        "No snippet bears on what the claim asserts.",
        assess(1, ZHENWU_SPEC, NEU, 0.98),
        assess(2, REVENUE, NEU, 0.99),
        reason=Reason.NO_EVIDENCE,
    ),
)

EXPORT = "claims/export.yaml"

EXPORTS = (
    verdict(
        claim(
            "stop-buying",
            "Chinese authorities told technology companies to stop buying Nvidia's AI chips.",
            3,
            file=EXPORT,
            as_of=dt.date(2025, 9, 1),
            tags=("policy",),
        ),
        Label.UNKNOWN,
        0.57,
        "The only snippet that bears on it was published after 2025-09-01.",
        assess(1, STOP_BUYING, SUP, 0.96, Standing.LATER),
        assess(2, H20_LIMIT, NEU, 0.88),
        reason=Reason.NOT_ENOUGH,
    ),
    verdict(
        claim("h20-allowed", "Nvidia may sell the H20 in China.", 8, file=EXPORT, tags=("policy",)),
        Label.SUPPORTED,
        0.93,
        "Reuters supports it (95 %); the snippet against it has expired.",
        assess(1, H20_LIMIT, SUP, 0.951),
        assess(2, OLD_LICENCE, CON, 0.92, Standing.EXPIRED),
    ),
    verdict(
        claim(
            "h20-equals-h100",
            "The H20 is as fast as the H100.",
            12,
            file=EXPORT,
            waive=Waiver(dt.date(2026, 1, 31), "second source requested"),
            tags=("policy", "second-source"),
        ),
        Label.CONTRADICTED,
        0.9,
        "Reuters contradicts it (91 %).",
        assess(1, H20_VS_H100, CON, 0.91),
        outcome=Outcome.WAIVED,
    ),
    verdict(
        claim(
            "revenue-quarter",
            "The US takes a quarter of Nvidia's H20 revenue in China.",
            17,
            file=EXPORT,
            waive=Waiver(dt.date(2025, 8, 31), "author on holiday"),
        ),
        Label.CONTRADICTED,
        0.97,
        "Reuters contradicts it (97 %): 15 percent is not a quarter (25 %).",
        assess(1, REVENUE, CON, 0.97),
        outcome=Outcome.FINDING,
    ),
    verdict(
        claim("nodes-conflict", "The Zhenwu beats the H20.", 21, file=EXPORT, expect=Reason.CONFLICTING, tags=()),
        Label.UNKNOWN,
        0.004,
        "Strong evidence on both sides.",
        assess(1, ZHENWU_DE, SUP, 0.8),
        assess(2, ZHENWU_BENCH, CON, 0.999),
        reason=Reason.CONFLICTING,
    ),
)

HOSTILES = (
    verdict(
        claim("<hostile id>", HOSTILE, 2, file="claims/hostile|file.yaml", speaker="<em>Eve</em>", tags=('"tag"',)),
        Label.CONTRADICTED,
        0.88,
        "<b>Bold Press</b> contradicts it | @octocat.",
        assess(1, HOSTILE_SNIPPET, CON, 0.9, arithmetic=Arithmetic(False, f"1 {HOSTILE} ≠ 2 {HOSTILE}")),
        outcome=Outcome.FINDING,
    ),
    verdict(
        claim("hebrew", "השבב H20 נמכר בסין.", 6, file="claims/hostile|file.yaml", lang="he", tags=()),
        Label.SUPPORTED,
        0.83,
        "Reuters supports it (86 %).",
        assess(1, H20_LIMIT, SUP, 0.86),
    ),
    verdict(
        claim("long-word", f"Donaudampfschiff{'fahrtsgesellschaft' * 12} has no evidence.", tags=()),
        Label.UNKNOWN,
        0.95,
        "No snippet bears on what the claim asserts.",
        reason=Reason.NO_EVIDENCE,
    ),
)

UNCHECKED = (
    Unchecked(
        claim("broken-span", "It was the first of its kind.", 38, quote="Er war der erste.", article=ARTICLE),
        "The sentence does not say what “it” refers to; write the claim so that it stands alone.",
    ),
    Unchecked(
        claim("waived-span", "They doubled output.", 25, file=EXPORT, waive=Waiver(dt.date(2025, 12, 31), "rewording")),
        "The verifier gave no usable answer for 1 of 8 snippets.",
        Outcome.WAIVED,
    ),
)

PROVENANCE = Provenance(
    tool_version="0.1.0",
    created=dt.datetime(2025, 9, 12, 8, 30, 5, tzinfo=dt.UTC),
    today=TODAY,
    embedder=ModelRecord("all-MiniLM-L6-v2@53aa51172d14", "float32"),
    verifier=ModelRecord("factcheck-large-v1@9f2c11d0aa37", "float32"),
    aggregation="v1@4be0c9d1",
    index_fingerprint="5b3c0f6a8b0a4be0c9d1f1c2d3e4f5061728394a5b6c7d8e9f00112233445566",
    n_snippets=412,
    k=8,
    fail_on=("contradicted", "unchecked"),
    claims_files={"claims/chips.yaml": "a" * 64, EXPORT: "b" * 64, "claims/hostile|file.yaml": "c" * 64},
    evidence_files={"evidence/chips.yaml": "d" * 64},
)

REPORT = Report("claims", (*CHIPS, *EXPORTS, *HOSTILES), UNCHECKED, PROVENANCE)
"""Every label, reason, outcome and standing; hostile, right-to-left and unbreakable text; unchecked and waived."""

EMPTY = Report("empty", (), (), PROVENANCE)
"""A report without claims."""
