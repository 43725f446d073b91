// The example of the first README, unchanged.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { check, plan } from "./checks.mjs";

const { BATCH_URL, BATCH_API_KEY } = process.env;

await check("the README's example finds the fact", async () => {
  const example = (await readFile("README.md", "utf8")).match(/```js\n([\s\S]*?)```/)[1];
  const here = example.replace("http://127.0.0.1:8080", BATCH_URL);
  assert.notEqual(here, example);
  const file = `./readme-${process.pid}.mjs`;
  await writeFile(file, `const apiKey = ${JSON.stringify(BATCH_API_KEY)};\n${here}\nexport { edges };\n`);
  try {
    const { edges } = await import(file);
    assert.equal(edges[0].fact, "Ada lives in Rome");
  } finally {
    await rm(file);
  }
});

plan();
