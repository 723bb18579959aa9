// A day with masto, for TestAppMasto.

import { readFile } from "node:fs/promises";
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";
import { allowed, base, callback, Ear, holds, patience, picture, proof, refused, spend } from "./member.mjs";

const scopes = "read write follow push profile";
const outOfBand = "urn:ietf:wg:oauth:2.0:oob";
const tomorrow = () => new Date(Date.now() + 24 * 3600 * 1000);
const refusal = (error) => ({ status: error.statusCode, sentence: error.message });
const ids = (list) => list.map((one) => one.id);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** signIn registers an app and has a member let it in, with a proof where the code could be caught on its way. */
async function signIn(who) {
  const back = who === "ben" ? await callback() : undefined;
  const redirectUri = back?.address ?? outOfBand;
  const oauth = createOAuthAPIClient({ url: base, timeout: patience });
  const app = await createRestAPIClient({ url: base, timeout: patience }).v1.apps.create({ clientName: `Elk of ${who}`, redirectUris: [outOfBand, redirectUri].filter((u, i, all) => all.indexOf(u) === i), scopes, website: "https://app.example" });
  holds(app.clientId && app.clientSecret && same(app.scopes, scopes.split(" ")) && app.redirectUris.includes(redirectUri) && app.website === "https://app.example", "the app", app);
  const meta = await (await fetch(`${base}/.well-known/oauth-authorization-server`)).json();
  holds(meta.code_challenge_methods_supported.includes("S256") && meta.token_endpoint === `${base}/oauth/token`, "where to sign in", meta);
  const { verifier, challenge } = proof();
  const address = new URL(meta.authorization_endpoint);
  address.search = new URLSearchParams({ client_id: app.clientId, redirect_uri: redirectUri, response_type: "code", scope: scopes, state: "elk", code_challenge: challenge, code_challenge_method: "S256" });
  let code = await allowed(who, address);
  if (back) {
    const came = await back.came;
    holds(came.get("state") === "elk", "what comes back", [...came]);
    code = came.get("code");
    back.close();
  }
  const token = await oauth.token.create({ grantType: "authorization_code", clientId: app.clientId, clientSecret: app.clientSecret, redirectUri, code, scope: scopes, codeVerifier: verifier });
  holds(token.tokenType === "Bearer" && token.scope === scopes && Number.isInteger(token.createdAt), "the token", token);
  const client = createRestAPIClient({ url: base, accessToken: token.accessToken, timeout: patience });
  holds((await client.v1.apps.verifyCredentials()).name === `Elk of ${who}`, "what the app is", who);
  return { client, v1: client.v1, v2: client.v2, app, oauth, token: token.accessToken, me: await client.v1.accounts.verifyCredentials() };
}

async function looksAround(ana) {
  holds(ana.me.acct === "ana" && ana.me.role && ana.me.source.privacy && typeof ana.me.id === "string", "who ana is", ana.me);
  const [v2, v1] = [await ana.v2.instance.fetch(), await ana.v1.instance.fetch()];
  holds(v2.domain === new URL(base).host && v2.apiVersions.mastodon === 7 && v2.configuration.urls.streaming.startsWith("wss://") && v2.configuration.vapid.publicKey && Array.isArray(v2.rules), "the institution", v2);
  holds(v1.uri === v2.domain && v1.configuration.statuses.maxCharacters === v2.configuration.statuses.maxCharacters, "the institution, as it was told before", v1);
  for (const [what, list] of Object.entries({
    emojis: await ana.v1.customEmojis.list(), announcements: await ana.v1.announcements.list(), suggestions: await ana.v2.suggestions.list(), directory: await ana.v1.directory.list(),
    tags: await ana.v1.trends.tags.list(), statuses: await ana.v1.trends.statuses.list(), links: await ana.v1.trends.links.list(), peers: await ana.v1.instance.peers.list(),
    rules: await ana.v1.instance.rules.list(), activity: await ana.v1.instance.activity.list(), requests: await ana.v1.followRequests.list(), domains: await ana.v1.domainBlocks.list(),
  })) holds(Array.isArray(list), what, list);
  holds((await ana.v1.preferences.fetch())["posting:default:visibility"], "the preferences", await ana.v1.preferences.fetch());
  return v2;
}

