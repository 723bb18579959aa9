// A day with megalodon, for TestAppMegalodon: it finds out by itself how to speak to us.

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import generator, { detector } from "megalodon";
import { allowed, base, callback, Ear, holds, picture, refused, spend, until } from "./member.mjs";

const scopes = ["read", "write", "follow", "push"];
const outOfBand = "urn:ietf:wg:oauth:2.0:oob";
const refusal = (error) => ({ status: error.response?.status, sentence: error.response?.data?.error });
const ids = (list) => list.map((one) => one.id);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const data = async (call) => (await call).data;

/** signIn registers an app and has a member let it in, ana with a code to type, ben with a redirect to his own machine. */
async function signIn(dialect, who) {
  const stranger = generator(dialect, base);
  const back = who === "ben" ? await callback() : undefined;
  const redirect = back?.address ?? outOfBand;
  const app = await stranger.registerApp(`Whale of ${who}`, { scopes, redirect_uris: redirect, website: "https://app.example" });
  holds(app.client_id && app.client_secret && app.redirect_uri === redirect && app.url?.startsWith(`${base}/oauth/authorize?`), "the app", app);
  let code = await allowed(who, app.url);
  if (back) {
    code = (await back.came).get("code");
    back.close();
  }
  const token = await stranger.fetchAccessToken(app.client_id, app.client_secret, code, redirect);
  holds(token.access_token && token.token_type === "Bearer" && token.scope === scopes.join(" ") && Number.isInteger(token.created_at), "the token", token);
  const client = generator(dialect, base, token.access_token);
  holds((await data(client.verifyAppCredentials())).name === `Whale of ${who}`, "what the app is", who);
  return { client, app, token: token.access_token, me: await data(client.verifyAccountCredentials()) };
}

async function looksAround({ client, me }) {
  holds(me.acct === "ana" && typeof me.id === "string" && me.source.privacy && me.url === `${base}/@ana`, "who ana is", me);
  const i = await data(client.getInstance());
  holds(i.uri === new URL(base).host && i.version.includes("compatible") && i.configuration.statuses.max_characters >= 500 && i.urls.streaming_api.startsWith("wss://"), "the institution", i);
  for (const [what, call] of Object.entries({
    peers: client.getInstancePeers(), activity: client.getInstanceActivity(), trends: client.getInstanceTrends(), directory: client.getInstanceDirectory({ order: "new", local: true }),
    emojis: client.getInstanceCustomEmojis(), announcements: client.getInstanceAnnouncements(), suggestions: client.getSuggestions(), endorsements: client.getEndorsements(),
    featured: client.getFeaturedTags(), proposed: client.getSuggestedTags(), requests: client.getFollowRequests(), domains: client.getDomainBlocks(), proofs: client.getIdentityProof(me.id),
  })) holds(Array.isArray(await data(call)), what, await data(call));
  holds((await data(client.getPreferences()))["posting:default:visibility"], "the preferences", await data(client.getPreferences()));
}

async function introduces({ client, me }) {
  const avatar = `data:image/png;base64,${(await readFile(picture)).toString("base64")}`;
  const next = await data(client.updateCredentials({ display_name: "Ana Amsel", note: "Rheumatology", avatar, discoverable: true, bot: false, locked: false, source: { privacy: "public", language: "en" }, fields_attributes: [{ name: "Ward", value: "7" }] }));
  holds(next.display_name === "Ana Amsel" && next.note.includes("Rheumatology") && next.fields[0].value === "7" && next.avatar !== me.avatar && next.source.language === "en", "how ana introduces herself", next);
}

/** listens opens one connection for one stream. */
async function listens(open, wake) {
  const [stream, ear] = [await open, new Ear()];
  for (const kind of ["update", "status_update", "delete", "notification", "conversation", "error", "close", "parser-error"]) stream.on(kind, (payload) => ear.hear(kind, payload));
  stream.on("connect", () => ear.hear("connect"));
  await ear.arrives("connect", "the connection");
  if (wake) await ear.awake("update", "the stream", wake);
  return { stream, ear };
}

