// Every refusal arrives as the SDK's class for it.
import assert from "node:assert/strict";
import { Zep, ZepError } from "@getzep/zep-cloud";
import { check, ended, episode, fails, plan, withKey, zep } from "./checks.mjs";

const unknown = "00000000-0000-4000-8000-000000000000";
await zep.graph.create({ graphId: "err" });
const good = episode({ graphId: "err" }, 1);
const draft = (await zep.batch.create()).batchId;
const add = (...items) => zep.batch.add(draft, { items });

await check("a wrong key is 401, the generic error", async () => {
  await fails(ZepError, 401, "unauthorized", () => withKey("not-the-key-4Kq9zLw7").batch.list());
});

await check("an unknown batch is 404 everywhere", async () => {
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.batch.get(unknown));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.batch.listItems(unknown));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.batch.add(unknown, { items: [good] }));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.batch.process(unknown));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.batch.delete(unknown));
});

await check("unknown users, threads and graphs are 404", async () => {
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.user.get("nobody"));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.thread.get("nothing"));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.get("nowhere"));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.delete("nowhere"));
  // The SDK has no type for a 404 of this call.
  await fails(ZepError, 404, "not_found", () => zep.graph.episode.get(unknown));
});

await check("an add with bad items names each of them and stores none", async () => {
  const error = await fails(Zep.BadRequestError, 400, "too_long", () => add(
    good,
    { ...good, data: "x".repeat(10_001) },
    { ...good, userId: "u" },
    { ...good, createdAt: "2024-01-01T00:00:00" },
    { type: "thread_message", threadId: "t", role: "user", content: "x".repeat(4_097) },
  ));
  assert.deepEqual(error.body.errors.map((e) => [e.index, e.code]), [
    [1, "too_long"], [2, "contradiction"], [3, "invalid_date"], [4, "too_long"],
  ]);
  assert.equal(error.body.error_count, 4);
  assert.equal((await zep.batch.get(draft)).itemCount, 0);
});

await check("lengths are counted in code points", async () => {
  assert.equal((await add({ ...good, data: "😀".repeat(10_000) })).length, 1);
  await fails(Zep.BadRequestError, 400, "too_long", () => add({ ...good, data: "😀".repeat(10_001) }));
});

await check("too many and no items are 400", async () => {
  await fails(Zep.BadRequestError, 400, "too_many", () => add(...Array(501).fill(good)));
  await fails(Zep.BadRequestError, 400, "required", () => add());
});

await check("metadata beyond 16 KiB is 400", () =>
  fails(Zep.BadRequestError, 400, "too_long", () => zep.batch.create({ metadata: { note: "x".repeat(17_000) } })));

await check("an id that no URL can name is 400", () =>
  fails(Zep.BadRequestError, 400, "invalid_id", () => zep.graph.create({ graphId: ".." })));

await check("bad paging is 400, and a limit beyond the maximum is clamped", async () => {
  for (const request of [{ limit: 0 }, { limit: -1 }, { cursor: -1 }, { status: "done" }]) {
    const error = await zep.batch.list(request).then(() => assert.fail(JSON.stringify(request)), (e) => e);
    assert.equal(error.constructor, Zep.BadRequestError);
  }
  assert.ok((await zep.batch.list({ limit: 1_000_000 })).batches.length > 0);
});

await check("an empty draft cannot be processed", async () => {
  const empty = (await zep.batch.create()).batchId;
  await fails(Zep.BadRequestError, 400, "empty_batch", () => zep.batch.process(empty));
  assert.equal((await zep.batch.get(empty)).status, "draft");
});

await check("unknown destinations make the batch invalid, each bad item with its reason", async () => {
  const { batchId } = await zep.batch.create();
  await zep.batch.add(batchId, { items: [
    good,
    episode({ graphId: "no such graph" }, 1),
    episode({ userId: "no such user" }, 1),
    { type: "thread_message", threadId: "no such thread", role: "user", content: "hello" },
  ] });
  const error = await zep.batch.process(batchId).then(() => assert.fail("expected 400"), (e) => e);
  assert.equal(error.constructor, Zep.BadRequestError);
  assert.match(error.body.message, /no such graph/);
  assert.equal((await ended(batchId)).status, "invalid");
  const { items } = await zep.batch.listItems(batchId);
  assert.deepEqual(items.map((i) => i.error?.code), [undefined, "graph_not_found", "user_not_found", "thread_not_found"]);
  assert.equal((await zep.graph.episode.getByGraphId("err")).episodes?.length ?? 0, 0);
  await zep.batch.delete(batchId);
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.batch.get(batchId));
});

await check("what exists already is refused", async () => {
  await fails(Zep.BadRequestError, 400, "already_exists", () => zep.graph.create({ graphId: "err" }));
});

plan();
