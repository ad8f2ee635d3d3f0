"""From decisions to the shapes of the wire."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.catalog.catalog import Rules
from assistant.catalog.model import Fact, FactType, InForce, Item, Service
from assistant.engine.details import choose_text, sums
from assistant.engine.entitlement import CheckPlan, Finding
from assistant.engine.explain import Reason
from assistant.engine.facts import Facts
from assistant.engine.outcomes import State
from assistant.engine.plan import Entry, Plan, count_boxes
from assistant.engine.reach import facts_behind
from assistant.engine.timeline import turns_ahead
from assistant.web.api import schemas as out


def period(in_force: InForce) -> dict[str, str | None]:
    return {
        "from": in_force.from_.isoformat() if in_force.from_ else None,
        "to": in_force.to.isoformat() if in_force.to else None,
    }


def item_out(entry: Entry, service: Service) -> out.ItemOut:
    """One decided item; what goes with it is left out where it does not fit."""
    item, matters = entry.outcome.item, entry.state is not State.DOES_NOT_FIT
    return out.ItemOut(
        item=item.item,
        service=service.service,
        title=item.title,
        state=entry.state.value,
        core=item.item in service.core,
        reasons=reasons_out(entry.reasons),
        would_have_to_differ=reasons_out(entry.would_differ),
        documents=documents_out(entry) if matters else [],
        dates=[d for d in dates_out(entry) if matters or d.kind == "earliest"],
        amounts=amounts_out(entry) if matters else [],
        next=entry.texts.get("next") or entry.texts.get("card"),
        where=entry.texts.get("where"),
        authority=entry.texts.get("authority"),
        stage=item.stage,
        after=[*item.after.hard, *item.after.soft],
        status=item.status.value,
        source=item.source,
        in_force=period(item.in_force),
    )


def reasons_out(reasons: Iterable[Reason]) -> list[out.ReasonOut]:
    return [out.ReasonOut(text=str(r.text), facts=list(r.facts), source=r.source) for r in reasons]


def documents_out(entry: Entry) -> list[out.DocumentOut]:
    return [
        out.DocumentOut(
            document=p.document, title=p.title, waived=p.waived, who=p.who, form=p.form,
            copies=p.copies, optional=p.optional, note=p.note,
        )
        for p in entry.papers
    ]  # fmt: skip


def dates_out(entry: Entry) -> list[out.DateOut]:
    return [
        out.DateOut(
            id=d.id, date=d.day.isoformat() if d.day else None, title=d.title, kind=d.kind,
            certain=d.certain, hedge=d.hedge, source=d.source,
        )
        for d in entry.dates
    ]  # fmt: skip


def amounts_out(entry: Entry) -> list[out.AmountOut]:
    return [
        out.AmountOut(
            id=s.id, title=s.title, value=float(s.value) if s.value is not None else None, unit=s.unit.value,
            formula=s.in_words, hedge=s.hedge, source=s.source,
        )
        for s in sums(entry.outcome.item, entry.facts)
    ]  # fmt: skip


def question_out(plan: Plan) -> out.QuestionOut | None:
    if plan.question is None:
        return None
    fact = plan.question.fact
    return out.QuestionOut(
        fact=fact.id,
        title=fact.question or fact.title,
        type=fact.type.value,
        options=options_out(fact, plan.facts),
        hint=fact.hint,
        service=plan.service.service,
    )


def options_out(fact: Fact, facts: Facts | None = None) -> list[out.OptionOut]:
    """The options that can be chosen now; yes and no are options too, and so is 「不清楚」 where it is offered."""
    chosen = [o for o in fact.options if facts is None or facts.applies(o.when) is not False]
    options = [out.OptionOut(id=o.id, title=o.title) for o in chosen]
    if fact.type is FactType.YES_NO:
        options = [out.OptionOut(id="true", title="是"), out.OptionOut(id="false", title="否")]
    if fact.unsure:
        options.append(out.OptionOut(id="unsure", title="不清楚"))
    if fact.decline:
        options.append(out.OptionOut(id="declined", title="不愿说"))
    return options


def forms_out(plan: Plan) -> list[out.FormOut]:
    found = []
    for form in plan.forms:
        boxes, filled, missing = count_boxes(form, plan.facts)
        title = choose_text(form.title, plan.facts) or form.form
        found.append(out.FormOut(form=form.form, title=title, boxes=boxes, filled=filled, missing=list(missing)))
    return found


def notices_out(plan: Plan) -> list[out.NoticeOut]:
    return [
        out.NoticeOut(
            id=n.id, level=n.level, title=n.title, text=choose_text(n.text, plan.facts) or "", source=n.source
        )
        for n in plan.notices
    ]


def changes_out(services: Iterable[str], rules: Rules) -> list[out.ChangeOut]:
    """What changes soon for these services, each change once."""
    wanted = set(services)
    return [
        out.ChangeOut(
            date=turn.day.isoformat(), kind=turn.kind.value, id=turn.id, title=turn.title,
            services=list(turn.services), source=turn.source, hedge=turn.hedge,
            differences=[
                out.DifferenceOut(what=str(d.what), before=list(d.before), after=list(d.after))
                for d in turn.differences
            ],
        )
        for turn in turns_ahead(rules)
        if wanted & set(turn.services)
    ]  # fmt: skip


def evaluation_out(plans: list[Plan], rules: Rules) -> out.EvaluateResponse:
    """All plans together; the question is that of the first service that has one."""
    items = [item_out(e, plan.service) for plan in plans for e in (*plan.entries, *plan.left_out)]
    questions = [q for q in (question_out(plan) for plan in plans) if q is not None]
    unknown = {need.fact.id: None for plan in plans for need in plan.needs}
    return out.EvaluateResponse(
        items=items,
        order=[e.id for plan in plans for e in plan.entries],
        next_question=questions[0] if questions else None,
        forms=[form for plan in plans for form in forms_out(plan)],
        unknown_facts=list(unknown),
        notices=[n for plan in plans for n in notices_out(plan)],
        changes_ahead=changes_out((plan.service.service for plan in plans), rules),
        city=rules.city,
        date=rules.day.isoformat(),
        catalog=rules.catalog.hash,
    )


def entitlement_out(plan: CheckPlan) -> out.EntitlementResponse:
    """The list of the check as it stands, and the one question to ask next."""
    return out.EntitlementResponse(
        items=[finding_out(one) for one in plan.findings],
        next_question=question_out(plan),
        limit=plan.check.limit,
        notices=notices_out(plan),
        city=plan.rules.city,
        date=plan.rules.day.isoformat(),
        catalog=plan.rules.catalog.hash,
    )


def finding_out(one: Finding) -> out.FindingOut:
    item = one.item
    return out.FindingOut(
        item=item.item, service=item.service, title=item.title, likelihood=one.likelihood.value, door=one.door,
        reasons=[str(text) for text in one.reasons], source=one.source, status=item.status.value,
    )  # fmt: skip


def fact_out(fact: Fact) -> out.FactOut:
    return out.FactOut(
        id=fact.id,
        title=fact.title,
        type=fact.type.value,
        question=fact.question,
        hint=fact.hint,
        options=[out.OptionOut(id=o.id, title=o.title) for o in fact.options],
        fields=[_field_out(field) for field in fact.fields],
        unit=fact.unit.value,
        asked=Facts.can_ask(fact),
        unsure=fact.unsure,
        declined=fact.decline,
        sensitivity=fact.sensitivity.value,
        subject=fact.subject,
    )


def _field_out(field) -> dict[str, object]:  # type: ignore[no-untyped-def]
    options = [{"id": o.id, "title": o.title} for o in field.options]
    return {"id": field.id, "title": field.title, "type": field.type.value, "options": options,
            "optional": field.optional}  # fmt: skip


def service_out(service: Service, rules: Rules) -> out.ServiceOut:
    return out.ServiceOut(
        id=service.service,
        title=service.title,
        lead=service.lead,
        cities=list(rules.cities),
        in_force=period(service.in_force),
    )


def service_detail(service: Service, rules: Rules) -> out.ServiceDetail:
    items = rules.service_items(service.service)
    names = facts_behind(rules, service)
    forms = [rules.forms[item.form] for item in items if item.form]
    return out.ServiceDetail(
        **service_out(service, rules).model_dump(),
        items=[_service_item(item, service) for item in items],
        questions=[name for name, fact in rules.facts.items() if name in names and Facts.can_ask(fact)],
        forms=[
            out.FormOut(form=f.form, title=f.title[-1].text, boxes=sum(len(s.boxes) for s in f.sections), filled=0,
                        missing=[])
            for f in forms
        ],
        sources=list(dict.fromkeys(item.source for item in items)),
    )  # fmt: skip


def _service_item(item: Item, service: Service) -> out.ServiceItemOut:
    return out.ServiceItemOut(
        id=item.item,
        title=item.title,
        core=item.item in service.core,
        form=item.form,
        authority=item.authority[-1].text if item.authority else None,
        source=item.source,
        status=item.status.value,
        in_force=period(item.in_force),
    )
