// A small server on Fedify, for TestFedify: two people with keys, what they are sent, what they send. It
// serves plain http on a port of the system's choice, behind the TLS terminator whose address is ORIGIN,
// and is told what to do by lines of JSON: {"n": 1, "do": "post", …} is answered {"n": 1, "value": …} or
// {"n": 1, "error": "…"}. The first line it writes names its port. It ends when its input does.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { configure } from "@logtape/logtape";
import { createFederation, MemoryKvStore, parseNodeInfo, signObject, signRequest, verifyObject, verifyRequest } from "@fedify/fedify";
import * as v from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";
import { describe } from "./describe.mjs";

const origin = process.env.ORIGIN;
const people = new Map([["alice", "Alice Peer"], ["bob", "Bob Peer"]]);
const shapes = { rsa: { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
  ed25519: { name: "Ed25519" } };

// What the server remembers. followers and following are by person and then by actor.
const keys = new Map(), notes = new Map(), served = new Map(), followers = new Map(), following = new Map(), sent = new Map();
// received are the activities that Fedify found in order; arrived is everything that was posted.
const received = [], arrived = [];

await configure({ sinks: { stderr: (r) => process.stderr.write(`${r.level} ${r.category.join(".")} ${r.message.join("")} ${JSON.stringify(r.properties.error ?? "", brief)}\n`) },
  loggers: [{ category: "fedify", sinks: ["stderr"], lowestLevel: process.env.LEVEL || "warning" }, { category: ["logtape", "meta"], sinks: ["stderr"], lowestLevel: "error" }] });

function brief(_, value) { return value instanceof Error ? `${value.name}: ${value.message}` : value; }

// What Fedify learns of how others want to be signed is forgotten: it is to begin in the scheme that is tested. (It
// would change, since it signs the fragment of a key's address too when it asks for the key in RFC 9421.)
class Forgetful extends MemoryKvStore {
  async set(key, ...rest) { if (!key.includes("httpMessageSignaturesSpec")) await super.set(key, ...rest); }
}

const federation = createFederation({ kv: new Forgetful(), origin, allowPrivateAddress: true, firstKnock: process.env.FIRST_KNOCK,
  inboxChallengePolicy: { enabled: process.env.DEMANDS === "nonce", requestNonce: true },
  userAgent: { software: "FedifyPeer/1.0" } });

federation.setActorDispatcher("/people/{identifier}", async (ctx, identifier) => {
  if (!people.has(identifier)) return null;
  const pairs = await ctx.getActorKeyPairs(identifier);
  return new v.Person({ id: ctx.getActorUri(identifier), preferredUsername: identifier, name: people.get(identifier), url: new URL(`/@${identifier}`, origin),
    summary: "Runs on another engine.", inbox: ctx.getInboxUri(identifier), outbox: ctx.getOutboxUri(identifier), endpoints: new v.Endpoints({ sharedInbox: ctx.getInboxUri() }),
    followers: ctx.getFollowersUri(identifier), following: ctx.getFollowingUri(identifier), published: Temporal.Instant.from("2026-01-01T00:00:00Z"),
    publicKey: pairs[0].cryptographicKey, assertionMethods: pairs.map((pair) => pair.multikey) });
}).setKeyPairsDispatcher((_, identifier) => keys.get(identifier) ?? []);

const list = (map) => (_, identifier) => ({ items: [...(map.get(identifier) ?? new Map()).values()] });
federation.setFollowersDispatcher("/people/{identifier}/followers", list(followers));
federation.setFollowingDispatcher("/people/{identifier}/following", (ctx, identifier) => ({ items: list(following)(ctx, identifier).items.map((actor) => actor.id) }));
federation.setOutboxDispatcher("/people/{identifier}/outbox", (_, identifier) => ({ items: list(sent)(_, identifier).items }));
federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({ software: { name: "fedify-peer", version: "1.0.0" }, protocols: ["activitypub"],
  usage: { users: { total: people.size }, localPosts: notes.size, localComments: 0 } }));
