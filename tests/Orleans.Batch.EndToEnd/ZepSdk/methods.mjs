// Every method of the SDK's client, called once with sensible arguments. The client is enumerated, so a method that a new version
// adds fails here until it has a call. "complete" is an answer of the declared shape; what the server does not have is a 404 with
// a code. METHODS names the document that lists the states; they must agree.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { entityFields } from "@getzep/zep-cloud";
import { check, done, ended, plan, zep } from "./checks.mjs";

const at = "2024-01-01T00:00:00Z";
await zep.graph.create({ graphId: "g" });
await zep.graph.create({ graphId: "gone" });
await zep.user.add({ userId: "u", firstName: "Avery" });
await zep.user.add({ userId: "leaver" });
await zep.thread.create({ threadId: "t", userId: "u" });
await zep.thread.create({ threadId: "ended", userId: "u" });
const { messageUuids, taskId } = await zep.thread.addMessages("t", { messages: [{ role: "user", content: "Hi" }] });
await done(taskId);
const fact = await zep.graph.addFactTriple({
  graphId: "g", fact: "Avery works at Acme", factName: "WORKS_AT", sourceNodeName: "Avery", targetNodeName: "Acme", validAt: at,
});
const doomed = await zep.graph.addFactTriple({
  graphId: "g", fact: "Blake works at Globex", factName: "WORKS_AT", sourceNodeName: "Blake", targetNodeName: "Globex", validAt: at,
});
const [episode, doomedEpisode] = [fact.edge.episodes[0], doomed.edge.episodes[0]];
const node = fact.sourceNode.uuid;
const draft = async () => {
  const { batchId } = await zep.batch.create({});
  await zep.batch.add(batchId, { items: [{ type: "graph_episode", graphId: "g", data: "Hi", dataType: "text" }] });
  return batchId;
};
const kept = await draft();
const instruction = { instructions: [{ name: "short", text: "Keep it short." }] };

const groups = { projectId: "p", pageNumber: 1, pageSize: 10, search: "" };

/** The arguments of each method, in the order of the calls: what deletes comes last. */
const calls = {
  "batch.create": [{}],
  "batch.list": [{}],
  "batch.get": [kept],
  "batch.add": [kept, { items: [{ type: "thread_message", threadId: "t", role: "user", content: "Hi" }] }],
  "batch.listItems": [kept, {}],
  "batch.process": [await draft()],
  "batch.delete": [await draft()],
  "context.createContextTemplate": [{ templateId: "tpl", template: "%{edges}" }],
  "context.getContextTemplate": ["tpl"],
  "context.listContextTemplates": [],
  "context.updateContextTemplate": ["tpl", { template: "%{entities}" }],
  "context.deleteContextTemplate": ["tpl"],
  "user.add": [{ userId: "new", email: "new@example.org", timeZone: "Europe/Lisbon" }],
  "user.get": ["u"],
  "user.update": ["u", { lastName: "Brown" }],
  "user.listOrdered": [{ search: "u", orderBy: "user_id", asc: true }],
  "user.getNode": ["u"],
  "user.getThreads": ["u"],
  "user.warm": ["u"],
  "user.addUserSummaryInstructions": [instruction],
  "user.listUserSummaryInstructions": [{}],
  "user.deleteUserSummaryInstructions": [{ instructionNames: ["short"] }],
  "thread.create": [{ threadId: "t2", userId: "u" }],
  "thread.listAll": [{ orderBy: "created_at", asc: false }],
  "thread.get": ["t", {}],
  "thread.getEpisodes": ["t"],
  "thread.getSummary": ["t"],
  "thread.getUserContext": ["t", {}],
  "thread.addMessages": ["t", { messages: [{ role: "user", content: "Again" }] }],
  "thread.addMessagesBatch": ["t", { messages: [{ role: "user", content: "And again" }] }],
  "thread.message.update": [messageUuids[0], { metadata: { seen: true } }],
  "graph.create": [{ graphId: "g2", name: "Second" }],
  "graph.get": ["g"],
  "graph.update": ["g", { description: "For the test" }],
  "graph.listAll": [{ search: "for the TEST" }],
  "graph.add": [{ graphId: "g", type: "text", data: "Blake lives in Lisbon." }],
  "graph.addBatch": [{ graphId: "g", episodes: [{ type: "text", data: "Hi" }] }],
  "graph.addFactTriple": [{ graphId: "g", fact: "Acme owns Globex", factName: "OWNS", sourceNodeName: "Acme", targetNodeName: "Globex" }],
  "graph.addNodes": [{ graphId: "g", nodes: [{ name: "Initech", label: "Company", summary: "A company." }] }],
  "graph.search": [{ graphId: "g", query: "Avery" }],
  "graph.getSubgraph": [{ graphId: "g", seedNodeUuids: [node] }],
  "graph.warm": ["g"],
  "graph.clone": [{ sourceGraphId: "g", targetGraphId: "copy" }],
  "graph.getEpisodesForDocument": ["d", { graphId: "g" }],
  "graph.detectPatterns": [{ graphId: "g" }],
  "graph.setOntology": [{ Product: { description: "A product.", fields: { color: entityFields.text("Its color.") } } }, {}],
  "graph.setEntityTypes": [{ Product: { description: "A product.", fields: { color: entityFields.text("Its color.") } } }, {}],
  "graph.setEntityTypesInternal": [{ entityTypes: [{ name: "Product", description: "A product.", properties: [] }] }],
  "graph.listEntityTypes": [{}],
  "graph.addCustomInstructions": [instruction],
  "graph.listCustomInstructions": [{}],
  "graph.deleteCustomInstructions": [{ instructionNames: ["short"] }],
  "graph.documentSummary.getByGraphId": ["g", {}],
  "graph.threadSummary.getByGraphId": ["g", {}],
  "graph.threadSummary.getByUserId": ["u", {}],
  "graph.observation.get": [node],
  "graph.observation.getByGraphId": ["g", {}],
  "graph.observation.getByUserId": ["u", {}],
  "graph.episode.get": [episode],
  "graph.episode.getByGraphId": ["g", { lastn: 3 }],
  "graph.episode.getByUserId": ["u", {}],
  "graph.episode.listByGraphId": ["g", {}],
  "graph.episode.listByUserId": ["u", {}],
  "graph.episode.getNodesAndEdges": [episode],
  "graph.episode.update": [episode, { metadata: { source: "crm" } }],
  "graph.node.get": [node],
  "graph.node.getByGraphId": ["g", {}],
  "graph.node.getByUserId": ["u", {}],
  "graph.node.getEdges": [node],
  "graph.node.getEpisodes": [node],
  "graph.node.getNeighbors": [node, {}],
  "graph.node.update": [node, { summary: "An employee." }],
  "graph.edge.get": [fact.edge.uuid],
  "graph.edge.getByGraphId": ["g", {}],
  "graph.edge.getByUserId": ["u", {}],
  "graph.edge.update": [fact.edge.uuid, { attributes: { since: 2024 } }],
  "task.get": [fact.taskId],
  "project.get": [],
  "project.update": [{ defaultTimeZone: "Europe/Lisbon" }],
  "project.getObservationSteering": [{}],
  "project.setObservationSteering": [{ body: {} }],
  "graph.episode.delete": [doomedEpisode],
  "graph.edge.delete": [fact.edge.uuid],
  "graph.node.delete": [node],
  "graph.delete": ["gone"],
  "thread.delete": ["ended"],
  "user.delete": ["leaver"],
  "userGroup.list": [groups],
  "userGroup.create": [{ name: "team" }],
  "userGroup.get": ["team", {}],
  "userGroup.update": ["team", { projectId: "p", expectedVersion: 1 }],
  "userGroup.delete": ["team", {}],
  "userGroup.listForUser": ["u", {}],
  "userGroup.listMembers": ["team", groups],
  "userGroup.listMemberCandidates": ["team", groups],
  "userGroup.addMembers": ["team", { projectId: "p", body: { userUuids: [node] } }],
  "userGroup.removeMember": ["team", "u", {}],
  "userGroup.removeMembers": ["team", { projectId: "p", body: { userUuids: [node] } }],
  "userGroup.listPolicySets": ["team", {}],
  "userGroup.attachPolicySet": ["team", { policySetUuid: node }],
  "userGroup.detachPolicySet": ["team", "policy", {}],
};