async function writes({ client }, ear) {
  const sent = await data(client.uploadMedia(createReadStream(picture), { description: "A film", focus: "0.5,-0.5" }));
  const media = await until("the picture is ready", async () => {
    const now = await data(client.getMedia(sent.id));
    return now.url && now;
  });
  holds(media.type === "image" && media.description === "A film" && media.blurhash && media.meta.original.width === 320, "the picture", media);
  holds((await data(client.updateMedia(media.id, { description: "A better film" }))).description === "A better film", "the picture, described anew", media);
  const post = await data(client.postStatus("Morning round with #Vasculitis", { media_ids: [media.id], sensitive: true, spoiler_text: "Round", visibility: "public", language: "en" }));
  holds(post.visibility === "public" && post.sensitive && post.spoiler_text === "Round" && same(ids(post.media_attachments), [media.id]) && post.tags.length === 1 && post.language === "en" && post.edited_at === null, "the post", post);
  await ear.arrives("update", "the post", (s) => s.id === post.id);
  return post;
}

async function answers(ana, ben, post, ear) {
  const { client } = ben;
  const reply = await data(client.postStatus("@ana Which one?", { in_reply_to_id: post.id, visibility: "public" }));
  holds(reply.in_reply_to_id === post.id && same(ids(reply.mentions), [ana.me.id]), "the answer", reply);
  const told = await ear.arrives("notification", "the answer", (n) => n.type === "mention");
  holds(told.status.id === reply.id && told.account.id === ben.me.id, "ana is told", told);
  const [thread, above] = [await data(ana.client.getStatusContext(post.id)), await data(client.getStatusContext(reply.id))];
  holds(same(ids(thread.descendants), [reply.id]) && same(ids(above.ancestors), [post.id]), "the thread", thread);
  const [boost, liked, kept] = [await data(client.reblogStatus(post.id)), await data(client.favouriteStatus(post.id)), await data(client.bookmarkStatus(post.id))];
  holds(boost.reblog.id === post.id && boost.reblogged && liked.favourited && liked.favourites_count === 1 && kept.bookmarked && kept.reblogs_count === 1, "the marks", kept);
  holds(same(ids(await data(client.getFavourites())), [post.id]) && same(ids(await data(client.getBookmarks())), [post.id]), "the kept", post.id);
  holds(same(ids(await data(ana.client.getStatusFavouritedBy(post.id))), [ben.me.id]) && same(ids(await data(ana.client.getStatusRebloggedBy(post.id))), [ben.me.id]), "who did it", post.id);
  await ear.arrives("notification", "the favourite", (n) => n.type === "favourite");
  holds(!(await data(client.unfavouriteStatus(post.id))).favourited && !(await data(client.unbookmarkStatus(post.id))).bookmarked && !(await data(client.unreblogStatus(post.id))).reblogged, "undone", post.id);
  holds((await data(ana.client.muteStatus(post.id))).muted && !(await data(ana.client.unmuteStatus(post.id))).muted, "the thread, silenced", post.id);
  return reply;
}

async function changes({ client, me }, post, ear) {
  const source = await data(client.getStatusSource(post.id));
  holds(source.text === "Morning round with #Vasculitis" && source.spoiler_text === "Round", "the source", source);
  const changed = await data(client.editStatus(post.id, { status: "Evening round with #Vasculitis", media_ids: ids(post.media_attachments) }));
  holds(changed.edited_at && changed.content.includes("Evening") && changed.media_attachments.length === 1, "the change", changed);
  await ear.arrives("status_update", "the change", (s) => s.id === post.id);
  const pinned = await data(client.pinStatus(post.id));
  holds(pinned.pinned && same(ids(await data(client.getAccountStatuses(me.id, { pinned: true }))), [post.id]) && !(await data(client.unpinStatus(post.id))).pinned, "pinned", pinned);
}

