#!/bin/sh
# The three roles and the database, made when PostgreSQL's own folder is new.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 \
    --set app="${APP_PASSWORD:?}" --set owner="${OWNER_PASSWORD:?}" --set backup="${BACKUP_PASSWORD:?}" <<'SQL'
CREATE ROLE tracker_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE tracker_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app';
CREATE ROLE tracker_backup LOGIN NOSUPERUSER BYPASSRLS IN ROLE pg_read_all_data PASSWORD :'backup';
CREATE DATABASE tracker OWNER tracker_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE tracker FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE tracker TO tracker_app;
GRANT CONNECT ON DATABASE tracker TO tracker_backup;
SQL
