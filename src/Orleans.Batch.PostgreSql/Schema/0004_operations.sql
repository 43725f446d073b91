-- What an operator does to a batch: cancel, pause, retry, repair.

ALTER TABLE batch
    ADD cancel_requested_at timestamptz,
    ADD paused_at timestamptz,                       -- null: it runs, or will
    ADD retry_of uuid;                               -- the batch whose items it takes up again

-- What the lane reader looks into per query: empty unless somebody holds a batch.
CREATE INDEX batch_held ON batch (batch_key)
    WHERE status IN (1, 2) AND (paused_at IS NOT NULL OR cancel_requested_at IS NOT NULL);

-- A canceled lane (state 2) says for all its items from the cursor on that they are canceled: no row per item. Whoever
-- removes the lanes of an ended batch keeps these and their lane_items, or loses that status.
ALTER TABLE lane
    ADD canceled_at timestamptz,
    ADD canceled_because text;                       -- null: the batch was canceled

-- Outcomes of items whose lane had not reached them (their thread was deleted, or they were set aside): few, and
-- whoever cancels a lane must not count them again.
CREATE INDEX item_outcome_ahead ON item_outcome (batch_key, sequence) WHERE status = 6 OR code = 'poison';

-- An item taken up again by another batch, with the same episode. Each item has one successor at most, so the attempts
-- on an episode are a chain, and only its last link can be taken up again.
CREATE TABLE item_retry (
    batch_key bigint NOT NULL,
    sequence integer NOT NULL,
    retry_key bigint NOT NULL,
    retry_sequence integer NOT NULL,
    episode_uuid uuid NOT NULL,
    PRIMARY KEY (batch_key, sequence),
    UNIQUE (retry_key, retry_sequence));
CREATE INDEX item_retry_by_episode ON item_retry (episode_uuid, retry_key);