// Notes and polls are for those who sign, whoever they are.
for (const Kind of [v.Note, v.Question]) {
  federation.setObjectDispatcher(Kind, `/${Kind.name}s/{id}`, (_, { id }) => notes.get(id)?.note ?? null)
    .authorize(async (ctx) => await ctx.getSignedKeyOwner(await loaders(ctx, "alice")) != null);
}
for (const Kind of [v.Follow, v.Like, v.Announce, v.QuoteRequest, v.QuoteAuthorization]) federation.setObjectDispatcher(Kind, `/${Kind.name}/{id}`, (_, { id }) => served.get(id) ?? null);

const inbox = federation.setInboxListeners("/people/{identifier}/inbox", "/inbox").setSharedKeyDispatcher(() => ({ identifier: "alice" }));
for (const kind of [v.Accept, v.Reject, v.Create, v.Update, v.Delete, v.Like, v.Announce, v.Block, v.Flag]) inbox.on(kind, keep);
inbox.on(v.Follow, async (ctx, follow) => {
  await keep(ctx, follow);
  const { identifier } = ctx.parseUri(follow.objectId), actor = await follow.getActor(ctx);
  book(followers, identifier).set(actor.id.href, actor);
  await ctx.sendActivity({ identifier }, actor, new v.Accept({ id: fresh("accepts"), actor: follow.objectId, object: follow }));
}).on(v.QuoteRequest, async (ctx, request) => { // granted to everybody (FEP-044f)
  await keep(ctx, request);
  const { identifier } = ctx.parseUri((await ctx.lookupObject(request.objectId, await loaders(ctx, "alice"))).attributionId);
  const leave = serve(new v.QuoteAuthorization({ id: fresh("QuoteAuthorization"), attribution: ctx.getActorUri(identifier), interactingObject: request.instrumentId, interactionTarget: request.objectId }));
  await ctx.sendActivity({ identifier }, await request.getActor(ctx), new v.Accept({ id: fresh("accepts"), actor: leave.attributionId, object: request, result: leave.id }));
}).on(v.Undo, async (ctx, undo) => {
  await keep(ctx, undo);
  const undone = await undo.getObject(ctx);
  if (undone instanceof v.Follow) book(followers, ctx.parseUri(undone.objectId).identifier).delete(undo.actorId.href);
}).onError((_, error) => process.stderr.write(`inbox: ${error.stack}\n`));

async function keep(ctx, activity) { received.push(await describe(activity, ctx)); }
function book(map, name) { return map.get(name) ?? map.set(name, new Map()).get(name); }
let counter = 0;
function fresh(kind) { return new URL(`/${kind}/${++counter}`, origin); }
function serve(activity) { served.set(activity.id.pathname.split("/").at(-1), activity); return activity; }

// loaders fetch signed as somebody.
async function loaders(ctx, identifier) { return { documentLoader: await ctx.getDocumentLoader({ identifier }), contextLoader: ctx.contextLoader }; }

async function find(ctx, who, what) {
  const found = await ctx.lookupObject(what, await loaders(ctx, who));
  if (found == null) throw new Error(`${what} is not there`);
  return found;
}

// tell sends an activity of somebody to actors, and to the followers where they are among the readers.
async function tell(ctx, who, activity, recipients = []) {
  const all = [...recipients, ...book(followers, who).values()].filter((a, at, every) => every.findIndex((b) => b.id.href === a.id.href) === at);
  await ctx.sendActivity({ identifier: who }, all, activity, { preferSharedInbox: true });
  return activity.id.href;
}

// about is what an activity on somebody's post is: its address, and its author to be told.
async function about(ctx, who, what) {
  const object = await find(ctx, who, what);
  return { object, author: await object.getAttribution(await loaders(ctx, who)) };
}

