// One line a check, in the Test Anything Protocol; a plan at the end gives their number.
let count = 0;

export async function check(what, body) {
  count += 1;
  try {
    await body();
    console.log(`ok ${count} - ${what}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`not ok ${count} - ${what}\n${String(error.stack ?? error).replace(/^/gm, "    # ")}`);
  }
}

export const plan = () => console.log(`1..${count}`);
