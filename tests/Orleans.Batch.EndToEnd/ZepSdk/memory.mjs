// The data that an agent reads: facts with their dates, entities, search, the context of a thread, declared types; and the
// data that deletions remove.
import assert from "node:assert/strict";
import { Zep } from "@getzep/zep-cloud";
import { check, done, ended, fails, plan, zep } from "./checks.mjs";

const json = (destination, data, createdAt, rest = {}) => ({
  type: "graph_episode", ...destination, dataType: "json", data: JSON.stringify(data), createdAt, ...rest,
});

// Batches extract facts here regardless of the project's setting.
async function load(items) {
  const { batchId } = await zep.batch.create({}, { headers: { "Batch-Extraction": "deterministic" } });
  const added = await zep.batch.add(batchId, { items });
  await zep.batch.process(batchId);
  assert.equal((await ended(batchId)).status, "succeeded");
  return added;
}

await zep.graph.create({ graphId: "shop" });
await zep.user.add({ userId: "avery", firstName: "Avery" });
await zep.thread.create({ threadId: "chat", userId: "avery" });
const added = await load([
  json({ graphId: "shop" }, { name: "Acme", type: "customer", plan: "basic" }, "2024-01-01T00:00:00Z", { metadata: { src: "crm" } }),
  json({ graphId: "shop" }, { name: "Acme", type: "customer", plan: "enterprise" }, "2024-06-01T00:00:00Z"),
  json({ graphId: "shop" }, { name: "Globex", type: "customer", plan: "basic", partner: { name: "Acme" } }, "2024-02-01T00:00:00Z", { documentId: "d/1" }),
  json({ userId: "avery" }, { name: "Avery", city: "Lisbon", car: { name: "Volvo" } }, "2024-03-01T00:00:00Z"),
]);
const edgesOf = async (request) => (await zep.graph.search({ graphId: "shop", ...request })).edges;
const nodes = await zep.graph.node.getByGraphId("shop", {});
const node = (name) => nodes.find((n) => n.name === name);

