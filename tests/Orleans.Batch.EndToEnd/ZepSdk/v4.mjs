// A small client for version 4 over the transport of Zep's SDK 3.30.0: its retries, time limits and parsing, on paths that
// the SDK itself does not have. The path of the transport inside the package may move: package.json pins the version.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { BATCH_URL, BATCH_API_KEY } = process.env;
const require = createRequire(import.meta.url);
const root = dirname(require.resolve("@getzep/zep-cloud/package.json"));
const { fetcher } = require(join(root, "dist/cjs/core/fetcher/Fetcher.js"));

export class ApiError extends Error {
  constructor(statusCode, body) {
    super(`${statusCode} ${JSON.stringify(body)}`);
    this.statusCode = statusCode;
    this.body = body;
  }
}

/** One call; state-changing ones carry a random Idempotency-Key unless the options name one. */
export async function call(method, path, { body, query, key, apiKey = BATCH_API_KEY, maxRetries = 2 } = {}) {
  const answer = await fetcher({
    url: `${BATCH_URL}/api/v4${path}`,
    method,
    headers: {
      Authorization: `Api-Key ${apiKey}`,
      ...(method === "GET" ? {} : { "Idempotency-Key": key ?? randomUUID() }),
    },
    queryParameters: query,
    ...(body === undefined ? {} : { contentType: "application/json", requestType: "json", body }),
    timeoutMs: 60_000,
    maxRetries,
  });
  if (!answer.ok) throw new ApiError(answer.error.statusCode, answer.error.body ?? answer.error);
  return { status: answer.rawResponse.status, headers: answer.rawResponse.headers, body: answer.body };
}

export const get = async (path, query) => (await call("GET", path, { query })).body;
export const post = async (path, body, options) => (await call("POST", path, { ...options, body })).body;

/** All entries of a list, page by page, as the SDK's pager reads them. */
export async function all(method, path, query = {}) {
  const items = [];
  for (let cursor; ; ) {
    const { body } = await call(method, path, { query: { ...query, cursor } });
    items.push(...body.items);
    cursor = body.next_cursor;
    if (cursor == null || cursor === "") return items;
    assert.equal(typeof cursor, "string");
  }
}

/** That a call fails with this status and code, in the error format of version 4. */
export async function refuses(status, code, run) {
  const error = await run().then(
    () => assert.fail(`expected ${status} ${code}`),
    (e) => e,
  );
  assert.equal(error.statusCode, status, error.message);
  assert.equal(error.body.error.code, code, error.message);
  assert.ok(error.body.error.message.length > 0);
  assert.ok(error.body.error.request_id.length > 0);
  return error.body.error;
}

const open = new Set(["pending", "processing"]);

/** Polls until a task has ended. */
export async function ended(uuid) {
  for (;;) {
    const task = await get(`/tasks/${uuid}`);
    if (!open.has(task.status)) return task;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
