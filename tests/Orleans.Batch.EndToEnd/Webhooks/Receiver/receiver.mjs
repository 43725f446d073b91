// A typical receiver: it keeps the posted messages, and reports which of them the public libraries verify.
import { createServer } from "node:http";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";

const received = [];

const verifies = (Library, secret, { headers, body }) => {
  try {
    new Library(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

// Each library gets only its own headers.
const only = (headers, prefix) => Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(prefix)));

const judge = (secret) => received.map(({ headers, body }) => ({
  id: headers["webhook-id"],
  same_id: headers["svix-id"] === headers["webhook-id"],
  event_name: JSON.parse(body).event_name,
  batch_id: JSON.parse(body).batch_id,
  svix: verifies(SvixWebhook, secret, { headers: only(headers, "svix-"), body }),
  standard: verifies(StandardWebhook, secret, { headers: only(headers, "webhook-"), body }),
  tampered: verifies(SvixWebhook, secret, { headers: only(headers, "svix-"), body: body + " " })
    || verifies(StandardWebhook, secret, { headers: only(headers, "webhook-"), body: body + " " }),
}));

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url, "http://receiver");
  if (url.pathname === "/judge") {
    response.end(JSON.stringify(judge(url.searchParams.get("secret"))));
    return;
  }

  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
  response.writeHead(204).end();
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());
