"""Beat's table: every task exists, and none waits for an interval that a restart of beat begins anew."""

from celery.schedules import crontab
from django.conf import settings

from callcenter.celery import app

LONGEST_SECONDS = 3600


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    asked = {str(line["task"]) for line in settings.CELERY_BEAT_SCHEDULE.values()}
    assert asked <= set(app.tasks)


def test_what_runs_less_often_than_hourly_has_an_hour_of_its_own() -> None:
    for name, line in settings.CELERY_BEAT_SCHEDULE.items():
        when = line["schedule"]
        assert isinstance(when, crontab) or (isinstance(when, int) and when <= LONGEST_SECONDS), name


def test_a_tick_that_comes_late_is_dropped_where_the_next_one_is_near() -> None:
    for name, line in settings.CELERY_BEAT_SCHEDULE.items():
        when = line["schedule"]
        if isinstance(when, int) and when <= 60:
            assert line["options"] == {"expires": when}, name
