// What the scripts on version 3 share.
import assert from "node:assert/strict";
import { ZepClient } from "@getzep/zep-cloud";

export { check, plan } from "./tap.mjs";

const { BATCH_URL, BATCH_API_KEY } = process.env;

/** The one-line change that points the SDK at this server: baseUrl, /api/v2 included. */
export const zep = new ZepClient({ apiKey: BATCH_API_KEY, baseUrl: `${BATCH_URL}/api/v2` });
export const withKey = (apiKey) => new ZepClient({ apiKey, baseUrl: `${BATCH_URL}/api/v2` });

/** That a call fails with an error of exactly this class and status, whose body says what is wrong. */
export async function fails(type, statusCode, code, call) {
  const error = await call().then(
    () => assert.fail(`expected ${type.name}`),
    (e) => e,
  );
  assert.equal(error.constructor, type, `${error.constructor.name}: ${error.message}`);
  assert.equal(error.statusCode, statusCode);
  assert.equal(error.body.code, code, JSON.stringify(error.body));
  assert.ok(error.body.message.length > 0);
  return error;
}

const terminal = new Set(["succeeded", "partial", "failed", "canceled", "invalid"]);

/** A call on a batch that the SDK has not: pause, resume. */
export async function operate(batchId, call) {
  const answer = await fetch(`${BATCH_URL}/api/v2/batches/${batchId}/${call}`, {
    method: "POST",
    headers: { Authorization: `Api-Key ${BATCH_API_KEY}` },
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** Polls until a batch has ended. */
export async function ended(batchId) {
  for (;;) {
    const batch = await zep.batch.get(batchId);
    if (terminal.has(batch.status)) return batch;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Polls until a task has ended. */
export async function done(taskId) {
  for (;;) {
    const task = await zep.task.get(taskId);
    if (task.status === "succeeded" || task.status === "failed") return task;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function allItems(batchId, request = {}) {
  const items = [];
  let cursor;
  do {
    const page = await zep.batch.listItems(batchId, { ...request, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor != null);
  return items;
}

/** Creates a batch, adds the items 500 a call, processes it. */
export async function load(items, options) {
  const { batchId } = await zep.batch.create(options);
  const added = [];
  for (let i = 0; i < items.length; i += 500) {
    added.push(...(await zep.batch.add(batchId, { items: items.slice(i, i + 500) })));
  }
  await zep.batch.process(batchId);
  return { batchId, added };
}

/** Item i of a made-up history, one an hour. */
export const episode = (destination, i) => ({
  type: "graph_episode",
  ...destination,
  dataType: "text",
  data: `entry ${i}`,
  createdAt: new Date(Date.UTC(2024, 0, 1, i)).toISOString(),
});
