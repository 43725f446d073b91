// Users, threads, messages, graphs and look-ups of version 4, and the same objects through version 3.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { check, done, plan, zep } from "./checks.mjs";
import { all, call, ended, get, post, refuses } from "./v4.mjs";

await check("a user is created without an id, read, changed and listed", async () => {
  const created = await call("POST", "/users", { body: { email: "ann@example.com", metadata: { plan: "pro" } } });
  assert.equal(created.status, 201);
  const user = created.body;
  assert.deepEqual(Object.keys(user).sort(), ["created_at", "email", "graph_uuid", "metadata", "uuid"]);
  const changed = await call("PATCH", `/users/${user.uuid}`, { body: { first_name: "Ann" } });
  assert.equal(changed.status, 200);
  assert.equal((await get(`/users/${user.uuid}`)).first_name, "Ann");
  for (const order_by of ["created_at", "email", "user_id", "uuid"]) {
    for (const order of ["asc", "desc"]) {
      await post("/users", { email: `${randomUUID()}@example.com` });
      const found = await all("POST", "/users/list", { page_size: 2, order_by, order });
      assert.equal(new Set(found.map((u) => u.uuid)).size, found.length);
      assert.ok(found.some((u) => u.uuid === user.uuid), `${order_by} ${order}`);
    }
  }
  const byTime = await all("POST", "/users/list", { order: "desc", page_size: 3 });
  assert.deepEqual(byTime.map((u) => u.created_at), byTime.map((u) => u.created_at).sort().reverse());
});

await check("a repeated creation with one key makes one object", async () => {
  const key = randomUUID();
  const [a, b] = await Promise.all([1, 2].map(() => post("/users", { first_name: "Once" }, { key })));
  assert.equal(a.uuid, b.uuid);
  const first = await post("/graphs", { name: "once" }, { key });
  assert.equal((await post("/graphs", { name: "once" }, { key })).uuid, first.uuid);
  const thread = await post("/threads", { user_uuid: a.uuid }, { key });
  assert.equal((await post("/threads", { user_uuid: a.uuid }, { key })).uuid, thread.uuid);
});

await check("messages are added with a task, readable at once, newest first if asked", async () => {
  const user = await post("/users", { first_name: "Bo" });
  const thread = await post("/threads", { user_uuid: user.uuid });
  assert.deepEqual(Object.keys(thread).sort(), ["created_at", "graph_uuid", "updated_at", "user_uuid", "uuid"]);
  const messages = Array.from({ length: 7 }, (_, i) => ({
    role: i % 2 ? "assistant" : "user", name: "Bo", content: `message ${i}`, reference_time: `2026-01-01T00:00:0${i}Z`,
  }));
  const added = await call("POST", `/threads/${thread.uuid}/messages`, { body: { messages, return_context: true } });
  assert.equal(added.status, 202);
  assert.equal(typeof added.body.context, "string");
  assert.equal(added.body.task.type, "message_add");
  assert.ok(added.body.messages.every((m) => m.thread_uuid === thread.uuid && m.processed === false));
  const path = `/threads/${thread.uuid}/messages`;
  const inOrder = await all("GET", path, { page_size: 3 });
  assert.deepEqual(inOrder.map((m) => m.content), messages.map((m) => m.content));
  const newest = await all("GET", path, { page_size: 3, order: "desc" });
  assert.deepEqual(newest.map((m) => m.uuid), inOrder.map((m) => m.uuid).reverse());
  assert.deepEqual((await get(path, { page_size: 2, order: "desc" })).items.map((m) => m.content), ["message 6", "message 5"]);
  assert.equal((await get(path)).total_size, 7);
  assert.equal((await ended(added.body.task.uuid)).status, "succeeded");
  const one = await get(`${path}/${inOrder[0].uuid}`);
  assert.equal(one.processed, true);
  assert.equal(one.reference_time, "2026-01-01T00:00:00Z");
  assert.ok(Date.parse(one.created_at) > Date.parse(one.reference_time));
  assert.equal(typeof (await get(`/threads/${thread.uuid}/context`)).context, "string");
  assert.deepEqual((await all("GET", "/threads", { user_uuid: user.uuid })).map((t) => t.uuid), [thread.uuid]);
  await refuses(400, "invalid_request", () => post(path, { messages: [{ role: "user", content: "x", uuid: randomUUID() }] }));
});

await check("a user's graph is reached by its own UUID and by the user's", async () => {
  const user = await post("/users", {});
  const own = await get(`/graphs/${user.graph_uuid}`);
  assert.deepEqual(await get(`/graphs/${user.uuid}`), own);
  assert.equal(own.type, "user");
  assert.equal(own.user_uuid, user.uuid);
  const graph = await post("/graphs", { name: "n", description: "d" });
  assert.equal(graph.type, "standard");
  assert.equal((await call("PATCH", `/graphs/${graph.uuid}`, { body: { name: "m" } })).body.name, "m");
  assert.ok((await all("POST", "/graphs/list", { page_size: 1, order_by: "name" })).some((g) => g.uuid === graph.uuid));
});

