-- Several processes of one cluster may ingest from one database.

-- A server of the version before this one keeps its lease in a table that goes now.
DO $$ BEGIN
    IF EXISTS (SELECT FROM host_lease h JOIN pg_stat_activity a ON a.pid = h.backend_pid AND a.backend_start = h.backend_start
               WHERE h.expires_at > sql_now()) THEN
        RAISE EXCEPTION 'a server of an earlier version still ingests from this database (%); stop it, then start this one again: nothing was changed',
            (SELECT description FROM host_lease LIMIT 1);
    END IF;
END $$;

-- Who ingests, or died while it did: one one-process server, or the silos of one cluster. A clean end removes the row.
CREATE TABLE ingest_host (
    host_number smallint PRIMARY KEY CHECK (host_number BETWEEN 0 AND 254),  -- the lowest that was free; its progress slots follow from it
    holder uuid NOT NULL UNIQUE,
    cluster text,                                    -- Orleans' ClusterId; null: a one-process server
    description text NOT NULL,
    backend_pid integer NOT NULL,                    -- of the holder's own connection: gone with the holder
    backend_start timestamptz NOT NULL,
    expires_at timestamptz NOT NULL);
INSERT INTO ingest_host
SELECT 0, holder, NULL, description, backend_pid, backend_start, expires_at FROM host_lease WHERE expires_at > '-infinity';

-- What all hosts must know at once; the lane reader asks for it with each query.
CREATE TABLE ingest_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    unclean_ends integer NOT NULL DEFAULT 0,         -- in a row; when the last host ends cleanly it is set back
    unclean_at timestamptz NOT NULL DEFAULT 'epoch', -- the last of them
    realtime_at timestamptz NOT NULL DEFAULT 'epoch' -- when real time was last active in a process of a cluster
) WITH (fillfactor = 20);
INSERT INTO ingest_state (unclean_ends, unclean_at)
SELECT coalesce(max(unclean_ends), 0), sql_now() FROM host_lease WHERE expires_at > '-infinity';

-- Whose work was in flight: only that of the dead is adopted.
ALTER TABLE in_flight ADD holder uuid;
UPDATE in_flight SET holder = (SELECT holder FROM host_lease);
ALTER TABLE in_flight ALTER holder SET NOT NULL;

DROP TABLE host_lease;
