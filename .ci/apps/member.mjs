// What the days of the libraries for JavaScript have in common: a member at a browser, faults, and waiting for what comes.
//
// Each day runs for a test in cmd/consilium, which gives BASE, the address of the server, PICTURE, a file, and
// NODE_EXTRA_CA_CERTS, whom to trust. What only a member at a browser can give is asked for on standard output, and
// answered on standard input. What is wrong is said on standard error; then the status is 1.

import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

export const base = process.env.BASE;
export const picture = process.env.PICTURE;
export const patience = 30_000;

const faults = [];
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** holds notes what does not hold. */
export function holds(yes, what, seen) {
  if (!yes) faults.push(`${what}: ${JSON.stringify(seen)?.slice(0, 2000)}`);
}

/** refused notes a call that is not answered with a status and a sentence. */
export async function refused(call, status, what, read) {
  try {
    faults.push(`${what} is not refused: ${JSON.stringify(await call())}`);
  } catch (error) {
    const { status: came, sentence } = read(error);
    holds(came === status && typeof sentence === "string" && sentence !== "", `${what} is refused`, { came, sentence, error: String(error) });
  }
}

/** allowed is a member who lets an app in: the code that the page shows, or "" when the app was called back. */
export async function allowed(who, address) {
  process.stdout.write(JSON.stringify({ allow: String(address), as: who }) + "\n");
  return (await answers.next()).value.trim();
}

/** callback is the app's own machine, where the browser comes back to. */
export async function callback() {
  const came = Promise.withResolvers();
  const server = createServer((request, response) => {
    response.end();
    came.resolve(new URL(request.url, "http://127.0.0.1").searchParams);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/back`, came: came.promise, close: () => server.close() };
}

/** proof is a verifier with its challenge (RFC 7636). */
export function proof() {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** Ear keeps what arrives until somebody waits for it. */
export class Ear {
  #heard = [];
  #waiting = new Set();

  hear(kind, payload) {
    this.#heard.push({ kind, payload });
    for (const look of this.#waiting) look();
  }

  /** arrives waits for an event of a kind that will do. */
  arrives(kind, what, will = () => true) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.#heard.find((e) => e.kind === kind && will(e.payload));
        if (found) end(resolve, found.payload);
      };
      const tooLate = setTimeout(() => end(reject, new Error(`waited in vain: ${what}; heard ${this.#heard.map((e) => e.kind)}`)), patience);
      const end = (how, value) => {
        clearTimeout(tooLate);
        this.#waiting.delete(look);
        how(value);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** awake does something again and again until an event of a kind comes of it. */
  async awake(kind, what, again) {
    const poke = setInterval(() => again().catch((error) => holds(false, what, String(error))), 200);
    try {
      await this.arrives(kind, what);
    } finally {
      clearInterval(poke);
    }
  }
}

/** until asks again and again for what takes its time. */
export async function until(what, ask) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const value = await ask();
    if (value) return value;
    await new Promise((next) => setTimeout(next, 30));
  }
  throw new Error(`waited in vain: ${what}`);
}

/** spend spends the day, and says what was wrong with it. */
export async function spend(day) {
  try {
    await day();
  } catch (error) {
    faults.push(error.stack ?? String(error), JSON.stringify(error.response?.data ?? {}));
  }
  for (const fault of faults) process.stderr.write(fault + "\n");
  process.exit(faults.length > 0 ? 1 : 0);
}
