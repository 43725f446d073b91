-- What is kept of batches that have ended, and for how long.

-- Lanes are what ingestion works with; of an ended batch only listings look at them.
ALTER TABLE batch ADD lanes_removed boolean NOT NULL DEFAULT false;
CREATE INDEX batch_with_lanes ON batch (completed_at) WHERE status >= 4 AND lane_count IS NOT NULL AND NOT lanes_removed;
CREATE INDEX batch_ended ON batch (completed_at) WHERE completed_at IS NOT NULL;

-- Batches that are gone for their callers and whose rows are removed behind that, in small steps. The items of episodes
-- that are in their graphs stay: they say where (see episode_data).
CREATE TABLE batch_purge (
    batch_key bigint PRIMARY KEY,
    item_count integer NOT NULL,
    invalid boolean NOT NULL,                        -- or canceled before it began: none of its items was ingested
    next_sequence integer NOT NULL DEFAULT 0,
    queued_at timestamptz NOT NULL DEFAULT sql_now());
