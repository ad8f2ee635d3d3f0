"""Sentences of the product that live in code, kept with their parts so that they can be translated.

The rooms below the web know no language and no application context. They write ``_("您填了 %(n)s 位",
n=17)``: the extractor finds the string, and whoever shows the message passes its own ``gettext`` to
:meth:`Message.translated`.
"""

from __future__ import annotations

from collections.abc import Callable


class Message(str):
    """A Chinese sentence, already readable as it is, that still knows its pattern and its named parts."""

    __slots__ = ("parts", "pattern")
    pattern: str
    parts: dict[str, object]

    def __new__(cls, pattern: str, **parts: object) -> Message:
        message = super().__new__(cls, pattern % parts if parts else pattern)
        message.pattern = pattern
        message.parts = parts
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.pattern,), self.parts

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of ``gettext``, with the same parts."""
        pattern = gettext(self.pattern)
        parts = {k: v.translated(gettext) if isinstance(v, Message) else v for k, v in self.parts.items()}
        return pattern % parts if parts else pattern


_ = Message