async function introduces(ana, file) {
  const me = await ana.v1.accounts.updateCredentials({ displayName: "Ana Amsel", note: "Rheumatology", avatar: file, header: file, locked: false, fieldsAttributes: [{ name: "Ward", value: "7" }], source: { language: "en" } });
  holds(me.displayName === "Ana Amsel" && me.note.includes("Rheumatology") && me.fields[0].value === "7" && me.avatar !== ana.me.avatar && me.header !== ana.me.header && me.source.language === "en", "how ana introduces herself", me);
  const profile = await ana.v1.profile.fetch();
  holds(profile.displayName === "Ana Amsel" && profile.note === "Rheumatology", "her profile", profile);
  holds((await ana.v1.profile.avatar.remove()).avatar !== me.avatar, "her picture, removed", me.avatar);
}

/** listens opens one connection for several streams, of which each says what it is for. */
async function listens(ana, ben, instance) {
  const streams = createStreamingAPIClient({ streamingApiUrl: instance.configuration.urls.streaming, accessToken: ana.token, retry: false });
  await streams.prepare();
  const follow = (subscription) => {
    const ear = new Ear();
    (async () => {
      for await (const event of subscription) ear.hear(event.event, event.payload);
      ear.hear("end");
    })().catch((error) => ear.hear("end", String(error)));
    return ear;
  };
  const home = follow(streams.user.subscribe());
  const tagged = follow(streams.hashtag.subscribe({ tag: "vasculitis" }));
  const direct = follow(streams.direct.subscribe());
  await home.awake("update", "the stream of home", () => ana.v1.statuses.create({ status: "Are you there?", visibility: "private" }));
  await tagged.awake("update", "the stream of the hashtag", () => ben.v1.statuses.create({ status: "Is this #vasculitis?", visibility: "public" }));
  return { streams, home, tagged, direct };
}

async function writes(ana, file, ears) {
  const media = await ana.v2.media.create({ file, description: "A film", focus: "0.5,-0.5" });
  holds(media.type === "image" && media.url && media.description === "A film" && media.blurhash && media.meta.original.width === 320 && media.meta.focus.x === 0.5, "the picture", media);
  const described = await ana.v1.media.$select(media.id).update({ description: "A better film" });
  holds(described.description === "A better film", "the picture, described anew", described);
  const post = await ana.v1.statuses.create({ status: "Morning round with #Vasculitis", mediaIds: [media.id], sensitive: true, spoilerText: "Round", visibility: "public", language: "en" });
  holds(post.visibility === "public" && post.sensitive && post.spoilerText === "Round" && post.language === "en" && same(ids(post.mediaAttachments), [media.id]) && post.tags.length === 1 && post.editedAt === null
    && post.createdAt.endsWith("Z") && post.account.id === ana.me.id && same(post.filtered, []), "the post", post);
  await ears.home.arrives("update", "the post", (s) => s.id === post.id);
  await ears.tagged.arrives("update", "the post by its hashtag", (s) => s.id === post.id);
  return post;
}

async function answers(ana, ben, post, ears) {
  const reply = await ben.v1.statuses.create({ status: "@ana Which one?", inReplyToId: post.id, visibility: "public" });
  holds(reply.inReplyToId === post.id && reply.inReplyToAccountId === ana.me.id && same(ids(reply.mentions), [ana.me.id]), "the answer", reply);
  const told = await ears.home.arrives("notification", "the answer", (n) => n.type === "mention");
  holds(told.status.id === reply.id && told.account.id === ben.me.id && told.groupKey, "ana is told", told);
  const mine = ben.v1.statuses.$select(post.id);
  const [thread, above] = [await ana.v1.statuses.$select(post.id).context.fetch(), await ben.v1.statuses.$select(reply.id).context.fetch()];
  holds(same(ids(thread.descendants), [reply.id]) && thread.ancestors.length === 0 && same(ids(above.ancestors), [post.id]), "the thread", thread);
  const [boost, liked, kept] = [await mine.reblog({ visibility: "public" }), await mine.favourite(), await mine.bookmark()];
  holds(boost.reblog.id === post.id && boost.reblogged && liked.favourited && liked.favouritesCount === 1 && kept.bookmarked && kept.reblogsCount === 1 && kept.repliesCount === 1, "the marks", kept);
  holds(same(ids(await ben.v1.favourites.list()), [post.id]) && same(ids(await ben.v1.bookmarks.list()), [post.id]), "the kept", post.id);
  holds(same(ids(await ana.v1.statuses.$select(post.id).favouritedBy.list()), [ben.me.id]) && same(ids(await ana.v1.statuses.$select(post.id).rebloggedBy.list()), [ben.me.id]), "who did it", ben.me.id);
  await ears.home.arrives("notification", "the boost", (n) => n.type === "reblog");
  holds(!(await mine.unfavourite()).favourited && !(await mine.unbookmark()).bookmarked && !(await mine.unreblog()).reblogged, "undone", post.id);
  holds((await ana.v1.statuses.$select(post.id).mute()).muted && !(await ana.v1.statuses.$select(post.id).unmute()).muted, "the thread, silenced", post.id);
  const quote = await ben.v1.statuses.create({ status: "Worth reading", quotedStatusId: post.id, visibility: "public" });
  holds(quote.quote?.state === "accepted" && quote.quote.quotedStatus.id === post.id && same(ids(await ana.v1.statuses.$select(post.id).quotes.list()), [quote.id]), "the quote", quote.quote);
  return reply;
}

