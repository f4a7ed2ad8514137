"""How long work tells how far it is, and notices that nobody wants it any more."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone

from mitgrim.web.runs.kinds import RunState
from mitgrim.web.runs.models import Run
from mitgrim.wording import Text

BEAT: Final = 5.0  # seconds between signs of life
ending = threading.Event()  # this process was asked to end


class NotWantedError(Exception):
    """The run was cancelled, or given up for dead: whatever it makes is dropped."""


class ProcessEndsError(Exception):
    """This process was asked to end; the run is done later, by another."""


class Progress:
    """What a piece of work is given to report to."""

    def __init__(self, run: Run) -> None:
        self._ours = Run.objects.filter(
            pk=run.pk, state=RunState.RUNNING.value, attempt=run.attempt
        )

    def report(self, part: float, text: Text) -> None:
        """Tell how far the work is, 0 to 1, and what it does now. Call it between steps.

        Raises NotWantedError or ProcessEndsError, which the work lets pass.
        """
        if ending.is_set():
            raise ProcessEndsError
        told = self._ours.update(
            progress=min(max(part, 0.0), 1.0),
            said_ko=text.ko, said_en=text.en, beat=timezone.now(),
        )  # fmt: skip
        if not told:
            raise NotWantedError

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Show life from time to time while a step takes long."""
        done = threading.Event()
        beating = threading.Thread(target=self._beat, args=(done,), daemon=True)
        beating.start()
        try:
            yield
        finally:
            done.set()
            beating.join()

    def _beat(self, done: threading.Event) -> None:
        try:
            while not done.wait(BEAT):
                with suppress(DatabaseError):  # busy: the next one will do
                    self._ours.update(beat=timezone.now())
        finally:
            connection.close()
