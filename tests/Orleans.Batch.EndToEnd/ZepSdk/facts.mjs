// Facts and nodes that a caller writes: they are dated, repeated, found, changed and deleted like those that are extracted.
import assert from "node:assert/strict";
import { Zep } from "@getzep/zep-cloud";
import { check, done, fails, plan, zep } from "./checks.mjs";

await zep.graph.create({ graphId: "g" });
await zep.user.add({ userId: "u" });
await zep.thread.create({ threadId: "t", userId: "u" });
const triple = (source, name, target, fact, rest = {}) => zep.graph.addFactTriple({
  graphId: "g", factName: name, fact, sourceNodeName: source, targetNodeName: target, ...rest,
});
const edges = () => zep.graph.edge.getByGraphId("g", {});

await check("a fact has its sentence, dates, attributes, nodes and episode", async () => {
  const { edge, sourceNode, targetNode, taskId } = await triple("Avery", "EMPLOYED_BY", "Acme", "Avery was CTO of Acme until May", {
    validAt: "2023-01-01T00:00:00Z", invalidAt: "2024-05-01T00:00:00Z", createdAt: "2024-06-01T00:00:00Z",
    edgeAttributes: { role: "CTO" }, metadata: { src: "crm" },
    sourceNodeLabels: ["Person"], sourceNodeSummary: "An engineer.", sourceNodeAttributes: { age: 40 },
  });
  assert.deepEqual(
    [edge.fact, edge.name, edge.validAt, edge.invalidAt, edge.attributes, edge.sourceNodeUuid, edge.targetNodeUuid],
    ["Avery was CTO of Acme until May", "EMPLOYED_BY", "2023-01-01T00:00:00Z", "2024-05-01T00:00:00Z", { role: "CTO" }, sourceNode.uuid, targetNode.uuid]);
  assert.ok(edge.expiredAt);
  assert.deepEqual([sourceNode.name, sourceNode.summary, sourceNode.attributes], ["Avery", "An engineer.", { age: 40 }]);
  assert.ok(sourceNode.labels.includes("Person"));
  const episode = await zep.graph.episode.get(edge.episodes[0]);
  assert.deepEqual(
    [episode.source, episode.content, episode.createdAt, episode.metadata, episode.processed],
    ["fact_triple", "Avery was CTO of Acme until May", "2024-06-01T00:00:00Z", { src: "crm" }, true]);
  const task = await zep.task.get(taskId);
  assert.deepEqual([task.type, task.status, task.params], ["add_fact_triple", "succeeded", { edge_uuid: edge.uuid }]);
  assert.ok(task.startedAt && task.completedAt);
});

await check("a fact that says again what holds supports the edge that says it; another sentence is another edge", async () => {
  const first = await triple("Blake", "LIKES", "Tea", "Blake likes tea.", { validAt: "2024-01-01T00:00:00Z" });
  const again = await triple("Blake", "LIKES", "Tea", "Blake likes Tea", { validAt: "2024-02-01T00:00:00Z", edgeAttributes: { sure: true } });
  const other = await triple("Blake", "LIKES", "Tea", "Blake asked for tea twice", { validAt: "2024-03-01T00:00:00Z" });
  assert.equal(again.edge.uuid, first.edge.uuid);
  assert.equal(again.edge.episodes.length, 2);
  assert.deepEqual(again.edge.attributes, { sure: true });
  assert.notEqual(other.edge.uuid, first.edge.uuid);
  await zep.graph.episode.delete(first.edge.episodes[0]);
  const left = (await edges()).filter((e) => e.name === "LIKES").toSorted((a, b) => a.validAt.localeCompare(b.validAt));
  assert.deepEqual(left.map((e) => [e.validAt, e.fact, e.attributes]), [
    ["2024-02-01T00:00:00Z", "Blake likes Tea", { sure: true }],
    ["2024-03-01T00:00:00Z", "Blake asked for tea twice", undefined],
  ]);
});