async function changes(ana, post, ears) {
  const mine = ana.v1.statuses.$select(post.id);
  const source = await mine.source.fetch();
  holds(source.text === "Morning round with #Vasculitis" && source.spoilerText === "Round", "the source", source);
  const media = ids(post.mediaAttachments);
  const changed = await mine.update({ status: "Evening round with #Vasculitis", mediaIds: media, mediaAttributes: [{ id: media[0], description: "The best film" }] });
  holds(changed.editedAt && changed.content.includes("Evening") && changed.mediaAttachments[0].description === "The best film", "the change", changed);
  const history = await mine.history.list();
  holds(history.length === 2 && history[0].content.includes("Morning") && history[1].content.includes("Evening") && history[0].account.id === ana.me.id, "the history", history);
  await ears.home.arrives("status.update", "the change", (s) => s.id === post.id);
  holds((await mine.pin()).pinned && same(ids(await ana.v1.accounts.$select(ana.me.id).statuses.list({ pinned: true })), [post.id]) && !(await mine.unpin()).pinned, "pinned", post.id);
  holds(same(ids(await ana.v1.statuses.fetch({ id: [post.id, "1"] })), [post.id]), "several at once", post.id);
}

async function asks(ana, ben) {
  const asked = await ana.v1.statuses.create({ status: "Tea or coffee?", visibility: "public", poll: { options: ["Tea", "Coffee"], expiresIn: 3600, multiple: false, hideTotals: false } });
  holds(same(asked.poll.options.map((o) => o.title), ["Tea", "Coffee"]) && !asked.poll.expired && asked.poll.expiresAt, "the poll", asked.poll);
  const after = await ben.v1.polls.$select(asked.poll.id).votes.create({ choices: [1] });
  holds(after.voted && same(after.ownVotes, [1]) && after.votesCount === 1 && after.options[1].votesCount === 1, "ben's vote", after);
  await refused(() => ben.v1.polls.$select(asked.poll.id).votes.create({ choices: [0] }), 422, "a second vote", refusal);
  holds((await ana.v1.polls.$select(asked.poll.id).fetch()).votersCount === 1, "the poll as ana sees it", asked.poll);
}

async function meets(ana, ben, ears) {
  const other = await ana.v1.accounts.lookup({ acct: "ben" });
  const his = ana.v1.accounts.$select(other.id);
  const standing = await his.follow({ notify: true, languages: ["en"] });
  holds(standing.following && standing.notifying && same(standing.languages, ["en"]), "ana follows", standing);
  holds((await his.follow({ notify: false, languages: [] })).following && (await ben.v1.accounts.$select(ana.me.id).follow()).followedBy, "ben follows back", other);
  await ears.home.arrives("notification", "the follower", (n) => n.type === "follow" && n.account.id === other.id);
  holds((await ana.v1.accounts.relationships.fetch({ id: [other.id] }))[0].followedBy && same(ids(await his.followers.list()), [ana.me.id]) && same(ids(await his.following.list()), [ana.me.id]), "the followers", other);
  const said = [];
  for (const n of [1, 2, 3]) said.push(await ben.v1.statuses.create({ status: `Word ${n}`, visibility: "public" }));
  await ears.home.arrives("update", "what ben says", (s) => s.id === said[2].id);
  const read = [];
  for await (const page of ana.v1.timelines.home.list({ limit: 2 })) {
    read.push(...ids(page));
    if (read.length >= 4) break;
  }
  holds(same(read.slice(0, 3), ids(said).reverse()) && new Set(read).size === read.length, "home, page by page", read);
  holds(ids(await ana.v1.timelines.public.list({ local: true })).includes(said[2].id) && (await ana.v1.timelines.public.list({ onlyMedia: true })).length > 0, "the public timelines", said);
  holds((await his.note.create({ comment: "Ward 9" })).note === "Ward 9" && Array.isArray(await ana.v1.accounts.familiarFollowers.fetch({ id: [other.id] })), "a note on ben", other);
  return other;
}

