-- Applied inside one transaction, in the schema that the connection's search_path names first.
-- Payloads are wide and never change. What ingestion writes per item is a few dozen bytes.

-- Clock and server --------------------------------------------------------------------------------------------------

-- Times that decide something (due times, retention, reference times of undated items) come from the database. Tests
-- shift the clock here.
CREATE TABLE sql_clock (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    shift interval NOT NULL DEFAULT '0');
INSERT INTO sql_clock DEFAULT VALUES;

CREATE FUNCTION sql_now() RETURNS timestamptz LANGUAGE sql STABLE
    AS $$ SELECT clock_timestamp() + shift FROM sql_clock $$;

-- Identifies the time since the server's last crash. Recovery from a crash empties unlogged tables, and so does the
-- promotion of a standby; a regular restart does not. Transaction ids that a crash discarded are assigned again
-- afterwards, so an id identifies a transaction only together with the value that was read beside it.
CREATE UNLOGGED TABLE server_life (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    life uuid NOT NULL DEFAULT gen_random_uuid());
INSERT INTO server_life DEFAULT VALUES;

-- The key that cursors are encrypted with, so that they do not reveal how many rows the installation holds.
CREATE TABLE cursor_secret (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    secret bytea NOT NULL CHECK (length(secret) = 32));
INSERT INTO cursor_secret (secret)
VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- Projects, API keys and sign-ins -----------------------------------------------------------------------------------

CREATE TABLE project (
    project_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_uuid uuid NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL UNIQUE,
    extraction smallint NOT NULL DEFAULT 0,
    model text COLLATE "C",                          -- the profile of its model; null: the default one
    summaries smallint NOT NULL DEFAULT 0,           -- SummaryMode: of what its model writes summaries
    weight smallint NOT NULL DEFAULT 1,              -- its share, against other projects that have work waiting
    -- Locked and raised by each process call, so that the order of the numbers is the order of the commits.
    process_counter bigint NOT NULL DEFAULT 0,
    description text,
    default_time_zone text,
    created_at timestamptz NOT NULL DEFAULT sql_now());

-- Every commit of facts looks into it: empty where no project has summaries.
CREATE INDEX project_with_summaries ON project (project_key) WHERE summaries > 0;

CREATE TABLE api_key (
    key_id uuid PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    secret_hash bytea NOT NULL UNIQUE,
    prefix text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    revoked_at timestamptz);
CREATE INDEX api_key_project ON api_key (project_key);

-- Sessions of users who signed in with an API key. The project is the key's; sessions of a revoked key are invalid.
CREATE TABLE sign_in (
    token_hash bytea PRIMARY KEY,
    key_id uuid NOT NULL REFERENCES api_key ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    expires_at timestamptz NOT NULL);
CREATE INDEX sign_in_by_key ON sign_in (key_id, created_at);
CREATE INDEX sign_in_by_end ON sign_in (expires_at);

-- Graphs, users and threads: each id of a caller is stored once -----------------------------------------------------

CREATE TABLE graph (
    graph_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    graph_uuid uuid NOT NULL UNIQUE,
    graph_id text COLLATE "C",                       -- null: a user's graph
    name text,
    description text,
    time_zone text,
    -- The id, the name and the description in lower case as .NET makes it: a database with locale C would only fold ASCII.
    folded_id text COLLATE "C",
    folded_name text COLLATE "C",
    folded_description text COLLATE "C",
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now());
CREATE UNIQUE INDEX graph_by_id ON graph (project_key, graph_id) WHERE graph_id IS NOT NULL;
CREATE INDEX graph_by_age ON graph (project_key, created_at, graph_key) WHERE graph_id IS NOT NULL;

-- The part of a graph that every commit locks, in key order, and updates. It exists exactly as long as the graph does:
-- deleting it is what stops writers.
CREATE TABLE graph_state (
    graph_key bigint PRIMARY KEY,
    last_number bigint NOT NULL DEFAULT 0,           -- of the episodes in the graph; gaps are allowed
    epoch integer NOT NULL DEFAULT 0,                -- raised when chunks that were already read become stale
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
    folded text COLLATE "C" NOT NULL,                -- id, names and address in lower case, a line each, to be searched
    former_names text[] NOT NULL DEFAULT '{}',       -- full names before the present one; they lead to the user's node, too
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now(),
    UNIQUE (project_key, user_id));
CREATE INDEX memory_user_by_age ON memory_user (project_key, created_at, user_uuid);

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
CREATE INDEX thread_by_age ON thread (project_key, created_at, thread_uuid);
CREATE INDEX thread_by_graph ON thread (graph_key);

-- The entity and edge types that callers declare, as they wrote them.
CREATE TABLE ontology (
    project_key bigint NOT NULL,
    graph_key bigint NOT NULL,                       -- 0: applies to the whole project
    entity_types text NOT NULL,
    edge_types text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT sql_now(),
    PRIMARY KEY (project_key, graph_key));

-- Forms for the context of threads.
CREATE TABLE context_template (
    template_uuid uuid PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    template_id text COLLATE "C" NOT NULL,
    name text,
    template text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    UNIQUE (project_key, template_id));

-- Instructions to models.
CREATE TABLE instruction (
    project_key bigint NOT NULL,
    kind smallint NOT NULL,                          -- InstructionKind
    graph_key bigint NOT NULL,                       -- 0: applies to the whole project
    name text COLLATE "C" NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (project_key, kind, graph_key, name));
