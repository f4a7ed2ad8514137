"""The addresses of committees and adoptions; they stand before those of drafts, whose names are
free. What was announced is public under `seal/`."""

from django.urls import path

from mitgrim.web.reviews.views import (
    adoptions,
    amendments,
    committees,
    items,
    seals,
    sittings,
    votes,
)

app_name = "reviews"
ALL = "work/<slug:plan>/committees/"
ONE = f"{ALL}of/<slug:section>/"
SITTING = f"{ALL}sittings/<int:sitting>/"
ITEM = f"{ALL}items/<int:item>/"
AMENDMENT = f"{ALL}amendments/<int:amendment>/"
MOTION = f"{ALL}motions/<int:motion>/"
ADOPTION = f"{ALL}adoptions/<int:adoption>/"
urlpatterns = [
    path(ALL, committees.committees, name="committees"),
    path(f"{ALL}change/", adoptions.minor, name="minor"),
    path(ONE, committees.committee, name="committee"),
    path(f"{ONE}keep/", committees.keep, name="keep"),
    path(f"{ONE}rule/", committees.keep_rule, name="rule"),
    path(f"{ONE}seats/add/", committees.add_seat, name="add-seat"),
    path(f"{ONE}seats/<int:seat>/", committees.change_seat, name="seat"),
    path(f"{ONE}call/", committees.call, name="call"),
    path(SITTING, sittings.sitting, name="sitting"),
    path(f"{SITTING}move/", sittings.move, name="move"),
    path(f"{SITTING}open/", sittings.begin, name="open"),
    path(f"{SITTING}close/", sittings.end, name="close"),
    path(f"{SITTING}enter/<int:seat>/", sittings.enter, name="enter"),
    path(f"{SITTING}send/<int:seat>/", sittings.send, name="send"),
    path(f"{SITTING}leave/<int:presence>/", sittings.leave, name="leave"),
    path(f"{SITTING}items/add/", sittings.add_item, name="add-item"),
    path(f"{SITTING}minutes/", sittings.minutes, name="minutes"),
    path(f"{SITTING}minutes.pdf", sittings.printed_minutes, name="printed-minutes"),
    path(f"{SITTING}minutes/write/", sittings.write_minutes, name="write-minutes"),
    path(ITEM, items.item, name="item"),
    path(f"{ITEM}changes/", items.changes, name="changes"),
    path(f"{ITEM}book.pdf", items.book, name="book"),
    path(f"{ITEM}files.zip", items.files, name="files"),
    path(f"{ITEM}interests/add/", items.declare, name="declare"),
    path(f"{ITEM}amendments/add/", amendments.amend, name="amend"),
    path(f"{ITEM}decide/", votes.decide, name="decide"),
    path(f"{ITEM}conditions/<int:number>/", votes.meet, name="meet"),
    path(f"{ITEM}adopt/", adoptions.adopt, name="adopt"),
    path(AMENDMENT, amendments.amendment, name="amendment"),
    path(f"{AMENDMENT}put/", amendments.put_amendment, name="put-amendment"),
    path(f"{AMENDMENT}withdraw/", amendments.withdraw, name="withdraw"),
    path(f"{AMENDMENT}merge/", amendments.merge, name="merge"),
    path(f"{MOTION}vote/", votes.vote, name="vote"),
    path(f"{MOTION}close/", votes.close, name="close-vote"),
    path(ADOPTION, adoptions.adoption, name="adoption"),
    path(f"{ADOPTION}correct/", adoptions.correct, name="correct"),
    path(f"{ADOPTION}announce/", adoptions.announce, name="announce"),
    path("seal/", seals.seals, name="seals"),
    path("seal/keys.json", seals.keys, name="keys"),
    path("seal/<slug:address>/", seals.seal, name="seal"),
    path("seal/<slug:address>/seal.json", seals.seal_file, name="seal-file"),
    path("seal/<slug:address>/folder.zip", seals.folder, name="folder"),
]
