// What the tests ask of an object, as Fedify's vocabulary understands it.
import * as v from "@fedify/vocab";

const text = (value) => value?.toString() ?? undefined;
const address = (url) => url?.href;
const addresses = (urls) => urls.map(address);

function aboutActor(actor) {
  return { handle: text(actor.preferredUsername), inbox: address(actor.inboxId), outbox: address(actor.outboxId), followers: address(actor.followersId),
    following: address(actor.followingId), featured: address(actor.featuredId), sharedInbox: address(actor.endpoints?.sharedInbox) };
}

async function keysOf(actor, loaders) {
  const keys = [];
  for await (const key of actor.getPublicKeys(loaders)) keys.push({ id: address(key.id), owner: address(key.ownerId), algorithm: key.publicKey?.algorithm.name });
  for await (const key of actor.getAssertionMethods(loaders)) keys.push({ id: address(key.id), owner: address(key.controllerId), algorithm: key.publicKey?.algorithm.name });
  return keys;
}

async function tagsOf(object, loaders) {
  const tags = [];
  for await (const tag of object.getTags({ ...loaders, suppressError: true })) {
    tags.push({ type: tag.constructor.name, name: text(tag.name), href: address(tag.href) });
  }
  return tags;
}

async function aboutObject(object, loaders) {
  return { name: text(object.name), summary: text(object.summary), content: text(object.content), author: address(object.attributionId),
    inReplyTo: address(object.replyTargetId), to: addresses(object.toIds), cc: addresses(object.ccIds), url: address(object.url instanceof v.Link ? object.url.href : object.url),
    replies: address(object.repliesId), likes: address(object.likesId), shares: address(object.sharesId), contexts: addresses(object.contextIds),
    published: text(object.published), updated: text(object.updated), sensitive: object.sensitive ?? undefined, tags: await tagsOf(object, loaders) };
}

async function aboutQuestion(question, loaders) {
  const options = [];
  for await (const option of question.getExclusiveOptions(loaders)) options.push(await describe(option, loaders));
  for await (const option of question.getInclusiveOptions(loaders)) options.push(await describe(option, loaders));
  return { options: options.map((option) => option.name), closes: text(question.endTime), voters: question.voters ?? undefined };
}

// describe gives an object as plain data, what lies within it too.
export async function describe(object, loaders) {
  if (object == null) return null;
  if (object instanceof URL) return { id: object.href };
  if (object instanceof v.Link) return { type: object.constructor.name, href: address(object.href) };
  const all = { type: object.constructor.name, id: address(object.id), ...await aboutObject(object, loaders) };
  if (v.isActor(object)) Object.assign(all, aboutActor(object), { keys: await keysOf(object, loaders) });
  if (object instanceof v.Note || object instanceof v.Question) Object.assign(all, { quote: address(object.quoteId), authorization: address(object.quoteAuthorizationId) });
  if (object instanceof v.Question) Object.assign(all, await aboutQuestion(object, loaders));
  if (object instanceof v.QuoteAuthorization) Object.assign(all, { doing: address(object.interactingObjectId), target: address(object.interactionTargetId) });
  if (object instanceof v.Collection) all.total = object.totalItems;
  if (object instanceof v.Activity) {
    Object.assign(all, { actor: address(object.actorId), result: address(object.resultId), instrument: address(object.instrumentId) });
    all.object = await describe(await object.getObject({ ...loaders, suppressError: true }), loaders) ?? { id: address(object.objectId) };
  }
  return all;
}
