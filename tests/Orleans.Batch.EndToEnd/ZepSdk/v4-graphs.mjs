// Episodes, facts, searches, contexts, types and templates of version 4, and the same objects through version 3.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { check, plan, zep } from "./checks.mjs";
import { all, call, ended, get, post, refuses } from "./v4.mjs";

const json = (data, reference_time, rest = {}) => ({ data: JSON.stringify(data), data_type: "json", reference_time, ...rest });
const names = (nodes) => nodes.map((n) => n.name).toSorted();

async function load(items) {
  const batch = (await call("POST", "/batches", { body: { extraction: "deterministic" } })).body;
  const added = await post(`/batches/${batch.uuid}/items`, { items });
  assert.equal(added.rejected_items, undefined);
  const { task } = await post(`/batches/${batch.uuid}/process`);
  assert.equal((await ended(task.uuid)).status, "succeeded");
  return added.items;
}

const shop = await post("/graphs", { name: "shop" });
const path = `/graphs/${shop.uuid}`;
const item = (...of) => ({ type: "graph_episode", graph_uuid: shop.uuid, ...json(...of) });
const added = await load([
  item({ name: "Acme", type: "customer", plan: "basic" }, "2024-01-01T00:00:00Z", { metadata: { src: "crm" } }),
  item({ name: "Acme", type: "customer", plan: "enterprise" }, "2024-06-01T00:00:00Z"),
  item({ name: "Globex", type: "customer", plan: "basic", partner: { name: "Acme" } }, "2024-02-01T00:00:00Z", { document_id: "d/1" }),
]);
const edges = await all("POST", `${path}/edges/list`, { page_size: 2 });
const nodes = await all("POST", `${path}/nodes/list`, { page_size: 1, order_by: "degree", order: "desc" });
const node = (name) => nodes.find((n) => n.name === name);

