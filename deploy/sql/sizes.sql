-- The largest tables, and whether autovacuum keeps up: many times more dead rows than live ones mean that something blocks it.
SELECT c.relname AS "table", pg_size_pretty(pg_total_relation_size(c.oid)) AS size,
       s.n_live_tup AS rows, s.n_dead_tup AS dead, s.last_autovacuum, s.last_autoanalyze
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE n.nspname = 'orleans_batch'
ORDER BY pg_total_relation_size(c.oid) DESC
LIMIT 30;
