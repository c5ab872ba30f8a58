# Starts Patroni with what is particular to containers: addresses by name, paths, passwords from files.
# PATRONI_NAME (the container's name on the network) and PATRONI_ETCD3_HOSTS are given.
set -eu

secret() { cat "/run/secrets/$1"; }

export PATRONI_RESTAPI_LISTEN=0.0.0.0:8008
export PATRONI_RESTAPI_CONNECT_ADDRESS="$PATRONI_NAME:8008"
export PATRONI_RESTAPI_USERNAME=patroni
PATRONI_RESTAPI_PASSWORD=$(secret rest_password)
export PATRONI_POSTGRESQL_LISTEN=0.0.0.0:5432
export PATRONI_POSTGRESQL_CONNECT_ADDRESS="$PATRONI_NAME:5432"
export PATRONI_POSTGRESQL_DATA_DIR=/data/postgresql
export PATRONI_POSTGRESQL_BIN_DIR=/usr/lib/postgresql/18/bin
export PATRONI_POSTGRESQL_PGPASS=/tmp/pgpass
export PATRONI_SUPERUSER_USERNAME=postgres
PATRONI_SUPERUSER_PASSWORD=$(secret superuser_password)
export PATRONI_REPLICATION_USERNAME=replicator
PATRONI_REPLICATION_PASSWORD=$(secret replication_password)
export PATRONI_REWIND_USERNAME=rewind
PATRONI_REWIND_PASSWORD=$(secret rewind_password)
export PATRONI_RESTAPI_PASSWORD PATRONI_SUPERUSER_PASSWORD PATRONI_REPLICATION_PASSWORD PATRONI_REWIND_PASSWORD

exec python3 -m patroni /etc/patroni
