"""The command line: check definitions, walk them, explain a decision, look after what is kept.

Each command imports what it needs itself, so that ``onething --help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from assistant.cli_errors import says_what_is_wrong
from assistant.cli_kb import kb

city_option = click.option("--city", metavar="ID", help="City pack, for example chengdu.")
date_option = click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rules hold; today where left out."
)


def _day(day: datetime | None) -> date:
    from assistant.cli_catalog import today

    return day.date() if day else today()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """一件事助手: check, walk and explain what is offered."""


@main.command()
@click.argument("service")
@city_option
@date_option
@click.option("--answers", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@says_what_is_wrong
def explain(service: str, city: str | None, day: datetime | None, file: Path) -> None:
    """Print the decision for a file of answers: reasons, papers, days, sums and the order."""
    from assistant.cli_catalog import bank_of, kept_catalog, read_answers
    from assistant.cli_explain import explained
    from assistant.engine.plan import Plan

    catalog, when = kept_catalog(), _day(day)
    plan = Plan(catalog.rules(city, when), service, bank_of(catalog, read_answers(file), when))
    for line in explained(plan):
        click.echo(line)


@main.command()
@click.argument("service")
@city_option
@date_option
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@says_what_is_wrong
def paths(service: str, city: str | None, day: datetime | None, as_json: bool) -> None:
    """Walk every path of a service: number, longest, what is asked always, sometimes, never, what comes out."""
    from assistant.cli_catalog import kept_catalog
    from assistant.cli_paths import as_data, in_words
    from assistant.engine.walk import Walker

    rules = kept_catalog().rules(city, _day(day))
    found = as_data(rules, Walker(rules, service).run())
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(in_words(found)))


@main.command()
@click.option("--service", metavar="ID", help="Walk only this service, for example funeral.")
@city_option
@date_option
@click.option("--quiet", is_flag=True, help="Only what cannot be read; without the walk over all paths.")
@says_what_is_wrong
def check(service: str | None, city: str | None, day: datetime | None, quiet: bool) -> None:
    """Read everything and walk every path, in the base and every city: what is wrong and how to mend it."""
    from assistant.cli_check import audit_all, read_all
    from assistant.engine.audit import Grade, count_sentences, tally

    catalog, topics = read_all()
    if quiet:
        return
    auditor = audit_all(catalog, topics, service, city, _day(day))
    findings = auditor.findings()
    for line in (*findings, *auditor.walked):
        click.echo(line)
    total, long = count_sentences(catalog)
    click.echo(f"{total} sentences, {long} longer than we aim for")
    counts = tally(findings)
    click.echo(f"{counts[Grade.ERROR]} errors, {counts[Grade.WARNING]} warnings")
    if counts[Grade.ERROR]:
        raise SystemExit(1)


@main.command()
@click.argument("old")
@click.argument("new")
@city_option
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@says_what_is_wrong
def diff(old: str, new: str, city: str | None, as_json: bool) -> None:
    """Which decisions, papers, days and sums change between two days (2026-06-30 2026-07-01) or two flows folders."""
    from assistant.cli_check import rules_of, worked_examples
    from assistant.engine import changes

    found = changes.compare_rules(rules_of(old, city), rules_of(new, city), worked_examples())
    shown = json.dumps(changes.as_json(found), ensure_ascii=False, indent=1) if as_json else changes.as_text(found)
    click.echo(shown)


@main.command()
@click.argument("service")
@city_option
@date_option
@click.option("--output", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the SVG here.")
@says_what_is_wrong
def picture(service: str, city: str | None, day: datetime | None, file: Path | None) -> None:
    """Draw the flow of a service as SVG: questions in their order, items by stage, what comes before what."""
    from assistant.cli_catalog import kept_catalog
    from assistant.cli_picture import read_flow
    from assistant.cli_picture_svg import draw

    drawn = draw(read_flow(kept_catalog().rules(city, _day(day)), service))
    if file is None:
        click.echo(drawn, nl=False)
    else:
        file.write_text(drawn, encoding="utf-8")


@main.command()
@click.argument("question")
@city_option
@date_option
@click.option("--explain", "why", is_flag=True, help="Show which words spoke for each topic.")
@says_what_is_wrong
def ask(question: str, city: str | None, day: datetime | None, why: bool) -> None:
    """Answer a question in free words, or say honestly that there is no answer."""
    from assistant.cli_ask import answered
    from assistant.cli_catalog import data_dir
    from assistant.match.answer import ask as find_answer
    from assistant.match.library import load_library

    library = load_library(data_dir() / "cache")
    library.catalog.rules(city, _day(day))  # says which cities there are
    for line in answered(library, find_answer(library, question, city=city, day=_day(day)), why):
        click.echo(line)


@main.command()
@says_what_is_wrong
def purge() -> None:
    """Delete what is past its time: old drafts with all that belongs to them, used tokens, logged questions."""
    from assistant.cli_catalog import today
    from assistant.people import retention
    from assistant.settings import load_settings
    from assistant.store import migrate
    from assistant.wiring import open_question_log, open_store

    settings = load_settings()
    store = open_store(settings)
    migrate(store.db.engine)
    purged = retention.purge(store, datetime.now(UTC))
    questions = open_question_log(settings).purge(today())
    store.close()
    click.echo(
        f"deleted: {purged.drafts} drafts, {purged.answers} answers, {purged.files} files, {purged.codes} codes, "
        f"{purged.tokens} tokens, {questions} questions"
    )


@main.command()
@says_what_is_wrong
def rotate() -> None:
    """Seal every personal value anew with the first key of the settings; safe to stop and run again."""
    from assistant.settings import load_settings
    from assistant.store import migrate
    from assistant.store.rotation import rotate as seal_anew
    from assistant.wiring import open_store

    store = open_store(load_settings())
    migrate(store.db.engine)
    done = seal_anew(store.db)
    store.close()
    click.echo(
        f"sealed anew: {done.values} values, {done.indexes} look-up indexes; "
        f"save codes that still need an old key: {done.codes_under_old_keys}"
    )


main.add_command(kb)


if __name__ == "__main__":
    sys.exit(main())
