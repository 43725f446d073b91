-- Who goes first when more waits than can be ingested.

ALTER TABLE project ADD weight smallint NOT NULL DEFAULT 1;   -- its share, against the other projects' that have work waiting
ALTER TABLE batch ADD priority smallint NOT NULL DEFAULT 0;   -- higher goes first, among the batches of its project