await check("edges carry the dates they held for", async () => {
  const edges = await zep.graph.edge.getByGraphId("shop", { filters: { edgeTypes: ["PLAN"], connectedNodeUuids: [node("Acme").uuid] } });
  const [basic, enterprise] = edges.sort((a, b) => a.validAt.localeCompare(b.validAt));
  assert.deepEqual([basic.fact, basic.validAt, basic.invalidAt], ["Acme plan basic", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z"]);
  assert.ok(basic.expiredAt && basic.createdAt);
  assert.deepEqual([enterprise.fact, enterprise.validAt, enterprise.invalidAt], ["Acme plan enterprise", "2024-06-01T00:00:00Z", undefined]);
  assert.deepEqual(enterprise.attributes, { value: "enterprise" });
  assert.deepEqual(basic.episodes, [added[0].episodeUuid]);
  assert.deepEqual(await zep.graph.edge.get(basic.uuid), basic);
});

await check("nodes carry labels, current values and episodes", async () => {
  const acme = await zep.graph.node.get(node("Acme").uuid);
  assert.deepEqual([acme.name, acme.summary, acme.attributes.plan], ["Acme", "", "enterprise"]);
  assert.ok(acme.labels.includes("Customer"));
  assert.deepEqual(acme.episodes.toSorted(), [0, 1, 2].map((i) => added[i].episodeUuid).toSorted());
  assert.equal(acme.episodesTruncated, false);
  const [partner] = await zep.graph.node.getNeighbors(acme.uuid, { direction: "in" });
  assert.deepEqual([partner.node.name, partner.edges[0].name], ["Globex", "PARTNER"]);
  assert.ok((await zep.graph.node.getEdges(acme.uuid)).length >= 4);
  assert.equal((await zep.graph.node.getEpisodes(acme.uuid)).episodes.length, 3);
});

await check("nodes and edges are paged through by uuid_cursor and by the header, each once", async () => {
  for (const list of [zep.graph.node, zep.graph.edge]) {
    for (const orderBy of ["uuid", "created_at", "valid_at"]) {
      const all = (await list.getByGraphId("shop", { orderBy })).map((x) => x.uuid);
      const byUuid = [];
      for (let page = [{}]; page.length > 0; byUuid.push(...page.map((x) => x.uuid))) {
        page = await list.getByGraphId("shop", { orderBy, limit: 1, uuidCursor: byUuid.at(-1) });
      }
      const byHeader = [];
      let cursor;
      do {
        const { data, rawResponse } = await list.getByGraphId("shop", { orderBy, limit: 1, cursor }).withRawResponse();
        byHeader.push(...data.map((x) => x.uuid));
        cursor = rawResponse.headers.get("Zep-Next-Cursor");
      } while (cursor);
      assert.ok(all.length >= 2);
      assert.deepEqual([byUuid, byHeader], [all, all]);
    }
  }
});

await check("search finds facts, entities and episodes", async () => {
  const found = await zep.graph.search({ graphId: "shop", query: "which plan is Acme on?" });
  assert.ok(found.edges.slice(0, 2).every((e) => e.fact.startsWith("Acme plan")));
  assert.ok(found.edges[0].score > 0);
  assert.ok(found.response.serverLatencyMs >= 0);
  const { nodes: entities } = await zep.graph.search({ graphId: "shop", query: "globex", scope: "nodes" });
  assert.equal(entities[0].name, "Globex");
  const { episodes } = await zep.graph.search({ graphId: "shop", query: "enterprise", scope: "episodes" });
  assert.deepEqual(episodes.map((e) => e.uuid), [added[1].episodeUuid]);
  const { context } = await zep.graph.search({ graphId: "shop", query: "acme plan", scope: "auto", maxCharacters: 2000 });
  assert.match(context, /Acme plan basic \(2024-01-01T00:00:00Z - 2024-06-01T00:00:00Z\)/);
  assert.ok(context.length <= 2000);
});

await check("search filters by types, dates, metadata and properties", async () => {
  assert.deepEqual((await edgesOf({ query: "acme globex", searchFilters: { edgeTypes: ["PARTNER"] } })).map((e) => e.fact), ["Globex partner Acme"]);
  const past = { searchFilters: { invalidAt: [[{ comparisonOperator: "IS NOT NULL" }]] } };
  assert.deepEqual((await edgesOf({ query: "plan", ...past })).map((e) => e.fact), ["Acme plan basic"]);
  const range = [[{ comparisonOperator: ">=", date: "2024-02-01T00:00:00Z" }, { comparisonOperator: "<", date: "2024-03-01T00:00:00Z" }]];
  assert.ok((await edgesOf({ query: "plan partner", searchFilters: { validAt: range } })).every((e) => e.fact.startsWith("Globex")));
  const crm = { type: "and", filters: [{ propertyName: "src", comparisonOperator: "=", propertyValue: "crm" }] };
  assert.ok((await edgesOf({ query: "acme plan", searchFilters: { episodeMetadataFilters: crm } })).every((e) => e.episodes[0] === added[0].episodeUuid));
  const rich = await zep.graph.node.getByGraphId("shop", { filters: { propertyFilters: [{ propertyName: "plan", comparisonOperator: "=", propertyValue: "enterprise" }] } });
  assert.deepEqual(rich.map((n) => n.name), ["Acme"]);
});

await check("rerankers that need a model rank by rrf, and say so", async () => {
  const search = { graphId: "shop", query: "which plan is Acme on?" };
  const usual = await edgesOf(search);
  for (const reranker of ["cross_encoder", "mmr"]) {
    const { data, rawResponse } = await zep.graph.search({ ...search, reranker }).withRawResponse();
    assert.deepEqual(data.edges.map((e) => e.uuid), usual.map((e) => e.uuid));
    assert.equal(rawResponse.headers.get("Zep-Reranker"), "rrf");
  }
  const near = await edgesOf({ query: "plan", reranker: "node_distance", centerNodeUuid: node("Globex").uuid });
  assert.equal(near[0].fact, "Globex plan basic");
});

await check("an episode's mentions, a document's episodes, and episodes by node", async () => {
  const mentions = await zep.graph.episode.getNodesAndEdges(added[2].episodeUuid);
  assert.ok(mentions.nodes.some((n) => n.name === "Globex") && mentions.edges.some((e) => e.fact === "Globex partner Acme"));
  const { episodes } = await zep.graph.getEpisodesForDocument("d/1", { graphId: "shop" });
  assert.deepEqual(episodes.map((e) => e.uuid), [added[2].episodeUuid]);
  const naming = await zep.graph.episode.listByGraphId("shop", { mentionedNodeUuids: [node("Globex").uuid] });
  assert.deepEqual(naming.map((e) => e.uuid), [added[2].episodeUuid]);
});

await check("a thread's context holds what its last messages are about", async () => {
  const { taskId, context } = await zep.thread.addMessages("chat", {
    messages: [{ role: "user", name: "Avery", content: "What car do I drive?", createdAt: "2024-04-01T00:00:00Z" }], returnContext: true,
  });
  assert.match(context, /Avery car Volvo \(2024-03-01T00:00:00Z - present\)/);
  await done(taskId);
  assert.match((await zep.thread.getUserContext("chat")).context, /Avery car Volvo/);
});

await check("a context has the form of a template", async () => {
  const created = await zep.context.createContextTemplate({ templateId: "car", template: "Cars:\n%{edges limit=1 types=[CAR]}" });
  assert.ok(created.uuid);
  const { context } = await zep.thread.getUserContext("chat", { templateId: "car" });
  assert.match(context, /^Cars:\n- Avery car Volvo \(2024-03-01T00:00:00Z - present\)$/);
  assert.equal((await zep.context.updateContextTemplate("car", { template: "None." })).template, "None.");
  assert.deepEqual((await zep.context.listContextTemplates()).templates.map((t) => [t.templateId, t.template]), [["car", "None."]]);
  assert.equal((await zep.context.getContextTemplate("car")).uuid, created.uuid);
  await fails(Zep.BadRequestError, 400, "unknown_value", () => zep.context.createContextTemplate({ templateId: "bad", template: "%{nodes}" }));
  await zep.context.deleteContextTemplate("car");
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.thread.getUserContext("chat", { templateId: "car" }));
});

await check("a user's node is there from the start, and keeps its facts when the user is renamed", async () => {
  await zep.user.add({ userId: "jane-1", firstName: "Jane", lastName: "Doe" });
  const { node: jane } = await zep.user.getNode("jane-1");
  assert.deepEqual([jane.name, jane.labels], ["Jane Doe", ["Entity", "User"]]);
  await load([json({ userId: "jane-1" }, { name: "Jane Doe", city: "Lisbon" }, "2024-01-01T00:00:00Z")]);
  await zep.user.update("jane-1", { lastName: "Roe" });
  await load([
    json({ userId: "jane-1" }, { name: "Jane Roe", city: "Porto" }, "2024-02-01T00:00:00Z"),
    json({ userId: "jane-1" }, { user_id: "jane-1", user_name: "Jane Doe", plan: "pro" }, "2024-03-01T00:00:00Z"),
  ]);
  const { node: renamed } = await zep.user.getNode("jane-1");
  assert.deepEqual([renamed.uuid, renamed.name], [jane.uuid, "Jane Roe"]);
  assert.deepEqual([renamed.attributes.city, renamed.attributes.plan], ["Porto", "pro"]);
});

await check("declared types are given back as they were", async () => {
  const types = {
    entityTypes: [{ name: "Customer", description: "Buys.", properties: [{ name: "plan", description: "Which.", type: "Text" }] }],
    edgeTypes: [{ name: "PARTNER", description: "Works with.", sourceTargets: [{ source: "Customer", target: "Customer" }] }],
  };
  await zep.graph.setEntityTypesInternal({ ...types, graphIds: ["shop"] });
  assert.deepEqual(await zep.graph.listEntityTypes({ graphId: "shop" }), types);
  assert.deepEqual(await zep.graph.listEntityTypes(), { entityTypes: [], edgeTypes: [] });
});

await check("declared types give labels, and a strict batch leaves other entities out", async () => {
  await zep.graph.create({ graphId: "typed" });
  await zep.graph.setEntityTypesInternal({
    graphIds: ["typed"],
    entityTypes: [{ name: "SupportTicket", description: "A ticket.", properties: [] }, { name: "Team", description: "Who works.", properties: [] }],
    edgeTypes: [{ name: "OWNED_BY", description: "Who works on it.", sourceTargets: [{ source: "SupportTicket", target: "Team" }] }],
  });
  const ticket = { id: "T-1", type: "support ticket", owned_by: { name: "Billing" }, office: { name: "Berlin" } };
  const { batchId } = await zep.batch.create({ strictOntology: true }, { headers: { "Batch-Extraction": "deterministic" } });
  await zep.batch.add(batchId, { items: [json({ graphId: "typed" }, ticket, "2024-01-01T00:00:00Z")] });
  await zep.batch.process(batchId);
  await ended(batchId);
  const labels = async () => Object.fromEntries((await zep.graph.node.getByGraphId("typed", {})).map((n) => [n.name, n.labels]));
  assert.deepEqual(await labels(), { "T-1": ["Entity", "SupportTicket"], Billing: ["Entity", "OwnedBy", "Team"] });
  await load([json({ graphId: "typed" }, ticket, "2024-01-02T00:00:00Z")]);
  assert.deepEqual((await labels()).Berlin, ["Entity", "Office"]);
});

await check("deleting an episode, an edge and a node", async () => {
  await zep.graph.episode.delete(added[1].episodeUuid);
  const left = await zep.graph.edge.getByGraphId("shop", { filters: { edgeTypes: ["PLAN"], connectedNodeUuids: [node("Acme").uuid] } });
  assert.deepEqual(left.map((e) => [e.fact, e.invalidAt]), [["Acme plan basic", "2024-06-01T00:00:00Z"]]);
  await zep.graph.edge.delete(left[0].uuid);
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.edge.get(left[0].uuid));
  await zep.graph.node.delete(node("Globex").uuid);
  await fails(Zep.NotFoundError, 404, "not_found", () => zep.graph.node.get(node("Globex").uuid));
  assert.equal((await edgesOf({ query: "globex partner plan" })).length, 0);
});

plan();
