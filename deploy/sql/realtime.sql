-- Accepted live writes that are not in their graphs yet: normally few, and none older than a second.
SELECT count(*) AS waiting, count(DISTINCT i.graph_key) AS graphs, now() - min(t.created_at) AS oldest
FROM orleans_batch.realtime_item i
JOIN orleans_batch.realtime_task t USING (task_uuid);