/** The names of all methods of a client and of the clients that it holds. */
function* methodsOf(client, path = "") {
  const names = new Map();
  for (let type = Object.getPrototypeOf(client); type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if (name !== "constructor" && !name.startsWith("_")) names.set(name, member);
    }
  }
  for (const [name, member] of names) {
    if (member.get) yield* methodsOf(client[name], `${path}${name}.`);
    else if (typeof member.value === "function") yield path + name;
  }
}

async function stateOf(method) {
  const path = method.split(".");
  const name = path.pop();
  const client = path.reduce((c, part) => c[part], zep);
  try {
    const answer = await client[name](...calls[method]);
    assert.ok(answer !== undefined, `${method} has no answer`);
    return "complete";
  } catch (error) {
    if (error.statusCode === 404 && error.body?.code === "no_such_route") return "404";
    throw error;
  }
}

const methods = [...methodsOf(zep)];
await check("the SDK has the methods that this script calls", () =>
  assert.deepEqual(methods.toSorted(), Object.keys(calls).toSorted()));

const states = new Map();
for (const method of Object.keys(calls)) {
  await check(method, async () => {
    const state = await stateOf(method);
    states.set(method, state);
    console.log(`# ${method}: ${state}`);
  });
}

const table = readFileSync(process.env.METHODS ?? "ZEP.md", "utf8");
await check("the document lists the state of every method", () => {
  const rows = table.matchAll(/^\| `(?<method>[\w.]+)` \| (?<state>complete|404) \|/gm);
  const listed = Object.fromEntries([...rows].map(({ groups }) => [groups.method, groups.state]));
  assert.deepEqual(listed, Object.fromEntries([...states].toSorted()));
});

await check("the document names methods of version 4 that exist", async () => {
  const { paths } = await (await fetch(`${process.env.BATCH_URL}/api/v4/openapi.json`)).json();
  const known = new Set(Object.values(paths).flatMap((path) => Object.values(path).map((call) => call.operationId)));
  const named = [...table.matchAll(/^\| `[\w.]+` \| (?:complete|404) \| `[^`]+` \| `(?<v4>[\w.]+)` \|/gm)].map(({ groups }) => groups.v4);
  assert.ok(named.length > 70, `only ${named.length}`);
  assert.deepEqual(named.filter((id) => !known.has(id)), []);
});
const complete = [...states.values()].filter((s) => s === "complete").length;
await check("at least 76 of them are complete", () => assert.ok(complete >= 76, `${complete} of ${states.size}`));
console.log(`# ${complete} of ${states.size} methods complete`);
plan();