CREATE INDEX instruction_by_graph ON instruction (graph_key) WHERE graph_key <> 0;

-- Episodes of deleted graphs. They are removed in small steps after the call has been answered.
CREATE TABLE graph_purge (
    graph_key bigint PRIMARY KEY,
    task_uuid uuid,                                  -- the task that ends with it; null: no caller waits for one
    queued_at timestamptz NOT NULL DEFAULT sql_now());

-- Imports: batches that belong to one load ---------------------------------------------------------------------------

-- Its status and its counts are those of its batches. A change of the row that concerns them waits for those who share its lock: calls
-- that create or process a batch of it. Ends of its batches take an exclusive lock, one after the other (ImportLock).
CREATE TABLE import (
    import_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    import_uuid uuid NOT NULL UNIQUE,
    name text NOT NULL,
    source text,                                     -- what it is loaded from, as its caller says it
    metadata text,
    expected_items bigint,                           -- how many items its caller is going to send
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now(),
    closed_at timestamptz,                           -- null: batches can be added
    paused_at timestamptz,                           -- null: not paused
    quiet_from time,                                 -- hours of each day in which it is paused; null: none
    quiet_to time,
    quiet_zone text,
    quiet_until timestamptz,                         -- paused: until then, for its quiet hours; else: resumed during those that end then
    cancel_requested_at timestamptz,                 -- it is closed then
    completed_at timestamptz,                        -- its first end, whose message is in the outbox; null: it has not ended
    undo_requested_at timestamptz,
    expired_batches integer NOT NULL DEFAULT 0);     -- batches that retention has removed: undoing cannot find their items
CREATE INDEX import_by_age ON import (project_key, import_key);
CREATE INDEX import_with_quiet_hours ON import (import_key) WHERE quiet_from IS NOT NULL;

-- How far an import is undone. Each step moves it in the transaction that removes what the step is about.
CREATE TABLE import_undo (
    import_key bigint PRIMARY KEY REFERENCES import ON DELETE CASCADE,
    stage smallint NOT NULL DEFAULT 0,               -- 0 episodes, 1 names, 2 threads, 3 users, 4 graphs, 5 done
    batch_key bigint NOT NULL DEFAULT 0,             -- the batch whose items come next,
    sequence integer NOT NULL DEFAULT 0,             -- and the first of these
    items bigint NOT NULL DEFAULT 0,                 -- items behind it
    episodes bigint NOT NULL DEFAULT 0,              -- what was removed
    assertions bigint NOT NULL DEFAULT 0,
    threads integer NOT NULL DEFAULT 0,
    users integer NOT NULL DEFAULT 0,
    graphs integer NOT NULL DEFAULT 0,
    ended_at timestamptz);
CREATE INDEX import_undo_unfinished ON import_undo (import_key) WHERE ended_at IS NULL;

-- Nodes that stay, and whose name or labels may come from removed items: they are named anew by what is left.
CREATE TABLE undo_node (
    import_key bigint NOT NULL,
    node_uuid uuid NOT NULL,
    PRIMARY KEY (import_key, node_uuid));

-- The destinations that imports created: undoing one removes those that nothing else uses.
CREATE TABLE import_destination (
    import_key bigint NOT NULL,
    kind smallint NOT NULL,                          -- 0 graph, 1 user, 2 thread
    destination_key bigint NOT NULL,                 -- the key of the graph, of the user's graph, or of the thread
    PRIMARY KEY (import_key, kind, destination_key));

-- Batches -----------------------------------------------------------------------------------------------------------

CREATE TABLE batch (
    batch_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    batch_uuid uuid NOT NULL UNIQUE,
    -- 0 draft, 1 queued, 2 processing, 3 invalid, 4 succeeded, 5 partial, 6 failed, 7 canceled
    status smallint NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 0,              -- changes on lifecycle transitions only: it is the ETag
    process_number bigint,                           -- the place in the project's process order
    extraction smallint NOT NULL,
    priority smallint NOT NULL DEFAULT 0,            -- higher goes first, among the batches of its project
    extracts_stored boolean NOT NULL DEFAULT false,  -- its items are stored episodes, and it adds their facts
    replaces boolean NOT NULL DEFAULT false,         -- what it extracts is a proposal (see there)
    strict_ontology boolean,
    model text COLLATE "C",                          -- the profile of its model; null: the project's
    windows integer NOT NULL DEFAULT 0,              -- into how many windows its items were divided, for a model
    windows_after bigint NOT NULL DEFAULT 0,         -- the last lane whose windows are formed
    model_hold text,                                 -- why no requests are sent to its model; null: they are
    lanes_removed boolean NOT NULL DEFAULT false,    -- some time after its end, when only listings still read them
    ignore_roles smallint[],
    metadata text,
    item_count integer NOT NULL DEFAULT 0,           -- also the next sequence number
    lane_count integer,
    import_key bigint REFERENCES import,             -- null: part of none
    retry_of uuid,                                   -- the batch whose items it retries
    retries_canceled integer NOT NULL DEFAULT 0,     -- how many of them were canceled; the others had failed
    trace_parent text,                               -- W3C trace context that all work on this batch belongs to
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now(),
    cancel_requested_at timestamptz,
    paused_at timestamptz,                           -- null: not paused
    processed_at timestamptz,
    prepared_at timestamptz,                         -- when its lanes were formed; null: never
    completed_at timestamptz,
    UNIQUE (project_key, process_number));