async function keepsLists(ana, ben, other, ears) {
  const list = await ana.v1.lists.create({ title: "Collegues", repliesPolicy: "none" });
  const its = ana.v1.lists.$select(list.id);
  holds((await its.update({ title: "Colleagues", exclusive: false })).title === "Colleagues" && list.repliesPolicy === "none", "the list", list);
  await its.accounts.create({ accountIds: [other.id] });
  holds(same(ids(await its.accounts.list()), [other.id]) && same(ids(await ana.v1.accounts.$select(other.id).lists.list()), [list.id]) && same(ids(await ana.v1.lists.list()), [list.id]), "who is on it", list);
  const ear = new Ear();
  const subscription = ears.streams.list.subscribe({ list: list.id });
  (async () => { for await (const event of subscription) ear.hear(event.event, event.payload); })().catch(() => {});
  await ear.awake("update", "the stream of the list", () => ben.v1.statuses.create({ status: "For the list", visibility: "public" }));
  subscription.unsubscribe();
  holds((await ana.v1.timelines.list.$select(list.id).list())[0].account.id === other.id, "its timeline", list);
  await its.accounts.remove({ accountIds: [other.id] });
  holds((await its.accounts.list()).length === 0, "nobody is left on it", list);
  await its.remove();
  await refused(() => its.fetch(), 404, "the list that is gone", refusal);
}

async function filters(ana, ben, ears) {
  const made = await ana.v2.filters.create({ title: "Sport", context: ["home", "public"], filterAction: "warn", expiresIn: 3600, keywordsAttributes: [{ keyword: "football", wholeWord: true }] });
  await ears.home.arrives("filters_changed", "that filters changed");
  holds(made.title === "Sport" && same(made.context, ["home", "public"]) && made.filterAction === "warn" && made.expiresAt && made.keywords[0].keyword === "football" && made.keywords[0].wholeWord, "the filter", made);
  const its = ana.v2.filters.$select(made.id);
  const more = await its.keywords.create({ keyword: "handball", wholeWord: false });
  const said = await ben.v1.statuses.create({ status: "Nothing but Football", visibility: "public" });
  const seen = (await ana.v1.timelines.home.list())[0];
  holds(seen.id === said.id && seen.filtered.length === 1 && seen.filtered[0].filter.id === made.id && same(seen.filtered[0].keywordMatches, ["football"]), "what the filter found", seen.filtered);
  const noted = await its.statuses.create({ statusId: said.id });
  holds(same(ids(await its.keywords.list()), [made.keywords[0].id, more.id]) && (await its.statuses.list())[0].statusId === said.id && (await ana.v1.timelines.home.list())[0].filtered[0].statusMatches?.[0] === said.id, "a filtered post", noted);
  holds((await its.update({ title: "Games", filterAction: "hide", keywordsAttributes: [{ id: more.id, _destroy: true }] })).filterAction === "hide", "the filter, changed", await its.fetch());
  holds(!ids(await ana.v1.timelines.home.list()).includes(said.id) || (await ana.v1.timelines.home.list())[0].filtered[0].filter.filterAction === "hide", "what is hidden", said);
  await its.remove();
  holds((await ana.v2.filters.list()).length === 0, "no filter is left", made);
}

