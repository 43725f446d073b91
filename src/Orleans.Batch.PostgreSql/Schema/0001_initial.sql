-- Applied inside one transaction, in the schema that the connection's search_path names first.
-- Wide and immutable apart from narrow and changing: what ingestion touches per item is a few dozen bytes.

-- Time that decides (leases, due times, reference times of undated items) is the database's. Tests shift it here.
CREATE TABLE sql_clock (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    shift interval NOT NULL DEFAULT '0');
INSERT INTO sql_clock DEFAULT VALUES;

CREATE FUNCTION sql_now() RETURNS timestamptz LANGUAGE sql STABLE
    AS $$ SELECT clock_timestamp() + shift FROM sql_clock $$;

-- Tenants and their keys ------------------------------------------------------------------------------------------

CREATE TABLE project (
    project_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_uuid uuid NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL UNIQUE,
    extraction smallint NOT NULL DEFAULT 0,
    -- Locked and raised by each process call, so that the order of the numbers is the order of the commits.
    process_counter bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT sql_now());

CREATE TABLE api_key (
    key_id uuid PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    secret_hash bytea NOT NULL UNIQUE,
    prefix text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    revoked_at timestamptz);
CREATE INDEX api_key_project ON api_key (project_key);

-- Graphs, users, threads: a caller's id stands in one place each ----------------------------------------------------

CREATE TABLE graph (
    graph_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    graph_uuid uuid NOT NULL UNIQUE,
    graph_id text COLLATE "C",              -- null: a user's graph
    name text,
    description text,
    time_zone text,
    folded_id text COLLATE "C",             -- both in lower case, as .NET sees it: the database may run in locale C,
    folded_name text COLLATE "C",           -- which folds nothing but ASCII
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now());
CREATE UNIQUE INDEX graph_by_id ON graph (project_key, graph_id) WHERE graph_id IS NOT NULL;
CREATE INDEX graph_by_age ON graph (project_key, created_at, graph_key) WHERE graph_id IS NOT NULL;

-- The part of a graph that every commit locks, in key order, and moves. It exists exactly as long as the graph does:
-- deleting it is what stops writers.
CREATE TABLE graph_state (
    graph_key bigint PRIMARY KEY,
    last_number bigint NOT NULL DEFAULT 0,           -- of the episodes in the graph; gaps are allowed
    epoch integer NOT NULL DEFAULT 0,                -- moves when something makes chunks already read stale
    lanes_done_through bigint NOT NULL DEFAULT 0     -- every lane up to this process number has ended
) WITH (fillfactor = 50);

CREATE TABLE memory_user (
    user_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    user_id text COLLATE "C" NOT NULL,
    user_uuid uuid NOT NULL UNIQUE,
    graph_key bigint NOT NULL UNIQUE REFERENCES graph,
    email text,
    first_name text,
    last_name text,
    metadata text,
    time_zone text,
    disable_default_ontology boolean,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now(),
    UNIQUE (project_key, user_id));

CREATE TABLE thread (
    thread_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    thread_id text COLLATE "C" NOT NULL,
    thread_uuid uuid NOT NULL UNIQUE,
    user_key bigint NOT NULL REFERENCES memory_user,
    graph_key bigint NOT NULL REFERENCES graph,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    UNIQUE (project_key, thread_id));
CREATE INDEX thread_by_user ON thread (user_key);
CREATE INDEX thread_by_graph ON thread (graph_key);

-- Batches: the lifecycle row, and what was added -------------------------------------------------------------------

CREATE TABLE batch (
    batch_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    batch_uuid uuid NOT NULL UNIQUE,
    status smallint NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 0,              -- moves on lifecycle transitions only: it is the ETag
    process_number bigint,                           -- the place in the project's process order
    extraction smallint NOT NULL,
    ignore_roles smallint[],
    strict_ontology boolean,
    metadata text,
    item_count integer NOT NULL DEFAULT 0,           -- also the next sequence number
    lane_count integer,
    trace_parent text,                               -- W3C trace context that all work on this batch belongs to
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now(),
    processed_at timestamptz,
    completed_at timestamptz,
    UNIQUE (project_key, process_number));
CREATE INDEX batch_by_age ON batch (project_key, batch_key);
CREATE INDEX batch_by_status ON batch (project_key, status, batch_key);
CREATE INDEX batch_unfinished ON batch (project_key, process_number) WHERE status IN (1, 2);

CREATE TABLE batch_item (
    batch_key bigint NOT NULL,
    sequence integer NOT NULL,
    episode_uuid uuid NOT NULL,
    kind smallint NOT NULL,
    role smallint,
    destination_kind smallint NOT NULL,              -- 0 graph, 1 user, 2 thread
    destination_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (batch_key, sequence));

