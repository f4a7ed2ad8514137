"""Documents ⇄ values: strict reading, canonical bytes and digests, a plan folder on disk, and
attribute values as people type them."""

from mitgrim.codec.documents import (
    LARGEST_FILE,
    canonical,
    decode,
    digest,
    encode,
    must_be_readable,
    record_of,
    stored,
    tidied,
)
from mitgrim.codec.errors import FileError, from_system, refuse
from mitgrim.codec.folders import (
    city_files,
    must_be_free,
    plan_files,
    read_bytes,
    read_plan,
    read_section,
    replace_file,
    write_folder,
    write_plan,
)
from mitgrim.codec.schema import SCHEMA
from mitgrim.codec.typed import Known, Mistyped, typed, typed_back
from mitgrim.codec.wire import written

__all__ = [
    "LARGEST_FILE",
    "SCHEMA",
    "FileError",
    "Known",
    "Mistyped",
    "canonical",
    "city_files",
    "decode",
    "digest",
    "encode",
    "from_system",
    "must_be_free",
    "must_be_readable",
    "plan_files",
    "read_bytes",
    "read_plan",
    "read_section",
    "record_of",
    "refuse",
    "replace_file",
    "stored",
    "tidied",
    "typed",
    "typed_back",
    "write_folder",
    "write_plan",
    "written",
]
