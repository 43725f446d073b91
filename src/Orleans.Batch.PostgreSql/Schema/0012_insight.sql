-- What people look at: how a batch went, and what moves.

ALTER TABLE batch ADD prepared_at timestamptz;       -- lanes formed; null: never, or before this column was

-- What changed lately, and what did in a project since a moment.
CREATE INDEX batch_by_update ON batch (project_key, updated_at);

-- How many items had ended at some moments, written by the batch's coordinator and thinned: a few hundred rows at most,
-- however long it runs.
CREATE TABLE batch_sample (
    batch_key bigint NOT NULL REFERENCES batch ON DELETE CASCADE,
    at timestamptz NOT NULL,
    ended integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (batch_key, at));

-- When it was held. The end is missing where something else than resuming it was: canceling, or its end.
CREATE TABLE batch_pause (
    batch_key bigint NOT NULL REFERENCES batch ON DELETE CASCADE,
    paused_at timestamptz NOT NULL,
    resumed_at timestamptz,
    PRIMARY KEY (batch_key, paused_at));

-- A rare code among many errors, in order.
CREATE INDEX item_outcome_by_code ON item_outcome (batch_key, code, sequence) WHERE code IS NOT NULL;

-- A project's live calls by their end; what is too old is looked for project by project.
DROP INDEX realtime_task_by_end;
CREATE INDEX realtime_task_by_end ON realtime_task (project_key, completed_at) WHERE completed_at IS NOT NULL;
