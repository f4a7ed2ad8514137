from django.contrib.auth.views import LogoutView
from django.urls import path

from mitgrim.web.people import administration, auditing, views

app_name = "people"
urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/", views.account, name="account"),
    path("account/password/", views.ChangePassword.as_view(), name="password"),
    path("account/sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("password/<uidb64>/<token>/", views.SetPassword.as_view(), name="set-password"),
    path("people/", administration.people, name="list"),
    path("people/add/", administration.add_person, name="add"),
    path("people/organisations/", administration.bodies, name="organisations"),
    path("people/organisations/add/", administration.add_body, name="add-organisation"),
    path(
        "people/organisations/<slug:organisation>/",
        administration.body,
        name="organisation",
    ),
    path(
        "people/organisations/<slug:organisation>/change/",
        administration.change_body,
        name="change-organisation",
    ),
    path(
        "people/organisations/<slug:organisation>/rename/",
        administration.rename_body,
        name="rename-organisation",
    ),
    path("people/<int:person>/", administration.person, name="person"),
    path("people/<int:person>/change/", administration.change_person, name="change"),
    path("people/<int:person>/active/", administration.activate, name="activate"),
    path("people/<int:person>/sign-out/", administration.sign_out, name="sign-out"),
    path("people/<int:person>/link/", administration.password_link, name="password-link"),
    path("people/<int:person>/roles/add/", administration.give_role, name="give-role"),
    path(
        "people/<int:person>/roles/<int:role>/end/",
        administration.end_role,
        name="end-role",
    ),
    path("audit/", auditing.audit, name="audit"),
    path("audit/audit.csv", auditing.audit_csv, name="audit-csv"),
]
