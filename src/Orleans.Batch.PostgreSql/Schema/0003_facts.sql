-- Entities and facts. Ids of nodes, assertions and mentions begin with their graph's key (GraphBoundId), so a graph's rows
-- are a range of ids, an id finds its graph, and no column or index by graph is needed.

ALTER TABLE graph_episode ADD COLUMN extraction smallint NOT NULL DEFAULT 0;    -- ExtractionMode: what made its facts

CREATE TABLE node (
    node_uuid uuid PRIMARY KEY,                      -- graph and hash of the normalised name
    name text NOT NULL,                              -- as the earliest item that names it spells it
    named_at timestamptz NOT NULL,                   -- that item's reference time,
    named_ord bigint NOT NULL,                       -- and place among those of the same time
    labels text[] NOT NULL DEFAULT '{}',             -- of all items that tell, in order of the alphabet
    created_at timestamptz NOT NULL);

-- Every assertion is kept: as a fact if it begins one, as a repeat if it says again what holds already or says that
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
    end_ord bigint,                                  -- with invalid_at: the place of what ended it
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

-- An episode names a node without saying anything of it.
CREATE TABLE mention (
    mention_uuid uuid PRIMARY KEY,                   -- graph, number of the episode, index in it
    node_uuid uuid NOT NULL,
    episode_uuid uuid NOT NULL);
CREATE INDEX mention_by_node ON mention (node_uuid, mention_uuid);
