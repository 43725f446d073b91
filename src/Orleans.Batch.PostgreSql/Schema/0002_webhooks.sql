-- Webhooks: who wants to be told, what is on its way, and what happened.

CREATE TABLE webhook_endpoint (
    endpoint_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    endpoint_uuid uuid NOT NULL UNIQUE,
    url text NOT NULL,
    description text,
    events text[] NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    disabled_reason text,                            -- null while enabled, or when its owner disabled it
    failing_since timestamptz,                       -- since when nothing but failures; null after a success
    last_success_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now());
CREATE INDEX webhook_endpoint_by_project ON webhook_endpoint (project_key, endpoint_key);

-- What every commit of ingestion looks into: empty where nobody asks for the events of items.
CREATE INDEX webhook_endpoint_of_items ON webhook_endpoint (project_key)
    WHERE enabled AND events && ARRAY['episode.processed', 'ingest.batch.first_error'];

-- Messages are kept thirty days.
CREATE INDEX outbox_by_age ON outbox (created_at);

-- Secrets sign, so they cannot be stored as hashes. Every one that has not run out signs: two during a rotation.
CREATE TABLE webhook_secret (
    secret_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_key bigint NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    secret bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    expires_at timestamptz);                         -- null: the current one
CREATE INDEX webhook_secret_by_endpoint ON webhook_secret (endpoint_key);

-- One message on its way to one endpoint. Shards divide the work among dispatchers; one endpoint stays in one shard.
CREATE TABLE webhook_delivery (
    message_key bigint NOT NULL REFERENCES outbox,
    endpoint_key bigint NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    shard smallint NOT NULL,
    state smallint NOT NULL DEFAULT 0,               -- 0 due, 1 delivered, 2 failed, 3 given up at the receiver's word
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,            -- while one is being sent: when it counts as lost
    taken_at timestamptz,                            -- when it was last taken: the fence of who took it
    ended_at timestamptz,                            -- null while due
    PRIMARY KEY (message_key, endpoint_key));
CREATE INDEX webhook_delivery_due ON webhook_delivery (shard, endpoint_key, next_attempt_at) WHERE state = 0;
CREATE INDEX webhook_delivery_by_endpoint ON webhook_delivery (endpoint_key, message_key);
CREATE INDEX webhook_delivery_by_end ON webhook_delivery (ended_at) WHERE state <> 0;

CREATE TABLE webhook_attempt (
    attempt_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_key bigint NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    message_key bigint NOT NULL,
    attempt integer NOT NULL,
    at timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    status integer,                                  -- null: no answer
    error text,
    next_attempt_at timestamptz,                     -- null: it was the last
    response bytea);                                 -- the first 20 kB of the answer
CREATE INDEX webhook_attempt_by_endpoint ON webhook_attempt (endpoint_key, attempt_key);