async function hears(ana, ben, reply) {
  const told = await ana.v1.notifications.list({ types: ["mention"] });
  holds(told.length === 1 && told[0].status.id === reply.id && (await ana.v1.notifications.$select(told[0].id).fetch()).id === told[0].id, "the mentions", told);
  const grouped = await ana.v2.notifications.list({ groupedTypes: ["follow", "reblog", "favourite"] });
  const group = grouped.notificationGroups.find((g) => g.type === "mention");
  holds(group?.statusId === reply.id && grouped.statuses.some((s) => s.id === reply.id) && grouped.accounts.some((a) => a.id === ben.me.id) && group.sampleAccountIds[0] === ben.me.id && group.notificationsCount === 1, "the groups", grouped.notificationGroups);
  const its = ana.v2.notifications.$select(group.groupKey);
  holds((await its.fetch()).notificationGroups[0].groupKey === group.groupKey && same(ids(await its.accounts.fetch()), [ben.me.id]), "one group", group);
  const saved = await ana.v1.markers.create({ home: { lastReadId: reply.id }, notifications: { lastReadId: told[0].id } });
  holds(saved.home.lastReadId === reply.id && (await ana.v1.markers.fetch({ timeline: ["home", "notifications"] })).notifications.lastReadId === told[0].id, "the markers", saved);
  holds(Number.isInteger((await ana.v1.notifications.unreadCount.fetch()).count) && Number.isInteger((await ana.v2.notifications.unreadCount.fetch()).count), "how many are new", saved);
  await its.dismiss();
  await refused(() => ana.v1.notifications.$select(told[0].id).fetch(), 404, "a notification put away", refusal);
  await ana.v1.notifications.clear();
  holds((await ana.v1.notifications.list()).length === 0, "all is put away", told);
  const policy = await ana.v2.notifications.policy.update({ forNewAccounts: "accept", forPrivateMentions: "filter" });
  holds(policy.forPrivateMentions === "filter" && policy.forNewAccounts === "accept" && (await ana.v2.notifications.policy.fetch()).summary.pendingRequestsCount === 0 && Array.isArray(await ana.v1.notifications.requests.list())
    && (await ana.v1.notifications.requests.merged.fetch()).merged, "the policy", policy);
}

async function whispers(ana, ben, ears) {
  const said = await ben.v1.statuses.create({ status: "@ana only for you", visibility: "direct" });
  const talk = await ears.direct.arrives("conversation", "the message", (c) => c.lastStatus.id === said.id);
  holds(talk.unread && same(ids(talk.accounts), [ben.me.id]), "the conversation", talk);
  const its = ana.v1.conversations.$select(talk.id);
  holds(same(ids(await ana.v1.conversations.list()), [talk.id]) && !(await its.read()).unread && (await its.unread()).unread, "the conversation, read", talk);
  await its.remove();
  holds((await ana.v1.conversations.list()).length === 0, "the conversation is put away", talk);
}

async function plans(ana, ben) {
  const later = await ana.v1.statuses.create({ status: "Tomorrow", visibility: "public", scheduledAt: tomorrow().toISOString() });
  const its = ana.v1.scheduledStatuses.$select(later.id);
  const moved = await its.update({ scheduledAt: new Date(tomorrow().getTime() + 3600 * 1000).toISOString() });
  holds(later.params.text === "Tomorrow" && moved.scheduledAt > later.scheduledAt && same(ids(await ana.v1.scheduledStatuses.list()), [later.id]) && (await its.fetch()).scheduledAt === moved.scheduledAt, "what is planned", moved);
  await its.remove();
  holds((await ana.v1.scheduledStatuses.list()).length === 0, "nothing is planned", later);
  const tag = ana.v1.tags.$select("vasculitis");
  holds((await tag.follow()).following && (await ana.v1.followedTags.list()).length === 1 && (await tag.fetch()).history.length === 7, "the hashtag", await tag.fetch());
  holds((await tag.feature()).featuring && (await ana.v1.featuredTags.list())[0].name.toLowerCase() === "vasculitis" && !(await tag.unfeature()).featuring, "the hashtag on her profile", await tag.fetch());
  const said = await ben.v1.statuses.create({ status: "More on #vasculitis", visibility: "public" });
  holds((await ana.v1.timelines.tag.$select("vasculitis").list({ local: true }))[0].id === said.id && !(await tag.unfollow()).following, "its timeline", said);
}

