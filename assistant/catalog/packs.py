"""The typed shape of a city's files: who the city is, and what it changes in the definitions for all."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from assistant.catalog.model import Clauses, Id, Item, Notice, Option, Parameter, Status, Strict


class Tighten(Strict):
    item: Id
    fits_when: Clauses = ()
    human_when: Clauses = ()
    source: str
    status: Status


class Replace(Strict):
    item: Id
    set: dict[str, Any]
    source: str
    status: Status


class Remove(Strict):
    item: Id
    reason: str
    source: str


class Contact(Strict):
    id: Id
    title: str
    number: str | None = None
    address: str | None = None
    hours: str | None = None
    status: Status
    source: str = Field(min_length=2)
    as_of: date | None = None
    service: Id | None = None


class CityPack(Strict):
    """One file of a city: who it is, and what it adds, replaces, tightens or removes, by id."""

    city: Id
    title: str | None = None
    province: str | None = None
    region_codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    sharing: bool | None = None  # whether department data replaces papers here
    contacts: tuple[Contact, ...] = ()
    platforms: tuple[Contact, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    add: tuple[Item, ...] = ()
    replace: tuple[Replace, ...] = ()
    tighten: tuple[Tighten, ...] = ()
    remove: tuple[Remove, ...] = ()
    notices: tuple[Notice, ...] = ()
    options: tuple[CityOptions, ...] = ()


class CityOptions(Strict):
    """Options of a choice fact that only the city knows (funeral homes, categories of relief)."""

    fact: Id
    options: tuple[Option, ...]
    source: str
    status: Status