await check("what version 3 makes is found by its id, and read by its UUID", async () => {
  await zep.user.add({ userId: "both-user", firstName: "Cy" });
  await zep.thread.create({ threadId: "both-thread", userId: "both-user" });
  await zep.graph.create({ graphId: "both/graph", name: "G" });
  const user = await post("/users/lookup", { user_id: "both-user" });
  assert.equal(user.user_id, "both-user");
  assert.deepEqual(await get(`/users/${user.uuid}`), user);
  const thread = await post("/threads/lookup", { thread_id: "both-thread" });
  assert.equal(thread.user_uuid, user.uuid);
  assert.equal(thread.graph_uuid, user.graph_uuid);
  const graph = await post("/graphs/lookup", { graph_id: "both/graph" });
  assert.equal(graph.graph_id, "both/graph");
  const { items } = await post("/lookup", { graphs: ["both/graph"], users: ["none", "both-user"], threads: ["both-thread"] });
  assert.deepEqual(items, [
    { resource_type: "user", legacy_id: "none", found: false },
    { resource_type: "user", legacy_id: "both-user", found: true, uuid: user.uuid },
    { resource_type: "thread", legacy_id: "both-thread", found: true, uuid: thread.uuid },
    { resource_type: "graph", legacy_id: "both/graph", found: true, uuid: graph.uuid },
  ]);
  await refuses(404, "not_found", () => post("/users/lookup", { user_id: "none" }));

  const { taskId } = await zep.thread.addMessages("both-thread", { messages: [{ role: "user", content: "from v3" }] });
  await done(taskId);
  assert.deepEqual((await all("GET", `/threads/${thread.uuid}/messages`)).map((m) => m.content), ["from v3"]);
  assert.equal((await get(`/tasks/${taskId}`)).status, "succeeded");
});

await check("what version 4 makes is read through version 3 by the text of its UUID", async () => {
  const user = await post("/users", { first_name: "Di" });
  const thread = await post("/threads", { user_uuid: user.uuid });
  const graph = await post("/graphs", { name: "v4" });
  assert.equal((await zep.user.get(user.uuid)).firstName, "Di");
  assert.equal((await zep.graph.get(graph.uuid)).name, "v4");
  const batch = await post("/batches", { metadata: { from: 4 } });
  assert.deepEqual((await zep.batch.get(batch.uuid)).metadata, { from: 4 });
  await post(`/threads/${thread.uuid}/messages`, { messages: [{ role: "user", content: "from v4" }] });
  assert.equal((await zep.thread.get(thread.uuid)).messages[0].content, "from v4");
  const { items } = await post("/lookup", { users: [user.uuid], threads: [thread.uuid], graphs: [graph.uuid] });
  assert.ok(items.every((i) => !i.found));
  await refuses(404, "not_found", () => post("/users/lookup", { user_id: user.uuid }));
});

await check("one key in both versions names two calls", async () => {
  const key = randomUUID();
  const v4 = await post("/batches", { metadata: { v: 1 } }, { key });
  const v3 = await zep.batch.create({ metadata: { v: 1 } }, { headers: { "Idempotency-Key": key } });
  assert.notEqual(v3.batchId, v4.uuid);
});

await check("deletions answer with a task, and hide at once", async () => {
  const user = await post("/users", {});
  const thread = await post("/threads", { user_uuid: user.uuid });
  const graph = await post("/graphs", {});
  for (const [path, type] of [
    [`/threads/${thread.uuid}`, "thread_delete"], [`/users/${user.uuid}`, "user_delete"], [`/graphs/${graph.uuid}`, "graph_delete"],
  ]) {
    const key = randomUUID();
    const gone = await call("DELETE", path, { key });
    assert.equal(gone.status, 202);
    assert.equal(gone.body.task.type, type);
    await refuses(404, "not_found", () => get(path));
    assert.deepEqual((await call("DELETE", path, { key })).body, gone.body);
    await refuses(404, "not_found", () => call("DELETE", path));
    const task = await ended(gone.body.task.uuid);
    assert.equal(task.status, "succeeded");
    assert.ok(task.completed_at);
  }
  await refuses(404, "not_found", () => get(`/graphs/${user.graph_uuid}`));
  assert.equal((await all("GET", "/tasks", { type: "user_delete" })).length, 1);
});

await check("an id or another kind of object is no address", async () => {
  const user = await post("/users", {});
  await refuses(404, "not_found", () => get(`/threads/${user.uuid}`));
  await refuses(404, "not_found", () => get(`/users/${user.graph_uuid}`));
  assert.equal((await refuses(400, "invalid_identifier", () => get("/graphs/acme"))).param, "graph_uuid");
  assert.equal((await refuses(400, "invalid_identifier", () => post("/threads", { user_uuid: "ann" }))).param, "user_uuid");
  await refuses(404, "not_found", () => post("/threads", { user_uuid: randomUUID() }));
  assert.equal((await get(`/users/${user.uuid.toUpperCase()}`)).uuid, user.uuid);
  await refuses(400, "already_exists", async () => {
    await post("/users", { user_id: "twice" });
    await post("/users", { user_id: "twice" });
  });
});

plan();
