"""The addresses of single sign-on and of the second factor, under the names allauth uses."""

from allauth.account.views import reauthenticate
from django.urls import include, path

from mitgrim.web.people import sign_on

urlpatterns = [
    path("sso/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/confirm/", reauthenticate, name="account_reauthenticate"),
    path("sso/sign-in/", sign_on.login_page, name="account_login"),
    path("sso/refused/", sign_on.refused, name="socialaccount_login_error"),
    path("sso/cancelled/", sign_on.refused, name="socialaccount_login_cancelled"),
    path("sso/closed/", sign_on.refused, name="socialaccount_signup"),
    path("sso/inactive/", sign_on.refused, name="account_inactive"),
    path("sso/connections/", sign_on.refused, name="socialaccount_connections"),
]