async function asks(ana, ben) {
  const asked = await data(ana.client.postStatus("Tea or coffee?", { visibility: "public", poll: { options: ["Tea", "Coffee"], expires_in: 3600, multiple: false } }));
  holds(same(asked.poll.options.map((o) => o.title), ["Tea", "Coffee"]) && !asked.poll.expired, "the poll", asked.poll);
  const after = await data(ben.client.votePoll(asked.poll.id, [1]));
  holds(after.voted && after.votes_count === 1 && after.options[1].votes_count === 1, "ben's vote", after);
  await refused(() => ben.client.votePoll(asked.poll.id, [0]), 422, "a second vote", refusal);
  holds((await data(ana.client.getPoll(asked.poll.id))).votes_count === 1, "the poll as ana sees it", asked.poll);
}

async function meets(ana, ben, ear) {
  const { client } = ana;
  const other = await data(client.lookupAccount("ben"));
  const standing = await data(client.followAccount(other.id, { reblog: true }));
  holds(standing.following && standing.showing_reblogs && (await data(client.subscribeAccount(other.id))).notifying && !(await data(client.unsubscribeAccount(other.id))).notifying, "ana follows", standing);
  holds((await data(ben.client.followAccount(ana.me.id))).followed_by, "ben follows back", standing);
  await ear.arrives("notification", "the follower", (n) => n.type === "follow" && n.account.id === other.id);
  holds((await data(client.getRelationship(other.id))).followed_by && (await data(client.getRelationships([other.id]))).length === 1 && same(ids(await data(client.getAccountFollowers(other.id))), [ana.me.id])
    && same(ids(await data(client.getAccountFollowing(ana.me.id))), [other.id]), "the followers", other);
  const said = await data(ben.client.postStatus("Good evening, all", { visibility: "public" }));
  await ear.arrives("update", "what ben says", (s) => s.id === said.id);
  const first = await data(client.getHomeTimeline({ limit: 1 }));
  const second = await data(client.getHomeTimeline({ limit: 1, max_id: first[0].id }));
  holds(first[0].id === said.id && second.length === 1 && second[0].id !== said.id, "home, page by page", first);
  holds(ids(await data(client.getLocalTimeline())).includes(said.id) && ids(await data(client.getPublicTimeline())).includes(said.id) && (await data(client.getPublicTimeline({ only_media: true }))).length > 0, "the public timelines", said);
  holds((await data(client.setAccountNote(other.id, "Ward 9"))).note === "Ward 9" && (await data(client.pinAccount(other.id))).endorsed && !(await data(client.unpinAccount(other.id))).endorsed, "a note on ben", other);
  return other;
}

async function keepsLists(ana, ben, other) {
  const { client } = ana;
  const list = await data(client.createList("Collegues"));
  holds((await data(client.updateList(list.id, "Colleagues"))).title === "Colleagues" && (await data(client.getList(list.id))).id === list.id, "the list", list);
  await client.addAccountsToList(list.id, [other.id]);
  holds(same(ids(await data(client.getAccountsInList(list.id))), [other.id]) && same(ids(await data(client.getAccountLists(other.id))), [list.id]) && same(ids(await data(client.getLists())), [list.id]), "who is on it", list);
  const { stream } = await listens(client.listStreaming(list.id), () => ben.client.postStatus("For the list", { visibility: "public" }));
  stream.stop();
  holds((await data(client.getListTimeline(list.id)))[0].account.id === other.id, "its timeline", list);
  await client.deleteAccountsFromList(list.id, [other.id]);
  holds((await data(client.getAccountsInList(list.id))).length === 0, "nobody is left on it", list);
  await client.deleteList(list.id);
  await refused(() => client.getList(list.id), 404, "the list that is gone", refusal);
}

