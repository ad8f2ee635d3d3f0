"""A paper: uploaded, brought to the counter, or not at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from assistant.catalog.model import Fact, FactType
from assistant.catalog.validators import Problem
from assistant.catalog.values import DocumentValue, Value, from_json
from assistant.forms.handlers.base import Asking, Choice, Handler, Input, Parsed, Read
from assistant.forms.messages import Message, _
from assistant.forms.typed import BoxProblem, Typed
from assistant.forms.uploads import ACCEPT, MOST_FILES, check_upload

Mode = Literal["upload", "bring", "none"]
_MODES: dict[Mode, Message] = {"upload": _("上传照片或文件"), "bring": _("办理时带去"), "none": _("没有这份材料")}
_SHOWN: dict[Mode, Message] = {"upload": _("已上传"), "bring": _("办理时带去"), "none": _("没有")}
_SAID: tuple[tuple[Mode, str], ...] = (("bring", "带"), ("upload", "传|拍"), ("none", "没有|没|无|丢"))


class DocumentHandler(Handler):
    """The boxes: ``<id>`` the way, ``<id>-files`` new files, ``<id>-kept`` names of files kept before.

    Files that pass are in ``Parsed.uploads``; whoever keeps them completes the value with ``with_files``.
    """

    widget = "document"

    def parse(self, fact: Fact, typed: Typed, asking: Asking) -> Parsed:
        parsed = super().parse(fact, typed, asking)
        if isinstance(parsed.value, DocumentValue) and parsed.value.mode == "upload":
            return replace(parsed, uploads=typed.uploads(f"{fact.id}-files"))
        return parsed

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        mode = _mode_of(typed.first(fact.id))
        uploads = typed.uploads(f"{fact.id}-files")
        if mode is None and uploads:
            mode = "upload"
        if mode is None:
            raise Problem(*self.missing(fact))
        if mode != "upload":
            return Read(DocumentValue(mode))
        kept = tuple(name for name in typed.all(f"{fact.id}-kept") if re.fullmatch(r"[A-Za-z0-9_.-]{1,128}", name))
        if not uploads and not kept:
            raise BoxProblem("files", _("还没有选文件。"), _("请选照片或 PDF；暂时不方便就选「办理时带去」。"))
        if len(uploads) + len(kept) > MOST_FILES:
            raise BoxProblem("files", _("最多上传 %(most)s 个文件。", most=MOST_FILES), _("请少选几个。"))
        self._check(uploads)
        return Read(DocumentValue("upload", kept))

    def _check(self, uploads: Sequence[object]) -> None:
        for place, upload in enumerate(uploads, 1):
            try:
                check_upload(upload)  # type: ignore[arg-type]
            except Problem as problem:
                what = problem.what
                if len(uploads) > 1:
                    what = _("第 %(place)s 个文件：%(what)s", place=place, what=problem.what)
                raise BoxProblem("files", what, problem.mend) from problem

    def with_files(self, fact: Fact, value: DocumentValue, names: Sequence[str]) -> DocumentValue:
        """The value with the names under which new files are now kept; raises ValueProblem for impossible names."""
        whole = from_json(fact, {"mode": "upload", "files": [*value.files, *names]})
        assert isinstance(whole, DocumentValue)
        return whole

    def is_empty(self, fact: Fact, typed: Typed) -> bool:
        return not typed.has(fact.id) and not typed.uploads(f"{fact.id}-files")

    def show(self, fact: Fact, value: Value) -> str:
        assert isinstance(value, DocumentValue)
        if value.mode == "upload":
            return _("已上传 %(count)s 个文件", count=len(value.files))
        return _SHOWN[value.mode]

    def hide(self, fact: Fact, value: Value) -> str:
        return self.show(fact, value)

    def boxes(self, fact: Fact, value: Value) -> dict[str, str | Sequence[str]]:
        assert isinstance(value, DocumentValue)
        return {fact.id: value.mode, f"{fact.id}-kept": value.files}

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        chosen = typed.first(fact.id)
        choices = tuple(
            Choice(mode, label, fact.id if place == 0 else f"{fact.id}-{mode}", chosen=mode == chosen)
            for place, (mode, label) in enumerate(_MODES.items())
        )
        hint = _("JPG、PNG、HEIC 照片或 PDF，每个不超过 10 MB")
        attributes = {"accept": ACCEPT, "multiple": "multiple"}
        kept = (Input(f"{fact.id}-kept", "", "hidden", name) for name in typed.all(f"{fact.id}-kept"))
        files = Input(f"{fact.id}-files", _("选择文件"), "file", attributes=attributes, hint=hint)
        return Input(fact.id, self.label(fact), "radio", choices=choices), files, *kept

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("「%(title)s」还没有选怎么交。", title=fact.title), _("请选上传、办理时带去，或没有。")


def _mode_of(text: str) -> Mode | None:
    said = text.strip()[:100]
    for mode in _MODES:
        if said == mode:
            return mode
    return next((mode for mode, words in _SAID if re.search(words, said)), None)


DOCUMENT_HANDLERS: dict[FactType, Handler] = {FactType.DOCUMENT: DocumentHandler()}
