"""The flow of a service drawn as SVG: two columns, and curves only for what has to be done before something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from assistant.cli_picture import Flow, Question, Step

FONTS = "'Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"
WIDTH = 1240
TOP = 132
LEFT, LEFT_WIDTH = 28, 500
RIGHT, RIGHT_WIDTH = 568, 500
ROW, HEAD, GAP = 46, 38, 8
SMALL, NORMAL = 12, 15
RAIL = RIGHT + RIGHT_WIDTH + 120  # where lines run that many items share
MANY = 4  # so many items after one share a line
STYLE = (
    "text{font-family:" + FONTS + ";fill:#1b2733}.s{font-size:12px;fill:#4a5966}.n{font-size:15px}"
    ".h{font-size:16px;font-weight:700;fill:#12466b}.c{font-size:12px;fill:#12466b;text-anchor:end}"
    ".k{font-size:13px;font-weight:700;fill:#fff;text-anchor:middle}"
    ".q{fill:#f5f8fa;stroke:#cfd9e0}.i{fill:#fffdf6;stroke:#dccf9f}.o{stroke-dasharray:4 3}"
    ".d{fill:#fff}.a{fill:none;stroke:#b3541e;stroke-width:1.6}"
    ".b{fill:none;stroke:#7c8a96;stroke-width:1.3;stroke-dasharray:5 4}"
)
MARKER = (
    '<marker id="{0}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="{1}"/></marker>'
)


def draw(flow: Flow) -> str:
    """The picture as one SVG document that needs nothing from elsewhere."""
    left, questions_end = _questions(flow.questions)
    right, middles, steps_end = _steps(flow)
    height = max(questions_end, steps_end) + 52
    about = (
        f"左边是按次序问的 {len(flow.questions)} 个问题，注明什么情况下才问、关系到哪几件事；"
        f"右边是 {len(flow.steps)} 件事，按阶段排列，注明什么情况下要办。右边的线从先办的事指向后办的事。"
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="picture-title picture-desc">',
        f'<title id="picture-title">{escape(f"{flow.title}：问什么，办什么")}</title>',
        f'<desc id="picture-desc">{escape(about)}</desc>',
        f"<style>{STYLE}</style>",
        f"<defs>{MARKER.format('hard', '#b3541e')}{MARKER.format('soft', '#7c8a96')}</defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_headline(flow),
        *left,
        *right,
        *_arrows(flow.steps, middles),
        f'<text class="s" x="{LEFT}" y="{height - 20}">另有 {flow.only_for_boxes} 个问题不影响办哪些事，'
        "只用来填表、选说法，要填到时才问。</text>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _headline(flow: Flow) -> Iterator[str]:
    yield f'<text x="{LEFT}" y="44" font-size="26" font-weight="700">{escape(flow.title)}：问什么，办什么</text>'
    yield f'<text class="s" x="{LEFT}" y="70">{escape(flow.place)} · {flow.day} 的规则 · 由定义自动画出</text>'
    yield f'<text class="h" x="{LEFT}" y="112">问题（按问的次序）</text>'
    yield f'<text class="h" x="{RIGHT}" y="112">要办的事（按阶段）</text>'
    x = RIGHT + 20
    yield f'<path class="a" d="M{x} 66h34" marker-end="url(#hard)"/>'
    yield f'<text class="s" x="{x + 42}" y="70">办完前一件才能办</text>'
    yield f'<path class="b" d="M{x + 162} 66h34" marker-end="url(#soft)"/>'
    yield f'<text class="s" x="{x + 204}" y="70">最好先办前一件</text>'
    yield f'<rect class="i o" x="{x + 314}" y="57" width="34" height="16" rx="4"/>'
    yield f'<text class="s" x="{x + 356}" y="70">别的部门的事</text>'


def _questions(questions: Sequence[Question]) -> tuple[list[str], int]:
    """The left column, and where it ends."""
    lines: list[str] = []
    y = TOP
    for section, group in groupby(questions, key=lambda question: question.section):
        lines.append(_heading(LEFT, y, section))
        y += HEAD
        for question in group:
            leads = f"→ {numbers(question.leads_to)}" if question.leads_to else "→ 提醒"
            opened = f"{question.opened_by}时问" if question.opened_by else "没有前提，用得到就问"
            lines += _box("q", "#3b6f92", LEFT, y, LEFT_WIDTH, question.number, question.title, opened, leads)
            y += ROW + GAP
        y += GAP
    return lines, y


def _steps(flow: Flow) -> tuple[list[str], dict[int, int], int]:
    """The right column, the middle of every box, and where the column ends."""
    lines: list[str] = []
    middles: dict[int, int] = {}
    y = TOP
    for stage, group in groupby(flow.steps, key=lambda step: step.stage):
        lines.append(_heading(RIGHT, y, stage))
        y += HEAD
        for step in group:
            look = " · ".join(_notes(step))
            kind = "i o" if step.another_office else "i"
            lines += _box(kind, "#9a7a16", RIGHT, y, RIGHT_WIDTH, step.number, step.title, step.when, look)
            middles[step.number] = y + ROW // 2
            y += ROW + GAP
        y += GAP
    return lines, middles, y


def _notes(step: Step) -> Iterator[str]:
    before = (*step.after, *step.better_after)
    if before:
        yield f"先办 {numbers(before)}"
    if step.decided_by:
        yield f"看第 {numbers(step.decided_by)} 题"


def _heading(x: int, y: int, words: str) -> str:
    return f'<text class="h" x="{x}" y="{y + 24}">{escape(words)}</text>'


def _box(
    kind: str, colour: str, x: int, y: int, width: int, number: int, title: str, small: str, corner: str
) -> Iterator[str]:
    """A box with its number, a line in normal and one in small print, and a note in its upper right corner."""
    room, middle = width - 58, y + ROW // 2
    yield f"<g><title>{escape(f'{number}. {title}：{small}')}</title>"
    yield f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{ROW}" rx="6"/>'
    yield f'<circle cx="{x + 23}" cy="{middle}" r="14" fill="{colour}"/>'
    yield f'<text class="k" x="{x + 23}" y="{middle + 5}">{number}</text>'
    note = cut(corner, 270, SMALL)
    head = cut(title, room - wide(note, SMALL) - 12, NORMAL)
    yield f'<text class="n" x="{x + 46}" y="{y + 20}">{escape(head)}</text>'
    yield f'<text class="c" x="{x + width - 10}" y="{y + 19}">{escape(note)}</text>'
    yield f'<text class="s" x="{x + 46}" y="{y + 38}">{escape(cut(small, room, SMALL))}</text></g>'


def _arrows(steps: Sequence[Step], middles: dict[int, int]) -> Iterator[str]:
    """In the margin: curves from what comes first to what follows, and a rail for what nearly everything follows."""
    kinds = (
        ("b", "soft", RAIL + 16, [(before, step.number) for step in steps for before in step.better_after]),
        ("a", "hard", RAIL, [(before, step.number) for step in steps for before in step.after]),
    )
    for kind, marker, x, edges in kinds:
        followed = Counter(before for before, _after in edges)
        common = [edge for edge in edges if followed[edge[0]] >= MANY]
        yield from _rail(kind, marker, x, common, middles)
        for before, after in edges:
            if (before, after) not in common:
                yield _arrow(kind, marker, middles[before], middles[after])


def _rail(kind: str, marker: str, x: int, edges: Sequence[tuple[int, int]], middles: dict[int, int]) -> Iterator[str]:
    """One line down the margin that all of these share; each box says itself what comes before it."""
    edge = RIGHT + RIGHT_WIDTH
    starts = sorted({middles[before] - 12 for before, _after in edges})
    ends = sorted({middles[after] + (5 if kind == "b" else -2) for _before, after in edges})
    if not edges:
        return
    yield f'<path class="{kind}" d="M{x} {min(starts + ends)}V{max(starts + ends)}"/>'
    for y in starts:
        yield f'<path class="{kind}" d="M{edge} {y}H{x}"/><circle cx="{edge}" cy="{y}" r="4" class="{kind} d"/>'
    for y in ends:
        yield f'<path class="{kind}" d="M{x} {y}H{edge + 3}" marker-end="url(#{marker})"/>'


def _arrow(kind: str, marker: str, start: int, end: int) -> str:
    x, down = RIGHT + RIGHT_WIDTH, 10 if end > start else -10
    bow = x + min(RAIL - x - 8, 20 + abs(end - start) // 19)
    return (
        f'<path class="{kind}" d="M{x} {start + down}C{bow} {start + down} {bow} {end - down} {x + 3} {end - down}" '
        f'marker-end="url(#{marker})"/>'
    )


def numbers(found: Sequence[int]) -> str:
    """Numbers with those in a row drawn together: 1–3、7."""
    runs: list[list[int]] = []
    for number in sorted(found):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def wide(words: str, size: int) -> float:
    """How wide a line is drawn: Chinese signs take a square, others about half of one."""
    return sum(size if ord(sign) > 0x2E7F else size * 0.56 for sign in words)


def cut(words: str, room: float, size: int) -> str:
    """The line, or as much of it as there is room for."""
    if wide(words, size) <= room:
        return words
    kept = words
    while kept and wide(kept, size) + size > room:
        kept = kept[:-1]
    return f"{kept}…"
