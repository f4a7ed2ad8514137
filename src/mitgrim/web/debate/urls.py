"""The addresses of debates; those of a plan stand before those of drafts, whose names are free."""

app_name = "debate"
urlpatterns = []
