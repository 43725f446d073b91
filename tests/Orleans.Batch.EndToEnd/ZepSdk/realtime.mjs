// The real-time quick start: a user, a thread, messages, data for graphs, and their tasks.
import assert from "node:assert/strict";
import { Zep, ZepError } from "@getzep/zep-cloud";
import { check, done, fails, plan, zep } from "./checks.mjs";

await zep.user.add({ userId: "avery", firstName: "Avery", lastName: "Brown", email: "avery@example.com" });
await zep.thread.create({ threadId: "first", userId: "avery" });
await zep.graph.create({ graphId: "handbook" });

await check("messages are accepted, read at once in order, and processed", async () => {
  const messages = [
    { role: "user", name: "Avery", content: "I moved to Lisbon.", createdAt: "2024-03-01T09:00:00Z", metadata: { channel: "chat" } },
    { role: "assistant", content: "Noted.", createdAt: "2024-03-01T09:00:01Z" },
    { role: "user", name: "Avery", content: "Thanks!" },
  ];
  const { messageUuids, taskId, context } = await zep.thread.addMessages("first", { messages, ignoreRoles: ["assistant"] });
  assert.equal(messageUuids.length, 3);
  assert.equal(context, undefined);

  const thread = await zep.thread.get("first");
  assert.equal(thread.totalCount, 3);
  assert.deepEqual(thread.messages.map((m) => m.uuid), messageUuids);
  assert.deepEqual(thread.messages.map((m) => [m.role, m.name, m.content]), messages.map((m) => [m.role, m.name, m.content]));
  assert.equal(thread.messages[0].createdAt, "2024-03-01T09:00:00Z");
  assert.deepEqual(thread.messages[0].metadata, { channel: "chat" });

  const task = await done(taskId);
  assert.equal(task.status, "succeeded");
  assert.equal(task.type, "add_messages");
  assert.ok(task.createdAt && task.completedAt && task.updatedAt);
  assert.ok((await zep.thread.get("first")).messages.every((m) => m.processed));
  assert.equal((await zep.thread.get("first", { lastn: 1 })).messages[0].content, "Thanks!");
});

await check("data for a graph is an episode with its task, and soon processed", async () => {
  const episode = await zep.graph.add({
    graphId: "handbook", type: "json", data: '{"name":"Acme","city":"Porto"}', createdAt: "2024-01-02T03:04:05Z",
    sourceDescription: "crm", documentId: "d-1", metadata: { source: "crm" },
  });
  assert.equal(episode.processed, false);
  assert.equal(episode.source, "json");
  assert.equal(episode.createdAt, "2024-01-02T03:04:05Z");
  assert.ok(episode.taskId);
  assert.equal((await done(episode.taskId)).status, "succeeded");

  const stored = await zep.graph.episode.get(episode.uuid);
  assert.equal(stored.processed, true);
  assert.equal(stored.content, '{"name":"Acme","city":"Porto"}');
  assert.equal(stored.documentId, "d-1");
  assert.equal(stored.sourceDescription, "crm");
  assert.deepEqual(stored.metadata, { source: "crm" });
  assert.equal((await zep.graph.episode.getByGraphId("handbook", { lastn: 1 })).episodes[0].uuid, episode.uuid);
});

await check("data for a user goes into the user's graph", async () => {
  const episode = await zep.graph.add({ userId: "avery", type: "text", data: "Avery likes tea." });
  assert.equal((await done(episode.taskId)).status, "succeeded");
  const { episodes } = await zep.graph.episode.getByUserId("avery", { lastn: 10 });
  assert.equal(episodes.length, 4);
  assert.ok(episodes.some((e) => e.uuid === episode.uuid));
});

await check("thirty messages are taken, thirty-one are refused with the limit", async () => {
  const many = (n) => Array.from({ length: n }, (_, i) => ({ role: "user", content: `m${i}` }));
  const { taskId } = await zep.thread.addMessages("first", { messages: many(30) });
  assert.equal((await done(taskId)).status, "succeeded");
  const error = await fails(ZepError, 400, "too_many", () => zep.thread.addMessages("first", { messages: many(31) }));
  assert.match(error.body.message, /30 messages/);
});

await check("what is wrong is refused by name", async () => {
  await fails(Zep.BadRequestError, 400, "invalid_json_data", () => zep.graph.add({ graphId: "handbook", type: "json", data: "{" }));
  await fails(Zep.BadRequestError, 400, "required", () => zep.graph.add({ type: "text", data: "x" }));
  await fails(Zep.BadRequestError, 400, "contradiction", () => zep.graph.add({ graphId: "handbook", userId: "avery", type: "text", data: "x" }));
  await fails(Zep.BadRequestError, 400, "too_long", () => zep.graph.add({ graphId: "handbook", type: "text", data: "x".repeat(10_001) }));
  await fails(ZepError, 404, "not_found", () => zep.graph.add({ graphId: "nowhere", type: "text", data: "x" }));
  await fails(ZepError, 404, "not_found", () => zep.thread.addMessages("nowhere", { messages: [{ role: "user", content: "x" }] }));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.task.get("00000000-0000-7000-8000-000000000000"));
});

await check("the deprecated calls make real batches whose id is the task", async () => {
  const episodes = await zep.graph.addBatch({ graphId: "handbook", episodes: [{ data: "one", type: "text" }, { data: "two", type: "text" }] });
  assert.deepEqual(episodes.map((e) => e.content), ["one", "two"]);
  assert.equal(new Set(episodes.map((e) => e.taskId)).size, 1);
  const task = await done(episodes[0].taskId);
  assert.equal(task.status, "succeeded");
  assert.equal(task.type, "batch");
  assert.equal((await zep.batch.get(episodes[0].taskId)).status, "succeeded");

  const { messageUuids, taskId } = await zep.thread.addMessagesBatch("first", { messages: [{ role: "user", content: "late" }] });
  assert.equal((await done(taskId)).status, "succeeded");
  assert.ok((await zep.thread.get("first", { lastn: 50 })).messages.some((m) => m.uuid === messageUuids[0]));
});

await check("what is written while a graph is deleted fails with the reason, and nothing else does", async () => {
  await zep.graph.create({ graphId: "short-lived" });
  const writes = await Promise.all(Array.from({ length: 20 }, (_, i) => zep.graph.add({ graphId: "short-lived", type: "text", data: `${i}` })));
  await zep.graph.delete("short-lived");
  for (const { taskId } of writes) {
    const task = await done(taskId);
    if (task.status === "failed") assert.equal(task.error.code, "destination_deleted");
  }
  await fails(ZepError, 404, "not_found", () => zep.graph.add({ graphId: "short-lived", type: "text", data: "x" }));
});

plan();
