-- Unfinished batches, oldest first: their progress, and what they wait for.
SELECT p.name AS project, b.batch_uuid AS batch, CASE b.status WHEN 1 THEN 'queued' ELSE 'processing' END AS status,
       now() - b.processed_at AS age, b.item_count AS items, coalesce(c.ended, 0) AS ended,
       CASE WHEN b.lane_count IS NULL THEN 'to be prepared'
            WHEN b.cancel_requested_at IS NOT NULL THEN 'cancelling'
            WHEN b.paused_at IS NOT NULL THEN 'paused'
            WHEN c.begun > 0 THEN 'running'
            ELSE 'waiting for its turn' END AS what
FROM orleans_batch.batch b
JOIN orleans_batch.project p USING (project_key)
LEFT JOIN LATERAL (SELECT sum(succeeded + failed + skipped + canceled) AS ended, sum(lanes_begun) AS begun
                   FROM orleans_batch.batch_progress g WHERE g.batch_key = b.batch_key) c ON true
WHERE b.status IN (1, 2)
ORDER BY b.processed_at
LIMIT 50;
