# PostgreSQL 18 under Patroni. Built from the root of the repository: docker build -f infra/compose/postgres.Dockerfile .
FROM postgres:18-trixie

RUN apt-get update -q && apt-get install -qy --no-install-recommends python3 python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY infra/compose/postgres-requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /tmp/requirements.txt

COPY infra/postgres /app/infra/postgres
COPY infra/compose/node.sh /usr/local/bin/node.sh
COPY infra/postgres/patroni.yaml /etc/patroni/common.yaml
COPY infra/compose/node.yaml /etc/patroni/node.yaml
# A volume takes over the owner of the folder that it is mounted on.
RUN install -d -o postgres -g postgres -m 700 /data /run/secrets
USER postgres
EXPOSE 5432 8008
# The leader, and a replica that streams, are healthy; a node that is being made is not.
HEALTHCHECK --interval=2s --timeout=2s --start-period=90s --retries=5 \
  CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8008/readiness', timeout=2)"]
ENTRYPOINT ["sh", "/usr/local/bin/node.sh"]
