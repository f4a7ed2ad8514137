from django.urls import path

from mitgrim.web.runs import views

app_name = "runs"
urlpatterns = [
    path("runs/", views.mine, name="mine"),
    path("runs/start/", views.start_one, name="start"),
    path("runs/<int:number>/", views.one, name="one"),
    path("runs/<int:number>/cancel/", views.cancel_one, name="cancel"),
    path("runs/<int:number>/again/", views.repeat_one, name="again"),
    path("runs/<int:number>/result/", views.result, name="result"),
]
