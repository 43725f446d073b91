-- A dead host's sessions are found by what their names end in, also when the one that kept its lease is gone already.
ALTER TABLE ingest_host ADD sessions text;           -- null: a host of the version before, while it still runs
