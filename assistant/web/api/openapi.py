"""The OpenAPI document, made of the same models that check what comes and goes."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.web.api import schemas

VERSION = "1.0.0"
_REF = "#/components/schemas/{model}"

# address, method, what it is for, what comes in, what goes out, what may stand in the address
_OPERATIONS: tuple[tuple[str, str, str, type[BaseModel] | None, type[BaseModel], tuple[str, ...]], ...] = (
    (
        "/evaluate",
        "post",
        "Decide all items",
        schemas.EvaluateRequest,
        schemas.EvaluateResponse,
        (),
    ),
    (
        "/entitlement",
        "post",
        "What somebody may be entitled to, over all services",
        schemas.EntitlementRequest,
        schemas.EntitlementResponse,
        (),
    ),
    ("/ask", "post", "Answer a question in free words", schemas.AskRequest, schemas.AskResponse, ()),
    ("/services", "get", "All services", None, schemas.ServicesResponse, ()),
    ("/services/{service}", "get", "One service", None, schemas.ServiceDetail, ("service",)),
    ("/facts", "get", "Every fact", None, schemas.FactsResponse, ()),
)


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1 of ``/api/v1``."""
    models = {m for _, _, _, comes, goes, _ in _OPERATIONS for m in (comes, goes) if m} | {schemas.ErrorResponse}
    _, definitions = models_json_schema(
        [(m, "validation") for m in sorted(models, key=lambda m: m.__name__)], ref_template=_REF
    )
    paths: dict[str, Any] = {}
    for address, method, summary, comes, goes, parameters in _OPERATIONS:
        paths.setdefault(f"/api/v1{address}", {})[method] = _operation(summary, comes, goes, parameters)
    return {
        "openapi": "3.1.0",
        "info": {"title": "一件事助手", "version": VERSION},
        "paths": paths,
        "components": {"schemas": definitions["$defs"]},
    }


def _operation(
    summary: str, comes: type[BaseModel] | None, goes: type[BaseModel], parameters: tuple[str, ...]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": summary,
        "responses": {
            "200": {"description": "好的", "content": _content(goes)},
            "422": {"description": "请求里有要改的地方", "content": _content(schemas.ErrorResponse)},
        },
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in parameters
        ],
    }
    if comes is not None:
        operation["requestBody"] = {"required": True, "content": _content(comes)}
    return operation


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}
