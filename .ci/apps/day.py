"""A day with Mastodon.py: everything that this library can do, with what came back in its own types.

It runs for TestAppMastodonPy (cmd/consilium), which gives BASE, the address of the server, PICTURE, a file, and
REQUESTS_CA_BUNDLE, whom to trust. What only a member at a browser can give is asked for on standard output, and
answered on standard input. What is wrong is said on standard error; then the status is 1.
"""

import datetime
import http.server
import json
import os
import queue
import sys
import threading
import traceback
import urllib.parse

from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError, StreamListener

BASE, PICTURE = os.environ["BASE"], os.environ["PICTURE"]
PATIENCE = 30
faults = []


def holds(true, what, seen=None):
    if not true:
        faults.append("%s: %r" % (what, seen))


def refused(kind, what, call, *arguments):
    try:
        seen = call(*arguments)
    except kind as refusal:
        holds(isinstance(refusal.args[-1], str) and refusal.args[-1], what + " without a sentence", refusal.args)
    else:
        faults.append("%s is not refused: %r" % (what, seen))


def allowed(who, address):
    """What the page shows when a member lets the app in: the code, or nothing when the app was called back."""
    print(json.dumps({"allow": address, "as": who}), flush=True)
    return sys.stdin.readline().strip()


class Callback(http.server.BaseHTTPRequestHandler):
    """The app's own machine, where the browser comes back to."""

    came = queue.Queue()

    def do_GET(self):
        Callback.came.put(urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Ear(StreamListener):
    """What arrives by a stream, in order.

    Nobody closes one: the library would wait for the next beat to do so. They end with the day.
    """

    def __init__(self):
        self.events, self.open = queue.Queue(), threading.Event()

    def handle_heartbeat(self):
        self.open.set()

    def on_update(self, status):
        self.events.put(("update", status))

    def on_status_update(self, status):
        self.events.put(("status.update", status))

    def on_delete(self, status_id):
        self.events.put(("delete", status_id))

    def on_notification(self, notification):
        self.events.put(("notification", notification))

    def on_conversation(self, conversation):
        self.events.put(("conversation", conversation))

    def on_filters_changed(self):
        self.events.put(("filters_changed", None))

    def on_abort(self, err):
        self.events.put(("end", err))

    def on_unknown_event(self, name, unknown_event=None):
        faults.append("an unknown event: %s %r" % (name, unknown_event))

    def hears(self, kind, what, will=lambda _: True):
        while True:
            try:
                came, event = self.events.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError("waited in vain: " + what) from None
            if came == kind and will(event):
                return event
            if came == "end":
                raise AssertionError("the stream ended before %s: %r" % (what, event))


def sign_in():
    """ana by a code that she types in, ben by a redirect to his own machine."""
    scopes = ["read", "write", "follow", "push"]
    people = {}
    for who in ("ana", "ben"):
        back = http.server.HTTPServer(("127.0.0.1", 0), Callback)
        threading.Thread(target=back.serve_forever, daemon=True).start()
        here = "http://127.0.0.1:%d/back?from=here" % back.server_port
        out_of_band = "urn:ietf:wg:oauth:2.0:oob"
        client, secret = Mastodon.create_app("Snake of " + who, scopes=scopes, redirect_uris=[out_of_band, here], website="https://app.example", api_base_url=BASE)
        app = Mastodon(client_id=client, client_secret=secret, api_base_url=BASE, request_timeout=PATIENCE, ratelimit_method="throw")
        if who == "ana":
            code = allowed(who, app.auth_request_url(scopes=scopes))
            app.log_in(code=code, scopes=scopes)
        else:
            allowed(who, app.auth_request_url(scopes=scopes, redirect_uris=here, state="s t&="))
            came = Callback.came.get(timeout=PATIENCE)
            holds(came["state"] == ["s t&="] and came["from"] == ["here"], "what the app is called back with", came)
            app.log_in(code=came["code"][0], redirect_uri=here, scopes=scopes)
        back.shutdown()
        itself = app.app_verify_credentials()
        holds(itself.name == "Snake of " + who and itself.vapid_key and itself.website == "https://app.example", "what the app is", itself)
        people[who] = app
    return people["ana"], people["ben"]


def look_around(ana):
    me = ana.me()
    holds(me.acct == "ana" and isinstance(me.id, int) and isinstance(me.created_at, datetime.datetime) and me.source.privacy, "who ana is", me)
    i = ana.instance()
    holds(i.uri == urllib.parse.urlparse(BASE).netloc and ana.verify_minimum_version("4.0.0") and i.configuration.statuses.max_characters >= 500, "the institution", i)
    holds(len(ana.instance_activity()) == 12 and isinstance(ana.instance_activity()[0].week, datetime.datetime), "weeks of activity", ana.instance_activity())
    holds(ana.instance_health() and ana.instance_nodeinfo().software.name == "consilium", "how it is", ana.instance_nodeinfo())
    for what, seen in {"peers": ana.instance_peers(), "rules": ana.instance_rules(), "emojis": ana.custom_emojis(), "announcements": ana.announcements(),
                       "suggestions": ana.suggestions(), "trending hashtags": ana.trending_tags(), "trending posts": ana.trending_statuses(),
                       "trending links": ana.trending_links(), "featured": ana.featured_tag_suggestions(), "requests": ana.follow_requests(),
                       "blocked domains": ana.domain_blocks(), "endorsements": ana.endorsements()}.items():
        holds(isinstance(seen, list), what, seen)
    holds(ana.preferences()["posting:default:visibility"], "the preferences", ana.preferences())
    return me


def introduce(ana, me):
    new = ana.account_update_credentials(display_name="Ana Amsel", note="Rheumatology", avatar=PICTURE, header=PICTURE, bot=False, discoverable=True,
                                         fields=[("Ward", "7"), ("Floor", "2")])
    holds(new.display_name == "Ana Amsel" and "Rheumatology" in new.note and [f.name for f in new.fields] == ["Ward", "Floor"] and new.discoverable, "how ana introduces herself", new)
    holds(new.avatar != me.avatar and new.header != me.header, "her pictures", new)


def write(ana, ear):
    media = ana.media_post(PICTURE, description="A film", focus=(0.5, -0.5))
    shown = media
    for _ in range(600):
        if shown.url:
            break
        threading.Event().wait(0.05)
        shown = ana.media(media)
    holds(shown.type == "image" and shown.description == "A film" and shown.blurhash and shown.meta.original.width == 320 and shown.meta.focus.x == 0.5, "the picture", shown)
    shown = ana.media_update(media, description="A better film", focus=(-0.25, 0.25))
    holds(shown.description == "A better film" and shown.meta.focus.x == -0.25, "the picture, described anew", shown)
    post = ana.status_post("Morning round with #Vasculitis", media_ids=[media], sensitive=True, visibility="public", spoiler_text="Round", language="en", idempotency_key="once")
    again = ana.status_post("Morning round with #Vasculitis", media_ids=[media], sensitive=True, visibility="public", spoiler_text="Round", language="en", idempotency_key="once")
    holds(again.id == post.id, "the same key makes the same post", again)
    holds(post.visibility == "public" and post.sensitive and post.spoiler_text == "Round" and post.language == "en" and isinstance(post.created_at, datetime.datetime)
          and post.edited_at is None, "the post", post)
    holds([m.id for m in post.media_attachments] == [media.id] and [t.name.lower() for t in post.tags] == ["vasculitis"], "what is in it", post)
    ear.hears("update", "the post", lambda s: s.id == post.id)
    return post


def answer(ana, ben, ear, post):
    reply = ben.status_reply(post, "Which one?")
    holds(reply.in_reply_to_id == post.id and reply.in_reply_to_account_id == post.account.id and [m.acct for m in reply.mentions] == ["ana"], "the answer", reply)
    told = ear.hears("notification", "the answer", lambda n: n.type == "mention")
    holds(told.status.id == reply.id and told.account.acct == "ben", "ana is told", told)
    thread = ana.status_context(post)
    holds(thread.ancestors == [] and [s.id for s in thread.descendants] == [reply.id], "the thread", thread)
    holds([s.id for s in ben.status_context(reply).ancestors] == [post.id], "above the answer", reply)
    boost = ben.status_reblog(post, visibility="public")
    holds(boost.reblog.id == post.id and boost.reblogged and boost.id != post.id, "the boost", boost)
    liked, kept = ben.status_favourite(post), ben.status_bookmark(post)
    holds(liked.favourited and liked.favourites_count == 1 and kept.bookmarked and kept.reblogs_count == 1 and kept.replies_count == 1, "the marks", kept)
    holds([s.id for s in ben.favourites()] == [post.id] and [s.id for s in ben.bookmarks()] == [post.id], "the kept", ben.bookmarks())
    holds([a.acct for a in ana.status_favourited_by(post)] == ["ben"] and [a.acct for a in ana.status_reblogged_by(post)] == ["ben"], "who did it", ana.status_reblogged_by(post))
    holds(not ben.status_unfavourite(post).favourited and not ben.status_unbookmark(post).bookmarked and not ben.status_unreblog(post).reblogged, "undone")
    holds(ana.status_card(post) is None, "there is no card", ana.status_card(post))
    holds(ana.status_mute(post).muted and not ana.status_unmute(post).muted, "the thread, silenced")
    return reply


def change(ana, ear, post):
    source = ana.status_source(post)
    holds(source.text == "Morning round with #Vasculitis" and source.spoiler_text == "Round", "the source", source)
    new = ana.status_update(post, status="Evening round with #Vasculitis", media_ids=[m.id for m in post.media_attachments])
    holds(new.id == post.id and "Evening" in new.content and isinstance(new.edited_at, datetime.datetime) and len(new.media_attachments) == 1, "the change", new)
    history = ana.status_history(post)
    holds(len(history) == 2 and "Morning" in history[0].content and "Evening" in history[1].content and history[0].account.acct == "ana", "the history", history)
    ear.hears("status.update", "the change", lambda s: s.id == post.id and "Evening" in s.content)
    holds(ana.status_pin(post).pinned and [s.id for s in ana.account_statuses(post.account, pinned=True)] == [post.id] and not ana.status_unpin(post).pinned, "pinned")


def ask(ana, ben):
    asked = ana.status_post("Tea or coffee?", visibility="public", poll=ana.make_poll(["Tea", "Coffee"], expires_in=3600, hide_totals=False))
    holds([o.title for o in asked.poll.options] == ["Tea", "Coffee"] and not asked.poll.expired and isinstance(asked.poll.expires_at, datetime.datetime), "the poll", asked.poll)
    ben.poll_vote(asked.poll, 1)  # which gives nothing back
    after = ben.poll(asked.poll)
    holds(after.voted and after.own_votes == [1] and after.options[1].votes_count == 1 and after.voters_count == 1, "ben's vote", after)
    refused(MastodonAPIError, "a second vote", ben.poll_vote, asked.poll, 0)
    holds(ana.poll(asked.poll).votes_count == 1 and ana.poll(asked.poll.id).id == asked.poll.id, "the poll as ana sees it", ana.poll(asked.poll))


def meet(ana, ben, me, ear):
    other = ana.account_lookup("ben")
    standing = ana.account_follow(other, notify=True)
    holds(standing.following and standing.notifying and standing.showing_reblogs and not standing.requested, "ana follows", standing)
    holds(ben.account_follow(me).followed_by, "ben follows back")
    ear.hears("notification", "the follower", lambda n: n.type == "follow" and n.account.id == other.id)
    holds(ana.account_relationships([other.id])[0].followed_by and [a.id for a in ben.account_followers(other)] == [me.id] and [a.id for a in ana.account_following(me)] == [other.id], "the followers")
    said = [ben.status_post("Word %d" % n, visibility="public") for n in range(3)]
    ear.hears("notification", "that ben wrote", lambda n: n.type == "status" and n.status.id == said[2].id)
    page = ana.timeline_home(limit=2)
    rest = ana.fetch_next(page)
    holds([s.id for s in page] == [said[2].id, said[1].id] and rest[0].id == said[0].id, "home, page by page", [s.id for s in page])
    holds([s.id for s in ana.fetch_previous(rest)] == [said[2].id, said[1].id], "and back", ana.fetch_previous(rest))
    holds(len(ana.fetch_remaining(ana.timeline_home(limit=1))) == len(ana.timeline_home()), "all of it")
    holds(said[0].id in [s.id for s in ana.timeline_local()] and said[0].id in [s.id for s in ana.timeline_public()] and ana.timeline_public(only_media=True), "the public timelines")
    holds(ana.account_note_set(other, "Ward 9").note == "Ward 9" and ana.account(other).acct == "ben" and isinstance(ana.account_familiar_followers(other), list), "a note on ben")
    listed = ana.account_pin(other)
    holds(listed.endorsed and [a.id for a in ana.endorsements()] == [other.id] and not ana.account_unpin(other).endorsed, "ben, recommended", listed)
    return other


def keep_lists(ana, ben, other):
    made = ana.list_update(ana.list_create("Collegues"), "Colleagues")
    ana.list_accounts_add(made, [other])
    holds([a.id for a in ana.list_accounts(made)] == [other.id] and [x.id for x in ana.account_lists(other)] == [made.id] and ana.list(made).title == "Colleagues"
          and [x.id for x in ana.lists()] == [made.id], "the list", made)
    ear = Ear()
    ana.stream_list(made, ear, run_async=True)
    holds(ear.open.wait(PATIENCE), "the stream of the list does not begin")
    said = ben.status_post("For the list", visibility="public")
    holds(ana.timeline_list(made)[0].id == said.id, "its timeline", ana.timeline_list(made))
    ear.hears("update", "what is for the list", lambda s: s.id == said.id)
    ana.list_accounts_delete(made, [other])
    holds(ana.list_accounts(made) == [], "nobody is left on it", ana.list_accounts(made))
    ana.list_delete(made)
    refused(MastodonNotFoundError, "the list that is gone", ana.list, made)


def filter_words(ana, ben, ear):
    made = ana.filter_create("football", ["home", "public"], expires_in=3600)
    ear.hears("filters_changed", "that filters changed")
    holds(made.phrase == "football" and made.whole_word and not made.irreversible and isinstance(made.expires_at, datetime.datetime), "the filter", made)
    said = ben.status_post("Nothing but football", visibility="public")
    home = ana.timeline_home()
    holds(home[0].id == said.id and home[0].filtered[0].filter.filter_action == "warn" and home[0].filtered[0].keyword_matches == ["football"], "what the filter found", home[0])
    holds(said.id not in [s.id for s in ana.filters_apply(home, ana.filters(), "home")], "what is left")
    new = ana.filter_update(made, phrase="handball", context=["home"])
    holds(new.phrase == "handball" and ana.filter(made).phrase == "handball" and len(ana.filters()) == 1, "the filter, changed", new)
    ana.filter_delete(made)
    holds(ana.filters() == [], "no filter is left", ana.filters())


def hear(ana, reply):
    told = [n for n in ana.notifications() if n.type == "mention"]
    holds([n.status.id for n in told] == [reply.id] and ana.notifications(id=told[0].id).id == told[0].id, "the mentions", told)
    holds([n.type for n in ana.notifications(types=["mention"])] == ["mention"] and "mention" not in [n.type for n in ana.notifications(exclude_types=["mention"])], "by kind")
    holds([n.id for n in ana.notifications(account_id=reply.account, mentions_only=True)] == [told[0].id], "of one account")
    saved = ana.markers_set(["home", "notifications"], [reply, told[0]])
    holds(saved.home.last_read_id == reply.id and ana.markers_get(["home", "notifications"]).notifications.last_read_id == told[0].id, "the markers", saved)
    ana.notifications_dismiss(told[0])
    refused(MastodonNotFoundError, "a notification put away", lambda: ana.notifications(id=told[0].id))
    ana.notifications_clear()
    holds(ana.notifications() == [], "all is put away", ana.notifications())


def whisper(ana, ben):
    ear = Ear()
    ben.stream_direct(ear, run_async=True)
    holds(ear.open.wait(PATIENCE), "the stream of messages does not begin")
    said = ana.status_post("@ben only for you", visibility="direct")
    ear.hears("conversation", "the message", lambda c: c.last_status.id == said.id and c.unread)
    talks = ben.conversations()
    holds(len(talks) == 1 and talks[0].unread and [a.acct for a in talks[0].accounts] == ["ana"], "the conversation", talks)
    holds(not ben.conversations_read(talks[0]).unread, "the conversation, read")


def plan(ana, ben):
    tomorrow = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    later = ana.status_post("Tomorrow", visibility="public", scheduled_at=tomorrow)
    holds(later.params.text == "Tomorrow" and abs(later.scheduled_at - tomorrow) < datetime.timedelta(seconds=2), "what is planned", later)
    moved = ana.scheduled_status_update(later, tomorrow + datetime.timedelta(hours=1))
    holds(moved.id == later.id and [s.id for s in ana.scheduled_statuses()] == [later.id] and ana.scheduled_status(later).scheduled_at == moved.scheduled_at, "what is planned, moved", moved)
    ana.scheduled_status_delete(later)
    holds(ana.scheduled_statuses() == [], "nothing is planned", ana.scheduled_statuses())
    ear = Ear()
    ana.stream_hashtag("vasculitis", ear, run_async=True)
    holds(ear.open.wait(PATIENCE), "the stream of the hashtag does not begin")
    said = ben.status_post("More on #vasculitis", visibility="public")
    ear.hears("update", "the hashtag", lambda s: s.id == said.id)
    holds(ana.timeline_hashtag("vasculitis", local=True)[0].id == said.id, "its timeline")
    shown = ana.featured_tag_create("vasculitis")
    holds([t.name.lower() for t in ana.featured_tags()] == ["vasculitis"] and isinstance(ana.account_featured_tags(ana.me()), list), "a hashtag on her profile", shown)
    ana.featured_tag_delete(shown)


def find(ana, post):
    found = ana.search("vasculitis", resolve=False)
    holds([t.name.lower() for t in found.hashtags] == ["vasculitis"], "hashtags", found.hashtags)
    holds([s.id for s in ana.search("evening round", result_type="statuses").statuses] == [post.id], "her own words")
    holds([a.acct for a in ana.search("ben", result_type="accounts").accounts] == ["ben"] and [a.acct for a in ana.account_search("ben")] == ["ben"], "people")


def want_push(ana):
    secret, public = ana.push_subscription_generate_keys()
    made = ana.push_subscription_set("https://push.example/ana+1", public, follow_events=False, mention_events=True, policy="followed")
    holds(made.endpoint == "https://push.example/ana+1" and made.server_key and made.alerts.mention is True and made.alerts.follow is False, "the subscription", made)
    holds(ana.push_subscription_update(follow_events=True).alerts.follow is True and ana.push_subscription().id == made.id, "the subscription, changed", ana.push_subscription())
    ana.push_subscription_delete()
    refused(MastodonNotFoundError, "a subscription that is gone", ana.push_subscription)


def take_distance(ana, ben, me, other):
    holds(not ana.account_unfollow(other).following and not ana.account_remove_from_followers(other).followed_by, "apart")
    holds(ana.account_mute(other, notifications=False, duration=3600).muting and [a.id for a in ana.mutes()] == [other.id] and not ana.account_unmute(other).muting, "muted")
    holds(ana.account_block(other).blocking and [a.id for a in ana.blocks()] == [other.id] and not ana.account_unblock(other).blocking, "blocked")
    ana.domain_block("noise.example")
    holds(list(ana.domain_blocks()) == ["noise.example"], "a blocked domain", ana.domain_blocks())
    ana.domain_unblock("noise.example")
    holds(ana.report(other, comment="Only a try").id, "the report")


def leave(ana, ear, post):
    gone = ana.status_delete(post)
    holds(gone.text == "Evening round with #Vasculitis" and len(gone.media_attachments) == 1, "what was deleted", gone)
    ear.hears("delete", "the deletion", lambda i: int(i) == post.id)
    refused(MastodonNotFoundError, "a post that is gone", ana.status, post)
    token = ana.access_token
    ana.revoke_access_token()
    refused(MastodonUnauthorizedError, "an app that was put out", Mastodon(access_token=token, api_base_url=BASE, request_timeout=PATIENCE).me)


def day():
    ana, ben = sign_in()
    me = look_around(ana)
    introduce(ana, me)
    ear = Ear()
    holds(ana.stream_healthy(), "the streams are not well")
    ana.stream_user(ear, run_async=True)
    holds(ear.open.wait(PATIENCE), "the stream does not begin")
    post = write(ana, ear)
    reply = answer(ana, ben, ear, post)
    change(ana, ear, post)
    ask(ana, ben)
    other = meet(ana, ben, me, ear)
    keep_lists(ana, ben, other)
    filter_words(ana, ben, ear)
    hear(ana, reply)
    whisper(ana, ben)
    plan(ana, ben)
    find(ana, post)
    want_push(ana)
    take_distance(ana, ben, me, other)
    leave(ana, ear, post)


try:
    day()
except Exception:
    faults.append(traceback.format_exc())
for fault in faults:
    print(fault, file=sys.stderr)
sys.stderr.flush()
os._exit(1 if faults else 0)