await check("what the caller writes and what is extracted share a timeline", async () => {
  await zep.graph.create({ graphId: "mixed" });
  const data = JSON.stringify({ name: "Cleo", friends: [{ name: "Dana" }, { name: "Emil" }] });
  const added = await zep.graph.add({ graphId: "mixed", type: "json", data, createdAt: "2024-01-01T00:00:00Z" });
  await done(added.taskId);
  const extracted = (await zep.graph.edge.getByGraphId("mixed", {})).find((e) => e.targetNodeName === "Dana");
  const request = { graphId: "mixed", fact: extracted.fact, factName: extracted.name, sourceNodeUuid: extracted.sourceNodeUuid, targetNodeName: "Dana" };
  const written = await zep.graph.addFactTriple({ ...request, validAt: "2024-06-01T00:00:00Z", invalidAt: "2024-07-01T00:00:00Z" });
  assert.equal(written.edge.uuid, extracted.uuid);
  assert.equal(written.edge.invalidAt, "2024-07-01T00:00:00Z");
  assert.equal(written.edge.episodes.length, 2);
});

await check("searches find the sentence", async () => {
  const found = await zep.graph.search({ graphId: "g", query: "until May" });
  assert.equal(found.edges[0].fact, "Avery was CTO of Acme until May");
});

await check("nodes have labels, summaries, attributes and times; equal names are one node", async () => {
  const { nodes, taskId } = await zep.graph.addNodes({
    graphId: "g",
    nodes: [
      { name: "Initech", label: "Company", summary: "A company.", attributes: { size: 5, city: "Austin" }, createdAt: "2020-01-01T00:00:00Z" },
      { name: " initech ", attributes: { size: 6 } },
    ],
  });
  assert.equal(nodes[0].uuid, nodes[1].uuid);
  assert.deepEqual([nodes[0].name, nodes[0].label, nodes[0].summary], ["Initech", "Company", "A company."]);
  const node = await zep.graph.node.get(nodes[0].uuid);
  assert.deepEqual(
    [node.name, node.summary, node.attributes, node.createdAt, node.episodes.length],
    ["Initech", "A company.", { size: 6, city: "Austin" }, "2020-01-01T00:00:00Z", 2]);
  assert.ok(node.labels.includes("Company"));
  assert.deepEqual((await zep.task.get(taskId)).params, { node_uuids: nodes.map((n) => n.uuid) });
  for (const episode of node.episodes) await zep.graph.episode.delete(episode);
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.node.get(node.uuid));
});

await check("nodes are changed: the former name still means the node, and keys of attributes are removed by null", async () => {
  const { sourceNode } = await triple("Dana", "KNOWS", "Emil", "Dana knows Emil", { sourceNodeAttributes: { a: 1, b: 2 } });
  const changed = await zep.graph.node.update(sourceNode.uuid, {
    name: "Dana Brown", labels: ["Person"], summary: "A friend.", attributes: { a: null, c: "x" },
  });
  assert.deepEqual([changed.name, changed.summary, changed.attributes], ["Dana Brown", "A friend.", { b: 2, c: "x" }]);
  const later = await triple("Dana", "KNOWS", "Emil", "Dana knows Emil", { createdAt: "2001-01-01T00:00:00Z" });
  assert.equal(later.sourceNode.uuid, sourceNode.uuid);
  assert.equal(later.sourceNode.name, "Dana Brown");
  assert.equal(later.edge.sourceNodeName, "Dana Brown");
});

