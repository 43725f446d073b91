-- Real time: what was accepted and is on its way into its graph.

-- One call. Its counts move in the transaction that moves its items.
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
    completed_at timestamptz                         -- set with the last item's end
) WITH (fillfactor = 80);
CREATE INDEX realtime_task_by_end ON realtime_task (completed_at) WHERE completed_at IS NOT NULL;

-- The queue. A row that is gone was done by somebody: deleting it, with the graph's row locked, is the fence. Its payload
-- stands in episode_data, with the graph's key and no batch.
CREATE TABLE realtime_item (
    graph_key bigint NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    episode_uuid uuid NOT NULL UNIQUE,
    task_uuid uuid NOT NULL,
    thread_key bigint,
    reference_time timestamptz NOT NULL,
    ignored boolean NOT NULL,                        -- stored and kept as context, not extracted: its role was to be ignored
    PRIMARY KEY (graph_key, position)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX realtime_item_by_thread ON realtime_item (thread_key) WHERE thread_key IS NOT NULL;
