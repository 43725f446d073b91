// The quick start of an agent's developer, in real time only: messages and business data come back as context, as search
// results, and as facts with their dates.
import assert from "node:assert/strict";
import { check, done, plan, zep } from "./checks.mjs";

const user = { userId: "robin-1", firstName: "Robin", lastName: "Reed", email: "robin@example.com" };
const say = (content, createdAt) => ({ role: "user", name: "Robin Reed", content, createdAt });

await check("a user and a thread", async () => {
  assert.equal((await zep.user.add(user)).userId, user.userId);
  assert.equal((await zep.thread.create({ threadId: "support", userId: user.userId })).threadId, "support");
});

await check("messages become facts of the user's graph", async () => {
  const { taskId } = await zep.thread.addMessages("support", {
    messages: [
      say("Hi! I live in Porto, and I work at Acme.", "2024-01-10T09:00:00Z"),
      { role: "assistant", name: "Agent", content: "Welcome, Robin.", createdAt: "2024-01-10T09:00:05Z" },
      say("By the way, I live in Lisbon.", "2024-06-01T09:00:00Z"),
    ],
  });
  assert.equal((await done(taskId)).status, "succeeded");
});

await check("what the business knows is added to the same graph, late and in any order", async () => {
  const account = (plan, createdAt) => zep.graph.add({
    userId: user.userId, type: "json", data: JSON.stringify({ name: "Robin Reed", plan, account_manager: { name: "Kim Lane" } }), createdAt,
  });
  for (const added of [await account("team", "2024-05-01T00:00:00Z"), await account("free", "2024-02-01T00:00:00Z")]) {
    assert.equal((await done(added.taskId)).status, "succeeded");
  }
});

const edges = async (type) => (await zep.graph.edge.getByUserId(user.userId, { filters: { edgeTypes: [type] } }))
  .sort((a, b) => a.validAt.localeCompare(b.validAt))
  .map((e) => [e.fact, e.validAt, e.invalidAt]);

await check("facts end when the next begin, whichever was told first", async () => {
  assert.deepEqual(await edges("LIVES_IN"), [
    ["Robin Reed lives in Porto", "2024-01-10T09:00:00Z", "2024-06-01T09:00:00Z"],
    ["Robin Reed lives in Lisbon", "2024-06-01T09:00:00Z", undefined],
  ]);
  assert.deepEqual(await edges("PLAN"), [
    ["Robin Reed plan free", "2024-02-01T00:00:00Z", "2024-05-01T00:00:00Z"],
    ["Robin Reed plan team", "2024-05-01T00:00:00Z", undefined],
  ]);
  assert.deepEqual(await edges("WORKS_AT"), [["Robin Reed works at Acme", "2024-01-10T09:00:00Z", undefined]]);
});

await check("search finds facts, entities and what was said", async () => {
  const search = (query, scope) => zep.graph.search({ userId: user.userId, query, scope, limit: 5 });
  const facts = (await search("Where does Robin live?", "edges")).edges;
  assert.ok(facts.slice(0, 2).some((e) => e.fact === "Robin Reed lives in Lisbon" && e.invalidAt === undefined));
  assert.equal((await search("Kim Lane", "nodes")).nodes[0].name, "Kim Lane");
  assert.match((await search("welcome", "episodes")).episodes[0].content, /^Welcome, Robin/);
});

await check("the context of the thread is ready for a prompt", async () => {
  const { taskId } = await zep.thread.addMessages("support", { messages: [say("Which plan am I on, and where do I live?", "2024-07-01T09:00:00Z")] });
  assert.equal((await done(taskId)).status, "succeeded");
  const { context } = await zep.thread.getUserContext("support");
  assert.match(context, /Robin Reed lives in Lisbon \(2024-06-01T09:00:00Z - present\)/);
  assert.match(context, /Robin Reed lives in Porto \(2024-01-10T09:00:00Z - 2024-06-01T09:00:00Z\)/);
  assert.match(context, /Robin Reed plan team \(2024-05-01T00:00:00Z - present\)/);
});

await check("the user's node is who speaks", async () => {
  const { node } = await zep.user.getNode(user.userId);
  assert.equal(node.name, "Robin Reed");
  assert.equal(node.attributes.plan, "team");
});

plan();
