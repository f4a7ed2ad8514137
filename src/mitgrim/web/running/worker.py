"""The worker for long work as a process of its own: `python -m mitgrim.web.running.worker`."""

import signal
import sys
import threading
from types import FrameType

from django.utils.crypto import get_random_string

from mitgrim.web.running.lifetimes import end_with_parent
from mitgrim.web.running.starting import start

INTERVAL = 0.5  # seconds between looks at the queue


def main() -> None:
    """Do what waits, one task after another, until a signal ends it."""
    end_with_parent()
    start()
    from django_tasks_db.management.commands.db_worker import Worker

    from mitgrim.web.running.mornings import every_morning
    from mitgrim.web.runs.progress import ending
    from mitgrim.web.runs.services import end_abandoned

    worker = Worker(
        queue_names=["*"],
        interval=INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )

    def end(signum: int, frame: FrameType | None) -> None:
        """End after the step that is being done: the rest of its run is another worker's."""
        ending.set()
        worker.running = False
        if not worker.running_task:
            sys.exit(0)

    # Ctrl-C reaches every process of a terminal; only the one that started us ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    end_abandoned()
    threading.Thread(target=every_morning, args=(ending,), daemon=True).start()
    worker.run()


if __name__ == "__main__":
    main()