// mark is one activity on a post; unmark takes it back.
const marks = new Map();
async function mark(Kind, { as, what, audience, content }) {
  const ctx = context(), { object, author } = await about(ctx, as, what);
  const open = audience === "none" ? {} : { to: v.PUBLIC_COLLECTION, ccs: [author.id, ctx.getFollowersUri(as)] };
  const activity = serve(new Kind({ id: fresh(Kind.name), actor: ctx.getActorUri(as), object: object.id, content, published: Temporal.Now.instant(), ...open }));
  marks.set(`${Kind.name} ${what}`, { activity, author });
  return tell(ctx, as, activity, [author]);
}
async function unmark(Kind, { as, what }) {
  const ctx = context(), { activity, author } = marks.get(`${Kind.name} ${what}`);
  return tell(ctx, as, new v.Undo({ id: fresh("undone"), actor: ctx.getActorUri(as), object: activity }), [author]);
}

// post publishes a note, or with options a poll. What quotes waits until it is let go.
async function post({ as, text, mentions = [], reply, audience = "public", options, quote }) {
  const Kind = options ? v.Question : v.Note, ctx = context(), id = String(++counter), url = ctx.getObjectUri(Kind, { id });
  const named = await Promise.all(mentions.map((handle) => find(ctx, as, handle)));
  const target = reply ? await about(ctx, as, reply) : undefined;
  const recipients = target ? [...named, target.author] : named;
  const crowd = { public: [[v.PUBLIC_COLLECTION], [ctx.getFollowersUri(as)]], followers: [[ctx.getFollowersUri(as)], []], direct: [[], []] }[audience];
  const anybody = new v.InteractionRule({ automaticApproval: v.PUBLIC_COLLECTION });
  const note = new Kind({ id: url, url, attribution: ctx.getActorUri(as), content: `<p>${text}</p>`, mediaType: "text/html", published: Temporal.Now.instant(),
    tos: [...crowd[0], ...(audience === "direct" ? recipients.map((a) => a.id) : [])], ccs: [...crowd[1], ...(audience === "direct" ? [] : recipients.map((a) => a.id))],
    replyTarget: target?.object.id, tags: named.map((a, at) => new v.Mention({ href: a.id, name: mentions[at] })), interactionPolicy: new v.InteractionPolicy({ canQuote: anybody }),
    ...(options && { exclusiveOptions: options.map((name) => option(name, 0)), endTime: Temporal.Now.instant().add({ hours: 1 }), voters: 0 }),
    ...(quote && { quote: new URL(quote), quoteUrl: new URL(quote) }) });
  notes.set(id, { note, recipients, narrow: audience === "direct" });
  if (!quote) await publish(as, id);
  return url.href;
}

function option(name, votes) { return new v.Note({ name, replies: new v.Collection({ totalItems: votes }) }); }

// publish sends a note for the first time.
async function publish(as, id) {
  const ctx = context(), entry = notes.get(id), { note } = entry;
  const create = new v.Create({ id: new URL(`${note.id.href}/create`), actor: note.attributionId, object: note, published: note.published, tos: note.toIds, ccs: note.ccIds });
  if (note.toIds.some((one) => one.href === v.PUBLIC_COLLECTION.href)) book(sent, as).set(id, create);
  await spread(ctx, as, create, entry);
}

// request asks the author of what a note quotes for their leave; release publishes the note with it.
async function request({ as, what }) {
  const ctx = context(), { note } = entryOf(what), { author } = await about(ctx, as, note.quoteId);
  const activity = serve(new v.QuoteRequest({ id: fresh("QuoteRequest"), actor: note.attributionId, object: note.quoteId, instrument: note, to: author.id }));
  await ctx.sendActivity({ identifier: as }, author, activity);
  return activity.id.href;
}
async function release({ as, what, leave }) {
  const entry = entryOf(what);
  entry.note = entry.note.clone({ quoteAuthorization: new URL(leave) });
  await publish(as, new URL(what).pathname.split("/").at(-1));
}

function entryOf(what) { return notes.get(new URL(what).pathname.split("/").at(-1)); }

