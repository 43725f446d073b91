-- Open connections by pool, and the database's limit. "Orleans.Batch requests" and the like are the pools of a process.
SELECT regexp_replace(coalesce(nullif(application_name, ''), '(no name)'), '^(Orleans\.Batch \w+) [0-9a-f]{8}$', '\1') AS pool, coalesce(host(client_addr), 'local') AS "from",
       count(*) AS connections, count(*) FILTER (WHERE state = 'active') AS active,
       sum(count(*)) OVER () AS all_of_them, current_setting('max_connections')::int AS max_connections
FROM pg_stat_activity
WHERE backend_type = 'client backend'
GROUP BY 1, 2
ORDER BY connections DESC;
