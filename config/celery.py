import os

from celery import Celery, Task
from celery.signals import after_setup_logger, after_setup_task_logger

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class ToldTask(Task):
    """A job whose acts and changes carry its name and the number of its run."""

    def __call__(self, *args, **kwargs):
        # Not before the models are ready: this module is imported with the package.
        from bureau.history import told
        from bureau.trace import NO_REQUEST, Trace, current_trace

        if current_trace.get() != NO_REQUEST:  # run on the spot, within a request
            return super().__call__(*args, **kwargs)
        with told(Trace((self.request.id or "").replace("-", "")[:32]), job=self.name):
            return super().__call__(*args, **kwargs)


app = Celery("manyi", task_cls=ToldTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="tasks")


@after_setup_logger.connect
@after_setup_task_logger.connect
def write_lines_of_json(logger, **kwargs):
    """Let the workers' lines look like those of the pages: Celery brings a layout of its own."""
    from django.conf import settings

    from bureau.log_lines import JsonLines

    if not settings.DEBUG:
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())
