-- What reading the graph needs: a search index that is filled behind everything else, and what deletions leave to be
-- done in small steps.

-- Episodes that are gone and whose assertions and mentions are still to be removed.
CREATE TABLE episode_removal (
    graph_key bigint NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (graph_key, number));

-- Only items that name a document pay for it.
CREATE INDEX episode_data_by_document ON episode_data (project_key, document_id) WHERE document_id IS NOT NULL;

-- What callers declare of types of entities and edges, as they wrote it.
CREATE TABLE ontology (
    project_key bigint NOT NULL,
    graph_key bigint NOT NULL,                       -- 0: what holds for the project
    entity_types text NOT NULL,
    edge_types text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT sql_now(),
    PRIMARY KEY (project_key, graph_key));

-- The words of facts, nodes and episodes of graphs too large to be read through per search. A word is its lexeme hashed
-- with graph and kind, so that one graph's common words are no weight on another's searches.
CREATE TABLE search_document (
    graph_key bigint NOT NULL,
    kind smallint NOT NULL,                          -- 0 fact, 1 node, 2 episode
    doc_uuid uuid NOT NULL,
    terms bigint[] NOT NULL,
    PRIMARY KEY (graph_key, kind, doc_uuid));
CREATE INDEX search_document_terms ON search_document USING gin (terms);

-- Searches ask the statistics how common a word is: five thousand of the commonest are known then.
ALTER TABLE search_document ALTER COLUMN terms SET STATISTICS 500;

-- How far a graph is in the index: everything that its episodes up to this number brought. No row: nothing is.
CREATE TABLE search_progress (
    graph_key bigint PRIMARY KEY,
    through bigint NOT NULL);

-- English words lose their endings and the commonest are left out; words of other languages stay as they are.
CREATE FUNCTION search_lexemes(content text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT tsvector_to_array(to_tsvector('pg_catalog.english', content)) $$;

CREATE FUNCTION search_term(graph_key bigint, kind integer, lexeme text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended(lexeme COLLATE "C", graph_key * 4 + kind) $$;

-- The words of a fact: those of its sentence.
CREATE FUNCTION fact_words(source text, name text, target text, value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(source, '') || ' ' || lower(replace(name, '_', ' ')) || ' ' || CASE
        WHEN value IS NULL THEN coalesce(target, '')
        WHEN strpos(value, '\') > 0 THEN coalesce(metadata_json(value) #>> '{}', value)
        ELSE value END $$;