CREATE INDEX batch_by_age ON batch (project_key, batch_key);
CREATE INDEX batch_by_status ON batch (project_key, status, batch_key);
CREATE INDEX batch_unfinished ON batch (project_key, process_number)
    WHERE status IN (1, 2);                          -- 1 queued, 2 processing

-- The lane reader looks into it with each query: empty unless a batch is paused or being canceled.
CREATE INDEX batch_held ON batch (batch_key)
    WHERE status IN (1, 2)                           -- 1 queued, 2 processing
      AND (paused_at IS NOT NULL OR cancel_requested_at IS NOT NULL);

-- What retention removes: the lanes first, the batch later.
CREATE INDEX batch_with_lanes ON batch (completed_at)
    WHERE status >= 4                                -- 4 succeeded, and those after it
      AND lane_count IS NOT NULL AND NOT lanes_removed;
CREATE INDEX batch_ended ON batch (completed_at) WHERE completed_at IS NOT NULL;

-- A project's batches as tasks.
CREATE INDEX batch_by_process ON batch (project_key, processed_at, batch_uuid) WHERE processed_at IS NOT NULL;

-- The parts of an import.
CREATE INDEX batch_by_import ON batch (import_key, batch_key) WHERE import_key IS NOT NULL;

-- What changed lately in a project.
CREATE INDEX batch_by_update ON batch (project_key, updated_at);

CREATE TABLE batch_item (
    batch_key bigint NOT NULL,
    sequence integer NOT NULL,
    episode_uuid uuid NOT NULL,
    kind smallint NOT NULL,
    role smallint,
    destination_kind smallint NOT NULL,              -- 0 graph, 1 user, 2 thread
    destination_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (batch_key, sequence));

-- Counts change in the transaction that changes what they count. Several slots keep writers from queuing on one row.
CREATE TABLE batch_progress (
    batch_key bigint NOT NULL,
    slot smallint NOT NULL,
    succeeded integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0,
    canceled integer NOT NULL DEFAULT 0,
    lanes_begun integer NOT NULL DEFAULT 0,          -- begun and not ended
    lanes_ended integer NOT NULL DEFAULT 0,
    extracted integer NOT NULL DEFAULT 0,            -- stored items that a model has extracted
    unextracted integer NOT NULL DEFAULT 0,          -- stored items that it could not
    facts bigint NOT NULL DEFAULT 0,                 -- that its items state, repeats included
    entities bigint NOT NULL DEFAULT 0,              -- nodes that it added
    proposed integer NOT NULL DEFAULT 0,             -- episodes that it proposes to replace the facts of, and the changes
    facts_added bigint NOT NULL DEFAULT 0,
    facts_removed bigint NOT NULL DEFAULT 0,
    facts_changed bigint NOT NULL DEFAULT 0,
    facts_unchanged bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (batch_key, slot)
) WITH (fillfactor = 50);

-- How many items had ended at some moments. The batch's coordinator writes and thins them: a few hundred rows at most,
-- however long the batch runs.
CREATE TABLE batch_sample (
    batch_key bigint NOT NULL REFERENCES batch ON DELETE CASCADE,
    at timestamptz NOT NULL,
    ended integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (batch_key, at));

-- When the batch was paused. The end is null where the pause ended by something other than resuming: cancellation, or
-- the batch's end.
CREATE TABLE batch_pause (
    batch_key bigint NOT NULL REFERENCES batch ON DELETE CASCADE,
    paused_at timestamptz NOT NULL,
    resumed_at timestamptz,
    PRIMARY KEY (batch_key, paused_at));

-- Batches that no longer exist for their callers, and whose rows are removed in small steps. Items of episodes that are
-- in their graphs stay: they name the graph (see episode_data).
CREATE TABLE batch_purge (
    batch_key bigint PRIMARY KEY,
    item_count integer NOT NULL,
    invalid boolean NOT NULL,                        -- or canceled before it began: none of its items was ingested
    next_sequence integer NOT NULL DEFAULT 0,
    queued_at timestamptz NOT NULL DEFAULT sql_now());

-- Items and episodes ------------------------------------------------------------------------------------------------

-- The payload, written once: the item's and the episode's. An episode added in real time has a graph_key here and no
-- batch; the graph of one from a batch is found by its item's destination.
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

-- Partial: only items that name a document pay for it.
CREATE INDEX episode_data_by_document ON episode_data (project_key, document_id) WHERE document_id IS NOT NULL;