await check("edges are changed within their timeline", async () => {
  const first = await triple("Finn", "LIVES_IN", "Rome", "Finn lives in Rome", { validAt: "2020-01-01T00:00:00Z", invalidAt: "2021-01-01T00:00:00Z" });
  const second = await triple("Finn", "LIVES_IN", "Rome", "Finn lives in Rome", { validAt: "2022-01-01T00:00:00Z" });
  assert.notEqual(first.edge.uuid, second.edge.uuid);
  const changed = await zep.graph.edge.update(first.edge.uuid, {
    fact: "Finn rented a flat in Rome", name: "RENTED_IN", attributes: { floor: 3 }, validAt: "2020-06-01T00:00:00Z", invalidAt: "2021-06-01T00:00:00Z",
  });
  assert.deepEqual(
    [changed.fact, changed.name, changed.attributes, changed.validAt, changed.invalidAt],
    ["Finn rented a flat in Rome", "RENTED_IN", { floor: 3 }, "2020-06-01T00:00:00Z", "2021-06-01T00:00:00Z"]);
  assert.deepEqual(await zep.graph.edge.get(first.edge.uuid), changed);
  assert.equal((await zep.graph.search({ graphId: "g", query: "flat" })).edges[0].uuid, first.edge.uuid);
  await fails(Zep.BadRequestError, 400, "contradiction", () => zep.graph.edge.update(first.edge.uuid, { invalidAt: "2023-01-01T00:00:00Z" }));
  await fails(Zep.BadRequestError, 400, "contradiction", () => zep.graph.edge.update(first.edge.uuid, { invalidAt: "2019-01-01T00:00:00Z" }));
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.edge.update(crypto.randomUUID(), { name: "X" }));
});

await check("metadata of episodes and messages is merged, and bounded", async () => {
  const { messageUuids: [message], taskId } = await zep.thread.addMessages("t", { messages: [{ role: "user", content: "Hi", metadata: { a: 1, b: [1, 2] } }] });
  const changed = await zep.thread.message.update(message, { metadata: { a: null, c: "x" } });
  assert.deepEqual([changed.uuid, changed.content, changed.metadata], [message, "Hi", { b: [1, 2], c: "x" }]);
  await done(taskId);
  assert.deepEqual((await zep.graph.episode.update(message, { metadata: { d: true } })).metadata, { b: [1, 2], c: "x", d: true });
  const many = Object.fromEntries([...Array(8).keys()].map((i) => [`k${i}`, i]));
  await fails(Zep.BadRequestError, 400, "too_many", () => zep.graph.episode.update(message, { metadata: many }));
  assert.deepEqual((await zep.graph.episode.get(message)).metadata, { b: [1, 2], c: "x", d: true });
});

await check("what is wrong is refused, and nothing is written", async () => {
  const before = (await edges()).length;
  await fails(Zep.BadRequestError, 400, "required", () => zep.graph.addFactTriple({ graphId: "g", fact: "x", factName: "X", targetNodeName: "Y" }));
  await fails(Zep.BadRequestError, 400, "too_many", () => triple("A", "X", "B", "x", { sourceNodeLabels: ["One", "Two"] }));
  await fails(Zep.BadRequestError, 400, "invalid_metadata", () => triple("A", "X", "B", "x", { edgeAttributes: { a: {} } }));
  await fails(Zep.BadRequestError, 400, "contradiction", () => triple("A", "X", "B", "x", { validAt: "2024-01-01T00:00:00Z", invalidAt: "2023-01-01T00:00:00Z" }));
  await fails(Zep.BadRequestError, 400, "contradiction", () => triple("A", "X", "B", "x", { userId: "u" }));
  await fails(Zep.BadRequestError, 400, "required", () => zep.graph.addNodes({ graphId: "g", nodes: [{ name: " " }] }));
  await assert.rejects(triple("A", "X", "B", "x", { sourceNodeUuid: crypto.randomUUID() }), (e) => e.statusCode === 404);
  await assert.rejects(zep.graph.addNodes({ graphId: "none", nodes: [{ name: "A" }] }), (e) => e.statusCode === 404);
  assert.equal((await edges()).length, before);
});

await check("a repeat with an idempotency key writes nothing again", async () => {
  const headers = { "Idempotency-Key": "once" };
  const request = { graphId: "g", fact: "Gus owns a boat", factName: "OWNS", sourceNodeName: "Gus", targetNodeName: "Boat" };
  const first = await zep.graph.addFactTriple(request, { headers });
  const again = await zep.graph.addFactTriple(request, { headers });
  assert.deepEqual(again, first);
  assert.equal(again.edge.episodes.length, 1);
});

plan();
