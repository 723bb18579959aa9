
CREATE FUNCTION public.staff_action_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'what staff did is neither changed nor deleted';
END $$;

CREATE TABLE public.access_token (
    id bigint NOT NULL,
    token_hash bytea NOT NULL,
    application bigint NOT NULL,
    actor bigint DEFAULT 0 NOT NULL,
    scopes text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    last_used bigint,
    strong boolean DEFAULT false NOT NULL
);

CREATE TABLE public.actor (
    id bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    name_lower text NOT NULL COLLATE pg_catalog."C",
    host text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    user_id bigint,
    local boolean NOT NULL,
    display_name text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    pronouns text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    summary text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    summary_source text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    profession text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    specialty text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    avatar bigint DEFAULT 0 NOT NULL,
    avatar_iri text COLLATE pg_catalog."C",
    approves_followers boolean DEFAULT false NOT NULL,
    discoverable boolean DEFAULT false NOT NULL,
    indexable boolean DEFAULT false NOT NULL,
    url text COLLATE pg_catalog."C",
    inbox text COLLATE pg_catalog."C",
    shared_inbox text COLLATE pg_catalog."C",
    outbox text COLLATE pg_catalog."C",
    followers text COLLATE pg_catalog."C",
    following text COLLATE pg_catalog."C",
    featured text COLLATE pg_catalog."C",
    published bigint,
    fetched bigint,
    suspended bigint,
    gone bigint,
    revision integer DEFAULT 1 NOT NULL,
    post_count integer DEFAULT 0 NOT NULL,
    follower_count integer DEFAULT 0 NOT NULL,
    following_count integer DEFAULT 0 NOT NULL,
    credential text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    label text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    aliases text DEFAULT ''::text NOT NULL,
    moved_to text,
    moved bigint,
    sanctions text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    header bigint DEFAULT 0 NOT NULL,
    header_iri text COLLATE pg_catalog."C",
    fields text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    emoji text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    policy text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    memorial boolean DEFAULT false NOT NULL,
    attribution_domains text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    featured_tags text COLLATE pg_catalog."C",
    moderators text COLLATE pg_catalog."C",
    implements text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    home text GENERATED ALWAYS AS (lower(split_part(split_part(iri, '//'::text, 2), '/'::text, 1))) STORED,
    closed boolean DEFAULT false NOT NULL,
    featured_read bigint,
    fields_due bigint
);

CREATE TABLE public.actor_key (
    iri text NOT NULL COLLATE pg_catalog."C",
    actor bigint NOT NULL,
    algorithm text NOT NULL COLLATE pg_catalog."C",
    public bytea NOT NULL,
    sealed_private bytea,
    created bigint NOT NULL,
    retired bigint,
    signs bigint,
    expires bigint
);

CREATE TABLE public.also_accepted (
    post bigint NOT NULL,
    answer bigint NOT NULL,
    "position" bigint NOT NULL
);

