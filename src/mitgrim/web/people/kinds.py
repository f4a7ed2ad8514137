"""The closed sets of people's matters; their labels are in `messages.toml` under `role.` etc."""

from enum import StrEnum
from typing import Final


class OrganisationKind(StrEnum):
    """What kind of body an organisation is."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    CITY = "city"
    INSTITUTION = "institution"
    INSTITUTE = "institute"
    COMMITTEE = "committee"
    OTHER = "other"


class RoleKind(StrEnum):
    """What somebody may do; who has no role is a reader."""

    READER = "reader"
    RESIDENT = "resident"
    DRAFTER = "drafter"
    EDITOR = "editor"  # editor-in-chief of a city
    INSTITUTION = "institution"
    RESEARCHER = "researcher"
    OFFICER = "officer"
    CONSULTED = "consulted"
    MEMBER = "member"
    SECRETARY = "secretary"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


LOCAL: Final = frozenset({RoleKind.DRAFTER, RoleKind.EDITOR})  # only ever for one city
NATIONAL: Final = frozenset(
    {RoleKind.OFFICER, RoleKind.RESEARCHER, RoleKind.CONSULTED, RoleKind.ADMINISTRATOR}
)


class Scope(StrEnum):
    """Where a permission reaches."""

    EVERYWHERE = "everywhere"
    OWN_CITY = "own-city"
    OWN_SECTION = "own-section"  # the own city; the nation's section for who has none
    NATION = "nation"
    AFTER_HAND_IN = "after-hand-in"
    OWN_CITY_AFTER_HAND_IN = "own-city-after-hand-in"
