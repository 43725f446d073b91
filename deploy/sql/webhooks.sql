-- Deliveries that are due or waiting for their next attempt, by receiver.
SELECT e.endpoint_uuid AS endpoint, e.enabled, e.failing_since, count(*) AS waiting,
       count(*) FILTER (WHERE d.next_attempt_at < now()) AS due, now() - min(o.created_at) AS oldest, max(d.attempts) AS most_attempts
FROM orleans_batch.webhook_delivery d
JOIN orleans_batch.webhook_endpoint e USING (endpoint_key)
JOIN orleans_batch.outbox o USING (message_key)
WHERE d.state = 0
GROUP BY e.endpoint_key, e.endpoint_uuid, e.enabled, e.failing_since
ORDER BY waiting DESC
LIMIT 50;
