"""What may be uploaded: photographs and PDF, told by their first bytes and never by their name."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.catalog.validators import Problem
from assistant.forms.messages import _
from assistant.forms.typed import Upload

LARGEST_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
ACCEPT = "image/jpeg,image/png,image/heic,image/heif,application/pdf,.jpg,.jpeg,.png,.heic,.heif,.pdf"
# ISO/IEC 14496-12 brands of a HEIF still picture (ISO/IEC 23008-12).
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))


@dataclass(frozen=True)
class Kind:
    """A kind of file: the ending it is kept under and its media type."""

    ending: str
    media_type: str


JPEG = Kind("jpg", "image/jpeg")
PNG = Kind("png", "image/png")
HEIC = Kind("heic", "image/heic")
PDF = Kind("pdf", "application/pdf")


def kind_of(content: bytes) -> Kind | None:
    """The kind that the first bytes show, or None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"%PDF-"):
        return PDF
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    return None


def check_upload(upload: Upload) -> Kind:
    """The kind of a file that may be kept; raises Problem for one that is too large or of another kind."""
    if len(upload.content) > LARGEST_BYTES:
        megabytes = -(-len(upload.content) // (1024 * 1024))
        what = _("这个文件有 %(size)s MB，超过了 10 MB。", size=megabytes)
        raise Problem(what, _("请重新拍一张，或选小一些的文件。"))
    kind = kind_of(upload.content)
    if kind is None:
        raise Problem(_("这个文件不是照片，也不是 PDF。"), _("请上传 JPG、PNG、HEIC 照片或 PDF。"))
    return kind
