"""The addresses of the procedure; they stand before those of drafts, whose names are free."""

from django.urls import path

from mitgrim.web.procedure.views import answers, days, forums, rounds, stages, task_force

app_name = "procedure"
FORCE = "work/<slug:plan>/task-force/"
ROUNDS = "work/<slug:plan>/rounds/"
ROUND = f"{ROUNDS}<int:round>/"
FORUM = "work/<slug:plan>/forums/<str:forum>/"
BODY = f"{ROUND}bodies/<int:invitation>/"
urlpatterns = [
    path(FORCE, task_force.task_force, name="task-force"),
    path(f"{FORCE}members/add/", task_force.add_member, name="add-member"),
    path(f"{FORCE}members/<int:member>/", task_force.change_member, name="change-member"),
    path(f"{FORCE}meetings/add/", task_force.keep_meeting, name="add-meeting"),
    path(f"{FORCE}meetings/<int:meeting>/", task_force.meeting, name="meeting"),
    path(f"{FORCE}meetings/<int:meeting>/change/", task_force.keep_meeting, name="change-meeting"),
    path(f"{FORCE}items/add/", task_force.keep_item, name="add-item"),
    path(f"{FORCE}items/<int:item>/", task_force.keep_item, name="change-item"),
    path(f"{FORCE}items/<int:item>/end/", task_force.end_item, name="end-item"),
    path(ROUNDS, rounds.rounds, name="rounds"),
    path(f"{ROUNDS}open/", rounds.open_round, name="open-round"),
    path(ROUND, rounds.round_page, name="round"),
    path(f"{ROUND}extend/", rounds.extend, name="extend-round"),
    path(f"{ROUND}close/", rounds.close, name="close-round"),
    path(f"{ROUND}table.<slug:format>", rounds.table_file, name="round-file"),
    path(BODY, answers.body, name="round-body"),
    path(f"{BODY}answer/", answers.answer, name="answer-round"),
    path(f"{BODY}concern/", answers.concern, name="round-concern"),
    path("work/<slug:plan>/forums/", forums.forums, name="forums"),
    path(FORUM, forums.forum, name="forum"),
    path(f"{FORUM}minutes/", forums.minutes, name="minutes"),
    path(f"{FORUM}minutes/change/", forums.change_minutes, name="change-minutes"),
    path(f"{FORUM}attendance/", forums.attendance, name="attendance"),
    path(f"{FORUM}speakers/add/", forums.keep_speaker, name="add-speaker"),
    path(f"{FORUM}speakers/<int:speaker>/", forums.keep_speaker, name="change-speaker"),
    path(f"{FORUM}speakers/<int:speaker>/remove/", forums.remove_speaker, name="remove-speaker"),
    path("work/<slug:plan>/stages/", stages.stages, name="stages"),
    path("work/<slug:plan>/stages/<str:stage>/end/", stages.end, name="end-stage"),
    path("work/<slug:plan>/calendar/", days.calendar_page, name="calendar"),
    path("work/<slug:plan>/calendar/calendar.ics", days.calendar_file, name="calendar-file"),
    path("reminders/off/<str:token>/", days.reminders_off, name="reminders-off"),
]
