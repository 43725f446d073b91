// What surrounds users, threads and graphs: lists, copies, parts of graphs, instructions, the project.
import assert from "node:assert/strict";
import { Zep } from "@getzep/zep-cloud";
import { check, done, fails, plan, zep } from "./checks.mjs";

await zep.user.add({ userId: "u1", firstName: "Änne", lastName: "Brown", email: "z@example.org", timeZone: "Europe/Lisbon" });
await zep.user.add({ userId: "u2", firstName: "Blake", email: "a@example.org" });
await zep.user.add({ userId: "u3" });
for (const [threadId, userId] of [["b", "u2"], ["a", "u3"], ["c", "u1"], ["d", "u1"]]) await zep.thread.create({ threadId, userId });
await zep.graph.create({ graphId: "g", name: "Shop", description: "All about ÄPFEL" });
const triple = (source, name, target, rest = {}) => zep.graph.addFactTriple({
  graphId: "g", fact: `${source} ${name.toLowerCase()} ${target}`, factName: name, sourceNodeName: source, targetNodeName: target, ...rest,
});
const ab = await triple("A", "LIKES", "B", { metadata: { k: 1 } });
const bc = await triple("B", "LIKES", "C");
await triple("C", "OWNS", "D");
await triple("E", "LIKES", "A");

await check("users are searched and ordered", async () => {
  const ids = async (request) => (await zep.user.listOrdered(request)).users.map((u) => u.userId);
  assert.deepEqual(await ids({ search: "ÄNNE brown" }), ["u1"]);
  assert.deepEqual(await ids({ search: "EXAMPLE.org", orderBy: "email", asc: true }), ["u2", "u1"]);
  assert.deepEqual(await ids({ search: "_" }), []);
  assert.deepEqual(await ids({ orderBy: "created_at", asc: false }), ["u3", "u2", "u1"]);
  assert.deepEqual(await ids({ orderBy: "user_id", asc: false, pageSize: 2, pageNumber: 2 }), ["u1"]);
  assert.equal((await zep.user.listOrdered({ search: "example" })).totalCount, 2);
  await zep.user.update("u2", { email: "blake@example.com" });
  assert.deepEqual(await ids({ search: "example.org" }), ["u1"]);
  await fails(Zep.BadRequestError, 400, "unknown_value", () => zep.user.listOrdered({ orderBy: "shoe_size" }));
});

await check("threads are ordered, and know their graphs", async () => {
  const ids = async (request) => (await zep.thread.listAll(request)).threads.map((t) => t.threadId);
  assert.deepEqual(await ids({ orderBy: "created_at", asc: true }), ["b", "a", "c", "d"]);
  assert.deepEqual(await ids({ orderBy: "created_at", asc: false, pageSize: 2, pageNumber: 2 }), ["a", "b"]);
  assert.deepEqual((await ids({ orderBy: "user_id", asc: true })).slice(2), ["b", "a"]);
  const [c, d] = await zep.user.getThreads("u1");
  assert.deepEqual([c.threadId, d.threadId, c.graphUuid], ["c", "d", (await zep.user.get("u1")).graphUuid]);
  await assert.rejects(zep.user.getThreads("none"), (e) => e.statusCode === 404);
});

await check("descriptions of graphs are searched", async () => {
  assert.deepEqual((await zep.graph.listAll({ search: "äpfel" })).graphs.map((g) => g.graphId), ["g"]);
});

await check("users and graphs have numbers, each its own", async () => {
  const numbers = [...(await zep.user.listOrdered({})).users.map((u) => u.id), (await zep.graph.get("g")).id];
  assert.ok(numbers.every(Number.isSafeInteger));
  assert.equal(new Set(numbers).size, 4);
});

