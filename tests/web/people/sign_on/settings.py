"""The settings of an installation with single sign-on and a second factor."""

import os

from tests.web.people.sign_on.provider import CLIENT, SECRET, Provider

PROVIDER = Provider()
os.environ["MITGRIM_OIDC_ISSUER"] = PROVIDER.issuer
os.environ["MITGRIM_OIDC_CLIENT"] = CLIENT
os.environ["MITGRIM_OIDC_SECRET"] = SECRET
os.environ["MITGRIM_SECOND_FACTOR"] = "1"

from tests.web.settings import *  # noqa: E402, F403
