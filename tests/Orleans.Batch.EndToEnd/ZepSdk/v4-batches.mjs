// The batch calls and tasks of version 4.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { check, plan } from "./checks.mjs";
import { all, call, ended, get, post, refuses } from "./v4.mjs";

const user = await post("/users", { first_name: "Ann" });
const thread = await post("/threads", { user_uuid: user.uuid });
const graph = await post("/graphs", { name: "batches" });
const episode = (data) => ({ type: "graph_episode", graph_uuid: graph.uuid, data, data_type: "text" });

await check("a batch is created with and without a body: 201", async () => {
  const empty = await call("POST", "/batches");
  assert.equal(empty.status, 201);
  assert.deepEqual(Object.keys(empty.body).sort(), ["created_at", "status", "uuid"]);
  const filled = await call("POST", "/batches", { body: { metadata: { src: "x" }, strict_ontology: true } });
  assert.deepEqual(filled.body.metadata, { src: "x" });
  assert.equal(filled.body.strict_ontology, true);
  assert.equal(filled.body.status, "draft");
});

await check("items with an unknown destination are rejected, the others added", async () => {
  const batch = await post("/batches", {});
  const missing = randomUUID();
  const { items, rejected_items: rejected } = await post(`/batches/${batch.uuid}/items`, {
    items: [
      { ...episode("Ann moved to Oslo."), reference_time: "2026-05-01T10:00:00Z" },
      { type: "thread_message", thread_uuid: thread.uuid, role: "user", name: "Ann", content: "Hi" },
      { ...episode("x"), graph_uuid: missing },
      { type: "graph_episode", user_uuid: user.uuid, data: "Ann likes tea.", data_type: "text" },
      { type: "thread_message", thread_uuid: missing, role: "user", content: "lost" },
    ],
  });
  assert.deepEqual(items.map((i) => i.sequence_index), [0, 1, 2]);
  assert.deepEqual(items.map((i) => i.graph_uuid), [graph.uuid, user.graph_uuid, user.graph_uuid]);
  assert.deepEqual(items.map((i) => i.thread_uuid), [undefined, thread.uuid, undefined]);
  assert.ok(items.every((i) => i.source_uuid === i.episode_uuid && i.status === "pending"));
  assert.deepEqual(rejected.map((r) => [r.index, r.error.code, r.error.param]), [
    [2, "not_found", "graph_uuid"],
    [4, "not_found", "thread_uuid"],
  ]);

  const processed = await call("POST", `/batches/${batch.uuid}/process`);
  assert.equal(processed.status, 202);
  assert.equal(processed.body.task.type, "batch_process");
  const task = await ended(processed.body.task.uuid);
  assert.equal(task.status, "succeeded", JSON.stringify(task));
  const done = await get(`/batches/${batch.uuid}`);
  assert.equal(done.progress.succeeded_items, 3);
  assert.equal(done.progress.stage, "succeeded");
  const listed = await all("GET", `/batches/${batch.uuid}/items`, { page_size: 2 });
  assert.deepEqual(listed.map((i) => [i.uuid, i.graph_uuid, i.thread_uuid]), items.map((i) => [i.uuid, i.graph_uuid, i.thread_uuid]));
  const messages = await all("GET", `/threads/${thread.uuid}/messages`);
  assert.deepEqual(messages.map((m) => m.uuid), [items[1].episode_uuid]);
});

await check("malformed items refuse the whole call, each with its position", async () => {
  const batch = await post("/batches");
  const error = await refuses(400, "invalid_identifier", () =>
    post(`/batches/${batch.uuid}/items`, { items: [episode("good"), { ...episode("bad"), graph_uuid: "acme" }, { ...episode("bad"), data_type: "xml" }] }));
  assert.deepEqual(error.details.errors.map((e) => [e.index, e.param, e.code]), [
    [1, "graph_uuid", "invalid_identifier"],
    [2, "data_type", "unknown_value"],
  ]);
  assert.deepEqual(await all("GET", `/batches/${batch.uuid}/items`), []);
});

await check("each write is done once per key; another body under it is refused", async () => {
  const key = randomUUID();
  const first = await call("POST", "/batches", { body: { metadata: { n: 1 } }, key });
  const again = await call("POST", "/batches", { body: { metadata: { n: 1 } }, key });
  assert.equal(again.body.uuid, first.body.uuid);
  assert.equal(again.headers.get("idempotent-replayed"), "true");
  await refuses(422, "idempotency_mismatch", () => post("/batches", { metadata: { n: 2 } }, { key }));

  const path = `/batches/${first.body.uuid}/items`;
  const body = { items: [episode("once"), { ...episode("never"), graph_uuid: randomUUID() }] };
  const added = await call("POST", path, { body, key });
  assert.deepEqual((await call("POST", path, { body, key })).body, added.body);
  assert.equal((await all("GET", path)).length, 1);

  const gone = await call("DELETE", `/batches/${first.body.uuid}`, { key });
  assert.equal(gone.status, 204);
  assert.equal((await call("DELETE", `/batches/${first.body.uuid}`, { key })).status, 204);
  await refuses(404, "not_found", () => call("DELETE", `/batches/${first.body.uuid}`));
});