await check("items name their user and graph when they are added", async () => {
  const user = await zep.user.get("u1");
  const { batchId } = await zep.batch.create({});
  const added = await zep.batch.add(batchId, { items: [
    { type: "thread_message", threadId: "c", role: "user", content: "Hi" },
    { type: "graph_episode", userId: "u1", data: "Hi", dataType: "text" },
    { type: "graph_episode", graphId: "g", data: "Hi", dataType: "text" },
    { type: "graph_episode", graphId: "later", data: "Hi", dataType: "text" },
  ] });
  assert.deepEqual(added.map((i) => [i.userId, i.userUuid, i.graphUuid]), [
    ["u1", user.uuid, user.graphUuid],
    ["u1", user.uuid, user.graphUuid],
    [undefined, undefined, (await zep.graph.get("g")).canonicalGraphUuid],
    [undefined, undefined, undefined],
  ]);
});

await check("time zones are those of IANA", async () => {
  await fails(Zep.BadRequestError, 400, "unknown_value", () => zep.user.add({ userId: "u4", timeZone: "Mars/Olympus" }));
  await fails(Zep.BadRequestError, 400, "unknown_value", () => zep.graph.update("g", { timeZone: "GMT Standard Time" }));
  await fails(Zep.BadRequestError, 400, "unknown_value", () => zep.project.update({ defaultTimeZone: "here" }));
  assert.equal((await zep.graph.update("g", { timeZone: "America/Argentina/Buenos_Aires" })).timeZone, "America/Argentina/Buenos_Aires");
});

await check("the project has a name and a time zone", async () => {
  const { project } = await zep.project.update({ defaultTimeZone: "Europe/Lisbon" });
  assert.deepEqual([project.defaultTimeZone, project.uuid], ["Europe/Lisbon", (await zep.user.get("u1")).projectUuid]);
  assert.deepEqual((await zep.project.get()).project, project);
});

await check("episodes and the summary of a thread", async () => {
  const { messageUuids, taskId } = await zep.thread.addMessages("d", { messages: [{ role: "user", content: "One" }, { role: "assistant", content: "Two" }] });
  await done(taskId);
  assert.deepEqual((await zep.thread.getEpisodes("d")).episodes.map((e) => [e.uuid, e.threadId]), messageUuids.map((m) => [m, "d"]));
  assert.deepEqual(await zep.thread.getSummary("d"), { threadId: "d" });
  await assert.rejects(zep.thread.getSummary("none"), (e) => e.statusCode === 404);
});

await check("a part of a graph has both ends of every edge, and names the limit that ended it", async () => {
  const part = (request) => zep.graph.getSubgraph({ graphId: "g", seedNodeUuids: [ab.sourceNode.uuid], ...request });
  const names = (found) => found.nodes.map((n) => n.name);
  assert.deepEqual(names(await part({})), ["A", "B", "E"].toSorted());
  assert.deepEqual(names(await part({ depth: 3, direction: "out" })), ["A", "B", "C", "D"]);
  const likes = await part({ depth: 3, searchFilters: { edgeTypes: ["LIKES"] } });
  assert.deepEqual(names(likes).toSorted(), ["A", "B", "C", "E"]);
  assert.equal(likes.truncated, false);
  const few = await part({ depth: 3, direction: "out", maxNodes: 2 });
  assert.deepEqual([names(few), few.edges.length, few.truncated, few.truncationReason], [["A", "B"], 1, true, "max_nodes"]);
  const fewEdges = await part({ depth: 3, direction: "out", maxEdges: 1 });
  assert.deepEqual([fewEdges.edges.length, fewEdges.truncationReason], [1, "max_edges"]);
  await fails(Zep.BadRequestError, 400, "required", () => zep.graph.getSubgraph({ graphId: "g" }, {}).catch((e) => { throw e; }))
    .catch((e) => assert.match(String(e), /seedNodeUuids/)); // the SDK itself refuses it
  await fails(Zep.BadRequestError, 400, "out_of_range", () => part({ depth: 4 }));
});

