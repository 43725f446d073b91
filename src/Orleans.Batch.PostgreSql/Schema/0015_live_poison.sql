-- A live write that kills the process is found as an item of a batch is: what is in flight is noted first, while hosts run
-- after an unclean end, and the next crash tells the suspects.
CREATE TABLE realtime_in_flight (
    marker_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    holder uuid NOT NULL,
    graph_key bigint NOT NULL,
    position bigint NOT NULL,                        -- the first in the queue of those in flight
    until_position bigint NOT NULL,                  -- behind the last
    single boolean NOT NULL);                        -- the graph was suspect, so that nothing else of it was in flight
CREATE TABLE suspect_graph (
    graph_key bigint PRIMARY KEY,
    adoptions integer NOT NULL,
    until_position bigint NOT NULL);                 -- what was in flight ends before this one
