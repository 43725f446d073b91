// Version 4 of Zep's SDK: the calls of the first release, by the names of its documents.
import assert from "node:assert/strict";
import { ZepClient } from "@getzep/zep-cloud";
import { check, plan } from "./tap.mjs";

const { BATCH_URL, BATCH_API_KEY } = process.env;
const zep = new ZepClient({ apiKey: BATCH_API_KEY, baseUrl: `${BATCH_URL}/api/v4` });
const open = new Set(["pending", "processing"]);

async function ended(uuid) {
  for (;;) {
    const task = await zep.task.get(uuid);
    if (!open.has(task.status)) return task;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function all(pager) {
  const items = [];
  for await (const item of await pager) items.push(item);
  return items;
}

let user;
let thread;
let graph;

await check("users, threads and graphs are created, read, changed and listed", async () => {
  user = await zep.user.create({ userId: "sdk-user", firstName: "Ann" });
  assert.equal(user.userId, "sdk-user");
  thread = await zep.thread.create({ userUuid: user.uuid });
  assert.equal(thread.graphUuid, user.graphUuid);
  graph = await zep.graph.create({ name: "sdk" });
  assert.equal((await zep.graph.get(user.uuid)).uuid, user.graphUuid);
  assert.equal((await zep.user.update(user.uuid, { lastName: "Berg" })).lastName, "Berg");
  assert.ok((await all(zep.user.list({ pageSize: 1 }))).some((u) => u.uuid === user.uuid));
  assert.equal((await zep.user.lookup({ userId: "sdk-user" })).uuid, user.uuid);
});

await check("messages are added, and listed newest first", async () => {
  const messages = ["one", "two", "three"].map((content) => ({ role: "user", name: "Ann", content }));
  const added = await zep.thread.addMessages(thread.uuid, { messages });
  assert.equal(added.messages.length, 3);
  assert.equal((await ended(added.task.uuid)).status, "succeeded");
  const listed = await all(zep.thread.listMessages(thread.uuid, { order: "desc", pageSize: 2 }));
  assert.equal(listed.length, 3);
  assert.equal(typeof (await zep.thread.getContext(thread.uuid)).context, "string");
});

await check("a batch is created, filled, processed and listed", async () => {
  const batch = await zep.batch.create({ metadata: { src: "sdk" } });
  const { items, rejectedItems } = await zep.batch.addItems(batch.uuid, {
    items: [
      { type: "graph_episode", graphUuid: graph.uuid, data: "Ann moved to Oslo.", dataType: "text" },
      { type: "graph_episode", graphUuid: batch.uuid, data: "lost", dataType: "text" },
    ],
  });
  assert.equal(items.length, 1);
  assert.equal(rejectedItems.length, 1);
  const { task } = await zep.batch.process(batch.uuid);
  assert.equal((await ended(task.uuid)).status, "succeeded");
  assert.equal((await zep.batch.get(batch.uuid)).status, "succeeded");
  assert.equal((await all(zep.batch.listItems(batch.uuid))).length, 1);
  const draft = await zep.batch.create();
  await zep.batch.delete(draft.uuid);
  await assert.rejects(() => zep.batch.get(draft.uuid), (e) => e.statusCode === 404);
});

await check("deletions answer with a task", async () => {
  for (const gone of [await zep.thread.delete(thread.uuid), await zep.user.delete(user.uuid), await zep.graph.delete(graph.uuid)]) {
    assert.equal((await ended(gone.task.uuid)).status, "succeeded");
  }
  await assert.rejects(() => zep.user.get(user.uuid), (e) => e.statusCode === 404);
  await assert.rejects(() => zep.user.get("sdk-user"), (e) => e.statusCode === 400);
});

plan();
