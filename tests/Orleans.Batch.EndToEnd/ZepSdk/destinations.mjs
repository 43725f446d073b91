// Users, threads, graphs and their episodes, under ids of every kind.
import assert from "node:assert/strict";
import { Zep } from "@getzep/zep-cloud";
import { allItems, check, ended, episode, fails, load, plan, zep } from "./checks.mjs";

const ids = [
  "plain", "with space", "a/b/c", "a%2Fb", "50%", "q?x=1&y", "#hash", "日本語", "Ωμέγα", "مرحبا", "😀", "a+b", "semi;colon",
];

for (const id of ids) {
  await check(`the id ${JSON.stringify(id)} names one user, thread and graph`, async () => {
    const user = await zep.user.add({ userId: id, firstName: "N" });
    assert.equal(user.userId, id);
    assert.equal((await zep.user.get(id)).uuid, user.uuid);
    assert.equal((await zep.thread.create({ threadId: id, userId: id })).threadId, id);
    assert.equal((await zep.graph.create({ graphId: id })).graphId, id);
    assert.equal((await zep.graph.get(id)).graphId, id);

    const { batchId, added } = await load([
      episode({ graphId: id }, 0),
      episode({ userId: id }, 1),
      { type: "thread_message", threadId: id, role: "user", name: "N", content: "hi", createdAt: "2024-02-01T00:00:00Z" },
    ]);
    assert.equal((await ended(batchId)).status, "succeeded");
    assert.deepEqual(added.map((i) => i.graphId ?? i.threadId ?? i.userId), [id, id, id]);

    const [ofGraph] = (await zep.graph.episode.getByGraphId(id, { lastn: 5 })).episodes;
    assert.equal(ofGraph.uuid, added[0].episodeUuid);
    const ofUser = (await zep.graph.episode.getByUserId(id, { lastn: 5 })).episodes;
    assert.deepEqual(ofUser.map((e) => e.uuid).sort(), [added[1].episodeUuid, added[2].episodeUuid].sort());
    const thread = await zep.thread.get(id);
    assert.equal(thread.userId, id);
    assert.deepEqual(thread.messages.map((m) => [m.uuid, m.role, m.name, m.content]), [[added[2].episodeUuid, "user", "N", "hi"]]);
  });
}

await check("ids that differ only by encoding are different things", async () => {
  await zep.graph.create({ graphId: "x/y" });
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.get("x%2Fy"));
  await zep.graph.create({ graphId: "x%2Fy", name: "other" });
  assert.equal((await zep.graph.get("x%2Fy")).name, "other");
  await zep.graph.delete("x/y");
  assert.equal((await zep.graph.get("x%2Fy")).name, "other");
});

await check("an episode by its uuid: all that was sent, processed once it is in", async () => {
  const sent = {
    ...episode({ graphId: "plain" }, 9), data: "line one\nline two \u2028 …", sourceDescription: "crm", documentId: "doc 1",
    metadata: { n: 1.5, flag: true, list: ["a", "b"] },
  };
  const { batchId, added } = await load([sent]);
  await ended(batchId);
  const read = await zep.graph.episode.get(added[0].episodeUuid);
  assert.equal(read.content, sent.data);
  assert.equal(read.processed, true);
  assert.equal(read.source, "text");
  assert.equal(read.sourceDescription, "crm");
  assert.equal(read.documentId, "doc 1");
  assert.deepEqual(read.metadata, sent.metadata);
  assert.equal(Date.parse(read.createdAt), Date.parse(sent.createdAt));
});

await check("episodes are paged through, newest first, each once", async () => {
  await zep.graph.create({ graphId: "paged" });
  const { batchId, added } = await load(Array.from({ length: 120 }, (_, i) => episode({ graphId: "paged" }, i)));
  await ended(batchId);
  const seen = [];
  let cursor;
  do {
    const { data, rawResponse } = await zep.graph.episode.listByGraphId("paged", { limit: 50, cursor, orderBy: "created_at" }).withRawResponse();
    seen.push(...data.map((e) => e.uuid));
    cursor = rawResponse.headers.get("Zep-Next-Cursor");
  } while (cursor);
  assert.deepEqual(seen, added.map((i) => i.episodeUuid).reverse());
  assert.equal((await zep.graph.episode.listByUserId("plain", {})).length, 2);
  assert.equal((await zep.graph.episode.getByGraphId("paged", { lastn: 3 })).episodes.length, 3);
});

await check("users and graphs are changed, also by a call with no body", async () => {
  assert.equal((await zep.user.update("plain", { email: "n@example.org", metadata: { tier: "gold" } })).email, "n@example.org");
  assert.equal((await zep.user.update("plain")).metadata.tier, "gold");
  assert.equal((await zep.graph.update("plain", { description: "d" })).description, "d");
  assert.equal((await zep.graph.update("plain")).description, "d");
});

await check("graphs are listed and found", async () => {
  const all = await zep.graph.listAll({ pageSize: 5, pageNumber: 2 });
  assert.equal(all.graphs.length, 5);
  assert.ok(all.totalCount >= ids.length);
  assert.ok((await zep.graph.listAll({ search: "日本" })).graphs.some((g) => g.graphId === "日本語"));
});

await check("thread messages are paged", async () => {
  const items = Array.from({ length: 25 }, (_, i) => ({
    type: "thread_message", threadId: "plain", role: i % 2 ? "assistant" : "user", content: `m${i}`,
    createdAt: new Date(Date.UTC(2025, 0, 1, i)).toISOString(),
  }));
  await ended((await load(items)).batchId);
  const thread = await zep.thread.get("plain", { limit: 10 });
  assert.equal(thread.messages.length, 10);
  assert.equal(thread.totalCount, 26);
  assert.deepEqual((await zep.thread.get("plain", { lastn: 2 })).messages.map((m) => m.content), ["m23", "m24"]);
});

await check("deleting a thread takes its messages, a user all of its own", async () => {
  await zep.thread.delete("with space");
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.thread.get("with space"));
  assert.equal((await zep.graph.episode.getByUserId("with space", { lastn: 9 })).episodes.length, 1);
  await zep.user.delete("a/b/c");
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.user.get("a/b/c"));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.thread.get("a/b/c"));
  assert.equal((await zep.graph.get("a/b/c")).graphId, "a/b/c");
});

plan();