async function filters(ana, ben) {
  const { client } = ana;
  const made = await data(client.createFilter("football", ["home", "public"], { whole_word: true, expires_in: "3600" }));
  holds(made.phrase === "football" && made.whole_word && !made.irreversible && same(made.context, ["home", "public"]) && made.expires_at, "the filter", made);
  const said = await data(ben.client.postStatus("Nothing but Football", { visibility: "public" }));
  holds((await data(client.getHomeTimeline()))[0].id === said.id, "apps on megalodon apply it themselves: its statuses have no word for what was found", said);
  const changed = await data(client.updateFilter(made.id, "handball", ["home"]));
  holds(changed.phrase === "handball" && (await data(client.getFilter(made.id))).phrase === "handball" && (await data(client.getFilters())).length === 1, "the filter, changed", changed);
  await client.deleteFilter(made.id);
  holds((await data(client.getFilters())).length === 0, "no filter is left", made);
}

async function hears({ client }, reply) {
  const told = (await data(client.getNotifications({ exclude_types: ["follow", "favourite", "reblog"] }))).filter((n) => n.type === "mention");
  holds(same(told.map((n) => n.status.id), [reply.id]) && (await data(client.getNotification(told[0].id))).id === told[0].id, "the mentions", told);
  const saved = await data(client.saveMarkers({ home: { last_read_id: reply.id }, notifications: { last_read_id: told[0].id } }));
  holds(saved.home.last_read_id === reply.id && (await data(client.getMarkers(["home", "notifications"]))).notifications.last_read_id === told[0].id, "the markers", saved);
  await client.dismissNotification(told[0].id);
  await refused(() => client.getNotification(told[0].id), 404, "a notification put away", refusal);
  await client.dismissNotifications();
  holds((await data(client.getNotifications())).length === 0, "all is put away", told);
}

async function whispers(ana, ben) {
  const { stream, ear } = await listens(ben.client.directStreaming());
  const said = await data(ana.client.postStatus("@ben only for you", { visibility: "direct" }));
  const talk = await ear.arrives("conversation", "the message", (c) => c.last_status.id === said.id);
  stream.stop();
  holds(talk.unread && same(ids(talk.accounts), [ana.me.id]) && same(ids(await data(ben.client.getConversationTimeline())), [talk.id]), "the conversation", talk);
  holds(!(await data(ben.client.readConversation(talk.id))).unread, "the conversation, read", talk);
  await ben.client.deleteConversation(talk.id);
  holds((await data(ben.client.getConversationTimeline())).length === 0, "the conversation is put away", talk);
}

async function plans(ana, ben) {
  const { client } = ana;
  const at = (hours) => new Date(Date.now() + hours * 3600 * 1000).toISOString();
  const later = await data(client.postStatus("Tomorrow", { visibility: "public", scheduled_at: at(24) }));
  holds(later.scheduled_at && later.params.text === "Tomorrow" && same(ids(await data(client.getScheduledStatuses())), [later.id]) && (await data(client.getScheduledStatus(later.id))).id === later.id, "what is planned", later);
  holds((await data(client.scheduleStatus(later.id, at(25)))).scheduled_at > later.scheduled_at, "what is planned, moved", later);
  await client.cancelScheduledStatus(later.id);
  holds((await data(client.getScheduledStatuses())).length === 0, "nothing is planned", later);
  const tag = await data(client.followTag("vasculitis"));
  holds(tag.following && (await data(client.getFollowedTags())).length === 1 && (await data(client.getTag("vasculitis"))).following && tag.history.length === 7, "the hashtag", tag);
  const { stream } = await listens(client.tagStreaming("vasculitis"), () => ben.client.postStatus("More on #vasculitis", { visibility: "public" }));
  stream.stop();
  holds((await data(client.getTagTimeline("vasculitis", { local: true })))[0].account.id === ben.me.id && !(await data(client.unfollowTag("vasculitis"))).following, "its timeline", tag);
  const shown = await data(client.createFeaturedTag("vasculitis"));
  holds((await data(client.getFeaturedTags())).length === 1, "a hashtag on her profile", shown);
  await client.deleteFeaturedTag(shown.id);
}

