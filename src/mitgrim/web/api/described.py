"""How the API describes itself: problems, packages, and what OpenAPI needs beyond the framework."""

from typing import Any, Final

from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from pydantic import ConfigDict

from mitgrim.web.api.problems import MEDIA_TYPE
from mitgrim.web.pages.words import said

UNCHANGED: Final = None
FIRST_ERROR: Final = 400
ADDRESS: Final = "/api/v1/"


class Words(Schema):
    """A problem in one language."""

    model_config = ConfigDict(extra="forbid")
    title: str
    detail: str


class Problem(Schema):
    """What went wrong and what to do (RFC 9457); some kinds say more in members of their own."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    ko: Words
    en: Words


class Packaged(Schema):
    """A description in a vocabulary of its own (Data Package, DCAT)."""

    model_config = ConfigDict(extra="allow")


ERRORS: Final[dict[Any, Any]] = {frozenset({400, 404, 422, 429}): Problem}
OWN_ERRORS: Final[dict[Any, Any]] = {
    frozenset({400, 401, 403, 404, 409, 413, 415, 422, 429}): Problem
}


class Described(NinjaAPI):
    """The framework's API with a description that says what is really sent."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=ADDRESS)
        for address, methods in schema["paths"].items():
            for operation in methods.values():
                _describe(address, operation)
        return schema


def _describe(address: str, operation: dict[str, Any]) -> None:
    is_list = any(own["name"] == "bom" for own in operation["parameters"])
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if int(status) >= FIRST_ERROR and "application/json" in content:
            response["content"] = {MEDIA_TYPE: content["application/json"]}
        elif is_list and content:
            content["text/csv"] = {"schema": {"type": "string"}}
        elif address.endswith(".jsonld") and content:
            response["content"] = {"application/ld+json": content["application/json"]}
        if int(status) in (200, 304) and "/work" not in address:
            response["headers"] = {"ETag": {"schema": {"type": "string"}}}


def description() -> str:
    """What the API is, its licence and attribution, in both languages."""
    text = said("api.description")
    return f"{text.ko}\n\n{text.en}"