await check("a copy has the same facts, and goes its own way", async () => {
  const { taskId } = await zep.graph.clone({ sourceGraphId: "g", targetGraphId: "copy" });
  assert.equal((await zep.task.get(taskId)).status, "succeeded");
  const shape = async (graphId) => (await zep.graph.edge.getByGraphId(graphId, {}))
    .map((e) => [e.sourceNodeName, e.name, e.targetNodeName, e.fact, e.validAt, e.createdAt].join()).toSorted();
  assert.deepEqual(await shape("copy"), await shape("g"));
  const copied = (await zep.graph.edge.getByGraphId("copy", {})).find((e) => e.fact === ab.edge.fact);
  assert.notEqual(copied.uuid, ab.edge.uuid);
  assert.equal((await zep.graph.episode.get(copied.episodes[0])).content, ab.edge.fact);
  const again = await zep.graph.addFactTriple({
    graphId: "copy", fact: ab.edge.fact, factName: "LIKES", sourceNodeName: "A", targetNodeName: "B", validAt: "2100-01-01T00:00:00Z",
  });
  assert.equal(again.edge.uuid, copied.uuid);
  await zep.graph.delete("copy");
  assert.equal((await zep.graph.edge.get(ab.edge.uuid)).episodes.length, 1);
  await fails(Zep.BadRequestError, 400, "already_exists", () => zep.graph.clone({ sourceGraphId: "g", targetGraphId: "g" }));
  await assert.rejects(zep.graph.clone({ sourceGraphId: "none", targetGraphId: "x" }), (e) => e.statusCode === 404);
  await assert.rejects(zep.graph.get("x"), (e) => e.statusCode === 404);
});

await check("a user's graph is copied to a new user", async () => {
  await zep.graph.addFactTriple({ userId: "u1", fact: "Änne Brown likes tea", factName: "LIKES", sourceNodeName: "Änne Brown", targetNodeName: "tea" });
  const { userId } = await zep.graph.clone({ sourceUserId: "u1", targetUserId: "twin" });
  const { node } = await zep.user.getNode(userId);
  const [edge] = await zep.graph.node.getEdges(node.uuid);
  assert.deepEqual([edge.fact, edge.sourceNodeUuid, (await zep.user.get("twin")).firstName], ["Änne Brown likes tea", node.uuid, "Änne"]);
  assert.ok(await zep.user.warm("twin"));
});

await check("instructions are kept by name, for the project, graphs and users", async () => {
  const instructions = [{ name: "b", text: "Be brief." }, { name: "a", text: "Use English." }];
  await zep.graph.addCustomInstructions({ instructions });
  await zep.graph.addCustomInstructions({ instructions: [{ name: "a", text: "Use German." }], graphIds: ["g"], userIds: ["u1"] });
  await zep.graph.addCustomInstructions({ instructions: [{ name: "a", text: "Use French." }] });
  const of = async (request) => (await zep.graph.listCustomInstructions(request)).instructions.map((i) => i.text);
  assert.deepEqual([await of({}), await of({ graphId: "g" }), await of({ userId: "u1" })], [["Use French.", "Be brief."], ["Use German."], ["Use German."]]);
  await zep.graph.deleteCustomInstructions({ instructionNames: ["a"] });
  await zep.graph.deleteCustomInstructions({ graphIds: ["g"] });
  assert.deepEqual([await of({}), await of({ graphId: "g" }), await of({ userId: "u1" })], [["Be brief."], [], ["Use German."]]);
  await zep.user.addUserSummaryInstructions({ instructions, userIds: ["u1"] });
  assert.equal((await zep.user.listUserSummaryInstructions({ userId: "u1" })).instructions.length, 2);
  assert.deepEqual((await zep.user.listUserSummaryInstructions({})).instructions, []);
  await zep.user.deleteUserSummaryInstructions({ userIds: ["u1"] });
  assert.deepEqual((await zep.user.listUserSummaryInstructions({ userId: "u1" })).instructions, []);
  await assert.rejects(zep.graph.addCustomInstructions({ instructions, graphIds: ["none"] }), (e) => e.statusCode === 404);
  await fails(Zep.BadRequestError, 400, "required", () => zep.graph.addCustomInstructions({ instructions: [{ name: "", text: "x" }] }));
});

plan();