-- The payload, written once: the item's and the episode's. An episode added in real time has a graph_key here and no
-- batch; one from a batch finds its graph by its item's destination.
CREATE TABLE episode_data (
    episode_uuid uuid PRIMARY KEY,
    project_key bigint NOT NULL,
    batch_key bigint,
    sequence integer,
    graph_key bigint,
    data_type smallint NOT NULL,
    role smallint,
    dated boolean NOT NULL,                          -- whether the caller gave the reference time
    reference_time timestamptz NOT NULL,
    content text NOT NULL,
    speaker text,
    source_description text,
    document_id text COLLATE "C",
    metadata text);

-- Metadata for a filter to look into; null where jsonb cannot hold it (a number beyond numeric's range). It is stored
-- as text, so that it is echoed exactly.
CREATE FUNCTION metadata_json(metadata text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN metadata::jsonb;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

-- Ingestion: lanes, formed when a batch is prepared -----------------------------------------------------------------

-- lane_key = batch_key * 2^20 + ordinal: a batch's lanes are a range of keys, so no index by batch is needed.
-- The cursor is the status: an item before it has ended; how, if not well, stands in item_outcome. It is also the
-- fence: only who saw it last may move it.
CREATE TABLE lane (
    lane_key bigint PRIMARY KEY,
    graph_key bigint NOT NULL,
    process_number bigint NOT NULL,
    total integer NOT NULL,
    cursor integer NOT NULL DEFAULT 0,
    state smallint NOT NULL DEFAULT 0,               -- 0 open, 1 ended, 2 canceled
    UNIQUE (graph_key, process_number)
) WITH (fillfactor = 50);

CREATE TABLE lane_item (
    lane_key bigint NOT NULL,
    position integer NOT NULL,
    batch_key bigint NOT NULL,
    sequence integer NOT NULL,
    episode_uuid uuid NOT NULL,
    thread_key bigint,
    PRIMARY KEY (lane_key, position),
    UNIQUE (batch_key, sequence));

-- Only of items that did not simply succeed.
CREATE TABLE item_outcome (
    batch_key bigint NOT NULL,
    sequence integer NOT NULL,
    status smallint NOT NULL,                        -- 4 failed, 5 skipped, 6 canceled
    code text,
    message text,
    retryable boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    at timestamptz NOT NULL DEFAULT sql_now(),
    PRIMARY KEY (batch_key, sequence));

-- Counts move in the transaction that moves what they count; several slots, so that writers do not queue on one row.
CREATE TABLE batch_progress (
    batch_key bigint NOT NULL,
    slot smallint NOT NULL,
    succeeded integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0,
    canceled integer NOT NULL DEFAULT 0,
    lanes_begun integer NOT NULL DEFAULT 0,          -- begun and not ended
    lanes_ended integer NOT NULL DEFAULT 0,
    PRIMARY KEY (batch_key, slot)
) WITH (fillfactor = 50);

CREATE TABLE graph_episode (
    graph_key bigint NOT NULL,
    episode_uuid uuid NOT NULL,
    number bigint NOT NULL,
    reference_time timestamptz NOT NULL,
    thread_key bigint,
    ingested_at timestamptz NOT NULL,
    PRIMARY KEY (graph_key, episode_uuid));          -- exactly once, whatever the code above it does
CREATE INDEX graph_episode_by_time ON graph_episode (graph_key, reference_time, number);
CREATE INDEX graph_episode_by_thread ON graph_episode (thread_key, reference_time, number)
    WHERE thread_key IS NOT NULL;

-- Around it -----------------------------------------------------------------------------------------------------

-- What webhooks will deliver, written in the transaction that made it true.
CREATE TABLE outbox (
    message_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_uuid uuid NOT NULL UNIQUE,
    project_key bigint NOT NULL,
    event_name text NOT NULL,
    subject uuid NOT NULL,                           -- of a batch event: the batch
    payload text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    UNIQUE (event_name, subject));

CREATE TABLE idempotency (
    project_key bigint NOT NULL,
    path text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    body_hash bytea NOT NULL,
    result text,                                     -- of a success: what the answer is rebuilt from
    refusal_status smallint,
    refusal_body bytea,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    PRIMARY KEY (project_key, path, key));
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Episodes of deleted graphs, removed behind the answer in small steps.
CREATE TABLE graph_purge (
    graph_key bigint PRIMARY KEY,
    queued_at timestamptz NOT NULL DEFAULT sql_now());

-- One ingesting host (or one cluster) at a time.
CREATE TABLE host_lease (
    name text PRIMARY KEY,
    holder uuid NOT NULL,
    description text NOT NULL,
    backend_pid integer NOT NULL,                    -- of the holder's own connection: gone with the holder
    backend_start timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    unclean_ends integer NOT NULL DEFAULT 0);        -- in a row; a clean end sets it back

-- What was in flight, written first, while a host runs after an unclean end: the next crash tells the suspects.
CREATE TABLE in_flight (
    marker_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane_keys bigint[] NOT NULL,
    item_position integer);                          -- set when a suspect lane runs one item at a time
CREATE TABLE suspect_lane (
    lane_key bigint PRIMARY KEY,
    adoptions integer NOT NULL,
    until_position integer NOT NULL);                -- the chunk that was in flight ends before this one
