# The gateway with its configuration. Built from the root of the repository: docker build -f infra/compose/gateway.Dockerfile .
FROM python:3.13-slim-trixie AS configuration
RUN python -m venv /opt/venv
COPY infra/compose/jobs-requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /tmp/requirements.txt
WORKDIR /app
COPY infra infra
ARG READS_PER_MINUTE WRITES_PER_MINUTE SESSIONS_PER_MINUTE
RUN /opt/venv/bin/python -m infra.compose.gateway > /envoy.yaml

FROM envoyproxy/envoy:v1.40.0
COPY --from=configuration /envoy.yaml /etc/envoy/envoy.yaml
USER envoy
EXPOSE 8080
# The image has no HTTP client; bash has sockets.
HEALTHCHECK --interval=2s --timeout=2s --start-period=20s --retries=5 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9901; printf 'GET /ready HTTP/1.1\\r\\nHost: gateway\\r\\nConnection: close\\r\\n\\r\\n' >&3; grep -q LIVE <&3"]
ENTRYPOINT ["envoy", "--config-path", "/etc/envoy/envoy.yaml", "--log-level", "warning"]
