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