-- Metadata that a filter can search; null where jsonb cannot hold it (a number beyond numeric's range). Metadata is
-- stored as text, so that it is returned exactly as it was sent.
CREATE FUNCTION metadata_json(metadata text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN metadata::jsonb;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

CREATE TABLE graph_episode (
    graph_key bigint NOT NULL,
    episode_uuid uuid NOT NULL,
    number bigint NOT NULL,
    reference_time timestamptz NOT NULL,
    thread_key bigint,
    ingested_at timestamptz NOT NULL,
    extraction smallint NOT NULL DEFAULT 0,          -- ExtractionMode: what made its facts; 3: a caller wrote them
    PRIMARY KEY (graph_key, episode_uuid));          -- exactly once, whatever the code above it does
CREATE INDEX graph_episode_by_time ON graph_episode (graph_key, reference_time, number);
CREATE INDEX graph_episode_by_thread ON graph_episode (thread_key, reference_time, number)
    WHERE thread_key IS NOT NULL;

-- Deleted episodes whose assertions and mentions are still to be removed, in small steps.
CREATE TABLE episode_removal (
    graph_key bigint NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (graph_key, number));

-- The item that a caller's record became, so that loading the record again adds nothing. Only items that carry a record
-- id have a row. The identity is a hash of project, destination and record id (ItemIdentity). Whether its item still
-- counts is determined when the record comes again, so no deletion has to look here.
CREATE TABLE item_identity (
    identity uuid PRIMARY KEY,
    episode_uuid uuid NOT NULL);

-- Items that failed or were canceled and whose record was then loaded as another item: retrying them would store it
-- twice.
CREATE TABLE superseded_episode (
    episode_uuid uuid PRIMARY KEY);

-- How far housekeeping has searched for identities whose items no longer exist.
CREATE TABLE identity_sweep (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    after_identity uuid NOT NULL,
    finished_at timestamptz);                        -- null: under way
INSERT INTO identity_sweep (after_identity, finished_at)
VALUES ('00000000-0000-0000-0000-000000000000', sql_now());

-- Lanes, formed when a batch is prepared, and outcomes --------------------------------------------------------------

-- lane_key = batch_key * 2^20 + ordinal: a batch's lanes are a range of keys, so no index by batch is needed.
-- The cursor is the status: items before it have ended; item_outcome has those that did not succeed. It is also the
-- fence: only a writer that read its current value may move it.
-- A canceled lane makes all its items from the cursor on canceled, without a row per item. Code that removes the lanes
-- of an ended batch keeps canceled lanes and their lane_items, or that status is lost.
CREATE TABLE lane (
    lane_key bigint PRIMARY KEY,
    graph_key bigint NOT NULL,
    process_number bigint NOT NULL,
    total integer NOT NULL,
    cursor integer NOT NULL DEFAULT 0,
    state smallint NOT NULL DEFAULT 0,               -- 0 open, 1 ended, 2 canceled
    canceled_at timestamptz,
    canceled_because text,                           -- null: the batch was canceled
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

-- Only items that did not succeed.
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

-- Outcomes of items that their lane had not reached (their thread was deleted, or they were quarantined). They are few,
-- and canceling a lane must not count them again.
CREATE INDEX item_outcome_ahead ON item_outcome (batch_key, sequence)
    WHERE status = 6 OR code = 'poison';             -- 6 canceled

-- Finds the items of a rare code among many errors, in order.
CREATE INDEX item_outcome_by_code ON item_outcome (batch_key, code, sequence) WHERE code IS NOT NULL;

-- An item that another batch retries, with the same episode. Each item has one successor at most, so the attempts on an
-- episode are a chain, and only its last link can be retried.
CREATE TABLE item_retry (
    batch_key bigint NOT NULL,
    sequence integer NOT NULL,
    retry_key bigint NOT NULL,
    retry_sequence integer NOT NULL,
    episode_uuid uuid NOT NULL,
    PRIMARY KEY (batch_key, sequence),
    UNIQUE (retry_key, retry_sequence));
CREATE INDEX item_retry_by_episode ON item_retry (episode_uuid, retry_key);

-- What was sent first, of an item that was changed when it was retried: episode_data has the payload of the retry. The
-- columns are those of episode_data.
CREATE TABLE item_as_sent (
    batch_key bigint NOT NULL,
    sequence integer NOT NULL,
    data_type smallint NOT NULL,
    role smallint,
    dated boolean NOT NULL,
    reference_time timestamptz NOT NULL,
    content text NOT NULL,
    speaker text,
    source_description text,
    document_id text COLLATE "C",
    metadata text,
    PRIMARY KEY (batch_key, sequence));

-- Extraction by models ----------------------------------------------------------------------------------------------

-- Episodes that one request to a model is about. A window exists until it is extracted, or has failed: removing it is the
-- fence, and happens in the transaction that adds its facts.
CREATE TABLE model_window (
    window_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    graph_key bigint NOT NULL,
    project_key bigint NOT NULL,
    batch_key bigint NOT NULL,                       -- 0: live writes
    thread_key bigint,                               -- of live writes
    episodes uuid[] NOT NULL,                        -- in order
    attempts smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT sql_now(),
    error_code text,                                 -- why it has failed; null: it has not
    error_message text);
CREATE INDEX model_window_by_graph ON model_window (graph_key, window_key) WHERE error_code IS NULL;
CREATE INDEX model_window_by_batch ON model_window (batch_key, window_key);

-- The names of facts in a project, beside those that every project has: those that the operator decided about, and the first
-- that answers of models brought, which requests suggest from then on.
CREATE TABLE predicate (
    project_key bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    single_valued boolean NOT NULL,                  -- whether a subject has one object at a time under it
    decided boolean NOT NULL DEFAULT false,          -- by the operator
    PRIMARY KEY (project_key, name));

-- Summaries of nodes and threads. A row exists from the first change on that asks for one. Writers hold the graph's row.
-- Ids of transactions, which no two committed writes share, stand for versions.
CREATE TABLE summary (
    subject_uuid uuid PRIMARY KEY,                   -- a node or a thread
    graph_key bigint NOT NULL,
    thread_key bigint,                               -- null: a node
    is_user boolean NOT NULL DEFAULT false,          -- the node of a user
    version bigint NOT NULL DEFAULT txid_current(),  -- of the content: the fence of who writes the next one
    content text,                                    -- null: there is none, or what it was made of was deleted
    model text COLLATE "C",                          -- what wrote it
    created_at timestamptz,                          -- the first one
    made_at timestamptz,
    through bigint NOT NULL DEFAULT 0,               -- of a thread: the number of the last message in it
    through_at timestamptz,                          -- and that message's reference time
    changed bigint,                                  -- the last change that is not in it; null: it is up to date, or given up
    not_before timestamptz NOT NULL DEFAULT sql_now(),
    attempts smallint NOT NULL DEFAULT 0,            -- answers of no use
    error_message text,                              -- why it was given up until the next change
    task_uuid uuid);                                 -- of a thread: the task that waits for it
CREATE INDEX summary_due ON summary (graph_key, not_before) WHERE changed IS NOT NULL;
CREATE INDEX summary_by_thread ON summary (graph_key, thread_key) WHERE thread_key IS NOT NULL;

-- Proposals: facts of episodes that were extracted again, until they replace the old ones -----------------------------------

-- One row for each batch that extracts again.
CREATE TABLE proposal (
    batch_key bigint PRIMARY KEY REFERENCES batch ON DELETE CASCADE,
    state smallint NOT NULL DEFAULT 0,               -- 0 open, 1 applying, 2 applied, 3 discarded
    replaced integer NOT NULL DEFAULT 0,             -- episodes whose facts it has replaced
    started_at timestamptz,                          -- when applying was requested
    ended_at timestamptz,                            -- when it was applied or discarded
    has_rows boolean NOT NULL DEFAULT true);         -- in the tables below that are removed with its end
CREATE INDEX proposal_unfinished ON proposal (batch_key)
    WHERE state IN (1, 3) AND has_rows;              -- 1 applying, 3 discarded

-- The new facts of an episode. Marking the row is the fence: it happens in the transaction that replaces the episode's facts. The
-- rows of a graph are removed when all of them are marked.
CREATE TABLE proposed_episode (
    batch_key bigint NOT NULL,
    graph_key bigint NOT NULL,
    episode_uuid uuid NOT NULL,
    number bigint NOT NULL,
    facts text NOT NULL,                             -- ResolvedFacts, as JSON
    replaced boolean NOT NULL DEFAULT false,
    PRIMARY KEY (batch_key, graph_key, episode_uuid));
CREATE INDEX proposed_episode_by_graph ON proposed_episode (graph_key, number);

-- The names and labels that a batch's episodes give a node.
CREATE TABLE proposed_node (
    batch_key bigint NOT NULL,
    graph_key bigint NOT NULL,
    node_uuid uuid NOT NULL,
    name text NOT NULL,
    named_at timestamptz NOT NULL,
    named_ord bigint NOT NULL,
    labels text[] NOT NULL,
    PRIMARY KEY (batch_key, graph_key, node_uuid));
CREATE INDEX proposed_node_by_graph ON proposed_node (graph_key);

-- How the new facts of an episode differ from those that it had when it was extracted again. They stay as long as the batch.
CREATE TABLE fact_change (
    batch_key bigint NOT NULL,
    change_key bigint GENERATED ALWAYS AS IDENTITY,
    graph_key bigint NOT NULL,
    number bigint NOT NULL,                          -- of the episode
    episode_uuid uuid NOT NULL,
    change smallint NOT NULL,                        -- 0 added, 1 removed, 2 changed
    subject text NOT NULL,
    name text NOT NULL,
    old_object text,                                 -- null where the object is a value
    old_value text,
    old_valid_at timestamptz,
    old_invalid_at timestamptz,
    new_object text,
    new_value text,
    new_valid_at timestamptz,
    new_invalid_at timestamptz,
    PRIMARY KEY (batch_key, change_key));
CREATE INDEX fact_change_by_graph ON fact_change (graph_key, number);

-- Real time: accepted episodes on their way into their graphs -------------------------------------------------------

-- One call. Its counts change in the transaction that changes its items. A deletion is a task of one item, which ends when
-- the content is removed.
CREATE TABLE realtime_task (
    task_uuid uuid PRIMARY KEY,
    project_key bigint NOT NULL,
    graph_key bigint NOT NULL,
    kind smallint NOT NULL,
    items integer NOT NULL,
    open integer NOT NULL,                           -- items that have not ended
    failed integer NOT NULL DEFAULT 0,
    error_code text,                                 -- of the first that failed
    error_message text,
    created_at timestamptz NOT NULL,
    started_at timestamptz,                          -- when its first items were taken
    completed_at timestamptz,                        -- set with the last item's end
    params text                                      -- what a call wrote that made no items: a JSON object
) WITH (fillfactor = 80);

-- By project first, because traffic is read per project. Retention also searches project by project.
CREATE INDEX realtime_task_by_end ON realtime_task (project_key, completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX realtime_task_by_age ON realtime_task (project_key, created_at, task_uuid);

-- The queue. A missing row was already ingested: deleting it, with the graph's row locked, is the fence. Its payload is
-- in episode_data, with the graph's key and no batch.
CREATE TABLE realtime_item (
    graph_key bigint NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    episode_uuid uuid NOT NULL UNIQUE,
    task_uuid uuid NOT NULL,
    thread_key bigint,
    reference_time timestamptz NOT NULL,
    ignored boolean NOT NULL,                        -- stored as context and not extracted, because of its role
    PRIMARY KEY (graph_key, position)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX realtime_item_by_thread ON realtime_item (thread_key) WHERE thread_key IS NOT NULL;

-- Entities and facts ------------------------------------------------------------------------------------------------

-- Ids of nodes, assertions and mentions begin with their graph's key (GraphBoundId), so a graph's rows are a range of
-- ids, an id identifies its graph, and no column or index by graph is needed.

CREATE TABLE node (
    node_uuid uuid PRIMARY KEY,                      -- graph and hash of the normalized name
    name text NOT NULL,                              -- as the earliest item that names it spells it
    named_at timestamptz NOT NULL,                   -- that item's reference time,
    named_ord bigint NOT NULL,                       -- and place among those of the same time
    labels text[] NOT NULL DEFAULT '{}',             -- of all items that have any, in alphabetical order
    created_at timestamptz NOT NULL,
    renamed boolean NOT NULL DEFAULT false,          -- a caller chose the name: no item changes it
    relabeled boolean NOT NULL DEFAULT false);       -- a caller chose the labels: items only add to them

-- What callers wrote about nodes and facts themselves, and the sentences that models gave facts. Most have none.
CREATE TABLE written_detail (
    object_uuid uuid PRIMARY KEY,                    -- a node, or the assertion that begins a fact
    text text,                                       -- a node's summary; a fact's sentence, where it is not that of its parts
    edited boolean NOT NULL DEFAULT true,            -- by a caller: no other extraction replaces the fact
    attributes text);                                -- a JSON object of scalars

-- Names that models said mean another entity of the graph. Facts of later items under such a name go to that entity.
CREATE TABLE entity_alias (
    alias_node uuid PRIMARY KEY,                     -- the node that the name has by itself
    node_uuid uuid NOT NULL,                         -- what it means
    name text NOT NULL,                              -- as spelled
    rejected boolean NOT NULL DEFAULT false,         -- a caller took it back: models cannot say it again
    created_at timestamptz NOT NULL DEFAULT sql_now());
CREATE INDEX entity_alias_by_node ON entity_alias (node_uuid);

-- Every assertion is kept: as a fact if it begins one, as a repeat if it states again what already holds or states that
-- something ended. A slot is a subject's timeline: of a predicate with one object at a time, or of one object.
-- ord places assertions of one time: batch before real time (bit 62), then episode number, then index in the episode.
CREATE TABLE fact (
    fact_uuid uuid PRIMARY KEY,                      -- graph, number of the episode, index in it
    source_node uuid NOT NULL,
    slot bigint NOT NULL,
    valid_at timestamptz NOT NULL,
    ord bigint NOT NULL,
    target_node uuid NOT NULL,                       -- the source itself where the object is a value
    name text NOT NULL,
    value text,                                      -- a JSON scalar
    episode_uuid uuid NOT NULL,
    created_at timestamptz NOT NULL,
    invalid_at timestamptz,
    end_ord bigint,                                  -- with invalid_at: the place of the assertion that ended it
    expired_at timestamptz
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX fact_timeline ON fact (source_node, slot, valid_at, ord);
CREATE INDEX fact_by_target ON fact (target_node) WHERE target_node <> source_node;

CREATE TABLE fact_repeat (
    source_node uuid NOT NULL,
    slot bigint NOT NULL,
    valid_at timestamptz NOT NULL,
    ord bigint NOT NULL,
    fact_uuid uuid NOT NULL UNIQUE,                  -- the id it has once it begins a fact
    ends boolean NOT NULL,
    target_node uuid NOT NULL,
    name text NOT NULL,
    value text,
    episode_uuid uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (source_node, slot, valid_at, ord));

-- An end may name a node that no fact does. Other repeats name the target of their fact.
CREATE INDEX fact_repeat_by_target ON fact_repeat (target_node) WHERE ends AND target_node <> source_node;

-- An episode names a node without stating anything about it.
CREATE TABLE mention (
    mention_uuid uuid PRIMARY KEY,                   -- graph, number of the episode, index in it
    node_uuid uuid NOT NULL,
    episode_uuid uuid NOT NULL);
CREATE INDEX mention_by_node ON mention (node_uuid, mention_uuid);

-- Copies of graphs: the ids of a node or an assertion, an episode and a timeline in another graph. A new episode keeps the order of
-- the old one's identity. A timeline of one object is named by the first 64 bits of a hash (FactResolver).
CREATE FUNCTION bound_to(id uuid, graph_key bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (lpad(to_hex(graph_key), 12, '0') || substr(replace(id::text, '-', ''), 13))::uuid $$;

CREATE FUNCTION episode_copy(episode uuid, graph_key bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (left(replace(episode::text, '-', ''), 12) || substr(md5(graph_key::text || ' ' || episode::text), 13))::uuid $$;

CREATE FUNCTION slot_of(name text, target uuid, value text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || encode(substr(sha256(
        convert_to(name, 'UTF8') || '\xff'::bytea || uuid_send(target) || convert_to(coalesce(value, ''), 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint $$;

CREATE FUNCTION slot_copy(slot bigint, name text, target uuid, value text, written text, graph_key bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE slot
        WHEN slot_of(name, target, value) THEN slot_of(name, bound_to(target, graph_key), value)
        WHEN slot_of(name, target, written) THEN slot_of(name, bound_to(target, graph_key), written)
        ELSE slot END $$;

-- The id of the assertion before one in its episode: a fact that a caller wrote begins with the first and ends with the second.
CREATE FUNCTION assertion_before(id uuid) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (left(h, 16) || lpad(to_hex(('x' || right(h, 16))::bit(64)::bigint - 1), 16, '0'))::uuid
    FROM (SELECT replace(id::text, '-', '') AS h) t $$;

-- Search ------------------------------------------------------------------------------------------------------------

-- The words of facts, nodes and episodes of graphs that are too large to be read completely per search; filled with the
-- lowest priority. A word is its lexeme hashed with graph and kind, so that words common in one graph do not slow down
-- searches in another.
CREATE TABLE search_document (
    graph_key bigint NOT NULL,
    kind smallint NOT NULL,                          -- 0 fact, 1 node, 2 episode
    doc_uuid uuid NOT NULL,
    terms bigint[] NOT NULL,
    PRIMARY KEY (graph_key, kind, doc_uuid));
CREATE INDEX search_document_terms ON search_document USING gin (terms);

-- Searches read from the statistics how common a word is. This target keeps five thousand of the most common words.
ALTER TABLE search_document ALTER COLUMN terms SET STATISTICS 500;

-- How far a graph is indexed: everything that its episodes up to this number brought. No row: nothing.
CREATE TABLE search_progress (
    graph_key bigint PRIMARY KEY,
    through bigint NOT NULL);

-- Vectors of episodes, where a model is configured: filled with the lowest priority, in order of number. A block has up to 250
-- vectors of one byte a dimension, one after the other, in the order of the ids.
CREATE TABLE embedding_block (
    graph_key bigint NOT NULL,
    model text COLLATE "C" NOT NULL,                 -- everything that decides the vectors
    first_number bigint NOT NULL,
    last_number bigint NOT NULL,
    version bigint NOT NULL,                         -- changes with the content: processes keep blocks in memory
    episode_uuids uuid[] NOT NULL,
    vectors bytea NOT NULL,
    PRIMARY KEY (graph_key, model, first_number));
ALTER TABLE embedding_block ALTER COLUMN vectors SET STORAGE EXTERNAL;

-- Up to which episode a graph has vectors. No row: none has one.
CREATE TABLE embedding_progress (
    graph_key bigint NOT NULL,
    model text COLLATE "C" NOT NULL,
    through bigint NOT NULL,
    PRIMARY KEY (graph_key, model));

-- English words lose their endings and the most common are left out; words of other languages stay as they are.
CREATE FUNCTION search_lexemes(content text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT tsvector_to_array(to_tsvector('pg_catalog.english', content)) $$;

CREATE FUNCTION search_term(graph_key bigint, kind integer, lexeme text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended(lexeme COLLATE "C", graph_key * 4 + kind) $$;

-- The words of a fact: those of its sentence, and of the one that a caller wrote.
CREATE FUNCTION fact_words(source text, name text, target text, value text, written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(source, '') || ' ' || lower(replace(name, '_', ' ')) || ' ' || CASE
        WHEN value IS NULL THEN coalesce(target, '')
        WHEN strpos(value, '\') > 0 THEN coalesce(metadata_json(value) #>> '{}', value)
        ELSE value END || coalesce(' ' || written, '') $$;

-- Models: stored answers, and what requests cost --------------------------------------------------------------------

CREATE TABLE model_answer (
    project_key bigint NOT NULL,
    request_key uuid NOT NULL,                       -- 128 bits of the hash of the request
    answer text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    PRIMARY KEY (project_key, request_key));

-- What may still be spent is a cap less what is spent and reserved. Costs are in millionths of the operator's currency.
CREATE TABLE model_budget (
    batch_key bigint NOT NULL,                       -- 0: the whole project
    project_key bigint NOT NULL,
    max_tokens bigint CHECK (max_tokens >= 0),       -- input and output together; null: no cap
    max_cost bigint CHECK (max_cost >= 0),           -- null: no cap
    reserved_input_tokens bigint NOT NULL DEFAULT 0, -- by requests in flight, and by those of processes that ended
    reserved_output_tokens bigint NOT NULL DEFAULT 0,
    reserved_cost bigint NOT NULL DEFAULT 0,
    spent_input_tokens bigint NOT NULL DEFAULT 0,
    spent_output_tokens bigint NOT NULL DEFAULT 0,
    spent_cost bigint NOT NULL DEFAULT 0,
    calls bigint NOT NULL DEFAULT 0,                 -- requests that took tokens
    calls_without_use bigint NOT NULL DEFAULT 0,     -- those of them whose answer is of no use
    replays bigint NOT NULL DEFAULT 0,               -- windows that a stored answer served
    PRIMARY KEY (batch_key, project_key)
) WITH (fillfactor = 50);

-- Webhooks ----------------------------------------------------------------------------------------------------------

-- Messages to deliver, written in the transaction that makes the event true and kept for thirty days.
CREATE TABLE outbox (
    message_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_uuid uuid NOT NULL UNIQUE,
    project_key bigint NOT NULL,
    event_name text NOT NULL,
    subject uuid NOT NULL,                           -- of a batch event: the batch; of an import's: the import
    payload text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    UNIQUE (event_name, subject));
CREATE INDEX outbox_by_age ON outbox (created_at);

CREATE TABLE webhook_endpoint (
    endpoint_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_key bigint NOT NULL REFERENCES project,
    endpoint_uuid uuid NOT NULL UNIQUE,
    url text NOT NULL,
    description text,
    events text[] NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    disabled_reason text,                            -- null while enabled, or when its owner disabled it
    failing_since timestamptz,                       -- the first failure since the last success; null after a success
    last_success_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    updated_at timestamptz NOT NULL DEFAULT sql_now());
CREATE INDEX webhook_endpoint_by_project ON webhook_endpoint (project_key, endpoint_key);

-- Every commit of ingestion looks into it: empty where no endpoint asks for the events of items.
CREATE INDEX webhook_endpoint_of_items ON webhook_endpoint (project_key)
    WHERE enabled AND events && ARRAY['episode.processed', 'ingest.batch.first_error'];

-- Secrets sign, so they cannot be stored as hashes. Every secret that has not expired signs: two during a rotation.
CREATE TABLE webhook_secret (
    secret_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_key bigint NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    secret bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    expires_at timestamptz);                         -- null: the current one
CREATE INDEX webhook_secret_by_endpoint ON webhook_secret (endpoint_key);

-- One message on its way to one endpoint. Shards divide the work among dispatchers; an endpoint stays in its shard.
CREATE TABLE webhook_delivery (
    message_key bigint NOT NULL REFERENCES outbox,
    endpoint_key bigint NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    shard smallint NOT NULL,
    state smallint NOT NULL DEFAULT 0,               -- 0 due, 1 delivered, 2 failed, 3 aborted (by the receiver)
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,            -- while an attempt is under way: when it counts as lost
    taken_at timestamptz,                            -- when a dispatcher last took it: the fence
    ended_at timestamptz,                            -- null while due
    PRIMARY KEY (message_key, endpoint_key));
CREATE INDEX webhook_delivery_due ON webhook_delivery (shard, endpoint_key, next_attempt_at)
    WHERE state = 0;                                 -- 0 due
CREATE INDEX webhook_delivery_by_endpoint ON webhook_delivery (endpoint_key, message_key);
CREATE INDEX webhook_delivery_by_end ON webhook_delivery (ended_at)
    WHERE state <> 0;                                -- 0 due

-- The delivery log.
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

-- Idempotency keys --------------------------------------------------------------------------------------------------

CREATE TABLE idempotency (
    project_key bigint NOT NULL,
    path text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    body_hash bytea NOT NULL,
    result text,                                     -- of a success: the data that the answer is rebuilt from
    answer_status smallint,                          -- of a refusal, or of a success that no transaction records
    answer_body bytea,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    PRIMARY KEY (project_key, path, key));
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Processes that ingest, and what was in flight when one crashed ----------------------------------------------------

-- Processes that ingest, or crashed while they did: one one-process server, or the silos of one cluster. A clean end
-- removes the row. Advisory locks decide who may use the database, and Orleans which silos are dead.
CREATE TABLE ingest_silo (
    -- The lowest free number. The progress slots of the silo follow from it.
    silo_number smallint PRIMARY KEY CHECK (silo_number BETWEEN 0 AND 254),
    silo text NOT NULL UNIQUE,                       -- its address and generation, as Orleans writes them
    cluster text,                                    -- Orleans' ClusterId; null: a one-process server
    description text NOT NULL,
    sessions text NOT NULL,                          -- how the application_name of its sessions ends, to find them
    registered_at timestamptz NOT NULL DEFAULT sql_now());

-- What every ingesting process must know at once; the lane reader asks for it with each query.
CREATE TABLE ingest_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    unclean_ends integer NOT NULL DEFAULT 0,         -- in a row; set back when the last process ends cleanly
    unclean_at timestamptz NOT NULL DEFAULT 'epoch', -- the last of them
    realtime_at timestamptz NOT NULL DEFAULT 'epoch' -- when real time was last active in a process of a cluster
) WITH (fillfactor = 20);
INSERT INTO ingest_state DEFAULT VALUES;

-- What is in flight, recorded before it begins, for some time after an unclean end: the next crash shows the suspects.
-- It names the silo, because only work of a dead silo is adopted.
CREATE TABLE in_flight (
    marker_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    silo text NOT NULL,
    lane_keys bigint[] NOT NULL,
    item_position integer);                          -- set when a suspect lane runs one item at a time
CREATE TABLE suspect_lane (
    lane_key bigint PRIMARY KEY,
    adoptions integer NOT NULL,
    until_position integer NOT NULL);                -- the chunk that was in flight ends before this one

-- The same for live writes.
CREATE TABLE realtime_in_flight (
    marker_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    silo text NOT NULL,
    graph_key bigint NOT NULL,
    position bigint NOT NULL,                        -- the first in the queue of those in flight
    until_position bigint NOT NULL,                  -- behind the last
    single boolean NOT NULL);                        -- the graph was suspect, so nothing else of it was in flight
CREATE TABLE suspect_graph (
    graph_key bigint PRIMARY KEY,
    adoptions integer NOT NULL,
    until_position bigint NOT NULL);                 -- what was in flight ends before this one