// vote is a note with a name in answer to a poll; tally tells how a poll of ours stands.
async function vote({ as, what, choice }) {
  const ctx = context(), { object, author } = await about(ctx, as, what), id = fresh("votes");
  const note = new v.Note({ id, attribution: ctx.getActorUri(as), name: choice, replyTarget: object.id, to: author.id });
  await ctx.sendActivity({ identifier: as }, author, new v.Create({ id: new URL("#create", id), actor: note.attributionId, object: note, to: author.id }));
}
async function tally({ as, what, counts }) {
  const ctx = context(), entry = entryOf(what), note = entry.note = entry.note.clone({ exclusiveOptions: Object.entries(counts).map(([name, votes]) => option(name, votes)), voters: Object.values(counts).reduce((a, b) => a + b) });
  await spread(ctx, as, new v.Update({ id: fresh("updates"), actor: note.attributionId, object: note, tos: note.toIds, ccs: note.ccIds }), entry);
}

// spread sends an activity about a note to whom the note went.
async function spread(ctx, as, activity, { recipients, narrow }) {
  if (narrow) await ctx.sendActivity({ identifier: as }, recipients, activity);
  else await tell(ctx, as, activity, recipients);
}

async function edit({ as, what, text }) {
  const ctx = context(), entry = entryOf(what), note = entry.note = entry.note.clone({ content: `<p>${text}</p>`, updated: Temporal.Now.instant() });
  await spread(ctx, as, new v.Update({ id: fresh("updates"), actor: note.attributionId, object: note, updated: note.updated, tos: note.toIds, ccs: note.ccIds }), entry);
}

async function remove({ as, what }) {
  const ctx = context(), { values: { id } } = ctx.parseUri(new URL(what)), entry = notes.get(id), { note } = entry;
  notes.delete(id);
  book(sent, as).delete(id);
  await spread(ctx, as, new v.Delete({ id: fresh("deletes"), actor: note.attributionId, object: new v.Tombstone({ id: note.id }), tos: note.toIds, ccs: note.ccIds }), entry);
}

async function follow({ as, what }) {
  const ctx = context(), actor = await find(ctx, as, what);
  const activity = serve(new v.Follow({ id: fresh("Follow"), actor: ctx.getActorUri(as), object: actor.id }));
  book(following, as).set(actor.id.href, { id: actor.id, actor, activity });
  await ctx.sendActivity({ identifier: as }, actor, activity);
  return { follow: activity.id.href, actor: actor.id.href };
}

async function unfollow({ as, what }) {
  const ctx = context(), found = await find(ctx, as, what), { actor, activity } = book(following, as).get(found.id.href);
  book(following, as).delete(found.id.href);
  await ctx.sendActivity({ identifier: as }, actor, new v.Undo({ id: fresh("undone"), actor: ctx.getActorUri(as), object: activity }));
}

// draft is a note of somebody's in its Create, told to nobody yet.
function draft(ctx, as, text) {
  const note = new v.Note({ id: fresh("attempts"), attribution: ctx.getActorUri(as), content: text, published: Temporal.Now.instant(), to: v.PUBLIC_COLLECTION, cc: ctx.getFollowersUri(as) });
  return new v.Create({ id: new URL("#create", note.id), actor: note.attributionId, object: note, tos: note.toIds, ccs: note.ccIds });
}

// attempt posts a note of alice's by hand and gives the status: unsigned, signed with the key of another, signed and
// then changed, signed long ago, or as it should be.
async function attempt({ as, what, how, spec, text }) {
  const ctx = context(), actor = await find(ctx, as, what), [own] = await ctx.getActorKeyPairs(as), [other] = await ctx.getActorKeyPairs("bob");
  const body = JSON.stringify(await draft(ctx, as, text).toJsonLd({ ...ctx, format: "compact" }));
  const plain = (body, headers) => new Request(actor.inboxId, { method: "POST", body, headers });
  let request = plain(body, { "content-type": "application/activity+json" });
  if (how !== "unsigned") {
    const time = how === "old" ? Temporal.Now.instant().subtract({ hours: 36 }) : Temporal.Now.instant();
    request = await signRequest(request, (how === "forged" ? other : own).privateKey, own.keyId, { spec, currentTime: time });
  }
  if (how === "changed") request = plain(body.replace(text, `${text} and more`), request.headers);
  return (await fetch(request)).status;
}

