// Outcomes of items: failed alone, skipped, canceled.
import assert from "node:assert/strict";
import { Zep } from "@getzep/zep-cloud";
import { allItems, check, ended, episode, fails, load, operate, plan, zep } from "./checks.mjs";

const json = (graphId, data) => ({ type: "graph_episode", graphId, dataType: "json", data });

await check("a bad item fails alone: partial", async () => {
  await zep.graph.create({ graphId: "out-partial" });
  const { batchId, added } = await load([
    json("out-partial", '{"plan":"basic"}'),
    json("out-partial", "{not json"),
    json("out-partial", "[1,2]"),
  ]);
  const batch = await ended(batchId);
  assert.equal(batch.status, "partial");
  assert.equal(batch.progress.succeededItems, 2);
  assert.equal(batch.progress.failedItems, 1);
  const failed = await allItems(batchId, { status: "failed" });
  assert.deepEqual(failed.map((i) => i.sequenceIndex), [1]);
  assert.equal(failed[0].error.code, "invalid_json_data");
  assert.equal(failed[0].error.retryable, false);
  assert.ok(failed[0].error.message.length > 10);
  const { episodes } = await zep.graph.episode.getByGraphId("out-partial", { lastn: 10 });
  assert.deepEqual(episodes.map((e) => e.uuid).sort(), [added[0].episodeUuid, added[2].episodeUuid].sort());
});

await check("nothing but bad items: failed", async () => {
  await zep.graph.create({ graphId: "out-failed" });
  const { batchId } = await load([json("out-failed", "no"), json("out-failed", "{")]);
  assert.equal((await ended(batchId)).status, "failed");
});

await check("messages in ignored roles are skipped, stored all the same", async () => {
  await zep.user.add({ userId: "out-user" });
  await zep.thread.create({ threadId: "out-thread", userId: "out-user" });
  const say = (role, content) => ({ type: "thread_message", threadId: "out-thread", role, content });
  const { batchId } = await load([say("user", "a"), say("assistant", "b"), say("user", "c")], { ignoreRoles: ["assistant"] });
  const batch = await ended(batchId);
  assert.equal(batch.status, "succeeded");
  assert.equal(batch.progress.skippedItems, 1);
  assert.deepEqual((await allItems(batchId)).map((i) => i.status), ["succeeded", "skipped", "succeeded"]);
  assert.deepEqual((await zep.thread.get("out-thread")).messages.map((m) => m.content), ["a", "b", "c"]);
});

await check("a graph deleted while its items run cancels what is left of them", async () => {
  await zep.graph.create({ graphId: "out-gone" });
  const { batchId } = await load(Array.from({ length: 5000 }, (_, i) => episode({ graphId: "out-gone" }, i)));
  await operate(batchId, "pause");
  await zep.graph.delete("out-gone");
  await operate(batchId, "resume");
  const { status, progress } = await ended(batchId);
  assert.ok(progress.canceledItems > 0, JSON.stringify(progress));
  assert.equal(progress.canceledItems + progress.succeededItems, 5000);
  assert.equal(status, progress.succeededItems === 0 ? "canceled" : "succeeded");
  assert.equal((await allItems(batchId, { status: "canceled", limit: 999 })).length, progress.canceledItems);
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.get("out-gone"));
});

await check("every item of a deleted user is canceled: canceled", async () => {
  // The first batch is held and keeps its place, so that the second has not begun when the user is deleted.
  await zep.user.add({ userId: "out-leaver" });
  const first = await load(Array.from({ length: 5000 }, (_, i) => episode({ userId: "out-leaver" }, i)));
  await operate(first.batchId, "pause");
  const second = await load([episode({ userId: "out-leaver" }, 0)]);
  await zep.user.delete("out-leaver");
  await operate(first.batchId, "resume");
  await ended(first.batchId);
  const batch = await ended(second.batchId);
  assert.equal(batch.status, "canceled");
  assert.equal(batch.progress.canceledItems, 1);
  const [item] = await allItems(second.batchId);
  assert.equal(item.status, "canceled");
  assert.equal(item.error.code, "destination_deleted");
});

plan();
