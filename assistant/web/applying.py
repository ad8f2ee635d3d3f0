"""From a plan to an application: which authority gets which items, forms and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.cases.model import FilledBox, FilledForm, Part
from assistant.catalog.expressions import Expression
from assistant.catalog.model import Fact
from assistant.catalog.values import DocumentValue, to_json
from assistant.engine.answers import Answer
from assistant.engine.facts import Facts
from assistant.engine.outcomes import State
from assistant.engine.plan import Entry, Plan
from assistant.forms import fill as filling
from assistant.web.drafts import SKIPPED


@dataclass(frozen=True)
class PaperFacts:
    """The facts as forms print them: an optional question that was skipped leaves its box empty."""

    facts_: Facts

    @property
    def facts(self) -> Mapping[str, Fact]:
        return self.facts_.facts

    def value(self, fact: str, /) -> Any | None:
        found = self.facts_.value(fact)
        return None if found is SKIPPED and self.facts[fact].optional else found

    def answer(self, fact: str, /) -> Answer | None:
        return self.facts_.answer(fact)

    def applies(self, condition: Expression | None, /) -> bool | None:
        return self.facts_.applies(condition)


def filled_forms(plan: Plan) -> tuple[filling.FilledForm, ...]:
    """Every form that will be filed, as it stands now."""
    lookup = PaperFacts(plan.facts)
    return tuple(filling.fill(form, lookup) for form in plan.forms)


def filed_entries(plan: Plan) -> tuple[Entry, ...]:
    """The entries that are handed in here: an authority to send them to, and a form that goes there."""
    return tuple(entry for entry in plan.entries if _is_filed(entry))


def _is_filed(entry: Entry) -> bool:
    item = entry.outcome.item
    decided = entry.state in (State.FITS, State.PERSON_DECIDES)
    return decided and not item.handover and item.department is not None and item.form is not None


def parts_of(plan: Plan) -> tuple[Part, ...]:
    """One part for each authority, in the order of the list."""
    forms = {form.form: form for form in filled_forms(plan)}
    by_department: dict[str, list[Entry]] = {}
    for entry in filed_entries(plan):
        by_department.setdefault(str(entry.outcome.item.department), []).append(entry)
    return tuple(_part(department, entries, forms, plan) for department, entries in by_department.items())


def _part(department: str, entries: list[Entry], forms: Mapping[str, filling.FilledForm], plan: Plan) -> Part:
    first = {str(e.outcome.item.form): e.id for e in reversed(entries)}  # a form shared by two items goes once
    names = dict.fromkeys(str(e.outcome.item.form) for e in entries)
    filled = tuple(_frozen(forms[name], first[name], plan) for name in names)
    return Part(department, tuple(e.id for e in entries), filled, _files(entries, forms, plan))


def _frozen(form: filling.FilledForm, item: str, plan: Plan) -> FilledForm:
    boxes = tuple(
        FilledBox(box.fact, box.label, to_json(plan.facts.value(box.fact)), box.text)  # type: ignore[arg-type]
        for box in form.boxes
        if box.state is filling.BoxState.FILLED
    )
    return FilledForm(form.form, form.title, item, boxes)


def _files(entries: list[Entry], forms: Mapping[str, filling.FilledForm], plan: Plan) -> tuple[str, ...]:
    """The uploads that belong to these items: named by a box of their forms or by one of their papers."""
    facts = [box.fact for e in entries for box in forms[str(e.outcome.item.form)].boxes]
    documents = plan.rules.catalog.definitions.documents
    facts += [str(documents[p.document].fact) for e in entries for p in e.papers if documents[p.document].fact]
    values = [plan.facts.value(name) for name in dict.fromkeys(facts) if name in plan.rules.facts]
    return tuple(dict.fromkeys(name for v in values if isinstance(v, DocumentValue) for name in v.files))