// relay has bob send what alice wrote and proved to be hers, or what he made of it.
async function relay({ as, what, changed, text }) {
  const ctx = context(), actor = await find(ctx, as, what), [, { privateKey, multikey }] = await ctx.getActorKeyPairs(as), [bob] = await ctx.getActorKeyPairs("bob");
  let create = draft(ctx, as, text);
  if (changed) create = (await signObject(create, privateKey, multikey.id, ctx)).clone({ object: (await create.getObject()).clone({ content: `${text} and more` }) });
  return ctx.sendActivity([bob, { keyId: multikey.id, privateKey }], actor, create).then(() => 202, (error) => error.statusCode);
}

// judge says of a posted request, beside whether it is taken, what Fedify holds of its signature and of the proof
// within it: for taking it, either is enough.
async function judge(request) {
  const ctx = context(), document = await request.clone().json().catch(() => ({})), { type, id, actor } = document;
  const open = [document.to, document.cc].flat().some((one) => one === v.PUBLIC_COLLECTION.href);
  const entry = { type, id, actor, open, proof: document.proof != null, signed: await verifyRequest(request.clone(), ctx) != null };
  if (document.proof) entry.whole = await verifyObject(v.Activity, document, ctx) != null;
  arrived.push(entry);
  return entry;
}

async function walk({ as, what }) {
  const ctx = context(), options = await loaders(ctx, as), items = [];
  for await (const item of ctx.traverseCollection(await find(ctx, as, what), options)) items.push(await describe(item, options));
  return items;
}

const orders = { post, edit, remove, follow, unfollow,
  request, release, vote, tally, attempt, relay, walk, received: () => received, arrived: () => arrived,
  like: (o) => mark(v.Like, { ...o, audience: "none" }), unlike: (o) => unmark(v.Like, o),
  react: (o) => mark(v.EmojiReact, { ...o, audience: "none", content: "🎉" }), unreact: (o) => unmark(v.EmojiReact, o), boost: (o) => mark(v.Announce, o), unboost: (o) => unmark(v.Announce, o),
  followers: ({ as }) => [...book(followers, as).keys()],
  look: async ({ as, what }) => { const ctx = context(); return describe(await find(ctx, as, what), await loaders(ctx, as)); },
  glance: async ({ what }) => { const ctx = context(); return describe(await ctx.lookupObject(what), ctx); },
  nodeinfo };

// nodeinfo reads as strictly as Fedify does; its own way to ask goes to no private address.
async function nodeinfo({ what }) {
  const { links } = await (await fetch(new URL("/.well-known/nodeinfo", what))).json();
  return parseNodeInfo(await (await fetch(links.find(({ rel }) => rel.endsWith("/schema/2.1")).href)).json());
}

function context() { return federation.createContext(new URL(origin), undefined); }

// The web server: every request as if it had come to the public address.
const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value]));
  const body = incoming.method === "POST" ? Buffer.concat(chunks) : undefined, request = new Request(new URL(incoming.url, origin), { method: incoming.method, headers, body });
  const entry = body ? await judge(request) : {}, answer = await federation.fetch(request, { contextData: undefined });
  entry.status = answer.status;
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
});

for (const name of people.keys()) {
  keys.set(name, [await crypto.subtle.generateKey(shapes.rsa, true, ["sign", "verify"]), await crypto.subtle.generateKey(shapes.ed25519, true, ["sign", "verify"])]);
}
server.listen(0, "127.0.0.1", () => process.stdout.write(`${JSON.stringify({ port: server.address().port, node: process.version })}\n`));

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { n, do: name, ...order } = JSON.parse(line);
  const say = (answer) => process.stdout.write(`${JSON.stringify({ n, ...answer })}\n`);
  try {
    say({ value: await orders[name](order) ?? null });
  } catch (error) {
    say({ error: error.stack ?? String(error) });
  }
}).on("close", () => { // what was received, for a test that failed, and the end
  process.stdout.write(received.map((activity) => `${JSON.stringify(activity)}\n`).join(""), () => process.exit(0));
});