await check("edges and nodes are listed by page, filtered and read", async () => {
  assert.deepEqual(names(nodes), ["Acme", "Globex"]);
  assert.equal(nodes[0].name, "Acme");
  assert.equal(new Set(edges.map((e) => e.uuid)).size, edges.length);
  const filters = { edge_types: ["PLAN"], connected_node_uuids: [node("Acme").uuid] };
  const { items } = await post(`${path}/edges/list?order_by=valid_at`, { filters });
  assert.deepEqual(items.map((e) => [e.fact, e.valid_at, e.invalid_at]), [
    ["Acme plan basic", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z"], ["Acme plan enterprise", "2024-06-01T00:00:00Z", undefined],
  ]);
  assert.deepEqual(await get(`${path}/edges/${items[0].uuid}`), items[0]);
  const acme = await get(`${path}/nodes/${node("Acme").uuid}`);
  assert.deepEqual([acme.graph_uuid, acme.attributes.plan, acme.labels], [shop.uuid, "enterprise", ["Entity", "Customer", "Partner"]]);
  const { items: near } = await post(`${path}/nodes/${acme.uuid}/neighbors`, { direction: "in" });
  assert.deepEqual(near.map((n) => [n.node.name, n.edges[0].name]), [["Globex", "PARTNER"]]);
});

await check("filters of dates, properties and metadata", async () => {
  const facts = async (filters) => (await post(`${path}/edges/list`, { filters })).items.map((e) => e.fact).toSorted();
  const date = (field, operator, value) => ({ field, operator, value });
  const between = { any_of: [
    { all_of: [date("valid_at", "gte", "2024-02-01T00:00:00Z"), date("valid_at", "lt", "2024-03-01T00:00:00Z")] },
    { all_of: [date("invalid_at", "is_not_null")] },
  ] };
  const found = await facts({ date_filters: between, edge_types: ["PLAN"] });
  assert.deepEqual(found, ["Acme plan basic", "Globex plan basic"]);
  assert.deepEqual(await facts({ property_filters: [{ property_name: "plan", operator: "eq", value: "enterprise" }] }), ["Acme plan enterprise"]);
  const crm = { type: "and", filters: [{ property_name: "src", operator: "eq", value: "crm" }] };
  assert.ok((await facts({ metadata_filters: crm })).includes("Acme plan basic"));
  await refuses(400, "invalid_request", () => post(`${path}/edges/list`, { filters: { date_filters: { any_of: [{ all_of: [date("valid_at", "about")] }] } } }));
});

await check("a cursor belongs to its filters", async () => {
  const filters = { edge_types: ["PLAN", "PARTNER"] };
  const { next_cursor } = await post(`${path}/edges/list?page_size=1`, { filters });
  assert.ok(next_cursor);
  const next = await post(`${path}/edges/list?page_size=1&cursor=${encodeURIComponent(next_cursor)}`, { filters });
  assert.equal(next.items.length, 1);
  assert.deepEqual(await post(`${path}/edges/list?page_size=1`, { filters, cursor: next_cursor }), next);
  await refuses(400, "invalid_request", () => post(`${path}/edges/list?cursor=${encodeURIComponent(next_cursor)}`, { filters: { edge_types: ["PLAN"] } }));
});

await check("searches return one kind each, best first, in pages", async () => {
  const facts = await post(`${path}/search/edges?page_size=2`, { query: "which plan is Acme on?" });
  assert.equal(facts.items.length, 2);
  assert.ok(facts.items[0].fact.startsWith("Acme plan") && facts.items[0].score > 0);
  assert.ok(facts.next_cursor);
  const error = await refuses(400, "invalid_request", () => post(`${path}/search/nodes`, {}));
  assert.match(error.message, /query is required/);
  assert.equal((await post(`${path}/search/nodes`, { query: "globex" })).items[0].name, "Globex");
  assert.deepEqual((await post(`${path}/search/episodes`, { query: "enterprise" })).items.map((e) => e.uuid), [added[1].episode_uuid]);
  for (const kind of ["observations", "thread-summaries"]) {
    assert.deepEqual((await post(`${path}/search/${kind}`, { query: "x" })).items, []);
  }
  const { headers } = await call("POST", `${path}/search/edges`, { body: { query: "plan", reranker: "mmr", mmr_lambda: 0.5 } });
  assert.equal(headers.get("Zep-Reranker"), "rrf");
  await refuses(400, "invalid_request", () => post(`${path}/search/edges`, { query: "x", filters: { node_labels: ["Customer"] } }));
});

await check("a graph's context is a text, with its results if asked, in the form of a template", async () => {
  const { context, truncated, results } = await post(`${path}/context`, { query: "Acme plan", include_results: true });
  assert.match(context, /Acme plan basic \(2024-01-01T00:00:00Z - 2024-06-01T00:00:00Z\)/);
  assert.equal(truncated, false);
  assert.ok(results.edges.length > 0 && results.nodes.length > 0);
  assert.deepEqual(results.episodes, []);
  assert.equal((await post(`${path}/context`, { query: "Acme plan", max_characters: 150 })).truncated, true);
  const created = await call("POST", "/context-templates", { body: { name: "plans", template: "Plans:\n%{edges limit=1 types=[PLAN]}" } });
  assert.equal(created.status, 201);
  const template = created.body;
  assert.match((await post(`${path}/context`, { query: "Globex plan", template_uuid: template.uuid })).context, /^Plans:\n- Globex plan basic \(.*\)$/);
  const user = await post("/users", { first_name: "Fay" });
  const thread = await post("/threads", { user_uuid: user.uuid });
  assert.equal((await get(`/threads/${thread.uuid}/context`, { template_uuid: template.uuid })).context, "Plans:\n");
  assert.equal((await call("PUT", `/context-templates/${template.uuid}`, { body: { template: "None." } })).body.template, "None.");
  assert.deepEqual((await all("POST", "/context-templates/list")).map((t) => t.name), ["plans"]);
  assert.equal((await zep.context.getContextTemplate(template.uuid)).template, "None.");
  const gone = await call("DELETE", `/context-templates/${template.uuid}`);
  assert.equal(gone.status, 204);
  await refuses(404, "not_found", () => get(`/context-templates/${template.uuid}`));
  await refuses(400, "invalid_request", () => post("/context-templates", { name: "bad", template: "%{nodes}" }));
});

await check("episodes are added with a task, listed, read by document and by thread", async () => {
  const live = await call("POST", `${path}/episodes`, { body: { data: "Initech is new.", reference_time: "2024-07-01T00:00:00Z", document_id: "d/1" } });
  assert.equal(live.status, 202);
  const { episode, task } = live.body;
  assert.deepEqual([episode.graph_uuid, episode.source, episode.processed, episode.reference_time], [shop.uuid, "text", false, "2024-07-01T00:00:00Z"]);
  assert.equal(task.type, "episode_add");
  assert.equal((await ended(task.uuid)).status, "succeeded");
  const read = await get(`${path}/episodes/${episode.uuid}`);
  assert.deepEqual([read.processed, read.document_id], [true, "d/1"]);
  assert.ok(Date.parse(read.created_at) > Date.parse(read.reference_time));
  const listed = await all("POST", `${path}/episodes/list`, { page_size: 3, order_by: "created_at" });
  assert.deepEqual(listed.map((e) => e.uuid), [added[0], added[2], added[1], { episode_uuid: episode.uuid }].map((e) => e.episode_uuid));
  const chunks = await get(`${path}/documents/d%2F1/episodes`);
  assert.deepEqual(chunks.items.map((e) => e.uuid), [added[2].episode_uuid, episode.uuid]);
  const filtered = await post(`${path}/episodes/list`, { filters: { document_id: "d/1", mentioned_node_uuids: [node("Globex").uuid] } });
  assert.deepEqual(filtered.items.map((e) => e.uuid), [added[2].episode_uuid]);
  const user = await post("/users", {});
  const thread = await post("/threads", { user_uuid: user.uuid });
  const { task: said } = await post(`/threads/${thread.uuid}/messages`, { messages: [{ role: "user", content: "Hi" }] });
  await ended(said.uuid);
  const [message] = (await get(`/threads/${thread.uuid}/episodes`)).items;
  assert.deepEqual([message.content, message.thread_uuid, message.graph_uuid], ["Hi", thread.uuid, user.graph_uuid]);
  assert.deepEqual(await get(`/graphs/${user.uuid}/episodes/${message.uuid}`), message);
});

await check("a user's node is bare, and there from the start", async () => {
  const user = await post("/users", { first_name: "Gil" });
  const own = await get(`/users/${user.uuid}/node`);
  assert.deepEqual([own.name, own.graph_uuid, own.labels], ["Gil", user.graph_uuid, ["Entity", "User"]]);
});

await check("types are declared for the project and inherited by graphs", async () => {
  const types = { entity_types: [{ name: "Team", description: "Who works.", properties: [] }], edge_types: [] };
  assert.deepEqual((await call("PUT", "/project/ontology", { body: types })).body, { ...types, inherited: false });
  assert.deepEqual(await get(`${path}/ontology`), { ...types, inherited: true });
  const own = { entity_types: [], edge_types: [{ name: "PARTNER", source_targets: [{ source: "Team", target: "Team" }] }] };
  await call("PUT", `${path}/ontology`, { body: own });
  assert.deepEqual(await get(`${path}/ontology`), { ...own, inherited: false });
  assert.deepEqual(await get("/project/ontology"), { ...types, inherited: false });
  await refuses(400, "invalid_request", () => call("PUT", "/project/ontology", { body: { entity_types: [{ name: "" }] } }));
});

await check("nodes and facts are written, changed and found", async () => {
  const own = await post("/graphs", { name: "written" });
  const at = `/graphs/${own.uuid}`;
  const added = await call("POST", `${at}/nodes`, { body: { nodes: [{ name: "Hal", label: "Person", summary: "Builds.", attributes: { age: 40 } }, { name: "Initech" }] } });
  assert.equal(added.status, 202);
  assert.deepEqual(names(added.body.nodes), ["Hal", "Initech"]);
  const hal = added.body.nodes[0];
  assert.deepEqual([hal.graph_uuid, hal.summary, hal.labels, hal.attributes.age], [own.uuid, "Builds.", ["Entity", "Person"], 40]);
  assert.deepEqual([added.body.task.type, added.body.task.status], ["node_add", "succeeded"]);
  assert.deepEqual(await get(`/tasks/${added.body.task.uuid}`), added.body.task);

  const fact = (fact, source_node, target, rest = {}) => ({ fact, fact_name: "WORKS_AT", source_node, target_node: { name: target }, ...rest });
  const body = { edges: [
    fact("Hal works at Initech", { uuid: hal.uuid }, "Initech", { valid_at: "2024-01-01T00:00:00Z", attributes: { since: 2024 }, metadata: { src: "hr" } }),
    fact("Ida works at Initech", { name: "Ida", labels: ["Person"] }, "Initech"),
  ] };
  const key = randomUUID();
  const written = await call("POST", `${at}/edges`, { body, key });
  assert.equal(written.status, 202);
  assert.deepEqual(written.body.edges.map((e) => [e.fact, e.source_node_name]), [["Hal works at Initech", "Hal"], ["Ida works at Initech", "Ida"]]);
  assert.deepEqual([written.body.edges[0].source_node_uuid, written.body.edges[0].attributes], [hal.uuid, { since: 2024 }]);
  assert.equal(written.body.task.type, "edge_add");
  const repeat = await call("POST", `${at}/edges`, { body, key });
  assert.deepEqual(repeat.body.edges.map((e) => e.uuid), written.body.edges.map((e) => e.uuid));
  assert.equal((await all("POST", `${at}/edges/list`)).length, 2);
  const missing = { edges: [body.edges[1], fact("X works at Y", { uuid: randomUUID() }, "Y")] };
  await refuses(404, "not_found", () => post(`${at}/edges`, missing));
  await refuses(400, "invalid_request", () => post(`${at}/edges`, { edges: [fact("Nobody works", {}, "Y")] }));
  assert.equal((await all("POST", `${at}/edges/list`)).length, 2);
  assert.equal((await post(`${at}/search/edges`, { query: "who works at Initech" })).items.length, 2);

  const edge = written.body.edges[0];
  const changed = (await call("PATCH", `${at}/edges/${edge.uuid}`, { body: { fact: "Hal runs Initech", attributes: { since: null, seat: 4 } } })).body;
  assert.deepEqual([changed.fact, changed.attributes], ["Hal runs Initech", { seat: 4 }]);
  assert.deepEqual(await get(`${at}/edges/${edge.uuid}`), changed);
  const renamed = (await call("PATCH", `${at}/nodes/${hal.uuid}`, { body: { summary: "Runs." } })).body;
  assert.deepEqual([renamed.name, renamed.summary], ["Hal", "Runs."]);
  await refuses(404, "not_found", () => call("PATCH", `${path}/nodes/${hal.uuid}`, { body: { summary: "x" } }));
  const [episode] = (await post(`${at}/episodes/list`, { filters: { metadata_filters: { type: "and", filters: [{ property_name: "src", operator: "eq", value: "hr" }] } } })).items;
  assert.deepEqual((await call("PATCH", `${at}/episodes/${episode.uuid}`, { body: { metadata: { src: null, by: "me" } } })).body.metadata, { by: "me" });

  const part = await post(`${at}/subgraph`, { seed_node_uuids: [hal.uuid], depth: 2 });
  assert.deepEqual([names(part.nodes), part.edges.length, part.truncated], [["Hal", "Ida", "Initech"], 2, false]);

  const cloneKey = randomUUID();
  const clone = await call("POST", `${at}/clone`, { key: cloneKey });
  assert.equal(clone.status, 202);
  assert.deepEqual([clone.body.graph.name, clone.body.graph.type, clone.body.task.type, clone.body.task.status], ["written", "standard", "graph_clone", "succeeded"]);
  assert.deepEqual((await call("POST", `${at}/clone`, { key: cloneKey })).body, clone.body);
  const copied = await all("POST", `/graphs/${clone.body.graph.uuid}/edges/list`);
  assert.deepEqual(copied.map((e) => e.fact).toSorted(), ["Hal runs Initech", "Ida works at Initech"]);
  const warm = await call("POST", `${at}/warm`);
  assert.deepEqual([warm.status, warm.body.task.type, (await ended(warm.body.task.uuid)).status], [202, "graph_warm", "succeeded"]);
});

await check("messages change their metadata; summaries do not exist", async () => {
  const user = await post("/users", {});
  const thread = await post("/threads", { user_uuid: user.uuid });
  const { messages, task } = await post(`/threads/${thread.uuid}/messages`, { messages: [{ role: "user", content: "Hi", metadata: { a: 1 } }] });
  await ended(task.uuid);
  const one = `/threads/${thread.uuid}/messages/${messages[0].uuid}`;
  assert.deepEqual((await call("PATCH", one, { body: { metadata: { b: 2 } } })).body.metadata, { a: 1, b: 2 });
  await refuses(404, "not_found", () => get(`/threads/${thread.uuid}/summary`));
  for (const kind of ["observations", "thread-summaries", "document-summaries"]) {
    assert.deepEqual(await post(`${path}/${kind}/list`), { items: [] });
  }
});

await check("instructions and the project are read and replaced", async () => {
  const instructions = [{ name: "tone", text: "Be short." }];
  for (const [project, own] of [["instructions", `${path}/instructions`], ["user-summary-instructions", `/users/${(await post("/users", {})).uuid}/summary-instructions`]]) {
    assert.deepEqual((await call("PUT", `/project/${project}`, { body: { instructions } })).body, { instructions, inherited: false });
    assert.deepEqual(await get(own), { instructions, inherited: true });
    const other = [{ name: "depth", text: "Be thorough." }];
    await call("PUT", own, { body: { instructions: other } });
    assert.deepEqual(await get(own), { instructions: other, inherited: false });
    assert.deepEqual(await get(`/project/${project}`), { instructions, inherited: false });
    await call("PUT", own, { body: { instructions: [] } });
    assert.deepEqual(await get(own), { instructions, inherited: true });
    await call("PUT", `/project/${project}`, { body: { instructions: [] } });
  }
  const project = await get("/project");
  assert.equal((await call("PATCH", "/project", { body: { default_time_zone: "Europe/Oslo" } })).body.default_time_zone, "Europe/Oslo");
  assert.deepEqual(await get("/project"), { ...project, default_time_zone: "Europe/Oslo" });
  await refuses(400, "invalid_request", () => call("PATCH", "/project", { body: { default_time_zone: "Mars/Base" } }));
});

await check("deletions answer with a task that has ended, and a repeat with the same one", async () => {
  const doomed = await post("/graphs", {});
  const [one] = await load([{ type: "graph_episode", graph_uuid: doomed.uuid, ...json({ name: "A", boss: { name: "B" }, size: 1 }, "2024-01-01T00:00:00Z") }]);
  const own = `/graphs/${doomed.uuid}`;
  const [edge] = (await post(`${own}/edges/list`, { filters: { edge_types: ["BOSS"] } })).items;
  const [first] = (await post(`${own}/nodes/list`)).items;
  for (const [target, type] of [[`edges/${edge.uuid}`, "edge_delete"], [`nodes/${first.uuid}`, "node_delete"], [`episodes/${one.episode_uuid}`, "episode_delete"]]) {
    await refuses(404, "not_found", () => call("DELETE", `${path}/${target}`));
    const key = randomUUID();
    const gone = await call("DELETE", `${own}/${target}`, { key });
    assert.equal(gone.status, 202);
    assert.deepEqual([gone.body.task.type, gone.body.task.status], [type, "succeeded"]);
    assert.deepEqual((await call("DELETE", `${own}/${target}`, { key })).body, gone.body);
    await refuses(404, "not_found", () => get(`${own}/${target}`));
    await refuses(404, "not_found", () => call("DELETE", `${own}/${target}`));
  }
});

await check("contents are found under their own graph only", async () => {
  const other = await post("/graphs", {});
  for (const target of [`nodes/${node("Acme").uuid}`, `edges/${edges[0].uuid}`, `episodes/${added[0].episode_uuid}`]) {
    await refuses(404, "not_found", () => get(`/graphs/${other.uuid}/${target}`));
    await refuses(404, "not_found", () => get(`/graphs/${randomUUID()}/${target}`));
  }
  assert.equal((await refuses(400, "invalid_identifier", () => get(`${path}/nodes/acme`))).param, "node_uuid");
  assert.equal((await zep.graph.node.get(node("Acme").uuid)).name, "Acme");
});

plan();