await check("states and addresses are refused as documented", async () => {
  const error = await refuses(400, "invalid_identifier", () => get("/batches/alice"));
  assert.equal(error.param, "batch_uuid");
  await refuses(404, "not_found", () => get(`/batches/${randomUUID()}`));
  const batch = await post("/batches");
  await refuses(400, "invalid_request", () => call("POST", `/batches/${batch.uuid}/process`, { maxRetries: 0 }));
  await post(`/batches/${batch.uuid}/items`, { items: [episode("one")] });
  await call("POST", `/batches/${batch.uuid}/process`, { body: {} });
  await refuses(409, "conflict", () => call("POST", `/batches/${batch.uuid}/process`, { maxRetries: 0 }));
  await refuses(409, "conflict", () => post(`/batches/${batch.uuid}/items`, { items: [episode("two")] }));
  await refuses(409, "conflict", () => call("DELETE", `/batches/${batch.uuid}`));
  await refuses(401, "unauthorized", () => call("GET", "/batches", { apiKey: "wrong" }));
  await refuses(404, "not_found", () => get("/agents"));
  await refuses(405, "invalid_request", () => call("PUT", "/batches"));
});

await check("batches and tasks are paged by cursors that belong to their query", async () => {
  const batches = await all("GET", "/batches", { page_size: 2 });
  assert.ok(batches.length > 3);
  assert.equal(new Set(batches.map((b) => b.uuid)).size, batches.length);
  const drafts = await all("GET", "/batches", { limit: 1, status: "draft" });
  assert.ok(drafts.length > 0 && drafts.every((b) => b.status === "draft"));
  const page = await get("/batches", { page_size: 1, status: "draft" });
  assert.equal((await refuses(400, "invalid_request", () => get("/batches", { cursor: page.next_cursor }))).param, "cursor");
  await refuses(400, "invalid_request", () => get("/batches", { cursor: "42" }));

  const tasks = await all("GET", "/tasks", { page_size: 1 });
  assert.ok(tasks.length >= 2);
  assert.deepEqual(tasks.map((t) => t.created_at).sort().reverse(), tasks.map((t) => t.created_at));
  const done = await all("GET", "/tasks", { status: "succeeded", type: "batch_process" });
  assert.ok(done.length > 0 && done.every((t) => t.status === "succeeded" && t.type === "batch_process"));
  assert.deepEqual(await all("GET", "/tasks", { type: "graph_delete" }), []);
  await refuses(404, "not_found", () => get(`/tasks/${drafts[0].uuid}`));
});

await check("our own calls: lines, validate, pause, resume, retry, cancel, events", async () => {
  const headers = { Authorization: `Api-Key ${process.env.BATCH_API_KEY}` };
  const url = `${process.env.BATCH_URL}/api/v4/batches`;
  const batch = await post("/batches");
  const lines = [episode("first"), { ...episode("lost"), graph_uuid: randomUUID() }, { ...episode("{"), data_type: "json" }];
  const answer = await fetch(`${url}/${batch.uuid}/items`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/x-ndjson" },
    body: lines.map((l) => JSON.stringify(l)).join("\n"),
  });
  const added = await answer.json();
  assert.deepEqual([answer.status, added.accepted, added.rejected_count, added.rejected_items[0].index], [200, 2, 1, 1]);
  assert.equal((await post(`/batches/${batch.uuid}/validate`)).error_count, 1);
  const { task } = await post(`/batches/${batch.uuid}/process`);
  const ending = await ended(task.uuid);
  assert.equal(ending.status, "partial");
  assert.equal(ending.error.code, "invalid_json_data");
  const exported = await fetch(`${url}/${batch.uuid}/items`, { headers: { ...headers, Accept: "application/x-ndjson" } });
  const records = (await exported.text()).trim().split("\n").map((l) => JSON.parse(l));
  assert.deepEqual(records.map((r) => [r.graph_uuid, r.data, r.status]), [[graph.uuid, "first", "succeeded"], [graph.uuid, "{", "failed"]]);
  assert.equal(records[1].error.code, "invalid_json_data");
  assert.deepEqual(await get(`/batches/${batch.uuid}/items/${records[0].uuid}`), records[0]);
  const events = await (await fetch(`${url}/${batch.uuid}/events`, { headers })).text();
  assert.match(events, /event: done\ndata: .*"uuid":/);
  const retry = await call("POST", `/batches/${batch.uuid}/retry`, { body: { item_uuids: [records[1].uuid], process: false } });
  assert.deepEqual([retry.status, retry.body.retry_of, retry.body.status], [201, batch.uuid, "draft"]);
  await refuses(409, "conflict", () => call("POST", `/batches/${retry.body.uuid}/pause`));
  await post(`/batches/${retry.body.uuid}/process`);
  await ended(retry.body.uuid);
  await refuses(409, "conflict", () => call("POST", `/batches/${retry.body.uuid}/cancel`));
  await refuses(409, "conflict", () => call("POST", `/batches/${retry.body.uuid}/resume`));
});

plan();
