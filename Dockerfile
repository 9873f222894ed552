# One image for web, worker, scheduler and migrate; docker-compose.yml tells it which to be.
FROM python:3.11-slim-bookworm

# Pango lays out the PDF; Liberation 2 has Times's widths and every Vietnamese letter.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 \
 && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /data dangvien \
 && install -d -o dangvien -g dangvien -m 0700 /data /backup

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY manage.py ./
COPY dangvien ./dangvien
COPY reports ./reports
COPY templates ./templates
COPY static ./static
COPY fixtures ./fixtures
RUN python -m compileall -q dangvien reports

USER dangvien
VOLUME /data /backup
EXPOSE 8000
CMD ["gunicorn", "-c", "python:dangvien.server", "--bind", "0.0.0.0:8000"]
