// The lifecycle of a batch, as a loader uses it: create, add, process, poll, list.
import assert from "node:assert/strict";
import { Zep } from "@getzep/zep-cloud";
import { allItems, check, ended, episode, fails, load, plan, zep } from "./checks.mjs";

await zep.graph.create({ graphId: "life-a" });
await zep.graph.create({ graphId: "life-b" });
const items = Array.from({ length: 1234 }, (_, i) => episode({ graphId: i % 2 ? "life-b" : "life-a" }, i));
let batchId;
let added;

await check("a batch created without a body is an empty draft", async () => {
  const batch = await zep.batch.create();
  assert.equal(batch.status, "draft");
  assert.equal(batch.itemCount, 0);
  assert.equal(batch.progress.percentComplete, 0);
  assert.ok(!Number.isNaN(Date.parse(batch.createdAt)));
});

await check("metadata, roles and strictness come back as created", async () => {
  const metadata = { job: "import-7", nested: { list: [1, "zwei", null, true] }, 数: 1e-7 };
  const made = await zep.batch.create({ metadata, ignoreRoles: ["assistant", "tool"], strictOntology: true });
  const read = await zep.batch.get(made.batchId);
  assert.deepEqual(read.metadata, metadata);
  assert.deepEqual(read.ignoreRoles, ["assistant", "tool"]);
  assert.equal(read.strictOntology, true);
});

await check("500 items a call are added in order, each with its episode", async () => {
  ({ batchId } = await zep.batch.create());
  added = [];
  for (let i = 0; i < items.length; i += 500) {
    added.push(...(await zep.batch.add(batchId, { items: items.slice(i, i + 500) })));
  }
  assert.deepEqual(added.map((i) => i.sequenceIndex), items.map((_, i) => i));
  assert.equal(new Set(added.map((i) => i.episodeUuid)).size, items.length);
  assert.ok(added.every((i) => i.sourceUuid === i.episodeUuid && i.kind === "graph_episode" && i.status === "pending"));
  assert.deepEqual(added.map((i) => i.graphId), items.map((i) => i.graphId));
  assert.equal((await zep.batch.get(batchId)).itemCount, items.length);
});

await check("process answers at once and polling ends in succeeded", async () => {
  const answer = await zep.batch.process(batchId);
  assert.ok(["queued", "processing", "succeeded"].includes(answer.status), answer.status);
  assert.ok(answer.processedAt);
  const batch = await ended(batchId);
  assert.equal(batch.status, "succeeded");
  assert.ok(batch.completedAt);
  assert.deepEqual(
    { ...batch.progress },
    {
      totalItems: 1234, queuedItems: 0, processingItems: 0, succeededItems: 1234,
      failedItems: 0, skippedItems: 0, canceledItems: 0, facts: 0, entities: 0, percentComplete: 100,
    },
  );
});

await check("a second process call is a conflict", () =>
  fails(Zep.ConflictError, 409, "already_processed", () => zep.batch.process(batchId)));

await check("a processed batch takes no items and is not deleted", async () => {
  await fails(Zep.ConflictError, 409, "not_a_draft", () => zep.batch.add(batchId, { items: items.slice(0, 1) }));
  await fails(Zep.ConflictError, 409, "already_processed", () => zep.batch.delete(batchId));
});

await check("items are paged in order, whatever the page size", async () => {
  for (const limit of [undefined, 7, 100, 1000]) {
    const listed = await allItems(batchId, { limit });
    assert.deepEqual(listed.map((i) => i.episodeUuid), added.map((i) => i.episodeUuid), `limit ${limit}`);
  }
});

await check("items are filtered by status", async () => {
  assert.equal((await allItems(batchId, { status: "succeeded", limit: 300 })).length, 1234);
  assert.equal((await allItems(batchId, { status: "failed" })).length, 0);
});

await check("batches are listed newest first, paged and filtered", async () => {
  const ids = [];
  let cursor;
  do {
    const page = await zep.batch.list({ limit: 2, cursor });
    assert.ok(page.batches.length <= 2);
    ids.push(...page.batches.map((b) => b.batchId));
    cursor = page.nextCursor;
  } while (cursor != null);
  assert.equal(ids.length, 3);
  assert.equal(ids[0], batchId);
  assert.deepEqual((await zep.batch.list({ status: "succeeded" })).batches.map((b) => b.batchId), [batchId]);
  assert.equal((await zep.batch.list({ status: "draft" })).batches.length, 2);
});

await check("a draft is deleted with its items", async () => {
  const draft = await zep.batch.create({ metadata: { gone: true } });
  await zep.batch.add(draft.batchId, { items: items.slice(0, 3) });
  assert.match((await zep.batch.delete(draft.batchId)).message, /deleted/);
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.batch.get(draft.batchId));
});

await check("concurrent process calls start one run", async () => {
  const draft = await zep.batch.create();
  await zep.batch.add(draft.batchId, { items: items.slice(0, 10) });
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => zep.batch.process(draft.batchId)));
  assert.equal(answers.filter((a) => a.status === "fulfilled").length, 1);
  assert.ok(answers.every((a) => a.status === "fulfilled" || a.reason instanceof Zep.ConflictError));
  assert.equal((await ended(draft.batchId)).progress.succeededItems, 10);
});

await check("two batches on one graph run in the order of their process calls", async () => {
  await zep.graph.create({ graphId: "life-two" });
  const of = (name, n) => Array.from({ length: n }, (_, i) => ({ ...episode({ graphId: "life-two" }, 0), data: `${name} ${i}` }));
  const first = await load(of("first", 2000));
  const second = await load(of("second", 3));
  await Promise.all([ended(first.batchId), ended(second.batchId)]);
  // All have one date, so position in the graph decides the order.
  const last = (await zep.graph.episode.getByGraphId("life-two", { lastn: 4 })).episodes.map((e) => e.content);
  assert.deepEqual(last.sort(), ["first 1999", "second 0", "second 1", "second 2"]);
});

plan();
