-- A session's advisory lock says who has the database, and Orleans which silos are dead: what is left of a host is its registration.
DO $$ BEGIN
    IF EXISTS (SELECT FROM ingest_host h JOIN pg_stat_activity a ON a.pid = h.backend_pid AND a.backend_start = h.backend_start
               WHERE h.expires_at > sql_now()) THEN
        RAISE EXCEPTION 'a server of an earlier version still ingests from this database (%); stop it, then start this one again: nothing was changed',
            (SELECT description FROM ingest_host LIMIT 1);
    END IF;
END $$;

ALTER TABLE ingest_host RENAME TO ingest_silo;
ALTER TABLE ingest_silo RENAME CONSTRAINT ingest_host_pkey TO ingest_silo_pkey;
ALTER TABLE ingest_silo RENAME host_number TO silo_number;
ALTER TABLE ingest_silo RENAME holder TO silo;
ALTER TABLE ingest_silo ALTER silo TYPE text;                -- its address and generation, as Orleans writes them
UPDATE ingest_silo SET sessions = '' WHERE sessions IS NULL;
ALTER TABLE ingest_silo ALTER sessions SET NOT NULL, DROP backend_pid, DROP backend_start, DROP expires_at,
    ADD registered_at timestamptz NOT NULL DEFAULT sql_now();
ALTER TABLE in_flight RENAME holder TO silo;
ALTER TABLE in_flight ALTER silo TYPE text;
ALTER TABLE realtime_in_flight RENAME holder TO silo;
ALTER TABLE realtime_in_flight ALTER silo TYPE text;