CREATE TABLE public.appeal (
    decision bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    decided bigint,
    decided_by bigint DEFAULT 0 NOT NULL,
    lifted boolean DEFAULT false NOT NULL,
    answer text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.application (
    id bigint NOT NULL,
    client_id text NOT NULL COLLATE pg_catalog."C",
    secret_hash bytea NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    website text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    redirect_uris text NOT NULL COLLATE pg_catalog."C",
    scopes text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.approval (
    post bigint NOT NULL,
    authorization_iri text COLLATE pg_catalog."C",
    refused bigint
);

CREATE TABLE public.authorization_code (
    code_hash bytea NOT NULL,
    application bigint NOT NULL,
    actor bigint NOT NULL,
    redirect_uri text NOT NULL COLLATE pg_catalog."C",
    scopes text NOT NULL COLLATE pg_catalog."C",
    challenge text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    expires bigint NOT NULL,
    strong boolean DEFAULT false NOT NULL
);

CREATE TABLE public.block (
    actor bigint NOT NULL,
    target bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.bookmark (
    actor bigint NOT NULL,
    post bigint NOT NULL,
    id bigint NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.case_code (
    post bigint NOT NULL,
    digest bytea NOT NULL,
    sealed bytea,
    made bigint NOT NULL
);

CREATE TABLE public.case_consent (
    post bigint NOT NULL,
    given bigint,
    pointer text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    research boolean DEFAULT false NOT NULL
);

CREATE TABLE public.case_event (
    id bigint NOT NULL,
    post bigint NOT NULL,
    was text NOT NULL COLLATE pg_catalog."C",
    became text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    by_actor bigint DEFAULT 0 NOT NULL,
    answer bigint DEFAULT 0 NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.case_specialty (
    post bigint NOT NULL,
    specialty text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL
);

CREATE TABLE public.case_text (
    docid bigint NOT NULL,
    words tsvector NOT NULL
);

CREATE TABLE public.challenge (
    value_hash bytea NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C",
    user_id bigint DEFAULT 0 NOT NULL,
    session bigint DEFAULT 0 NOT NULL,
    data bytea NOT NULL,
    expires bigint NOT NULL
);

CREATE TABLE public.citation (
    id bigint NOT NULL,
    scheme text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    title text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    authors text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    journal text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    year bigint DEFAULT 0 NOT NULL,
    status text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    retraction text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    notice text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    checked bigint,
    digest text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.clinical_case (
    post bigint NOT NULL,
    age_band text NOT NULL COLLATE pg_catalog."C",
    sex text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    presenting_complaint text NOT NULL COLLATE pg_catalog."C",
    history text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    findings text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    investigations text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    question text NOT NULL COLLATE pg_catalog."C",
    consent text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    accepted bigint DEFAULT 0 NOT NULL,
    solved bigint,
    first_response bigint,
    changed bigint,
    steward bigint DEFAULT 0 NOT NULL,
    abstract text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    introduction text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    setting text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    timeline text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    differential text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    diagnosis text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    intervention text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    outcome text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    discussion text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    teaching_points text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    perspective text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    keywords text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    certainty text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    confirmed text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    outcome_asked bigint,
    followed_up bigint,
    management text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    consent_scope text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.collected (
    collection bigint NOT NULL,
    post bigint NOT NULL,
    "position" bigint NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    added bigint NOT NULL
);

CREATE TABLE public.collection (
    id bigint NOT NULL,
    owner bigint NOT NULL,
    name text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    created bigint NOT NULL,
    changed bigint NOT NULL
);

CREATE TABLE public.conversation_item (
    post bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    host text NOT NULL COLLATE pg_catalog."C",
    seen bigint NOT NULL
);

CREATE TABLE public.conversation_read (
    post bigint NOT NULL,
    asked bigint NOT NULL,
    answered bigint,
    since bigint NOT NULL,
    runs bigint NOT NULL,
    pages bigint NOT NULL,
    posts bigint NOT NULL
);

CREATE TABLE public.credential (
    actor bigint NOT NULL,
    issuer text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    profession text NOT NULL COLLATE pg_catalog."C",
    specialties text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    level integer NOT NULL,
    method text NOT NULL COLLATE pg_catalog."C",
    jurisdiction text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    confirmed_by text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    confirmed bigint NOT NULL,
    valid_until bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    changed bigint NOT NULL,
    reminded integer DEFAULT 0 NOT NULL,
    public boolean DEFAULT false NOT NULL,
    iri text COLLATE pg_catalog."C",
    document text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    document_until bigint,
    status_list text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    status_index bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.credential_issuer (
    host text NOT NULL COLLATE pg_catalog."C",
    actor text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    software text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    version text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    profile text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    asked bigint NOT NULL
);

CREATE TABLE public.custom_emoji (
    id bigint NOT NULL,
    shortcode text NOT NULL COLLATE pg_catalog."C",
    image text NOT NULL COLLATE pg_catalog."C",
    local boolean DEFAULT false NOT NULL,
    retired bigint,
    file text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    fetched bigint,
    created bigint NOT NULL,
    added_by bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.decision (
    id bigint NOT NULL,
    person bigint NOT NULL,
    post bigint DEFAULT 0 NOT NULL,
    flag bigint DEFAULT 0 NOT NULL,
    act text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    note text NOT NULL COLLATE pg_catalog."C",
    made_by bigint NOT NULL,
    created bigint NOT NULL,
    until bigint,
    lifted bigint,
    lifted_by bigint DEFAULT 0 NOT NULL,
    told bigint
);

CREATE TABLE public.destroyed_version (
    post bigint NOT NULL,
    destroyed bigint NOT NULL
);

CREATE TABLE public.device (
    user_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    last_seen bigint NOT NULL
);

CREATE TABLE public.domain_draft (
    host text NOT NULL,
    removes boolean NOT NULL,
    severity text NOT NULL,
    reject_media boolean NOT NULL,
    reject_reports boolean NOT NULL,
    obfuscate boolean NOT NULL,
    public_comment text NOT NULL,
    source bigint NOT NULL,
    created bigint NOT NULL,
    rejected bigint
);

CREATE TABLE public.domain_import (
    id bigint NOT NULL,
    made_by bigint NOT NULL,
    name text NOT NULL,
    severity text NOT NULL,
    body text NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.domain_listing (
    subscription bigint NOT NULL,
    host text NOT NULL,
    severity text NOT NULL,
    reject_media boolean NOT NULL,
    reject_reports boolean NOT NULL,
    obfuscate boolean NOT NULL,
    public_comment text NOT NULL
);

CREATE TABLE public.domain_rule (
    host text NOT NULL COLLATE pg_catalog."C",
    severity text NOT NULL COLLATE pg_catalog."C",
    public_comment text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    private_comment text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    made_by bigint DEFAULT 0 NOT NULL,
    reject_media boolean DEFAULT false NOT NULL,
    reject_reports boolean DEFAULT false NOT NULL,
    obfuscate boolean DEFAULT false NOT NULL,
    changed bigint,
    source bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.domain_subscription (
    id bigint NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    severity text NOT NULL,
    at_once boolean NOT NULL,
    priority integer NOT NULL,
    excludes text DEFAULT ''::text NOT NULL,
    created bigint NOT NULL,
    made_by bigint NOT NULL,
    tried bigint,
    read bigint,
    etag text DEFAULT ''::text NOT NULL,
    failure text DEFAULT ''::text NOT NULL,
    shrunk integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.draft (
    id bigint NOT NULL,
    owner bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    parent bigint DEFAULT 0 NOT NULL,
    post bigint DEFAULT 0 NOT NULL,
    form text NOT NULL COLLATE pg_catalog."C",
    title text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    reviewer bigint DEFAULT 0 NOT NULL,
    digest text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    saved bigint NOT NULL,
    held bigint,
    reviewed bigint
);

CREATE TABLE public.draft_media (
    draft bigint NOT NULL,
    media bigint NOT NULL,
    "position" bigint NOT NULL
);

CREATE TABLE public.evidence (
    id bigint NOT NULL,
    actor bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    profession text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    source text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    proved bigint NOT NULL,
    valid_until bigint,
    withdrawn bigint
);

CREATE TABLE public.featured_tag (
    actor bigint NOT NULL,
    tag text NOT NULL COLLATE pg_catalog."C",
    place bigint NOT NULL
);

CREATE TABLE public.filter (
    id bigint NOT NULL,
    owner bigint NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    contexts text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    expires bigint,
    created bigint NOT NULL
);

CREATE TABLE public.filter_keyword (
    id bigint NOT NULL,
    filter bigint NOT NULL,
    keyword text NOT NULL COLLATE pg_catalog."C",
    whole_word boolean DEFAULT true NOT NULL
);

CREATE TABLE public.filter_post (
    id bigint NOT NULL,
    filter bigint NOT NULL,
    post bigint NOT NULL
);

CREATE TABLE public.flag (
    id bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    reporter bigint NOT NULL,
    target bigint NOT NULL,
    category text NOT NULL COLLATE pg_catalog."C",
    comment text NOT NULL COLLATE pg_catalog."C",
    forward boolean DEFAULT false NOT NULL,
    created bigint NOT NULL,
    resolved bigint,
    resolved_by bigint DEFAULT 0 NOT NULL,
    reference text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    hides boolean DEFAULT false NOT NULL,
    outcome text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.flag_post (
    flag bigint NOT NULL,
    post bigint NOT NULL
);

CREATE TABLE public.follow (
    follower bigint NOT NULL,
    followed bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    hides_announces boolean DEFAULT false NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.gate_decision (
    id bigint NOT NULL,
    draft bigint NOT NULL,
    post bigint DEFAULT 0 NOT NULL,
    author bigint NOT NULL,
    reviewer bigint NOT NULL,
    verdict text NOT NULL,
    claim text NOT NULL,
    code text NOT NULL,
    categories text NOT NULL,
    risk bigint NOT NULL,
    held bigint NOT NULL,
    decided bigint NOT NULL
);

CREATE TABLE public.group_ban (
    grp bigint NOT NULL,
    actor bigint NOT NULL,
    until bigint,
    reason text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.group_moderator (
    grp bigint NOT NULL,
    actor bigint NOT NULL,
    "position" bigint NOT NULL
);

CREATE TABLE public.group_post (
    grp bigint NOT NULL,
    post bigint NOT NULL,
    pinned bigint,
    locked bigint,
    removed bigint,
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.group_wrap (
    id bigint NOT NULL,
    grp bigint NOT NULL,
    inner_iri text NOT NULL COLLATE pg_catalog."C",
    post bigint NOT NULL,
    body bytea,
    own text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.half_sign_in (
    token_hash bytea NOT NULL,
    user_id bigint NOT NULL,
    factors text NOT NULL COLLATE pg_catalog."C",
    expires bigint NOT NULL
);

CREATE TABLE public.hand_over (
    post bigint NOT NULL,
    from_actor bigint NOT NULL,
    to_actor bigint NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.hashtag (
    tag text NOT NULL COLLATE pg_catalog."C",
    post bigint NOT NULL
);

CREATE TABLE public.hiding (
    post bigint NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    asks boolean DEFAULT false NOT NULL,
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL
);

CREATE TABLE public.home_entry (
    owner bigint NOT NULL,
    entry bigint NOT NULL,
    post bigint NOT NULL,
    announcer bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.idempotency (
    author bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    post bigint NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.identity (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    provider text NOT NULL COLLATE pg_catalog."C",
    issuer text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    label text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    sealed_refresh bytea,
    linked bigint NOT NULL,
    last_used bigint NOT NULL,
    check_at bigint,
    missing bigint
);

CREATE TABLE public.institution_domain (
    domain text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    subdomains boolean DEFAULT false NOT NULL,
    alumni boolean DEFAULT false NOT NULL,
    organisations text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    made_by bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.invitation (
    id bigint NOT NULL,
    token text NOT NULL COLLATE pg_catalog."C",
    made_by bigint NOT NULL,
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    max_uses integer NOT NULL,
    uses integer DEFAULT 0 NOT NULL,
    created bigint NOT NULL,
    expires bigint NOT NULL,
    revoked bigint
);

CREATE TABLE public.job (
    id bigint NOT NULL,
    lane text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    payload text NOT NULL COLLATE pg_catalog."C",
    attempts integer DEFAULT 0 NOT NULL,
    created bigint NOT NULL,
    run_at bigint NOT NULL
);

CREATE TABLE public.key_change (
    id bigint NOT NULL,
    actor bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.lane (
    name text NOT NULL COLLATE pg_catalog."C",
    due_at bigint NOT NULL,
    lease_until bigint DEFAULT 0 NOT NULL,
    holder integer DEFAULT 0 NOT NULL,
    epoch bigint DEFAULT 0 NOT NULL,
    fails integer DEFAULT 0 NOT NULL,
    failing_since bigint
);

CREATE TABLE public.liking (
    actor bigint NOT NULL,
    post bigint NOT NULL,
    id bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.local_group (
    actor bigint NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    rules text NOT NULL COLLATE pg_catalog."C",
    posting text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    made_by bigint NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.mail_proof (
    id bigint NOT NULL,
    actor bigint NOT NULL,
    mailbox bytea NOT NULL,
    host text NOT NULL COLLATE pg_catalog."C",
    sealed bytea NOT NULL,
    asked bigint NOT NULL,
    proved bigint,
    valid_until bigint,
    reminded bigint
);

CREATE TABLE public.marker (
    owner bigint NOT NULL,
    timeline text NOT NULL COLLATE pg_catalog."C",
    last_read bigint NOT NULL,
    version bigint NOT NULL,
    updated bigint NOT NULL
);

CREATE TABLE public.media (
    id bigint NOT NULL,
    owner bigint NOT NULL,
    post bigint DEFAULT 0 NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    file text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    small text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    type text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    width integer DEFAULT 0 NOT NULL,
    height integer DEFAULT 0 NOT NULL,
    blurhash text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    description text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    focus_x double precision DEFAULT 0 NOT NULL,
    focus_y double precision DEFAULT 0 NOT NULL,
    remote text COLLATE pg_catalog."C",
    created bigint NOT NULL,
    fetched bigint,
    caption text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    consented boolean DEFAULT false NOT NULL,
    hidden boolean DEFAULT false NOT NULL
);

CREATE TABLE public.media_waste (
    file text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.mention (
    post bigint NOT NULL,
    actor bigint NOT NULL
);

CREATE TABLE public.message_request (
    owner bigint NOT NULL,
    sender bigint NOT NULL,
    post bigint NOT NULL,
    count bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.migration (
    name text NOT NULL
);

CREATE TABLE public.move_follower (
    from_actor bigint NOT NULL,
    follower bigint NOT NULL,
    to_actor bigint NOT NULL
);

CREATE TABLE public.mute (
    actor bigint NOT NULL,
    target bigint NOT NULL,
    notifications boolean DEFAULT true NOT NULL,
    until bigint,
    created bigint NOT NULL
);

CREATE TABLE public.node (
    slot integer NOT NULL,
    lease_until bigint NOT NULL,
    holder text NOT NULL COLLATE pg_catalog."C",
    last_ms bigint NOT NULL
);

CREATE TABLE public.notice_due (
    actor bigint NOT NULL,
    soon bigint,
    daily bigint,
    told bigint NOT NULL,
    digested bigint NOT NULL
);

CREATE TABLE public.notice_preference (
    actor bigint NOT NULL,
    topic text NOT NULL COLLATE pg_catalog."C",
    mail text NOT NULL COLLATE pg_catalog."C",
    push boolean NOT NULL
);

CREATE TABLE public.notification (
    id bigint NOT NULL,
    owner bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    actor bigint NOT NULL,
    post bigint DEFAULT 0 NOT NULL,
    created bigint NOT NULL,
    read bigint
);

CREATE TABLE public.post (
    id bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    url text COLLATE pg_catalog."C",
    author bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    of_post bigint DEFAULT 0 NOT NULL,
    audience text NOT NULL COLLATE pg_catalog."C",
    audience_rest text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    parent bigint DEFAULT 0 NOT NULL,
    parent_iri text COLLATE pg_catalog."C",
    root bigint NOT NULL,
    title text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    warning text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    sensitive boolean DEFAULT false NOT NULL,
    content text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    source text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    source_type text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    language text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    published bigint NOT NULL,
    edited bigint,
    deleted bigint,
    revision integer DEFAULT 1 NOT NULL,
    local boolean NOT NULL,
    reply_count integer DEFAULT 0 NOT NULL,
    like_count integer DEFAULT 0 NOT NULL,
    announce_count integer DEFAULT 0 NOT NULL,
    hidden bigint,
    context text COLLATE pg_catalog."C",
    emoji text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    policy text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    in_group bigint DEFAULT 0 NOT NULL
);

CREATE VIEW public.open_post AS
 SELECT p.id,
    p.iri,
    p.url,
    p.author,
    p.kind,
    p.of_post,
    p.audience,
    p.audience_rest,
    p.parent,
    p.parent_iri,
    p.root,
    p.title,
    p.warning,
    p.sensitive,
    p.content,
    p.source,
    p.source_type,
    p.language,
    p.published,
    p.edited,
    p.deleted,
    p.revision,
    p.local,
    p.reply_count,
    p.like_count,
    p.announce_count,
    p.hidden,
    p.context,
    p.emoji,
    p.policy,
    p.in_group
   FROM (public.post p
     JOIN public.actor a ON ((a.id = p.author)))
  WHERE ((p.audience = ANY (ARRAY['public'::text, 'unlisted'::text])) AND (p.deleted IS NULL) AND (p.hidden IS NULL) AND (a.suspended IS NULL) AND (a.gone IS NULL));

CREATE TABLE public.own_status_list (
    number integer NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.passkey (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    credential_id bytea NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    sealed_record bytea NOT NULL,
    sign_count bigint DEFAULT 0 NOT NULL,
    created bigint NOT NULL,
    last_used bigint,
    suspect bigint
);

CREATE TABLE public.peer (
    host text NOT NULL COLLATE pg_catalog."C",
    scheme text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    last_success bigint,
    last_failure bigint,
    scheme_noted bigint,
    modern_refused bigint,
    software text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    software_version text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    nodeinfo_read bigint,
    failure_status bigint DEFAULT 0 NOT NULL,
    given_up bigint,
    heard bigint,
    unknown_count bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.peer_trust (
    host text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    min_level integer DEFAULT 3 NOT NULL,
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    made_by bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.pin (
    actor bigint NOT NULL,
    post bigint NOT NULL,
    place bigint NOT NULL
);

CREATE TABLE public.poll (
    post bigint NOT NULL,
    other boolean NOT NULL,
    days bigint NOT NULL,
    opened bigint NOT NULL,
    closed bigint
);

CREATE TABLE public.poll_count (
    poll bigint NOT NULL,
    choice bigint NOT NULL,
    profession text NOT NULL COLLATE pg_catalog."C",
    specialty text NOT NULL COLLATE pg_catalog."C",
    votes bigint NOT NULL
);

CREATE TABLE public.poll_option (
    poll bigint NOT NULL,
    "position" bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.poll_vote (
    poll bigint NOT NULL,
    number bigint NOT NULL,
    actor bigint NOT NULL,
    choice bigint NOT NULL,
    other text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    profession text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    specialty text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    counted boolean DEFAULT false NOT NULL
);

CREATE TABLE public.post_citation (
    post bigint NOT NULL,
    citation bigint NOT NULL,
    "position" bigint NOT NULL
);

CREATE TABLE public.post_revision (
    post bigint NOT NULL,
    revision integer NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    warning text NOT NULL COLLATE pg_catalog."C",
    sensitive boolean NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    clinical text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    written bigint NOT NULL
);

CREATE TABLE public.practice (
    actor bigint NOT NULL,
    training text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    interests text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    languages text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    country text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    region text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    orcid text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    listed boolean DEFAULT false NOT NULL,
    referrals boolean DEFAULT false NOT NULL,
    referral_note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.push_subscription (
    id bigint NOT NULL,
    owner bigint NOT NULL,
    session bigint NOT NULL,
    endpoint text NOT NULL COLLATE pg_catalog."C",
    public_key bytea NOT NULL,
    sealed_auth bytea NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.question (
    post bigint NOT NULL,
    multiple boolean NOT NULL,
    closes bigint,
    closed bigint,
    voters bigint NOT NULL,
    checked bigint,
    stale boolean DEFAULT false NOT NULL,
    told bigint,
    ended bigint
);

CREATE TABLE public.question_option (
    post bigint NOT NULL,
    "position" bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    votes bigint NOT NULL
);

CREATE TABLE public.question_vote (
    post bigint NOT NULL,
    actor bigint NOT NULL,
    "position" bigint NOT NULL,
    iri text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.quiet_case (
    post bigint NOT NULL
);

CREATE TABLE public.quote (
    post bigint NOT NULL,
    quoted bigint DEFAULT 0 NOT NULL,
    quoted_iri text NOT NULL COLLATE pg_catalog."C",
    authorization_iri text COLLATE pg_catalog."C",
    request_iri text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.quote_authorization (
    id bigint NOT NULL,
    iri text NOT NULL COLLATE pg_catalog."C",
    post bigint NOT NULL,
    quoting_iri text NOT NULL COLLATE pg_catalog."C",
    quoting_author bigint NOT NULL,
    created bigint NOT NULL,
    revoked bigint
);

CREATE TABLE public.receipt (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    signer text NOT NULL COLLATE pg_catalog."C",
    host text NOT NULL COLLATE pg_catalog."C",
    body bytea NOT NULL,
    received bigint NOT NULL,
    done bigint
);

CREATE TABLE public.recipient (
    post bigint NOT NULL,
    inbox text NOT NULL COLLATE pg_catalog."C",
    host text NOT NULL COLLATE pg_catalog."C",
    first_sent bigint,
    revision integer DEFAULT 0 NOT NULL,
    deleted bigint
);

CREATE TABLE public.recovery_code (
    user_id bigint NOT NULL,
    code_hash bytea NOT NULL,
    used bigint
);

CREATE TABLE public.register_claim (
    hash bytea NOT NULL,
    actor bigint NOT NULL,
    holder boolean DEFAULT false NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.response (
    post bigint NOT NULL,
    kind text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    departs text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    cited bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.review (
    draft bigint NOT NULL,
    inspection text NOT NULL,
    audience text NOT NULL,
    code text NOT NULL
);

CREATE TABLE public.second_factor (
    user_id bigint NOT NULL,
    sealed_secret bytea NOT NULL,
    created bigint NOT NULL,
    confirmed bigint,
    last_step bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.security_event (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    agent text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    address text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.session (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    agent text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    address text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    last_seen bigint NOT NULL,
    expires bigint NOT NULL,
    factors text DEFAULT 'password'::text NOT NULL COLLATE pg_catalog."C",
    proved bigint
);

CREATE TABLE public.setting (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.severance (
    id bigint NOT NULL,
    kind text NOT NULL,
    target text NOT NULL,
    owner bigint NOT NULL,
    since bigint NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.severed (
    severance bigint NOT NULL,
    member bigint NOT NULL,
    other bigint NOT NULL,
    follower boolean NOT NULL,
    hides_announces boolean NOT NULL
);

CREATE TABLE public.sign_on (
    token_hash bytea NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C",
    browser_hash bytea NOT NULL,
    sealed_data bytea NOT NULL,
    expires bigint NOT NULL
);

CREATE TABLE public.specialty_follow (
    actor bigint NOT NULL,
    specialty text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.staff_action (
    id bigint NOT NULL,
    actor bigint NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    place bigint,
    digest bytea
);

CREATE TABLE public.staff_chain (
    id bigint NOT NULL,
    place bigint NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT staff_chain_id_check CHECK ((id = 1))
);

CREATE TABLE public.status_entry (
    entry bigint NOT NULL,
    actor bigint NOT NULL,
    issued bigint NOT NULL,
    revoked bigint
);

CREATE TABLE public.status_list (
    iri text NOT NULL COLLATE pg_catalog."C",
    host text NOT NULL COLLATE pg_catalog."C",
    bits bytea,
    etag text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    checked bigint,
    tried bigint,
    valid_until bigint
);

CREATE TABLE public.throttle (
    name text NOT NULL COLLATE pg_catalog."C",
    count integer NOT NULL,
    started bigint NOT NULL
);

CREATE TABLE public.ticket (
    token_hash bytea NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C",
    user_id bigint DEFAULT 0 NOT NULL,
    email text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    expires bigint NOT NULL
);

CREATE TABLE public.tombstone (
    iri text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    below bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.user_account (
    id bigint NOT NULL,
    actor bigint NOT NULL,
    name_lower text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL COLLATE pg_catalog."C",
    email_lower text NOT NULL COLLATE pg_catalog."C",
    email_confirmed bigint,
    email_new text DEFAULT ''::text NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    language text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    time_zone text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    appearance text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    default_audience text DEFAULT 'instance'::text NOT NULL COLLATE pg_catalog."C",
    app_audience text DEFAULT 'public'::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    address text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    departs bigint,
    messages text DEFAULT 'followed'::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.user_domain_block (
    actor bigint NOT NULL,
    host text NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.verification (
    id bigint NOT NULL,
    actor bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    revision bigint DEFAULT 1 NOT NULL,
    profession text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    specialties text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    country text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    region text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    register text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    sealed_claim bytea,
    number_hash bytea,
    verdict text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    sealed_record bytea,
    checked bigint,
    email_proved bigint,
    officer bigint DEFAULT 0 NOT NULL,
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    proposal text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    changed bigint NOT NULL,
    submitted bigint,
    due bigint,
    decided bigint,
    cleared bigint
);

CREATE TABLE public.verification_document (
    id bigint NOT NULL,
    verification bigint NOT NULL,
    actor bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    sealed_key bytea,
    sealed bytea,
    created bigint NOT NULL,
    removed bigint
);

CREATE TABLE public.verification_message (
    id bigint NOT NULL,
    verification bigint NOT NULL,
    actor bigint NOT NULL,
    officer boolean DEFAULT false NOT NULL,
    sealed bytea NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.verification_step (
    id bigint NOT NULL,
    verification bigint NOT NULL,
    act text NOT NULL COLLATE pg_catalog."C",
    actor bigint NOT NULL,
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.verification_view (
    document bigint NOT NULL,
    actor bigint NOT NULL,
    whole boolean NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE public.withdrawal (
    post bigint NOT NULL,
    ground text NOT NULL COLLATE pg_catalog."C",
    actor bigint DEFAULT 0 NOT NULL,
    steward bigint DEFAULT 0 NOT NULL,
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

INSERT INTO public.actor VALUES (117660230774226944, 'https://here.example/actor', 'Application', 'here.example', 'here.example', '', NULL, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/about', 'https://here.example/actor/inbox', 'https://here.example/inbox', 'https://here.example/actor/outbox', NULL, NULL, NULL, 1795352642427, NULL, NULL, NULL, 1, 0, 0, 0, '', '', '', NULL, NULL, '', 0, NULL, '', '', '', false, '', NULL, NULL, '', DEFAULT, false, NULL, NULL);
INSERT INTO public.actor VALUES (117660230777765888, 'https://elsewhere.example/users/zoe', 'Person', 'zoe', 'zoe', 'elsewhere.example', NULL, false, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://elsewhere.example/@zoe', 'https://elsewhere.example/users/zoe/inbox', 'https://elsewhere.example/inbox', 'https://elsewhere.example/users/zoe/outbox', 'https://elsewhere.example/users/zoe/followers', 'https://elsewhere.example/users/zoe/following', NULL, 1795352642483, 1795352642483, NULL, NULL, 1, 1, 0, 1, '', '', '', NULL, NULL, '', 0, NULL, '', '', '', false, '', NULL, NULL, '', DEFAULT, false, NULL, NULL);
INSERT INTO public.actor VALUES (117660230776324097, 'https://here.example/users/ana', 'Person', 'ana', 'ana', '', 117660230776324096, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ana', 'https://here.example/users/ana/inbox', 'https://here.example/inbox', 'https://here.example/users/ana/outbox', 'https://here.example/users/ana/followers', 'https://here.example/users/ana/following', 'https://here.example/users/ana/collections/featured', 1795352642460, NULL, NULL, NULL, 1, 2, 2, 0, '', '', '', NULL, NULL, '', 0, NULL, '', '', '', false, '', NULL, NULL, '', DEFAULT, false, NULL, NULL);
INSERT INTO public.actor VALUES (117660230777634817, 'https://here.example/users/ben', 'Person', 'ben', 'ben', '', 117660230777634816, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ben', 'https://here.example/users/ben/inbox', 'https://here.example/inbox', 'https://here.example/users/ben/outbox', 'https://here.example/users/ben/followers', 'https://here.example/users/ben/following', 'https://here.example/users/ben/collections/featured', 1795352642481, NULL, NULL, NULL, 2, 1, 0, 1, '{"profession":"physician","level":3,"method":"documents","jurisdiction":"DE","confirmed_by":"here.example","confirmed":"2026-11-22T13:04:02.529Z","until":"2027-11-22T13:04:02.529Z","state":"active"}', '', '', NULL, NULL, '', 0, NULL, '', '', '', false, '', NULL, NULL, '', DEFAULT, false, NULL, NULL);

INSERT INTO public.actor_key VALUES ('https://here.example/actor#main-key', 117660230774226944, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a028201010098ae5336bf9b5b1300c5d7b7a4192e4ab38da6b416f60e4243fc107b180546cb5d49a21092ff3b50450974a13f8ddaceebe419cfa0697fb782ce9ab68037942922e6f86ac9d3222ea680dc3e96a25cb4342fe830d97c92bfc2a5419bd9c7950e11d821e90f6d04a58fb34d11868140990fbef49df17370278106cbcde0b8304d82306550b2ba10bd81bf469eba41db1349ebb1e551d3c9bcb6bdc9321a3c8d84e1f685afbf5248237fd0307b8307c061eb4db4c3037658c7d1de9e5aecfe2bdd9d5fc089fd0d8ac8107dd2986d1713cfbccc114db84b5be6fa85091fe0059179badb72e6b7bcea0d337cc2421d2003f1f6760e1dd1c52eed7cb5e34e7c0539c70203010001', '\xda3aae9725b64ae483d4b5e4442df1476eb0adaa9f57af1559302bdeba76e9bcc35935f7452ca54cca8065bbb76ebf3d6a5937c6f7b2ed5298bfd620b5d9d85f3735e328a1046ad75a9c0706d2f94b6e3d2fb3c0a14bdce675f586c4672b6b9b81a82ebbb4c5cbd6c678b643742e65eced42941ae96d531d70c6a6ff7083557d444d577a6074ec89ca55fce9e6369b7e0dd2c38f1a26ece3c7c960cd34ff682b0082b5a6b63273f7831676ad65269667ba2566e037b279fe48203be646f3bdaaac1b2f47362b970177c25f57ab11288bfdc3641c21290ced9b107c7bd459871ea24c1cc6cbe6d79f578e8dca4014b160e7efdf5e5bf211371cae4ca03430cdc3c27503f7a75bd1fbe7b2328740ac4227f9ef7a604fd06c3f7e6dd7f3b464ecad4b9455e98db9bc1a7f60dac14522bbe9e7dd2f49c1cbd5aa45ec4258848ebb787298948142c913dc35eb0fe7dfadc63343743e5e11c88ff2c33320b1a0cf6cbf572995d034ccd94d4cae7b2777e450d42ef9307245f56eabe1ac7f09eb8902e2d580607cd2ff88ca5336bc1a6c1ef6351e3cd0520cb512a046e1b2347c14161b030076f18764cff48c6931887b15c1ea89ecb6cb313bf0b87c05fa4ef2ac927e75c8427f2276464b6ea866666bf80d3a31a1e06e997169a5f3f610ad64fa09602a9de077cbe2f8f61cb2f3d56ebe08778f8766aae8eb64e145ee5043c05dc7244222da95d423d63f664270d03035edf83963012818de71116bbeb51fe1cf585613b1f003fae68566d3d0709df36c2867121e87b052e1d61c376146fa0304e60d65a528c4e8535a1c0866be5df40299076faf17e2bc190cb9bd16b0bc03567d6ef3f815df9c2fdae0019ed9fd5edf8943626b0c5812bed2911469156a06e866c8caa3b937cceea4dad6be43eca5e5c5ecb63cbf0499483305801b12ca73a560b313093a6844a9a4411a9921c15e72e4b9c72b02ef669fa6846330a19a10e4c3ee4e40c9419792f77311c50cd208be90e8448ee866752ab572cdb881e9180f17f55ad6e4589a1ede385b2d1d1d02393d497c8fb020e70df01c7e9407291fbc03d80e66e56a4c7ac8d892748eb371688850130237d68ee583cc9d26e37ae6cd1251418441a530a44a4fcf095c695925580d43b2280caf0ec4a1c5a53153b58350f902a651a2d773096e4fb8d5391b7c52509894ebbeaa757bd221ff1e42f20b46bed818325891fdc604fba91f31b6d0f6de7975cbca1a5937bf0098527a89f025ceccfad1f71b621dce92504b829aa32d290a31ed34bcd57a660e553666e45336c1ef7c317a0922e1e18f8bdd09383ade0e819adf038c8c164e967b7ffa8c2fe6928daf8a1d4dfd5c4d6d33716e4b09d2ff3c1bd4e6aa427f5a35df4eb275ffbc3f4089bea9c8d2777b7234fe6350abc2a6c18c04cb20c03838856dfb40bee52133453bf658c05435bea809e2a92db35f8f76689dc4227b6a957ba08c7a76962f3304148a703db9b41a1aae8cc50b9bf2ae1e707c6aae48dc9af1660ee9fe25a6a6eae187b05c429860a77c318d7b64514c30acd69f925bc1fa0db1161ec01157b761d88099cdeae02e14f287d332436802be7d03158deaa6d51be6b04e66fea7c547b272cbde8cb71c032ba8688233c5a3f94d141eb31a80bc75a668b6ef867730cc14f10886566ef4dc37e9cb05b056b5657cb5c0ff9d133785b3958baabfc5f23c23116b2598f54e3d48fbca3e312ccb16e727c57ce5132695f7f00d', 1795352642427, NULL, NULL, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/actor#ed25519-key', 117660230774226944, 'ed25519', '\x302a300506032b65700321001784aad2ef3f3a0cc2d0cfa0176a257047c18b789e4bf5f47d21395d13b3ee6c', '\x0c0ee5198689bb392cd6eee3b3ed65642b65067e525865818b2c4847ac21bd43cfdba63a3e3dcdedacc0db8fd6c81318cc966932dea2be0f75fb7e4f7721575e3aef2078985c3ce17a696f7e', 1795352642427, NULL, NULL, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#main-key', 117660230776324097, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100bb3359e0a60d7d450ff6abe6a5e1be8ac71ffc4723fdfdea3a820c659ecc5f0dc19ebcbafa2a6cbc77dd5423e34c7b7eeb714ba0e0fbc2ca1f7f37e6360654f01c9e068c10a445924693c58c8073a80b4cbcc45359dcaf58b74a3f0a07f5c710308db2a7472b9447d65a290323b47648c2e85de8425bcbaf25f3c9f616c7421e454c2b566680073baaf9de9ce0389b380f6d376554ac93b6f851d64688d72f4844ce77aa078823c3efe33eb68a2aef1744a9a1cb4bde0ae0deebf34dd6cb4d76929bbc160ca5c755bc5bd20eb47949d66d7a8e28094fd94a76e1ad7b4816f9dec1664762c01c64f508a8023ce374b4f04b22aaebe90dbfc51295782185054dc10203010001', '\x69345322d0650d39d0bf5865ea94906cf3edae338efae2db6c3d724d01de7bd766e281aba590902b95c66b214e8603a74c6d7899b35aacaf536538322281d11b8a225de97358b2e98f2e02a4d9ec5788167ba507d42468541dc1d740540a0d3a7ec65ed7c9e2d12caac11fc4cdc6df006773339cfe8044acd081f3a240bf38c1c5f882f48c5647afa0944b708d0a98227b7b0fd8c3f7d21644912c88d536f8b053b98812d990bcf394d77ff2fbd57f1c647d4de3cb2f5558312d23ea440309421ced227150b9f7197861531b787d9d325b9ef66c2d0f931e5adb075c9babe3b8377af3faf61bc0a35f3eea4b0f10c02e96ddbc56a7f53ac2a4ec770c03e28a086778bceaa6720251ac300d8f73e2d840eb464664f823a587dc046ac153cb9b163d7330b8ce059b162220870055b61e55c1e32845a43c1941cac38e22b8fa168b689e8e2ae9d66a65ef5af3b99b606b7592a041d09ba0e74d11c3598342b1df93fd6ab4188503df4dd1f3f056b0a2043482f071242e3ce14324a710cc456ba7dee0e61bb0d8e9c5f5ff6937bd2fac77a7939e0b11974d5a792cdd70269b2fb97885a2d0213bf9ad6b26504e4bbd418bfc9a58f0845d7794b535de961603eccb77a12f43962c0c72429eaa102cb21b8528b1e258e3523db313f37aa1ce2599b0017d16f2993ffee44cfce1e28a902ba7a6e4e23b889afb67191a5e34db03777bca8a59aa523d047ed0fe3336bad63662b5b7bd287b8b2f0c1f41677411d5702d8ba6fe9b19a95a70bd558e3490dfdfce9ee28b925abd7a64195b00bfa94006cca00816925a984b1ea5de43493042bb92f6f9ed5c47b49b98d172a7e03636255a58e5be44e33302c005995d7defdc6abb42167c590bee1a2ecaac41f8280e2a3ddb0a046366c043bee56ecd656abebf986615305577dc16125edf04ee8baa10c95d2b055ec02a57adbbcd5c1cbf42dccb934bf5ef44374ccb2aa824a5a497e008f15e1d5d97abe06dd4e99e7f921f97d5a5b1a8272a6c4a3bf93416257f45f4f353b5cec2eecb1407ab0776f7ef20947614eddadc4ce26f1cd35865963a09cd4af6ed6262774f10f8267d327cde3a223b5354fcee35b93de8fe0e8bb8afa74a0746c87e117dfb761324d0b252ad5247685c9e614c34bcc931c6b52c40eb0bdb5fcf4c43101a2ebacdb4ed92321bdd245f30f85f03908ac39905e9d78f50d064ad2043b75e5e8b8494920a73da5621d3cb65630cf1f406050751dc2cf39be15eaa9ea3787f38c80f63fb76d45549a3ac5f109cbcfdf54ded135b37350cc8389606a969fbf41ebeba99e906673e3ca7ae9ca800e4fc392d7acd748a1cfb8290abbc28f1dd31c3c37c4ddd6be2b3c8dabdc35bf33aa62c1de609e4b6b46d3b5704d1dcada0d4492b84aeb2c447e89904cd126dd78d80494b4499008ff99c9131ae3ae7cdca38a3bd7f9e6d816dc90d3bd9de3a2f5b78da4507ac76090644fe942cd7bf4e0e390889dde0a6fa1393e57eece6e28e62f1a19c8fbff590b6108f726d4a8daff23ba728457636cadb99e43838e0e2706747f004f238bb847e6099475ca3dc57beb0675d551982de3f01c460310829b60e28466b4c1c63584efa0c967db4f94197e3095a00d0020ccd7ad8e0fe15dbf43668a815316b156d78ea3f35fa15dccb7809778ac85e091c2ed803ae4b3641ff7767a6ba06e9ba21f38ab3d355793c685f7638f73d33619555e559677fd01cb25c2ead812ea7dc8e47b8ed1036', 1795352642460, NULL, NULL, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#ed25519-key', 117660230776324097, 'ed25519', '\x302a300506032b65700321007cdfd09c7fa9b3427f34e8b34fb9b7a0e3b996b845fe665c9f4a05abf54ee0d5', '\x055881372e8b7b64f204f3961c8332fd89c776f1928f2eddd6d40adcaaa79e7223c1e9148f2fa7f209d2743a20a5f92cb52676c60222158ff4955e32f3ce31200471175a80f660b229af22c9', 1795352642460, NULL, NULL, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#main-key', 117660230777634817, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100c06facfd02da2385b472bdaf56ca3d8bcef007f3dce6bd2904266f02c0be85742c411bad9e662efe879dfbe01a2bb2b6a6bceb4717b55343bae14df2615650d38a0c6e7656d4cee4e6f1bded19f214048b4b5e078c1983034c54a7ea82398b1dbcdce011c67b19aa553f6f30dcd42ff75b3aa8764053e9a84ac70dd64dadfd9ce4eb324d5e6368a91c09edf308144aed2ebbed93642a04ce3348f3aadb28a8fbbca76ff0fb25622de9fcdb4b4b7289a2d8e3edf129feb088b6e7c18881296623cf88c7aeb1248f46c4b9934990d13420f8797316028582a4e8d7818377465ce2434fdb912ddea5b9a2c1cb83ed7fe1066990846914311b408534309f4c978f930203010001', '\xb2c3e0f430ae7483e39211c7b65edde802612b24feeac07540a3fbbd0637b12525013169e565650f691f7df99917ecf6bbec2d94722aeafadfafee805bbb5f0ab8be69b68f89e7944f9eaa7d55622d8a0b4f9e4f11b851b2da37e116e7ec90239515bc807a1fcebb9aaf1edcec7071433003c6bbba200b4e0374b02fd1cbc5b5cd8907bff62cc2958e942a79e126b7dc6dd15da64d63ab4767a5a82d625ed8a1cf0e7b2404510477403317f0e3df03607e805d69f053f3a23a47e775be81c41a6f36a99b8efe5628ef7522882e58f980935953ae9631469cc2ac54bc82d76d766fa6221dc89bee5d7bb130daa7b236a6198d96c55bbb315f809bdb0ac4b81101fd2549af4a5c96e086d6a6728a74c62f6366a747164aeb32712a01ed28a5ce2457cc858d7f9b3103cb2101c07ca47d0b24872f810aa3b8cd68662a827a101e7464f8ccc05b3584b8d8ba46c8017866fa90aa5db89acef5249d9ff493a1f9644de4913cfaca8c97698327ff7697bf585672c9def4fb94c33e46b785b3a6419b18c32e6167f346f95dba1589813153650ceac21e797026568d3a465850a7669f8613d37856b75ec85316fd26654d7bd0b0148de9e8783010f566e7c9be17c03d77fa121c59984165bbd6283267db14b5aca3cdda9d726e2bb1a37208a07963e72bf378428c4537b6b2ad6d15bc48093f660c1c81896e8386724fee2f90f7e7d7a2d0d97652bb5dd7370c81beba1eb06fdc67c87b018966223f3323ded8ce2a19b6655bc5bc1c6301acfded2e987f3be4a007bbfc438e29574cfd5662255841c950d8ba80f33d8b98fe92d0e7ec060a63dde6d9592d100ea3b3bd3415b4ee61b9fe86ef1b3274f64eb56f2de7b54d39d0085ac1e13302438847a4a31574dcfe409ac49595a2c5f5abcf871bc442490ae44fc90bdddba22784834ea4c5bc5a2fd9777e3b99bd48f8745408a333bc47b742e4c1f1c8d6e340c128be0dc427e052fa9194b8592b68e87009a2a0565757fabd936d81fda5d6aa7467e6ed24c71e1265ef7d64db3dc13eab9019bccd2b62af56ae258bdc1d924052f17053308213782dc3ff585174d9dacdece3a65af92d68418414ffe1f5385b487c7e779e4374e66fab50c868d05ea756b296aec4d560492cfae3025840ab861efdcd0c79eb3cef6d04391e9c9e0124195b9fe28d09020c609d1c50a048977b6b6e4f352a73ca9e53537fa6c191927a8c78a04bb6c9f46ab007ae1e1ba1facbe2d6d9c7b036abfedc2db22008dd022d1201f144c18398e56fa6abbd2684f9b4390137d7eb9f0eb27e4b93a25b7d509e4715f3d6ea501905c4c4e69d64e1b4adfb59dcd6774437fc0e303ff33d06a5d6a2c3af86499fd4fbf9e755c20686e69de873d33ee46b7f5b5b3dfb3d33ac9d2d71528ca9830420bd4e6f68119ddce54d5de4d1f2d018165754da8034b2b9623980cf771d10fb0e4a53746811846e6ee91c563a42728503f3ac2c92126e73dd0f954e6b7ab63c9ccd4c0061e934f2aa48787c1401d86e984667415db224276913eea58e923561a60be47e8f33f0da336a172d16de6f0d2939b3b1f5c7644e20c6b1f32d909abfaa01a8d0f688c2e80661a144b2860051344f0d9b6dbd5ea2be13301838f0575208e97552669bb0b7f48b8e614bd1cc9eedbc56a75f39de48b1fd7d801ac5f4b3b4cd2d08f164d2dd5708f4fb36c9edfcead3656f6d5e8da68e40561923f51681d75f60d1ce6eb208502b344449283956d324', 1795352642481, NULL, NULL, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#ed25519-key', 117660230777634817, 'ed25519', '\x302a300506032b65700321005abfbd5a00b1f213fe185c52e37c8eaa75f207b207c661a14b9a7165a1934608', '\x2b15fe84cdb58c20e614feb88f18caefb2e831b32982728b6ad17c6be986321915c76b1f6a0c9826f767adefc397069cd99ad24eacf3266adc0e6b6bcc5cd4b66bcd3aab7b6b50f2d1781357', 1795352642481, NULL, NULL, NULL);

INSERT INTO public.case_code VALUES (117660230781370368, '\x8259082f0628c366c0babe942e02443e162a4aeb6c12419e55eead9010e3b2d2', '\x70e3f3d2eb2ff2626acd1a9577ec41975f18ebae1cb1dd379e6ff7a9b62b093ea167eeaa49e4ce635239149f3d837f57', 1795352642538);

INSERT INTO public.case_consent VALUES (117660230781370368, NULL, '', false);

INSERT INTO public.case_event VALUES (117660230781501440, 117660230781370368, 'check', 'open', 'post', 117660230776324097, 0, 1795352642538);

INSERT INTO public.case_specialty VALUES (117660230781370368, 'nephrology', 0);

INSERT INTO public.case_text VALUES (117660230781370368, '''after'':2 ''fever'':1,7 ''next'':6 ''no'':10 ''palpable'':9 ''rash'':11 ''spleen'':8 ''test'':5 ''travel'':3 ''which'':4');

INSERT INTO public.clinical_case VALUES (117660230781370368, '30-34', '', 'Fever', '', 'Spleen palpable, no rash.', '', 'Which test next?', 'written', 'open', 0, NULL, NULL, NULL, 0, '', '', '', '', '', '', '', '', '', '', '', '', '', '', NULL, NULL, '', 'public');

INSERT INTO public.credential VALUES (117660230777634817, '', 'physician', '', 3, 'documents', 'DE', 'here.example', 1795352642529, 1826888642529, 'active', '', 1795352642529, 0, false, NULL, '', NULL, '', 0);

INSERT INTO public.domain_rule VALUES ('bad.example', 'suspend', '', '', 1795352642557, 0, false, false, false, 1795352642557, 0);

INSERT INTO public.evidence VALUES (117660230780846080, 117660230777634817, 'register', 'physician', 'test', 1795352642529, 1826888642529, NULL);
INSERT INTO public.evidence VALUES (117660230780911616, 117660230777634817, 'documents', 'physician', 'test', 1795352642529, 1826888642529, NULL);

INSERT INTO public.follow VALUES (117660230777634817, 117660230776324097, 'https://here.example/activities/AU5WHFVFABHRFUM7MDKQLBQUH4', 'accepted', false, 1795352642485);
INSERT INTO public.follow VALUES (117660230777765888, 117660230776324097, 'https://elsewhere.example/users/zoe/follows/117660230776324097', 'accepted', false, 1795352642492);

INSERT INTO public.hashtag VALUES ('rounds', 117660230778814464);

INSERT INTO public.home_entry VALUES (117660230776324097, 117660230778814464, 117660230778814464, 0);
INSERT INTO public.home_entry VALUES (117660230777634817, 117660230778814464, 117660230778814464, 0);
INSERT INTO public.home_entry VALUES (117660230777634817, 117660230779404288, 117660230779404288, 0);
INSERT INTO public.home_entry VALUES (117660230776324097, 117660230780190720, 117660230780190720, 0);
INSERT INTO public.home_entry VALUES (117660230777634817, 117660230780190720, 117660230780190720, 0);
INSERT INTO public.home_entry VALUES (117660230776324097, 117660230781370368, 117660230781370368, 0);
INSERT INTO public.home_entry VALUES (117660230777634817, 117660230781370368, 117660230781370368, 0);

INSERT INTO public.job VALUES (117660230779076608, 'elsewhere.example', 'deliver', '{"verb":"Create","actor":117660230776324097,"inbox":"https://elsewhere.example/inbox","id":"https://here.example/posts/65YSZ7AHMTF5YWTB2N7SB2ZWLQ/activity","post":117660230778814464,"revision":1,"followers":true}', 0, 1795352642498, 1795352642498);
INSERT INTO public.job VALUES (117660230780387328, 'elsewhere.example', 'deliver', '{"verb":"Create","actor":117660230776324097,"inbox":"https://elsewhere.example/inbox","id":"https://here.example/posts/Z7MXQNNFL4HS6HNT37LBRNAJQE/activity","post":117660230780190720,"revision":1,"followers":true}', 0, 1795352642520, 1795352642520);
INSERT INTO public.job VALUES (117660230782681089, 'policy', 'policy', '{}', 0, 1795352642557, 1795352642557);

INSERT INTO public.lane VALUES ('elsewhere.example', 1795352642498, 0, 0, 0, 0, NULL);
INSERT INTO public.lane VALUES ('policy', 1795352642557, 0, 0, 0, 0, NULL);

INSERT INTO public.liking VALUES (117660230777634817, 117660230780190720, 117660230780583936, 'https://here.example/activities/IG2RDUOMELF46V3XSOA6ZSM2ME', 1795352642526);

INSERT INTO public.migration VALUES ('202611220000_ground');
INSERT INTO public.migration VALUES ('202611230000_credential');
INSERT INTO public.migration VALUES ('202611230100_second_factor');
INSERT INTO public.migration VALUES ('202611230200_verification');
INSERT INTO public.migration VALUES ('202611230250_institution');
INSERT INTO public.migration VALUES ('202611230300_identity');
INSERT INTO public.migration VALUES ('202611230400_permission');
INSERT INTO public.migration VALUES ('202611230455_credential_document');
INSERT INTO public.migration VALUES ('202611230500_departure');
INSERT INTO public.migration VALUES ('202611230600_practice');
INSERT INTO public.migration VALUES ('202611230700_move');
INSERT INTO public.migration VALUES ('202611230800_response');
INSERT INTO public.migration VALUES ('202611230850_token');
INSERT INTO public.migration VALUES ('202611240000_narrative');
INSERT INTO public.migration VALUES ('202611240100_draft');
INSERT INTO public.migration VALUES ('202611240200_picture');
INSERT INTO public.migration VALUES ('202611240300_poll');
INSERT INTO public.migration VALUES ('202611240400_lifecycle');
INSERT INTO public.migration VALUES ('202611240500_consent');
INSERT INTO public.migration VALUES ('202611240600_library');
INSERT INTO public.migration VALUES ('202611240700_gate');
INSERT INTO public.migration VALUES ('202611240800_moderation');
INSERT INTO public.migration VALUES ('202611240900_notice');
INSERT INTO public.migration VALUES ('202611250000_fediverse');
INSERT INTO public.migration VALUES ('202611250100_lane');
INSERT INTO public.migration VALUES ('202611250200_key');
INSERT INTO public.migration VALUES ('202611250400_domain');
INSERT INTO public.migration VALUES ('202611250500_actor');
INSERT INTO public.migration VALUES ('202611250600_question');
INSERT INTO public.migration VALUES ('202611250700_quote');
INSERT INTO public.migration VALUES ('202611250800_conversation');
INSERT INTO public.migration VALUES ('202611250900_group');
INSERT INTO public.migration VALUES ('202611251000_emoji');
INSERT INTO public.migration VALUES ('202611251100_peer');
INSERT INTO public.migration VALUES ('202611251200_staff_chain');

INSERT INTO public.node VALUES (0, 1795352672367, 'vm/12114/ZXMUNYTDURPL6JFHD5W4MCKA2Q', 0);

INSERT INTO public.notification VALUES (117660230778224640, 117660230776324097, 'follow', 117660230777634817, 0, 1795352642485, NULL);
INSERT INTO public.notification VALUES (117660230778617856, 117660230776324097, 'follow', 117660230777765888, 0, 1795352642492, NULL);
INSERT INTO public.notification VALUES (117660230779600896, 117660230776324097, 'reply', 117660230777634817, 117660230779404288, 1795352642508, NULL);
INSERT INTO public.notification VALUES (117660230780649472, 117660230776324097, 'like', 117660230777634817, 117660230780190720, 1795352642526, NULL);

INSERT INTO public.post VALUES (117660230779404288, 'https://here.example/posts/PXMLYSOZP73LN4TCUVRMPMOGCU', 'https://here.example/posts/PXMLYSOZP73LN4TCUVRMPMOGCU', 117660230777634817, 'note', 0, 'public', '', 117660230778814464, 'https://here.example/posts/65YSZ7AHMTF5YWTB2N7SB2ZWLQ', 117660230778814464, '', '', false, '<p>Good morning</p>', 'Good morning', 'text/plain', '', 1795352642507, NULL, NULL, 1, true, 0, 0, 0, NULL, NULL, '', '{"quote":{"automatic":["https://www.w3.org/ns/activitystreams#Public"]}}', 0);
INSERT INTO public.post VALUES (117660230778814464, 'https://here.example/posts/65YSZ7AHMTF5YWTB2N7SB2ZWLQ', 'https://here.example/posts/65YSZ7AHMTF5YWTB2N7SB2ZWLQ', 117660230776324097, 'note', 0, 'public', '', 0, NULL, 117660230778814464, '', '', false, '<p>Good morning #rounds</p>', 'Good morning #rounds', 'text/plain', '', 1795352642498, NULL, NULL, 1, true, 1, 0, 0, NULL, NULL, '', '{"quote":{"automatic":["https://www.w3.org/ns/activitystreams#Public"]}}', 0);
INSERT INTO public.post VALUES (117660230779955989, 'https://elsewhere.example/users/zoe/posts/U6QY2MQ6RK67WXSZNNPHCZNM4T', NULL, 117660230777765888, 'note', 0, 'public', '', 0, NULL, 117660230779955989, '', '', false, '<p>Hello from elsewhere</p>', '', '', '', 1795352642516, NULL, NULL, 1, false, 0, 0, 0, NULL, NULL, '', '', 0);
INSERT INTO public.post VALUES (117660230780190720, 'https://here.example/posts/Z7MXQNNFL4HS6HNT37LBRNAJQE', 'https://here.example/posts/Z7MXQNNFL4HS6HNT37LBRNAJQE', 117660230776324097, 'note', 0, 'public', '', 0, NULL, 117660230780190720, '', '', false, '<p>A second note</p>', 'A second note', 'text/plain', '', 1795352642520, NULL, NULL, 1, true, 0, 1, 0, NULL, NULL, '', '{"quote":{"automatic":["https://www.w3.org/ns/activitystreams#Public"]}}', 0);
INSERT INTO public.post VALUES (117660230781370368, 'https://here.example/posts/EAEE7DY2NSE73DQN35VUXVQ3LE', 'https://here.example/posts/EAEE7DY2NSE73DQN35VUXVQ3LE', 117660230776324097, 'case', 0, 'instance', '', 0, NULL, 117660230781370368, 'Fever after travel', '', false, '<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever</p><p>Spleen palpable, no rash.</p>', 'Fever after travel

Which test next?

Fever

Spleen palpable, no rash.', 'text/plain', '', 1795352642537, 1795352642546, NULL, 2, true, 0, 0, 0, NULL, NULL, '', '', 0);

INSERT INTO public.post_revision VALUES (117660230781370368, 1, 'Fever after travel', '', false, '<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever</p><p>Spleen palpable.</p>', 'Fever after travel

Which test next?

Fever

Spleen palpable.', '{"Title":"Fever after travel","Patient":{"AgeBand":"30-34","Sex":""},"Question":"Which test next?","Abstract":"","Introduction":"","PresentingComplaint":"Fever","History":"","Findings":"Spleen palpable.","Timeline":"","Investigations":"","Differential":"","Diagnosis":"","Intervention":"","Outcome":"","Discussion":"","TeachingPoints":"","Perspective":"","Setting":"","Keywords":null,"Certainty":"","Confirmed":"","Steward":0,"Specialties":["nephrology"],"Consent":"written","Scope":"public","Status":"open","Accepted":0,"AlsoAccepted":null,"Solved":"0001-01-01T00:00:00Z","FirstResponse":"0001-01-01T00:00:00Z","Changed":"0001-01-01T00:00:00Z","OutcomeAsked":"0001-01-01T00:00:00Z","FollowedUp":"0001-01-01T00:00:00Z","Management":""}', 1795352642537);

INSERT INTO public.recipient VALUES (117660230778814464, 'https://elsewhere.example/inbox', 'elsewhere.example', NULL, 0, NULL);
INSERT INTO public.recipient VALUES (117660230780190720, 'https://elsewhere.example/inbox', 'elsewhere.example', NULL, 0, NULL);

INSERT INTO public.setting VALUES ('address', 'https://here.example here.example');
INSERT INTO public.setting VALUES ('library.filled', '1');

INSERT INTO public.staff_action VALUES (117660230782681088, 0, 'rule', 'bad.example', 'suspend', 1795352642557, 1, '\x385a3a0796d0b983afff9e4d91665f8cdd6292f38f1c8db9cef1df127d4ccc8a');

INSERT INTO public.staff_chain VALUES (1, 1, '\x385a3a0796d0b983afff9e4d91665f8cdd6292f38f1c8db9cef1df127d4ccc8a');

INSERT INTO public.user_account VALUES (117660230776324096, 117660230776324097, 'ana', 'ana', 'ana@mail.example', 'ana@mail.example', 1795352642432, '', '', 'administrator', 'active', '', '', '', '', 'instance', 'public', 1795352642460, '', NULL, 'followed');
INSERT INTO public.user_account VALUES (117660230777634816, 117660230777634817, 'ben', 'ben', 'ben@mail.example', 'ben@mail.example', 1795352642463, '', '', 'member', 'active', '', '', '', '', 'instance', 'public', 1795352642481, '', NULL, 'followed');

ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.actor
    ADD CONSTRAINT actor_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.actor_key
    ADD CONSTRAINT actor_key_pkey PRIMARY KEY (iri);

ALTER TABLE ONLY public.actor
    ADD CONSTRAINT actor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.also_accepted
    ADD CONSTRAINT also_accepted_pkey PRIMARY KEY (post, answer);

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_pkey PRIMARY KEY (decision);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_client_id_key UNIQUE (client_id);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.approval
    ADD CONSTRAINT approval_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.authorization_code
    ADD CONSTRAINT authorization_code_pkey PRIMARY KEY (code_hash);

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_pkey PRIMARY KEY (actor, target);

ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_pkey PRIMARY KEY (actor, post);

ALTER TABLE ONLY public.case_code
    ADD CONSTRAINT case_code_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.case_code
    ADD CONSTRAINT case_code_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.case_consent
    ADD CONSTRAINT case_consent_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.case_event
    ADD CONSTRAINT case_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.case_specialty
    ADD CONSTRAINT case_specialty_pkey PRIMARY KEY (post, specialty);

ALTER TABLE ONLY public.case_text
    ADD CONSTRAINT case_text_pkey PRIMARY KEY (docid);

ALTER TABLE ONLY public.challenge
    ADD CONSTRAINT challenge_pkey PRIMARY KEY (value_hash);

ALTER TABLE ONLY public.citation
    ADD CONSTRAINT citation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.citation
    ADD CONSTRAINT citation_scheme_value_key UNIQUE (scheme, value);

ALTER TABLE ONLY public.clinical_case
    ADD CONSTRAINT clinical_case_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.collected
    ADD CONSTRAINT collected_pkey PRIMARY KEY (collection, post);

ALTER TABLE ONLY public.collection
    ADD CONSTRAINT collection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversation_item
    ADD CONSTRAINT conversation_item_pkey PRIMARY KEY (post, iri);

ALTER TABLE ONLY public.conversation_read
    ADD CONSTRAINT conversation_read_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.credential_issuer
    ADD CONSTRAINT credential_issuer_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (actor);

ALTER TABLE ONLY public.custom_emoji
    ADD CONSTRAINT custom_emoji_image_key UNIQUE (image);

ALTER TABLE ONLY public.custom_emoji
    ADD CONSTRAINT custom_emoji_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.destroyed_version
    ADD CONSTRAINT destroyed_version_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (user_id, token_hash);

ALTER TABLE ONLY public.domain_draft
    ADD CONSTRAINT domain_draft_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.domain_import
    ADD CONSTRAINT domain_import_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.domain_listing
    ADD CONSTRAINT domain_listing_pkey PRIMARY KEY (subscription, host);

ALTER TABLE ONLY public.domain_rule
    ADD CONSTRAINT domain_rule_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.domain_subscription
    ADD CONSTRAINT domain_subscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.domain_subscription
    ADD CONSTRAINT domain_subscription_url_key UNIQUE (url);

ALTER TABLE ONLY public.draft_media
    ADD CONSTRAINT draft_media_pkey PRIMARY KEY (draft, media);

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.featured_tag
    ADD CONSTRAINT featured_tag_pkey PRIMARY KEY (actor, tag);

ALTER TABLE ONLY public.filter_keyword
    ADD CONSTRAINT filter_keyword_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filter
    ADD CONSTRAINT filter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filter_post
    ADD CONSTRAINT filter_post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.flag_post
    ADD CONSTRAINT flag_post_pkey PRIMARY KEY (flag, post);

ALTER TABLE ONLY public.follow
    ADD CONSTRAINT follow_pkey PRIMARY KEY (follower, followed);

ALTER TABLE ONLY public.gate_decision
    ADD CONSTRAINT gate_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.group_ban
    ADD CONSTRAINT group_ban_pkey PRIMARY KEY (grp, actor);

ALTER TABLE ONLY public.group_moderator
    ADD CONSTRAINT group_moderator_pkey PRIMARY KEY (grp, actor);

ALTER TABLE ONLY public.group_post
    ADD CONSTRAINT group_post_pkey PRIMARY KEY (grp, post);

ALTER TABLE ONLY public.group_wrap
    ADD CONSTRAINT group_wrap_grp_inner_iri_key UNIQUE (grp, inner_iri);

ALTER TABLE ONLY public.group_wrap
    ADD CONSTRAINT group_wrap_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.half_sign_in
    ADD CONSTRAINT half_sign_in_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.hand_over
    ADD CONSTRAINT hand_over_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.hashtag
    ADD CONSTRAINT hashtag_pkey PRIMARY KEY (tag, post);

ALTER TABLE ONLY public.hiding
    ADD CONSTRAINT hiding_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.home_entry
    ADD CONSTRAINT home_entry_pkey PRIMARY KEY (owner, entry);

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (author, name);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_issuer_subject_key UNIQUE (issuer, subject);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_user_id_issuer_key UNIQUE (user_id, issuer);

ALTER TABLE ONLY public.institution_domain
    ADD CONSTRAINT institution_domain_pkey PRIMARY KEY (domain);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_token_key UNIQUE (token);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.key_change
    ADD CONSTRAINT key_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_pkey PRIMARY KEY (actor, post);

ALTER TABLE ONLY public.local_group
    ADD CONSTRAINT local_group_pkey PRIMARY KEY (actor);

ALTER TABLE ONLY public.mail_proof
    ADD CONSTRAINT mail_proof_actor_mailbox_key UNIQUE (actor, mailbox);

ALTER TABLE ONLY public.mail_proof
    ADD CONSTRAINT mail_proof_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.marker
    ADD CONSTRAINT marker_pkey PRIMARY KEY (owner, timeline);

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.media_waste
    ADD CONSTRAINT media_waste_pkey PRIMARY KEY (file);

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_pkey PRIMARY KEY (post, actor);

ALTER TABLE ONLY public.message_request
    ADD CONSTRAINT message_request_pkey PRIMARY KEY (owner, sender);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.move_follower
    ADD CONSTRAINT move_follower_pkey PRIMARY KEY (from_actor, follower);

ALTER TABLE ONLY public.mute
    ADD CONSTRAINT mute_pkey PRIMARY KEY (actor, target);

ALTER TABLE ONLY public.node
    ADD CONSTRAINT node_pkey PRIMARY KEY (slot);

ALTER TABLE ONLY public.notice_due
    ADD CONSTRAINT notice_due_pkey PRIMARY KEY (actor);

ALTER TABLE ONLY public.notice_preference
    ADD CONSTRAINT notice_preference_pkey PRIMARY KEY (actor, topic);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.own_status_list
    ADD CONSTRAINT own_status_list_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.own_status_list
    ADD CONSTRAINT own_status_list_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_credential_id_key UNIQUE (credential_id);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.peer
    ADD CONSTRAINT peer_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.peer_trust
    ADD CONSTRAINT peer_trust_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_pkey PRIMARY KEY (actor, post);

ALTER TABLE ONLY public.poll_count
    ADD CONSTRAINT poll_count_pkey PRIMARY KEY (poll, choice, profession, specialty);

ALTER TABLE ONLY public.poll_option
    ADD CONSTRAINT poll_option_pkey PRIMARY KEY (poll, "position");

ALTER TABLE ONLY public.poll
    ADD CONSTRAINT poll_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.poll_vote
    ADD CONSTRAINT poll_vote_pkey PRIMARY KEY (poll, number);

ALTER TABLE ONLY public.poll_vote
    ADD CONSTRAINT poll_vote_poll_actor_key UNIQUE (poll, actor);

ALTER TABLE ONLY public.post_citation
    ADD CONSTRAINT post_citation_pkey PRIMARY KEY (post, citation);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_pkey PRIMARY KEY (post, revision);

ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_pkey PRIMARY KEY (actor);

ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT push_subscription_endpoint_key UNIQUE (endpoint);

ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT push_subscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.question_option
    ADD CONSTRAINT question_option_pkey PRIMARY KEY (post, "position");

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.question_vote
    ADD CONSTRAINT question_vote_pkey PRIMARY KEY (post, actor, "position");

ALTER TABLE ONLY public.quiet_case
    ADD CONSTRAINT quiet_case_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.quote_authorization
    ADD CONSTRAINT quote_authorization_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.quote_authorization
    ADD CONSTRAINT quote_authorization_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quote_authorization
    ADD CONSTRAINT quote_authorization_post_quoting_iri_key UNIQUE (post, quoting_iri);

ALTER TABLE ONLY public.quote
    ADD CONSTRAINT quote_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_pkey PRIMARY KEY (post, inbox);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, code_hash);

ALTER TABLE ONLY public.register_claim
    ADD CONSTRAINT register_claim_pkey PRIMARY KEY (hash, actor);

ALTER TABLE ONLY public.response
    ADD CONSTRAINT response_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_pkey PRIMARY KEY (draft);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.security_event
    ADD CONSTRAINT security_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.severance
    ADD CONSTRAINT severance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.severance
    ADD CONSTRAINT severance_target_owner_since_key UNIQUE (target, owner, since);

ALTER TABLE ONLY public.severed
    ADD CONSTRAINT severed_pkey PRIMARY KEY (severance, member, other, follower);

ALTER TABLE ONLY public.sign_on
    ADD CONSTRAINT sign_on_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.specialty_follow
    ADD CONSTRAINT specialty_follow_pkey PRIMARY KEY (actor, specialty);

ALTER TABLE ONLY public.staff_action
    ADD CONSTRAINT staff_action_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_chain
    ADD CONSTRAINT staff_chain_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.status_entry
    ADD CONSTRAINT status_entry_pkey PRIMARY KEY (entry);

ALTER TABLE ONLY public.status_list
    ADD CONSTRAINT status_list_pkey PRIMARY KEY (iri);

ALTER TABLE ONLY public.throttle
    ADD CONSTRAINT throttle_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.tombstone
    ADD CONSTRAINT tombstone_pkey PRIMARY KEY (iri);

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_actor_key UNIQUE (actor);

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_email_lower_key UNIQUE (email_lower);

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_name_lower_key UNIQUE (name_lower);

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.user_domain_block
    ADD CONSTRAINT user_domain_block_pkey PRIMARY KEY (actor, host);

ALTER TABLE ONLY public.verification_document
    ADD CONSTRAINT verification_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.verification_message
    ADD CONSTRAINT verification_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.verification_step
    ADD CONSTRAINT verification_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.verification_view
    ADD CONSTRAINT verification_view_pkey PRIMARY KEY (document, actor, whole);

ALTER TABLE ONLY public.withdrawal
    ADD CONSTRAINT withdrawal_pkey PRIMARY KEY (post);

CREATE INDEX access_token_actor ON public.access_token USING btree (actor);

CREATE INDEX actor_avatar ON public.actor USING btree (avatar) WHERE (avatar <> 0);

CREATE INDEX actor_fields_due ON public.actor USING btree (fields_due) WHERE (fields_due IS NOT NULL);

CREATE UNIQUE INDEX actor_handle ON public.actor USING btree (name_lower, host);

CREATE INDEX actor_header ON public.actor USING btree (header) WHERE (header <> 0);

CREATE INDEX actor_home ON public.actor USING btree (home);

CREATE INDEX actor_host ON public.actor USING btree (host);

CREATE INDEX actor_key_actor ON public.actor_key USING btree (actor);

CREATE INDEX actor_key_signs ON public.actor_key USING btree (signs) WHERE (signs IS NOT NULL);

CREATE INDEX actor_user ON public.actor USING btree (user_id);

CREATE INDEX also_accepted_answer ON public.also_accepted USING btree (answer);

CREATE INDEX appeal_open ON public.appeal USING btree (created) WHERE (decided IS NULL);

CREATE INDEX block_target ON public.block USING btree (target, actor);

CREATE INDEX bookmark_actor ON public.bookmark USING btree (actor, id);

CREATE INDEX case_event_post ON public.case_event USING btree (post, id);

CREATE INDEX case_specialty_specialty ON public.case_specialty USING btree (specialty, post);

CREATE INDEX case_text_words ON public.case_text USING gin (words);

CREATE INDEX challenge_end ON public.challenge USING btree (expires);

CREATE INDEX citation_checked ON public.citation USING btree (checked) WHERE (status <> ''::text);

CREATE INDEX clinical_case_age_band ON public.clinical_case USING btree (age_band, post);

CREATE INDEX clinical_case_certainty ON public.clinical_case USING btree (certainty, post) WHERE (certainty <> ''::text);

CREATE INDEX clinical_case_status ON public.clinical_case USING btree (status, post);

CREATE INDEX collected_post ON public.collected USING btree (post);

CREATE INDEX collection_owner ON public.collection USING btree (owner, id);

CREATE INDEX collection_shared ON public.collection USING btree (id) WHERE shared;

CREATE INDEX conversation_item_host ON public.conversation_item USING btree (host, seen);

CREATE INDEX conversation_item_seen ON public.conversation_item USING btree (seen);

CREATE INDEX conversation_read_asked ON public.conversation_read USING btree (asked);

CREATE INDEX credential_level ON public.credential USING btree (level, actor) WHERE ((state = 'active'::text) AND (issuer = ''::text));

CREATE INDEX credential_profession ON public.credential USING btree (profession, actor);

CREATE INDEX credential_status ON public.credential USING btree (status_list, status_index) WHERE (status_list <> ''::text);

CREATE INDEX credential_until ON public.credential USING btree (valid_until) WHERE (state = 'active'::text);

CREATE INDEX custom_emoji_fetched ON public.custom_emoji USING btree (fetched) WHERE (fetched IS NOT NULL);

CREATE UNIQUE INDEX custom_emoji_local ON public.custom_emoji USING btree (shortcode) WHERE (local AND (retired IS NULL));

CREATE INDEX decision_person ON public.decision USING btree (person, id);

CREATE INDEX decision_until ON public.decision USING btree (until) WHERE ((until IS NOT NULL) AND (told IS NULL));

CREATE INDEX domain_import_created ON public.domain_import USING btree (created);

CREATE INDEX draft_media_media ON public.draft_media USING btree (media);

CREATE INDEX draft_owner ON public.draft USING btree (owner, id);

CREATE INDEX evidence_actor ON public.evidence USING btree (actor);

CREATE INDEX evidence_until ON public.evidence USING btree (valid_until) WHERE ((withdrawn IS NULL) AND (valid_until IS NOT NULL));

CREATE INDEX filter_keyword_filter ON public.filter_keyword USING btree (filter);

CREATE INDEX filter_owner ON public.filter USING btree (owner, id);

CREATE UNIQUE INDEX filter_post_once ON public.filter_post USING btree (filter, post);

CREATE INDEX flag_post_post ON public.flag_post USING btree (post);

CREATE INDEX flag_reporter ON public.flag USING btree (reporter, outcome, resolved);

CREATE INDEX follow_followed ON public.follow USING btree (followed, state, follower);

CREATE UNIQUE INDEX follow_iri ON public.follow USING btree (iri);

CREATE INDEX gate_decision_author ON public.gate_decision USING btree (author);

CREATE INDEX gate_decision_draft ON public.gate_decision USING btree (draft);

CREATE INDEX gate_decision_post ON public.gate_decision USING btree (post);

CREATE INDEX group_ban_actor ON public.group_ban USING btree (actor);

CREATE INDEX group_moderator_actor ON public.group_moderator USING btree (actor);

CREATE INDEX group_post_pinned ON public.group_post USING btree (grp, pinned) WHERE (pinned IS NOT NULL);

CREATE INDEX group_post_post ON public.group_post USING btree (post);

CREATE INDEX group_wrap_created ON public.group_wrap USING btree (created);

CREATE INDEX group_wrap_post ON public.group_wrap USING btree (post) WHERE (body IS NOT NULL);

CREATE INDEX hand_over_to ON public.hand_over USING btree (to_actor, post);

CREATE INDEX hashtag_post ON public.hashtag USING btree (post);

CREATE UNIQUE INDEX home_entry_once ON public.home_entry USING btree (owner, post);

CREATE INDEX home_entry_post ON public.home_entry USING btree (post);

CREATE INDEX identity_check ON public.identity USING btree (check_at) WHERE (check_at IS NOT NULL);

CREATE INDEX job_lane ON public.job USING btree (lane, id);

CREATE INDEX key_change_actor ON public.key_change USING btree (actor);

CREATE INDEX key_change_created ON public.key_change USING btree (created);

CREATE INDEX lane_failing ON public.lane USING btree (due_at) WHERE (fails > 0);

CREATE INDEX lane_well ON public.lane USING btree (due_at) WHERE (fails = 0);

CREATE INDEX liking_actor ON public.liking USING btree (actor, id);

CREATE INDEX liking_post ON public.liking USING btree (post, id);

CREATE UNIQUE INDEX mail_proof_mailbox ON public.mail_proof USING btree (mailbox) WHERE (proved IS NOT NULL);

CREATE INDEX mail_proof_until ON public.mail_proof USING btree (valid_until) WHERE (proved IS NOT NULL);

CREATE INDEX media_fetched ON public.media USING btree (fetched) WHERE (fetched IS NOT NULL);

CREATE INDEX media_file ON public.media USING btree (file);

CREATE INDEX media_loose ON public.media USING btree (created) WHERE (post = 0);

CREATE INDEX media_owner_fetched ON public.media USING btree (owner) WHERE (fetched IS NOT NULL);

CREATE INDEX media_post ON public.media USING btree (post);

CREATE INDEX media_small ON public.media USING btree (small);

CREATE INDEX mention_actor ON public.mention USING btree (actor, post);

CREATE INDEX message_request_waiting ON public.message_request USING btree (owner, post) WHERE (state = 'waiting'::text);

CREATE INDEX notice_due_daily ON public.notice_due USING btree (daily) WHERE (daily IS NOT NULL);

CREATE INDEX notice_due_soon ON public.notice_due USING btree (soon) WHERE (soon IS NOT NULL);

CREATE INDEX notification_actor ON public.notification USING btree (actor);

CREATE UNIQUE INDEX notification_once ON public.notification USING btree (owner, kind, actor, post);

CREATE INDEX notification_owner ON public.notification USING btree (owner, id);

CREATE INDEX notification_post ON public.notification USING btree (post) WHERE (post <> 0);

CREATE INDEX notification_unread ON public.notification USING btree (owner, id) WHERE (read IS NULL);

CREATE INDEX passkey_login ON public.passkey USING btree (user_id);

CREATE INDEX peer_software ON public.peer USING btree (software);

CREATE INDEX pin_post ON public.pin USING btree (post);

CREATE INDEX poll_vote_actor ON public.poll_vote USING btree (actor);

CREATE UNIQUE INDEX post_announced_once ON public.post USING btree (author, of_post) WHERE ((of_post <> 0) AND (deleted IS NULL));

CREATE INDEX post_author ON public.post USING btree (author, id);

CREATE INDEX post_case ON public.post USING btree (id) WHERE ((kind = 'case'::text) AND (deleted IS NULL));

CREATE INDEX post_citation_citation ON public.post_citation USING btree (citation);

CREATE INDEX post_clinicians ON public.post USING btree (author, id) WHERE (audience = 'clinicians'::text);

CREATE INDEX post_in_group ON public.post USING btree (in_group, id) WHERE (in_group <> 0);

CREATE INDEX post_of ON public.post USING btree (of_post, author) WHERE (of_post <> 0);

CREATE INDEX post_orphan ON public.post USING btree (parent_iri) WHERE ((parent = 0) AND (parent_iri IS NOT NULL));

CREATE INDEX post_parent ON public.post USING btree (parent) WHERE (parent <> 0);

CREATE INDEX post_public ON public.post USING btree (id) WHERE ((audience = 'public'::text) AND (deleted IS NULL) AND (kind <> 'announce'::text));

CREATE INDEX post_public_local ON public.post USING btree (id) WHERE ((audience = 'public'::text) AND (deleted IS NULL) AND (kind <> 'announce'::text) AND local);

CREATE INDEX post_root ON public.post USING btree (root, id);

CREATE INDEX practice_listed ON public.practice USING btree (actor) WHERE listed;

CREATE INDEX push_subscription_owner ON public.push_subscription USING btree (owner);

CREATE INDEX push_subscription_session ON public.push_subscription USING btree (session);

CREATE INDEX question_running ON public.question USING btree (closes) WHERE (ended IS NULL);

CREATE INDEX question_stale ON public.question USING btree (told) WHERE stale;

CREATE INDEX question_vote_actor ON public.question_vote USING btree (actor);

CREATE INDEX quote_authorization_of ON public.quote USING btree (authorization_iri) WHERE (authorization_iri IS NOT NULL);

CREATE INDEX quote_authorization_quoting ON public.quote_authorization USING btree (quoting_iri);

CREATE INDEX quote_quoted ON public.quote USING btree (quoted, post) WHERE (quoted <> 0);

CREATE INDEX quote_quoted_iri ON public.quote USING btree (quoted_iri) WHERE (quoted = 0);

CREATE INDEX quote_request ON public.quote USING btree (request_iri) WHERE (request_iri IS NOT NULL);

CREATE INDEX receipt_received ON public.receipt USING btree (received);

CREATE UNIQUE INDEX register_claim_holder ON public.register_claim USING btree (hash) WHERE holder;

CREATE INDEX security_event_login ON public.security_event USING btree (user_id, id);

CREATE INDEX session_login ON public.session USING btree (user_id);

CREATE INDEX severed_member ON public.severed USING btree (member, severance);

CREATE INDEX sign_on_end ON public.sign_on USING btree (expires);

CREATE INDEX specialty_follow_specialty ON public.specialty_follow USING btree (specialty, actor);

CREATE UNIQUE INDEX staff_action_place ON public.staff_action USING btree (place) WHERE (place IS NOT NULL);

CREATE INDEX staff_action_subject ON public.staff_action USING btree (subject, id);

CREATE INDEX status_entry_actor ON public.status_entry USING btree (actor);

CREATE INDEX status_entry_revoked ON public.status_entry USING btree (entry) WHERE (revoked IS NOT NULL);

CREATE INDEX throttle_started ON public.throttle USING btree (started);

CREATE INDEX user_account_departs ON public.user_account USING btree (departs) WHERE (departs IS NOT NULL);

CREATE INDEX user_account_state ON public.user_account USING btree (state, id);

CREATE INDEX verification_actor ON public.verification USING btree (actor, id);

CREATE INDEX verification_document_hash ON public.verification_document USING btree (sha256);

CREATE INDEX verification_document_of ON public.verification_document USING btree (verification, id);

CREATE UNIQUE INDEX verification_live ON public.verification USING btree (actor) WHERE (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'asked'::text, 'seconded'::text, 'appealed'::text]));

CREATE INDEX verification_message_of ON public.verification_message USING btree (verification, id);

CREATE INDEX verification_number ON public.verification USING btree (number_hash) WHERE (number_hash IS NOT NULL);

CREATE INDEX verification_state ON public.verification USING btree (state, submitted);

CREATE INDEX verification_step_of ON public.verification_step USING btree (verification, id);

CREATE TRIGGER staff_action_unchanged BEFORE DELETE OR UPDATE ON public.staff_action FOR EACH ROW WHEN ((old.place IS NOT NULL)) EXECUTE FUNCTION public.staff_action_stays();

ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_application_fkey FOREIGN KEY (application) REFERENCES public.application(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.actor_key
    ADD CONSTRAINT actor_key_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.also_accepted
    ADD CONSTRAINT also_accepted_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_decision_fkey FOREIGN KEY (decision) REFERENCES public.decision(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.approval
    ADD CONSTRAINT approval_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.authorization_code
    ADD CONSTRAINT authorization_code_application_fkey FOREIGN KEY (application) REFERENCES public.application(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_target_fkey FOREIGN KEY (target) REFERENCES public.actor(id);

ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.case_code
    ADD CONSTRAINT case_code_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.case_consent
    ADD CONSTRAINT case_consent_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.case_event
    ADD CONSTRAINT case_event_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.case_specialty
    ADD CONSTRAINT case_specialty_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.case_text
    ADD CONSTRAINT case_text_docid_fkey FOREIGN KEY (docid) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.clinical_case
    ADD CONSTRAINT clinical_case_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.collected
    ADD CONSTRAINT collected_collection_fkey FOREIGN KEY (collection) REFERENCES public.collection(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.collected
    ADD CONSTRAINT collected_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.collection
    ADD CONSTRAINT collection_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);

ALTER TABLE ONLY public.conversation_item
    ADD CONSTRAINT conversation_item_post_fkey FOREIGN KEY (post) REFERENCES public.conversation_read(post) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation_read
    ADD CONSTRAINT conversation_read_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_person_fkey FOREIGN KEY (person) REFERENCES public.actor(id);

ALTER TABLE ONLY public.destroyed_version
    ADD CONSTRAINT destroyed_version_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.domain_listing
    ADD CONSTRAINT domain_listing_subscription_fkey FOREIGN KEY (subscription) REFERENCES public.domain_subscription(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft_media
    ADD CONSTRAINT draft_media_draft_fkey FOREIGN KEY (draft) REFERENCES public.draft(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft_media
    ADD CONSTRAINT draft_media_media_fkey FOREIGN KEY (media) REFERENCES public.media(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.featured_tag
    ADD CONSTRAINT featured_tag_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.filter_keyword
    ADD CONSTRAINT filter_keyword_filter_fkey FOREIGN KEY (filter) REFERENCES public.filter(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.filter
    ADD CONSTRAINT filter_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);

ALTER TABLE ONLY public.filter_post
    ADD CONSTRAINT filter_post_filter_fkey FOREIGN KEY (filter) REFERENCES public.filter(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.flag_post
    ADD CONSTRAINT flag_post_flag_fkey FOREIGN KEY (flag) REFERENCES public.flag(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_reporter_fkey FOREIGN KEY (reporter) REFERENCES public.actor(id);

ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_target_fkey FOREIGN KEY (target) REFERENCES public.actor(id);

ALTER TABLE ONLY public.follow
    ADD CONSTRAINT follow_followed_fkey FOREIGN KEY (followed) REFERENCES public.actor(id);

ALTER TABLE ONLY public.follow
    ADD CONSTRAINT follow_follower_fkey FOREIGN KEY (follower) REFERENCES public.actor(id);

ALTER TABLE ONLY public.gate_decision
    ADD CONSTRAINT gate_decision_author_fkey FOREIGN KEY (author) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.group_ban
    ADD CONSTRAINT group_ban_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.group_ban
    ADD CONSTRAINT group_ban_grp_fkey FOREIGN KEY (grp) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.group_moderator
    ADD CONSTRAINT group_moderator_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.group_moderator
    ADD CONSTRAINT group_moderator_grp_fkey FOREIGN KEY (grp) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.group_post
    ADD CONSTRAINT group_post_grp_fkey FOREIGN KEY (grp) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.group_post
    ADD CONSTRAINT group_post_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.group_wrap
    ADD CONSTRAINT group_wrap_grp_fkey FOREIGN KEY (grp) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.half_sign_in
    ADD CONSTRAINT half_sign_in_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hand_over
    ADD CONSTRAINT hand_over_from_actor_fkey FOREIGN KEY (from_actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hand_over
    ADD CONSTRAINT hand_over_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hand_over
    ADD CONSTRAINT hand_over_to_actor_fkey FOREIGN KEY (to_actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hashtag
    ADD CONSTRAINT hashtag_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hiding
    ADD CONSTRAINT hiding_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.key_change
    ADD CONSTRAINT key_change_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.local_group
    ADD CONSTRAINT local_group_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mail_proof
    ADD CONSTRAINT mail_proof_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.marker
    ADD CONSTRAINT marker_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message_request
    ADD CONSTRAINT message_request_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);

ALTER TABLE ONLY public.message_request
    ADD CONSTRAINT message_request_sender_fkey FOREIGN KEY (sender) REFERENCES public.actor(id);

ALTER TABLE ONLY public.move_follower
    ADD CONSTRAINT move_follower_follower_fkey FOREIGN KEY (follower) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.move_follower
    ADD CONSTRAINT move_follower_from_actor_fkey FOREIGN KEY (from_actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.move_follower
    ADD CONSTRAINT move_follower_to_actor_fkey FOREIGN KEY (to_actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mute
    ADD CONSTRAINT mute_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.mute
    ADD CONSTRAINT mute_target_fkey FOREIGN KEY (target) REFERENCES public.actor(id);

ALTER TABLE ONLY public.notice_due
    ADD CONSTRAINT notice_due_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice_preference
    ADD CONSTRAINT notice_preference_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.poll_count
    ADD CONSTRAINT poll_count_poll_fkey FOREIGN KEY (poll) REFERENCES public.poll(post) ON DELETE CASCADE;

ALTER TABLE ONLY public.poll_option
    ADD CONSTRAINT poll_option_poll_fkey FOREIGN KEY (poll) REFERENCES public.poll(post) ON DELETE CASCADE;

ALTER TABLE ONLY public.poll
    ADD CONSTRAINT poll_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.poll_vote
    ADD CONSTRAINT poll_vote_poll_fkey FOREIGN KEY (poll) REFERENCES public.poll(post) ON DELETE CASCADE;

ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_author_fkey FOREIGN KEY (author) REFERENCES public.actor(id);

ALTER TABLE ONLY public.post_citation
    ADD CONSTRAINT post_citation_citation_fkey FOREIGN KEY (citation) REFERENCES public.citation(id);

ALTER TABLE ONLY public.post_citation
    ADD CONSTRAINT post_citation_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT push_subscription_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT push_subscription_session_fkey FOREIGN KEY (session) REFERENCES public.session(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question_option
    ADD CONSTRAINT question_option_post_fkey FOREIGN KEY (post) REFERENCES public.question(post) ON DELETE CASCADE;

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question_vote
    ADD CONSTRAINT question_vote_post_fkey FOREIGN KEY (post) REFERENCES public.question(post) ON DELETE CASCADE;

ALTER TABLE ONLY public.quiet_case
    ADD CONSTRAINT quiet_case_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.quote_authorization
    ADD CONSTRAINT quote_authorization_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.quote
    ADD CONSTRAINT quote_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.register_claim
    ADD CONSTRAINT register_claim_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.response
    ADD CONSTRAINT response_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_draft_fkey FOREIGN KEY (draft) REFERENCES public.draft(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.security_event
    ADD CONSTRAINT security_event_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.severed
    ADD CONSTRAINT severed_member_fkey FOREIGN KEY (member) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.severed
    ADD CONSTRAINT severed_other_fkey FOREIGN KEY (other) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.severed
    ADD CONSTRAINT severed_severance_fkey FOREIGN KEY (severance) REFERENCES public.severance(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.specialty_follow
    ADD CONSTRAINT specialty_follow_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.user_domain_block
    ADD CONSTRAINT user_domain_block_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.verification_document
    ADD CONSTRAINT verification_document_verification_fkey FOREIGN KEY (verification) REFERENCES public.verification(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.verification_message
    ADD CONSTRAINT verification_message_verification_fkey FOREIGN KEY (verification) REFERENCES public.verification(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.verification_step
    ADD CONSTRAINT verification_step_verification_fkey FOREIGN KEY (verification) REFERENCES public.verification(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.verification_view
    ADD CONSTRAINT verification_view_document_fkey FOREIGN KEY (document) REFERENCES public.verification_document(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.withdrawal
    ADD CONSTRAINT withdrawal_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