async function finds({ client }, post, reply) {
  const [tags, words, people, byAddress] = [await data(client.search("vasculitis", { type: "hashtags" })), await data(client.search("evening round", { type: "statuses" })), await data(client.search("ben", { type: "accounts" })),
    await data(client.search(reply.url, { resolve: true }))];
  holds(tags.hashtags[0]?.name.toLowerCase() === "vasculitis" && same(ids(words.statuses), [post.id]) && same(ids(people.accounts), [reply.account.id]) && same(ids(byAddress.statuses), [reply.id]), "what is found", { tags, words, people });
  holds(same(ids(await data(client.searchAccount("ben", { resolve: false }))), [reply.account.id]), "people", people);
}

async function wantsPush({ client }) {
  const key = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const p256dh = Buffer.from(await crypto.subtle.exportKey("raw", key.publicKey)).toString("base64url");
  const made = await data(client.subscribePushNotification({ endpoint: "https://push.example/ana", keys: { p256dh, auth: Buffer.alloc(16, 7).toString("base64url") } }, { alerts: { mention: true, follow: false } }));
  holds(made.endpoint === "https://push.example/ana" && made.server_key && made.alerts.mention === true && made.alerts.follow === false, "the subscription", made);
  holds((await data(client.updatePushSubscription({ alerts: { follow: true } }))).alerts.follow && (await data(client.getPushSubscription())).id === made.id, "the subscription, changed", made);
  await client.deletePushSubscription();
  await refused(() => client.getPushSubscription(), 404, "a subscription that is gone", refusal);
}

async function takesDistance({ client }, other) {
  holds(!(await data(client.unfollowAccount(other.id))).following, "unfollowed", other);
  holds((await data(client.muteAccount(other.id, false))).muting && same(ids(await data(client.getMutes())), [other.id]) && !(await data(client.unmuteAccount(other.id))).muting, "muted", other);
  holds((await data(client.blockAccount(other.id))).blocking && same(ids(await data(client.getBlocks())), [other.id]) && !(await data(client.unblockAccount(other.id))).blocking, "blocked", other);
  await client.blockDomain("noise.example");
  holds(same(await data(client.getDomainBlocks()), ["noise.example"]), "a blocked domain", other);
  await client.unblockDomain("noise.example");
  holds((await data(client.report(other.id, { comment: "Only a try", category: "other" }))).id, "the report", other);
}

async function leaves({ client, app, token }, post, { stream, ear }) {
  await client.deleteStatus(post.id);
  await ear.arrives("delete", "the deletion", (id) => String(id) === post.id);
  await refused(() => client.getStatus(post.id), 404, "a post that is gone", refusal);
  stream.stop();
  await client.revokeToken(app.client_id, app.client_secret, token);
  await refused(() => client.verifyAccountCredentials(), 401, "an app that was put out", refusal);
}

await spend(async () => {
  const dialect = await detector(base);
  holds(dialect === "mastodon", "the dialect that it takes us to speak", dialect);
  const [ana, ben] = [await signIn(dialect, "ana"), await signIn(dialect, "ben")];
  await looksAround(ana);
  await introduces(ana);
  const home = await listens(ana.client.userStreaming(), () => ana.client.postStatus("Are you there?", { visibility: "private" }));
  const post = await writes(ana, home.ear);
  const reply = await answers(ana, ben, post, home.ear);
  await changes(ana, post, home.ear);
  await asks(ana, ben);
  const other = await meets(ana, ben, home.ear);
  await keepsLists(ana, ben, other);
  await filters(ana, ben);
  await hears(ana, reply);
  await whispers(ana, ben);
  await plans(ana, ben);
  await finds(ana, post, reply);
  await wantsPush(ana);
  await takesDistance(ana, other);
  await leaves(ana, post, home);
});
