"""How often a program may ask. `API_LIMIT` in the settings names the function that decides.

A limit takes a request and gives the seconds to wait, 0 for none. Another one, shared by several
machines, is a function of the same shape.
"""

import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MINUTE: Final = 60


def a_minute(request: HttpRequest) -> int:
    """So many requests a minute from one address, counted by this process alone."""
    most = int(settings.API_REQUESTS_A_MINUTE)
    minute, second = divmod(int(time.time()), MINUTE)
    key = f"api-{request.META.get('REMOTE_ADDR', '')}-{minute}"
    cache.add(key, 0, timeout=2 * MINUTE)
    return 0 if cache.incr(key) <= most else MINUTE - second


def none(request: HttpRequest) -> int:
    """No limit."""
    return 0
