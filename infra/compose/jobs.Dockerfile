# What runs once: the secrets, the database's roles and migrations, the first owner, the demo shop.
# Built from the root of the repository: docker build -f infra/compose/jobs.Dockerfile .
FROM python:3.13-slim-trixie

RUN groupadd --system --gid 999 mstore && useradd --system --uid 999 --gid mstore --no-create-home mstore
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY infra/compose/jobs-requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /tmp/requirements.txt

WORKDIR /app
COPY libs/service_defaults/service_defaults service_defaults
COPY libs/api_contract/api_contract api_contract
COPY services/write-api/write_api write_api
COPY database database
COPY infra infra
# A volume takes over the owner of the folder that it is mounted on.
RUN for consumer in postgres database read-api write-api admin-ui; do \
      install -d -o mstore -g mstore -m 700 "/secrets/$consumer"; done \
 && install -d -o mstore -g mstore -m 700 /etcd \
 && install -d -m 1777 /secrets/local
USER mstore
