-- Which item a caller's record is, so that loading it again adds nothing.

-- A row only for items that carry a record id. The identity is a hash of project, destination and record id (see
-- ItemIdentity); whether its item still counts is found out when the record comes again, so no deletion has to look here.
CREATE TABLE item_identity (
    identity uuid PRIMARY KEY,
    episode_uuid uuid NOT NULL);

-- Items that failed or were canceled and whose record was then loaded by another item: retrying them would double it.
CREATE TABLE superseded_episode (
    episode_uuid uuid PRIMARY KEY);

-- How far housekeeping has looked for identities whose items are gone.
CREATE TABLE identity_sweep (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    after_identity uuid NOT NULL,
    finished_at timestamptz);                        -- null: under way
INSERT INTO identity_sweep (after_identity, finished_at)
VALUES ('00000000-0000-0000-0000-000000000000', sql_now());

-- What was sent, of an item that was changed when it was retried: the retry has the payload in episode_data. The
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
