"""Extract every string a resident can read, renew the translations, and compile them.

``python -m scripts.messages`` writes locales/messages.pot and renews locales/*/LC_MESSAGES/messages.po;
``--compile`` only compiles; ``--check`` fails when the template is not what the sources say.
Chinese in traditional characters is made by OpenCC, and locales/zh_Hant/overrides.yaml has the last word.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog as Messages
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel

from assistant.catalog.checking import each_value
from assistant.catalog.cities import assemble_city
from assistant.catalog.figures import figure_pattern
from assistant.catalog.loader import Definitions, load_definitions
from assistant.catalog.model import Parameter, Unit
from assistant.web.traditional import to_traditional

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "messages.pot"
HEADING = "# What residents read, renewed by `python -m scripts.messages`; only translations are kept."
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "Message": None}
# Keys of definitions whose text a resident reads.
TEXT_KEYS = frozenset({
    "title", "question", "hint", "why", "say", "text", "if_not", "none_option", "consent", "note", "card", "authority",
    "where", "how", "next", "fee", "takes", "output", "refusals", "remedy", "formula_text", "short", "lead", "opening",
    "closing", "notice_of_privacy", "before_you_start", "declaration", "consents", "label", "issuer", "shared_from",
    "because", "about",
})  # fmt: skip


def main() -> int:
    if "--compile" in sys.argv:
        return _compile()
    fresh = extracted()
    if "--check" in sys.argv:
        return _check(fresh)
    LOCALES.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(_written(fresh))
    for language in ("zh_Hant", "en"):
        _renew(language, fresh)
    return _compile()


def extracted() -> Messages:
    """Every string of code, templates and definitions, with where it stands."""
    messages = _empty()
    for file, line, text, _comments, _context in extract_from_dir(ROOT / "assistant", METHODS, keywords=KEYWORDS):
        messages.add(text, locations=[(f"assistant/{file}", line)])
    for text, place in definition_texts():
        messages.add(text, locations=[(place, 0)])
    return messages


def definition_texts() -> Iterator[tuple[str, str]]:
    """The texts of the definitions as they are looked up, with the definition they stand in."""
    found = load_definitions(ROOT / "assistant" / "flows")
    for name, title in changing_figures(found):
        yield title, f"parameter:{name}"
    things: list[tuple[str, str, BaseModel]] = [
        *(("fact", name, fact) for name, fact in found.facts.items()),
        *(("document", name, document) for name, document in found.documents.items()),
        *(("form", name, form) for name, form in found.forms.items()),
        *(("service", name, service) for name, service in found.services.items()),
        *(("item", name, version.item) for name, versions in found.items.items() for version in versions),
        *(("city", pack.city, pack) for packs in found.packs.values() for pack in packs),
    ]
    if found.entitlement is not None:
        things.append(("entitlement", "entitlement", found.entitlement))
    for kind, name, thing in things:
        for text in texts_of(thing):
            yield text, f"{kind}:{name}"
    packed = (parameter for packs in found.packs.values() for pack in packs for parameter in pack.parameters)
    for parameter in (*found.parameters.values(), *packed):
        yield from ((text, f"parameter:{parameter.id}") for text in words_of(parameter))


def words_of(parameter: Parameter) -> Iterator[str]:
    """The figures of a parameter that are words: 「3 张」. Numbers and phones need no translation."""
    if parameter.unit is Unit.TEXT:
        values = (figure.value for figure in parameter.values)
        yield from (value for value in values if isinstance(value, str) and re.search(r"[\u4e00-\u9fff]", value))


def changing_figures(found: Definitions) -> Iterator[tuple[str, str]]:
    """Figures with more than one value in a place, and their titles: the page of changes names them."""
    for city, packs in ((None, ()), *found.packs.items()):
        place = assemble_city(city or "", packs, found)
        for name, parameter in place.parameters.items():
            if len(parameter.values) > 1 and parameter.unit is not Unit.NONE:
                yield name, parameter.title


def texts_of(thing: BaseModel) -> Iterator[str]:
    """The texts of one definition that a resident reads, as they are looked up."""
    for path, value in each_value(thing):
        keys = {part for part in path if isinstance(part, str)}
        if path[-1] == "when":  # a city's replacement is plain data: its conditions are not parsed, but no texts either
            continue
        if isinstance(value, str) and value and keys & TEXT_KEYS and not keys & {"parameters", "source"}:
            yield figure_pattern(value)


def _empty(language: str | None = None) -> Messages:
    """A catalog without Babel's own heading, whose year would make the template stale every January."""
    return Messages(locale=language, project="onething", charset="utf-8", header_comment=HEADING)


def _written(messages: Messages) -> bytes:
    buffer = BytesIO()
    write_po(buffer, messages, sort_output=True, omit_header=False, include_lineno=False, width=110)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    # The day of extraction would make every template differ from the last.
    return "".join(line for line in lines if not line.startswith('"POT-Creation-Date')).encode()


def _check(fresh: Messages) -> int:
    if TEMPLATE.is_file() and TEMPLATE.read_bytes() == _written(fresh):
        return 0
    sys.stdout.write("locales/messages.pot is stale: run `make messages` and commit what changes.\n")
    return 1


def _renew(language: str, fresh: Messages) -> None:
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = read_po(path.open("rb"), locale=language) if path.is_file() else Messages(locale=language)
    known = {m.id: m.string for m in kept if m.id and m.string}
    renewed = _empty(language)
    convert = _traditional if language == "zh_Hant" else None
    for message in fresh:
        if message.id:
            string = convert(message.id) if convert else known.get(message.id, "")
            renewed.add(message.id, string, locations=message.locations)
    path.write_bytes(_written(renewed))


def _traditional(text: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """A text, or the one form of a count, in traditional characters."""
    return (to_traditional(text[0]),) if isinstance(text, tuple) else to_traditional(text)


def _compile() -> int:
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as stream, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(stream, locale=path.parent.parent.name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