async function finds(ana, post, reply) {
  holds((await ana.v2.search.list({ q: "vasculitis", type: "hashtags" })).hashtags[0]?.name.toLowerCase() === "vasculitis", "hashtags", post);
  holds(same(ids((await ana.v2.search.list({ q: "evening round", type: "statuses" })).statuses), [post.id]), "her own words", await ana.v2.search.list({ q: "evening round" }));
  holds(same(ids((await ana.v2.search.list({ q: "ben", type: "accounts" })).accounts), [reply.account.id]) && same(ids(await ana.v1.accounts.search.list({ q: "ben" })), [reply.account.id]), "people", reply.account);
  holds(same(ids((await ana.v2.search.list({ q: reply.url, resolve: true })).statuses), [reply.id]), "a post by its address", reply.url);
}

async function wantsPush(ana) {
  const key = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const p256dh = Buffer.from(await crypto.subtle.exportKey("raw", key.publicKey)).toString("base64url");
  const made = await ana.v1.push.subscription.create({ subscription: { endpoint: "https://push.example/ana", keys: { p256dh, auth: Buffer.alloc(16, 7).toString("base64url") }, standard: true }, data: { alerts: { mention: true, follow: false } }, policy: "followed" });
  holds(made.endpoint === "https://push.example/ana" && made.alerts.mention === true && made.alerts.follow === false && made.serverKey && made.policy === "followed", "the subscription", made);
  holds((await ana.v1.push.subscription.update({ data: { alerts: { follow: true } }, policy: "all" })).alerts.follow && (await ana.v1.push.subscription.fetch()).id === made.id, "the subscription, changed", await ana.v1.push.subscription.fetch());
  await ana.v1.push.subscription.remove();
  await refused(() => ana.v1.push.subscription.fetch(), 404, "a subscription that is gone", refusal);
}

async function takesDistance(ana, other) {
  const his = ana.v1.accounts.$select(other.id);
  holds((await his.endorse()).endorsed && same(ids(await ana.v1.endorsements.list()), [other.id]) && !(await his.unendorse()).endorsed, "recommended", other);
  holds(!(await his.unfollow()).following && !(await his.removeFromFollowers()).followedBy, "apart", other);
  holds((await his.mute({ notifications: false, duration: 3600 })).muting && (await ana.v1.mutes.list())[0].muteExpiresAt && !(await his.unmute()).muting, "muted", other);
  holds((await his.block()).blocking && same(ids(await ana.v1.blocks.list()), [other.id]) && !(await his.unblock()).blocking, "blocked", other);
  await ana.v1.domainBlocks.create({ domain: "noise.example" });
  holds(same([...(await ana.v1.domainBlocks.list())], ["noise.example"]), "a blocked domain", other);
  await ana.v1.domainBlocks.remove({ domain: "noise.example" });
  const report = await ana.v1.reports.create({ accountId: other.id, comment: "Only a try", category: "other" });
  holds(report.id && report.targetAccount.id === other.id && report.category === "other", "the report", report);
}

async function leaves(ana, post, ears) {
  const gone = await ana.v1.statuses.$select(post.id).remove();
  holds(gone.text === "Evening round with #Vasculitis" && gone.mediaAttachments.length === 1, "what was deleted", gone);
  await ears.home.arrives("delete", "the deletion", (id) => id === post.id);
  await refused(() => ana.v1.statuses.$select(post.id).fetch(), 404, "a post that is gone", refusal);
  await ana.oauth.revoke({ clientId: ana.app.clientId, clientSecret: ana.app.clientSecret, token: ana.token });
  await refused(() => ana.v1.accounts.verifyCredentials(), 401, "an app that was put out", refusal);
  await ears.home.arrives("end", "the end of the stream");
  ears.streams.close();
}

await spend(async () => {
  const [ana, ben] = [await signIn("ana"), await signIn("ben")];
  const instance = await looksAround(ana);
  const file = new Blob([await readFile(picture)], { type: "image/png" });
  await introduces(ana, file);
  const ears = await listens(ana, ben, instance);
  const post = await writes(ana, file, ears);
  const reply = await answers(ana, ben, post, ears);
  await changes(ana, post, ears);
  await asks(ana, ben);
  const other = await meets(ana, ben, ears);
  await keepsLists(ana, ben, other, ears);
  await filters(ana, ben, ears);
  await hears(ana, ben, reply);
  await whispers(ana, ben, ears);
  await plans(ana, ben);
  await finds(ana, post, reply);
  await wantsPush(ana);
  await takesDistance(ana, other);
  await leaves(ana, post, ears);
});
