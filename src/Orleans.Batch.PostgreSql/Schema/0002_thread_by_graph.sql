-- Deleting a graph asks who refers to it, and deleting a user removes its threads: both read every thread there is without.
CREATE INDEX thread_by_graph ON thread (graph_key);
