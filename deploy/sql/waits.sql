-- Transactions that are open for longer than a second, and the sessions that block them. This server never leaves one idle.
SELECT a.pid, a.application_name AS pool, a.state, now() - a.xact_start AS transaction_open, a.wait_event_type, a.wait_event,
       pg_blocking_pids(a.pid) AS waits_for, left(a.query, 120) AS statement
FROM pg_stat_activity a
WHERE a.backend_type = 'client backend' AND a.pid <> pg_backend_pid() AND now() - a.xact_start > interval '1 second'
ORDER BY a.xact_start
LIMIT 50;
