"""Descriptions for machines that gather data: Data Package (fiscal) and DCAT."""

from collections.abc import Iterable
from typing import Any, Final

from mitgrim.web.api.queries import Version
from mitgrim.web.pages.words import said

LISTS: Final = (
    "cities",
    "sectors",
    "actions",
    "projects",
    "indicators",
    "observations",
    "stages",
    "sources",
)
FISCAL: Final = "https://specs.frictionlessdata.io/schemas/fiscal-data-package.json"
LINE_FIELDS: Final = (
    ("project", "string", "activity:generic:id:code"),
    ("project_name_ko", "string", "activity:generic:label"),
    ("city", "string", "geo:target:code"),
    ("sector", "string", "functional-classification:generic:level1:code:full"),
    ("action", "string", "functional-classification:generic:level2:code:full"),
    ("year", "integer", "date:fiscal-year"),
    ("source", "string", "fin-source:generic:code:full"),
    ("source_label_ko", "string", "fin-source:generic:label"),
    ("phase", "string", "phase:id"),
    ("phase_label_ko", "string", "phase:label"),
    ("use", "string", "economic-classification:generic:level1:code:full"),
    ("use_label_ko", "string", "economic-classification:generic:level1:label"),
    ("amount", "integer", "value"),
)


def datapackage(version: Version, site: str) -> dict[str, Any]:
    """The lists of a public version as a data package; amounts are whole won."""
    name, note = version.plan.nation.name, said("api.attribution")
    period = version.plan.nation.period
    return {
        "profile": "fiscal-data-package",
        "name": version.plan_id,
        "id": version.revision.digest,
        "title": name.ko,
        "titles": {"ko": name.ko, "en": name.en},
        "description": f"{note.ko} {note.en}",
        "version": version.address,
        "created": version.moment.isoformat(),
        "homepage": f"{site}/api/",
        "countryCode": "KR",
        "fiscalPeriod": {"start": f"{period.first}-01-01", "end": f"{period.last}-12-31"},
        "sources": [
            {"title": own.title.ko, "path": own.address}
            for own in version.plan.nation.sources
            if own.address
        ],
        "resources": [_money(version, site), *(_list(version, site, own) for own in LISTS)],
    }


def _address(version: Version, site: str, name: str) -> str:
    plan = f"{site}/api/v1/plans/{version.plan_id}"
    return f"{plan}/{name}?version={version.address}&format=csv&limit=1000"


def _money(version: Version, site: str) -> dict[str, Any]:
    return {
        **_list(version, site, "lines"),
        "schema": {
            "fields": [
                {
                    "name": name,
                    "type": kind,
                    "columnType": column,
                    **({"currency": "KRW"} if column == "value" else {}),
                }
                for name, kind, column in LINE_FIELDS
            ]
        },
    }


def _list(version: Version, site: str, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "path": _address(version, site, name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
    }


def catalogue(versions: Iterable[Version], site: str) -> dict[str, Any]:
    """A DCAT catalogue with a dataset for each plan."""
    title = said("api.title")
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Catalog",
        "@id": f"{site}/api/v1/catalog.jsonld",
        "dct:title": [_in("ko", title.ko), _in("en", title.en)],
        "dcat:dataset": [_dataset(own, site) for own in versions],
    }


def _dataset(version: Version, site: str) -> dict[str, Any]:
    name, period = version.plan.nation.name, version.plan.nation.period
    address = f"{site}/api/v1/plans/{version.plan_id}"
    return {
        "@type": "dcat:Dataset",
        "@id": address,
        "dct:identifier": version.revision.digest,
        "dct:title": [_in("ko", name.ko), *([_in("en", name.en)] if name.en else [])],
        "dct:issued": {"@value": version.moment.isoformat(), "@type": "xsd:dateTime"},
        "dct:spatial": {"@id": "http://publications.europa.eu/resource/authority/country/KOR"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{period.first}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{period.last}-12-31", "@type": "xsd:date"},
        },
        "dcat:distribution": [
            _distribution(f"{address}/datapackage.json", "application/json"),
            *(_distribution(_address(version, site, own), "text/csv") for own in ("lines", *LISTS)),
        ],
    }


def _distribution(address: str, media_type: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:mediaType": media_type,
    }


def _in(lang: str, text: str) -> dict[str, str]:
    return {"@language": lang, "@value": text}
