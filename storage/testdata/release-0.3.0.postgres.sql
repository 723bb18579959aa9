
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
    sanctions text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.actor_key (
    iri text NOT NULL COLLATE pg_catalog."C",
    actor bigint NOT NULL,
    algorithm text NOT NULL COLLATE pg_catalog."C",
    public bytea NOT NULL,
    sealed_private bytea,
    created bigint NOT NULL,
    retired bigint
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

CREATE TABLE public.domain_rule (
    host text NOT NULL COLLATE pg_catalog."C",
    severity text NOT NULL COLLATE pg_catalog."C",
    public_comment text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    private_comment text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    made_by bigint DEFAULT 0 NOT NULL
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
    hidden bigint
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
    p.hidden
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
    last_failure bigint
);

CREATE TABLE public.peer_trust (
    host text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    min_level integer DEFAULT 3 NOT NULL,
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    made_by bigint DEFAULT 0 NOT NULL
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

CREATE TABLE public.quiet_case (
    post bigint NOT NULL
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
    created bigint NOT NULL
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

INSERT INTO public.actor VALUES (117659450851590144, 'https://here.example/actor', 'Application', 'here.example', 'here.example', '', NULL, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/about', 'https://here.example/actor/inbox', 'https://here.example/inbox', 'https://here.example/actor/outbox', NULL, NULL, NULL, 1795340741754, NULL, NULL, NULL, 1, 0, 0, 0, '', '', '', NULL, NULL, '');
INSERT INTO public.actor VALUES (117659450858209280, 'https://there.example/users/tess', 'Person', 'tess', 'tess', 'there.example', NULL, false, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://there.example/@tess', 'https://there.example/users/tess/inbox', 'https://there.example/inbox', 'https://there.example/users/tess/outbox', 'https://there.example/users/tess/followers', 'https://there.example/users/tess/following', NULL, 1795340741855, 1795340741855, NULL, NULL, 1, 0, 0, 1, '', '', '', NULL, NULL, '');
INSERT INTO public.actor VALUES (117659450853883905, 'https://here.example/users/ana', 'Person', 'ana', 'ana', '', 117659450853883904, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ana', 'https://here.example/users/ana/inbox', 'https://here.example/inbox', 'https://here.example/users/ana/outbox', 'https://here.example/users/ana/followers', 'https://here.example/users/ana/following', 'https://here.example/users/ana/collections/featured', 1795340741789, NULL, NULL, NULL, 1, 3, 2, 0, '', '', '', NULL, NULL, '');
INSERT INTO public.actor VALUES (117659450857553921, 'https://here.example/users/ben', 'Person', 'ben', 'ben', '', 117659450857553920, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ben', 'https://here.example/users/ben/inbox', 'https://here.example/inbox', 'https://here.example/users/ben/outbox', 'https://here.example/users/ben/followers', 'https://here.example/users/ben/following', 'https://here.example/users/ben/collections/featured', 1795340741845, NULL, NULL, NULL, 2, 2, 0, 1, '{"profession":"physician","specialties":["cardiology"],"level":3,"method":"documents","jurisdiction":"DE","confirmed_by":"here.example","confirmed":"2026-11-22T09:45:41.846Z","until":"2027-11-22T09:45:41.846Z","state":"active"}', '', '', NULL, NULL, '');

INSERT INTO public.actor_key VALUES ('https://here.example/actor#main-key', 117659450851590144, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100b48b23243dbad664cd01585b6c2e6d3458c7f5ede469db07dab1e594e6a303e10a8555860b46d921bc10f335abfca9fd071c5a0d2479564f1ff4608d3b6edbc2cde6a95f7941f785f3ace6162b5a43772297707ed31f7756722dcddcec97aa17bcaffa19467e27bd4940aceb171facda063023a3b5c8986fd8e3e0727a7248e08a652ca8e287f21b7a6521f961de5ab290a7f45247c59f1301cbea29436570440bbd0f1634ada2aacae9b05f830985ae4dcdb0e3fb263f79cd14e7739a475f9c8d9d5d8fb3065d69292332882743eb9a8306181e0fecf34be5019c08960ae49ae7f9b044035f1920b80ac270425e512feb5e58dca610393369cbea7d9c77b6f70203010001', '\x74ee3fd5f369dbd2fb1cc0f03b5d9957eae91faaa77e8ad184757ee7efd36ecce859e18f030348ac6a7670b41d505b47b2bc7ed61e6105d8c37fda45cb5b47361654e7a6c049e0d235c35998b178beeb54dcc08403e798586e9acf56a77f90bcdcfa6acb390298e7a11cc42f2a2d4591e62bec22f7fc4e15bd2bf369161c3614788b619b39bae10728d86fa098b348c55386307c690d78219862afc3af90a6fb147d28b3c2b4db7cd4d82ade78d2c020beb60571c69e0d66bf81f8146dea0279d050d1c791a3a192a70a455921541e972a03f9dfa0831c2e05ca3fac359065da59f12ff0987b3599a1cbc1609852d8996324f2fe4a17ed5576adda56d122ab31c57f23dc47e2352b4d1e6f9036e03eb6dffb3095f7a626a7223711ec231de7376f1903bfd1e1858c0de8c82a6b3db248bf12c9e2089f130376ccb73050751928c97b5d7954c15efcce973f8737a93d19495ddef0d6042f874c834ac56aaa50d84f2197eae8e7d44d6e3aef615d5ae5b82848d4202817d84986d6ae19635771ea740704c4b3fd5cc29cc323f2406c86ff9a32c794bc0c26456c6dfea9d29a0dd99f4c93e932b0751f7aa07fd3e9273b5f1464c3ffbb2da89dff381b383d98b4085374ab0214db3a766d44bd07358b4d2b537575e38754de390ccebe37dec4811ac869504bf13da4f9392da4877cb55bd23c79a87c620c0ec0b6c91deb6e5f42af33350346010affac9ca87042e48411f4c5112ce9283a00d04ba640398d3829cd7b56cdae958659fa3b7be5d9da03ae4435564fe1ffea28da05847affdf8ce2a1db5ef286ed443a29584b7642c9abe87f6ee78ea7e40829e2319fe623ab508c0c510a81433eb84f106ae19b8029eb85c542ab4e55dd07efbc464d514390cc6e48d48d446d1bd43dff76088b19e9403c1689b14fb15c08687a45bbc94e9c5bb1b9bf5ab3328d5c85cfbedd80ad28efc764ccafb4fbae97e4f53b1e513b9de7b6cc84686993afcdbe0c87f86e1faaaff6b5807a45959a1086c76452ea32599053bd9ab7230a2ec1a35e4f018ebd5b883353f632b3d4edeed04cd3ed8baffdc8a2f0c753a4f64e8ba49929c06570de544b8004bc014c557d02bbc44f562d0e6a94849d3e064fc3fedf94c86290629b7c7755ab2f045f571de5a51146d19f00990b912c4d4ecf3b85b834dbd6c31833b880fb5fab4719b9d594c71221d300a85d3befce83f1890831f017202821ff4be8e63f85d5e8215a2f8571cba5d0b75ad10b5a5f1d9c81476192788bc3af3bf384b0dee7acd270ca73212fe53e850878f5ee33c8751017188625becdb91dcf78e4cbe487c32aa36288d23cc3e215172f8fdcb4b7eb6ae17f41c535ca8d62a8e23ba4524d0deb656984d92c3cffd7e514c064d79ec2cb790ef0726d5edbf230935e4ae0535dd50dce638c531226711ff9598f4ef92e2720e68e2665c1e23c8c11871a55f77e44dd372fe327730f41d29b59ae6d4d7fc85d14a637d20ed025c05d0295cefadc867bc01ee48bf7d0e8469cf0daa051522b1fed1fd6dc6dfef427e2d08e432d7b310f1ea713b6ffa4fe38ba2f42b5e510a3a14a1df8bc0a1da8df03d50a1be64ebb12973acac9b64aeef4c0a574ec50c09a0c401e2f3348492d08ac603fb72ea103dbfa2ff67a227ff6b14124c03bd301d41b1fde0ed58e69f59808a0e99801483fbd6d83030a965e5e10464aeb08d530ffb0a21eae926b74185c7f8ef962c30c148c316d6aac3ee82695de5896', 1795340741754, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/actor#ed25519-key', 117659450851590144, 'ed25519', '\x302a300506032b6570032100cf1514c21b965cdc844f170efe1f9b1f9bd4b6da04b55909852d85d18b3396ae', '\x77fe8fbd49ba7b7e1078b10a115930db5d82a6231b9c826eaa67b02beda1b18e33eb4ce9d347d5a342c99adbf35219ba465fb611da3d6bde0bd8ab298fe9da6be6b62d21a7548f8e5bec02ea', 1795340741754, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#main-key', 117659450853883905, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100c085441fc77f51855b60a3d1472c66da36de7c48d33693349aa7259330db77f141705fbb33f1c95d0ea58216afc7a4b8738c8809b64efc8d9748c2409fdab2e4cca6f085627fa8c30ca1392404979a063a6d22f96ac1c618a64c71e10824496becce855ee0ce86d2b9b4c7299dc6435a40d9f06f5b591b4a2e2168e60cad1fc100259187861baf3a3f7323d6c8792d84e11d544b9c7b24ea87842c3e56019ac637287bba5489e28c5f769897be83f72fc981e70899a134879e28bfabc15365d838c2f76006a3a4efbb4e235efbb2b0cb4eaf94cbd5af303eec1f7bd6b4ad352e82cbbeefc74efdc2affdc2ae9963c030241e4bbd9f2e5ca6712edf3e2bff3e230203010001', '\xd7dd73f4510ca73c938bcbf705d9b0c7bed5245a12040d2d3c9a2e6b1046a371b77d17eca97f6c7eff305e270231cea4de67679715a6a0c6d8200d95b30766d6ff95af1643074a9ab725db1f44aae75051ce017fa812b51658197b36c43709d73ec0b8c807ec70d1e25dffed516bd2346cdea8352a9e87cfba1302f02343062ad304cfe677a380ad42364166ad7d26d6aee8aa1c27a5a2874910e8ceb9c811f6e57e981b2faf05a0e84eb42ce1877c76d5f83bb4b2f4e59d16e7cc0f0a0b64fc433b0a4a48ea3c5b59a51850ec8e3624e6672f52236d242f3399c1c6c45ee0959a6bbd268642dad87f7675688f1d52cb541b518b0999222fca787fa325ac64600fd7cd1a0d8f00f14f3490fa5d66be6c322a96e309f505c55684bd8c96f2f2046884f1d428222c91f2fe043ed6a1c3573d80012c96f2dc8f5ae18fa81e840e11403b46f0435292e4a9146a2776c9537c71273b410ef1ed2768837f56d563aa82218447f3a3c61e99c21f96583dd3851d1d84ed1c5c7f0d88db299576bcb98a29e687f7e653c89f49eb623b1adffd2c96777d59213c7d60e6e1a9141bf4772625358f6fb9cd2c56d127f8094b892ef8fa5ef6d52da501b8d979946db91888d52b8c800a49c9e54008963b2ff5883f0097c6da8873356d1362e5466cbf5ff0f20c82c4abd8e8bbeb50daf66dc7eb420d50a8519791f81635904786c6482de9d1fd9044c8ffb877b58c2abfe3c7c409a2c1ed752dd723c12306859aac4e4a4d3b42078fe92319ce5163a4bfc324ef0a1069f89da394397dc151a51cc099f0ca76d32a42e5935870ce4149eec3002b71e378bb972d2e4c8ab30777aeae0434aacd4931cbc04175804833a219dcd85b048c0ede5b53925e2be1e5d6b5b7a9a59ed1c948db3ab379d418931d2c0b8972c5c1a062371497a1bd0762afa5d635337b12b9133ecb0abc61e2155ccafd949ef28cadfa7c2520990c785f8e18bd25d771c27d6640551c8d67045165f318df818fbb145076c5857cc58279293a964f05bbd7e2c7bc1fa3c879645fe0d292f22bc9437b7e950c48532062d50c2e83e892b38978521912c463059105f95eb133f78be51ccbcb2c739bb119cffcb8394d029c05f20261504d18fe857b5810f58a7e447af3d37c0458a80a655b7b1bd921b5e7edd0b76d4831618ce3480ddd3f8fdec2b0292d7b61f7efd3c05fada927b3e92f66c6e0a938439bbe885700dd4ef67570c6df896ba4e0ba9e6852a229908bd3743e54cfc4804a2008ee87eb3ab35c6c23f17345ad29bfb907760d8dde4e19df9b05fbe688ffdc32e5f9b34d9a056cdf0006a469962c1f0d2847a4508415ccac960f99e049729fe61f9f72cf81b8f77db272da5846be0b21536289499c3bc48b7d661ecf1fd990042b212ae2f3085fa5539c2f00c1ec1d9921556d477337ad5819f33a0cd6a605f57eb7aa8f0a61ae86a4a3a669bcca4b8728e35230bff0489a30a78012200b47132558a6a80cc8a6c6a5b158a0bc46d91a24f13a2fe0311ead08d8028c05e5ab90e31738df465f71a1a4b0d375f8cbe2c6e2625ae2a8758f2652d0bcb6832f17b7e782c544ebf2411d09596c77b047c257a6397a3d1b33b1c65236db810e8b26b44b4635177916c36d71b053ccbcb372b4e72f65351b666a3dc36f10a330c3b143c8216a212c37a5ba9550fb13a5d38ec9c241e0b8834e2a4242c8c78752342b71bd7ef7d7909cf4bcb8cd196cca58214d31e478c68bcfd0c618', 1795340741789, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#ed25519-key', 117659450853883905, 'ed25519', '\x302a300506032b6570032100e12f9fd7a84d811d905c5ac124622d5e22ec13428a169b659a081195c6756d1e', '\x2fd5180b7da972c91b86223705bc1089c96f7b3edcb28e23cb58c99a33ffaf1ee28e08a94793ddabffafe3316af70cfe11f0c14dfc7d36b188c6e279cc73fc74bbcc6b7e42dba6032e0004cf', 1795340741789, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#main-key', 117659450857553921, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100c4881682db951e5e974fbe9225c92a3474424b89ea25f9e550237380b8dbde108ac1e5879647f5b92a54e06f47dff2e666569d448bc8c55f785fd6db4bfaba1e195a318369ad809eff328163e32f9e7e3be699bfabbb5154da2923eb0ee6e3cd098c8cc709f6930de4ae2b580d66fca3a5704f2d484395ebba9e6df0b7d11dea9505d9634c230b0a96d733004d9704a19d902e333c3be36c8c0b184eec83621104e5e05b047737760ca6f850e5f78067ad532204fded0c96b8f443fe3504b2db92483652b3ea5663f23bbc439d2d7a9558e12e3d6691836c63fb94933f85528517ba51aca0c2751cb61c6e6069cc600e85c59670d4c8a1ce9f5b514fd6a0a06d0203010001', '\xf86708294825d57cf8501830abca8dd1e79979a10c42e0018c605490332e1c4bac3004633ba13d523cc63b8bfc724e551659c00ca8bb94ffeb9bc657bffd1688d0f6889013f8a28baf11c0c528324192f62f42712f92d2afb6b3431107476da8be246abfa1c0c76ed9690479c8c8d70ff83ea980722f5ab7429f4e874dffaca4271bd2c00cb441e1f4ba2eda92116f1bf8d308a870842d159e4e767a80b5abe96dc56f640ad63b49be1b3252b947cac4cdd2efade9a4bd54433ccf119ccebf255fa9781f288c83c7dd388f4f7a261d17e70dc498f85ee7c7eace0f11ab28ce56f0cbfce093f459878132f5df824e2d8028ebb4e405b9632a4619efb79330b49810d7b10116069628fe6e1733fea253f81c2808cef8ae7dc403dd3b806438ee79681dc69d0cd819e19b34eb9d60de2e489392bda2a2dbc10b0932e6e28bdb02ae73f6d29c4234b9948178243e1f3443ec286c319055a74566af950ea9d57449af6f595297da89cb107a831494ba7ed0b3b909865c164027e2b0bd03241acaf1767d5e16245ccd5b9290a77b25ba304b4274ef993d814b0167f29ceed1f6c0e4d6fc44276b04040e80a0189a53c4cbf25a9d99cfb5d403ecdc81150c046a62a1916cb3b0cfae0282c9fef6e951c7974f55f486e564eda39655c9942b82f8db7125ec5a1b8740262509c045f7967984aa51b3e302c1871b8b8bf814d17928246745ec0c2e675525794c8de6b00a6a4b7956ca800661db8382cd1a9fa2d7cf0cf073853721de2ea9aa8a7632fb4f9f554a2c89df999009b014cccb2756a297c2ac697719ca1a11ffb1e8e6d83b8dc332bb42256b06f820bb518b31023d05a99d451ade55946cc0fdfef8c7902fd12341b7436cd2f01b9362a7dea577c6559dac4726c0d4c64955f5caaf7fe22634710b5897168c096e09e29a3d9df6dcdd9ba73212db28801d715d4155556ba9c3b56d9ba214b911cad04ee2adfbe46df5b4f04eb3484b0b6a68eb44bae390d37965005156995d205abdb9a65657512b5b5698497d23bb0c8f998dffa15ceec2a196d717758959d7ad47433bf2c44d1287a3d32a0e13b81b862e1711a406994e58171906d1fb96b34052da471231ca1a4da8e8523780ad69300c6fb1bcf56689bcc4720d59d3a601ef5b759c70e67af7861d871f168b288ecbb760449c15ede892e69a187252df739ea68f9a2775bdbe5a9f166fb0e82f05612c4fdbdd9b2d3dccb77bfd49df1e0d8e33914dd12bf9f22c64fc200ce08f8ba81ba309564159e3c4d93e32f93e105d37ac0eb52fddf13bfc78511abfd41f7c7cb2cf65f62b3d5ffca0627a3ee73cda2963a0e087ba589de6e95516ed058dd35783d58fdeec222ef7d34994eef2c9623834da295990d0801a30cd55335d3f23fa4bb5f7ae176a7cb6c5b8eafd65154942ed3e58573642cd373b4d040899105b5239b8cf3e06bace76733077aab4fddfcc7115a98338d5bf4b8feb77640137f015ec980d0416a5799fe67dbb5d1ecea08cff1b37c278611b6a305fb9e9782a1dd97ba7e2820828d3a60719d735aebef267db7c4c71dc468a7f99ba843ecfc60faa67b5f2a7a29afc9fdb5c17b26f7704ddc04a8103fcd36c855b617f7e6b1755b4193302ab1a42ed647eb3619ecaa755ebd033adba1d4c80efa8a8842d35aa9548024966ec861c2c7afad3e33a990f9b2e42b3aab87ce9eac88a6085748b754bb8b6e5ad810a81bcebc2e45012b97e3292b683558dac222808', 1795340741845, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#ed25519-key', 117659450857553921, 'ed25519', '\x302a300506032b6570032100be17a8d4c2f92f24c27126ab2c2430938730333da5c2b5c9e944018e10da7b99', '\xaa8bad1936ea80b65d73e17032853c5e8e44de0642ed153814d22012f1282b36710b892bafc8d6f2ceede6c63acb8637b0e2c2937bd004adc1eed0c113a76d3711775b09ed96c53fb34594d9', 1795340741845, NULL);

INSERT INTO public.case_code VALUES (117659450860044288, '\xe51b25d7ccd8eefadb3406a1c9f22e35c18d723df1e7d133994b0850239a8ba8', '\xa7fb493c0e88f873159dac6b3b52beea2f7e3afb464e57c015c1b6d16dcc4f2b442e330bdbea4ba769f4bdeb0bc7409d', 1795340741883);

INSERT INTO public.case_consent VALUES (117659450860044288, NULL, '', false);

INSERT INTO public.case_event VALUES (117659450860109824, 117659450860044288, 'check', 'open', 'post', 117659450853883905, 0, 1795340741883);

INSERT INTO public.case_specialty VALUES (117659450860044288, 'cardiology', 0);

INSERT INTO public.case_text VALUES (117659450860044288, '''after'':2 ''days'':12 ''fever'':1,4,9 ''film'':22 ''five'':11 ''for'':10 ''in'':15 ''next'':8 ''no'':20 ''palpable'':19 ''pending'':23 ''rash'':21 ''spleen'':18 ''test'':7 ''the'':16 ''travel'':3,5 ''tropics'':17 ''two'':13 ''weeks'':14 ''which'':6');

INSERT INTO public.clinical_case VALUES (117659450860044288, '40-44', 'female', 'Fever for five days.', 'Two weeks in the tropics.', 'Spleen palpable, no rash.', 'Film pending.', 'Which test next?', 'written', 'open', 0, NULL, 1795340741894, NULL, 0, '', '', '', '', '', '', '', '', '', '', '', 'fever,travel', '', '', NULL, NULL, '', 'public');

INSERT INTO public.credential VALUES (117659450857553921, '', 'physician', ',cardiology,', 3, 'documents', 'DE', 'here.example', 1795340741846, 1826876741846, 'active', '', 1795340741846, 0, false, NULL, '', NULL, '', 0);

INSERT INTO public.domain_rule VALUES ('bad.example', 'suspend', '', '', 1795340741910, 0);

INSERT INTO public.evidence VALUES (117659450857684992, 117659450857553921, 'register', 'physician', 'test', 1795340741846, 1826876741846, NULL);
INSERT INTO public.evidence VALUES (117659450857750528, 117659450857553921, 'documents', 'physician', 'test', 1795340741846, 1826876741846, NULL);

INSERT INTO public.follow VALUES (117659450857553921, 117659450853883905, 'https://here.example/activities/LXSFP6V3YXYYCVARCRHSNZL3OY', 'accepted', false, 1795340741856);
INSERT INTO public.follow VALUES (117659450858209280, 117659450853883905, 'https://there.example/users/tess/follows/117659450853883905', 'accepted', false, 1795340741861);

INSERT INTO public.home_entry VALUES (117659450853883905, 117659450858864640, 117659450858864640, 0);
INSERT INTO public.home_entry VALUES (117659450857553921, 117659450858864640, 117659450858864640, 0);
INSERT INTO public.home_entry VALUES (117659450857553921, 117659450859388928, 117659450859388928, 0);
INSERT INTO public.home_entry VALUES (117659450853883905, 117659450859716608, 117659450859716608, 0);
INSERT INTO public.home_entry VALUES (117659450857553921, 117659450859716608, 117659450859716608, 0);
INSERT INTO public.home_entry VALUES (117659450853883905, 117659450860044288, 117659450860044288, 0);
INSERT INTO public.home_entry VALUES (117659450857553921, 117659450860044288, 117659450860044288, 0);
INSERT INTO public.home_entry VALUES (117659450857553921, 117659450860765184, 117659450860765184, 0);

INSERT INTO public.job VALUES (117659450859192320, 'there.example', 'deliver', '{"verb":"Create","actor":117659450853883905,"inbox":"https://there.example/inbox","id":"https://here.example/posts/UIDF25LJVDQ2EH2X4U5SCYUJ7U/activity","post":117659450858864640,"revision":1}', 0, 1795340741865, 1795340741865);
INSERT INTO public.job VALUES (117659450859913216, 'there.example', 'deliver', '{"verb":"Create","actor":117659450853883905,"inbox":"https://there.example/inbox","id":"https://here.example/posts/QV6CBF4CFI3KWEJHAMDMC34P5A/activity","post":117659450859716608,"revision":1}', 0, 1795340741878, 1795340741878);
INSERT INTO public.job VALUES (117659450860371968, 'there.example', 'deliver', '{"verb":"Create","actor":117659450853883905,"inbox":"https://there.example/inbox","id":"https://here.example/posts/64YBGC6FIKGJUS7FUFTPWGJOFU/activity","post":117659450860044288,"revision":1}', 0, 1795340741883, 1795340741883);
INSERT INTO public.job VALUES (117659450861682688, 'there.example', 'deliver', '{"verb":"Update","actor":117659450853883905,"inbox":"https://there.example/inbox","id":"https://here.example/posts/64YBGC6FIKGJUS7FUFTPWGJOFU#update-2","post":117659450860044288,"revision":2}', 0, 1795340741903, 1795340741903);

INSERT INTO public.lane VALUES ('there.example', 1795340741865, 0, 0, 0, 0, NULL);

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

INSERT INTO public.node VALUES (0, 1795340771707, 'vm/17574/FWTMLBSQRGJBZBONBQWKIHJJFI', 0);

INSERT INTO public.notification VALUES (117659450858536960, 117659450853883905, 'follow', 117659450857553921, 0, 1795340741856, NULL);
INSERT INTO public.notification VALUES (117659450858799104, 117659450853883905, 'follow', 117659450858209280, 0, 1795340741861, NULL);
INSERT INTO public.notification VALUES (117659450859520000, 117659450853883905, 'reply', 117659450857553921, 117659450859388928, 1795340741872, NULL);
INSERT INTO public.notification VALUES (117659450861092864, 117659450853883905, 'reply', 117659450857553921, 117659450860765184, 1795340741894, NULL);

INSERT INTO public.poll VALUES (117659450860044288, true, 7, 1795340741882, NULL);

INSERT INTO public.poll_option VALUES (117659450860044288, 0, 'Malaria');
INSERT INTO public.poll_option VALUES (117659450860044288, 1, 'Dengue');

INSERT INTO public.post VALUES (117659450859388928, 'https://here.example/posts/JVALMTWZTR7D5LEC3FQN34VYY4', 'https://here.example/posts/JVALMTWZTR7D5LEC3FQN34VYY4', 117659450857553921, 'note', 0, 'public', '', 117659450858864640, 'https://here.example/posts/UIDF25LJVDQ2EH2X4U5SCYUJ7U', 117659450858864640, '', '', false, '<p>Thank you</p>', 'Thank you', 'text/plain', '', 1795340741872, NULL, NULL, 1, true, 0, 0, 0, NULL);
INSERT INTO public.post VALUES (117659450858864640, 'https://here.example/posts/UIDF25LJVDQ2EH2X4U5SCYUJ7U', 'https://here.example/posts/UIDF25LJVDQ2EH2X4U5SCYUJ7U', 117659450853883905, 'note', 0, 'public', '', 0, NULL, 117659450858864640, '', '', false, '<p>Welcome to the morning report</p>', 'Welcome to the morning report', 'text/plain', '', 1795340741865, NULL, NULL, 1, true, 1, 0, 0, NULL);
INSERT INTO public.post VALUES (117659450859716608, 'https://here.example/posts/QV6CBF4CFI3KWEJHAMDMC34P5A', 'https://here.example/posts/QV6CBF4CFI3KWEJHAMDMC34P5A', 117659450853883905, 'note', 0, 'public', '', 0, NULL, 117659450859716608, '', '', false, '<p>A second one</p>', 'A second one', 'text/plain', '', 1795340741878, NULL, NULL, 1, true, 0, 0, 0, NULL);
INSERT INTO public.post VALUES (117659450860765184, 'https://here.example/posts/DBQ3C7BKYWOS6EHIHWFJGHQSHY', 'https://here.example/posts/DBQ3C7BKYWOS6EHIHWFJGHQSHY', 117659450857553921, 'note', 0, 'public', '', 117659450860044288, 'https://here.example/posts/64YBGC6FIKGJUS7FUFTPWGJOFU', 117659450860044288, '', '', false, '<p>A blood film, three times.</p>', 'A blood film, three times.', 'text/plain', '', 1795340741894, NULL, NULL, 1, true, 0, 0, 0, NULL);
INSERT INTO public.post VALUES (117659450860044288, 'https://here.example/posts/64YBGC6FIKGJUS7FUFTPWGJOFU', 'https://here.example/posts/64YBGC6FIKGJUS7FUFTPWGJOFU', 117659450853883905, 'case', 0, 'public', '', 0, NULL, 117659450860044288, 'Fever after travel', '', false, '<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever for five days.</p><p>Two weeks in the tropics.</p><p>Spleen palpable, no rash.</p><p>Film pending.</p>', 'Fever after travel

Which test next?

Fever for five days.

Two weeks in the tropics.

Spleen palpable, no rash.

Film pending.', 'text/plain', '', 1795340741882, 1795340742902, NULL, 2, true, 1, 0, 0, NULL);

INSERT INTO public.post_revision VALUES (117659450860044288, 1, 'Fever after travel', '', false, '<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever for five days.</p><p>Two weeks in the tropics.</p><p>Spleen palpable.</p><p>Film pending.</p>', 'Fever after travel

Which test next?

Fever for five days.

Two weeks in the tropics.

Spleen palpable.

Film pending.', '{"Title":"Fever after travel","Patient":{"AgeBand":"40-44","Sex":"female"},"Question":"Which test next?","Abstract":"","Introduction":"","PresentingComplaint":"Fever for five days.","History":"Two weeks in the tropics.","Findings":"Spleen palpable.","Timeline":"","Investigations":"Film pending.","Differential":"","Diagnosis":"","Intervention":"","Outcome":"","Discussion":"","TeachingPoints":"","Perspective":"","Setting":"","Keywords":["fever","travel"],"Certainty":"","Confirmed":"","Steward":0,"Specialties":["cardiology"],"Consent":"written","Scope":"public","Status":"open","Accepted":0,"AlsoAccepted":null,"Solved":"0001-01-01T00:00:00Z","FirstResponse":"2026-11-22T09:45:41.894Z","Changed":"0001-01-01T00:00:00Z","OutcomeAsked":"0001-01-01T00:00:00Z","FollowedUp":"0001-01-01T00:00:00Z","Management":""}', 1795340741882);

INSERT INTO public.recipient VALUES (117659450858864640, 'https://there.example/inbox', 'there.example', NULL, 0, NULL);
INSERT INTO public.recipient VALUES (117659450859716608, 'https://there.example/inbox', 'there.example', NULL, 0, NULL);
INSERT INTO public.recipient VALUES (117659450860044288, 'https://there.example/inbox', 'there.example', NULL, 0, NULL);

INSERT INTO public.response VALUES (117659450860765184, 'answer', '', 0);

INSERT INTO public.setting VALUES ('address', 'https://here.example here.example');
INSERT INTO public.setting VALUES ('library.filled', '1');

INSERT INTO public.staff_action VALUES (117659450861813760, 0, 'rule', 'bad.example', 'suspend', 1795340741910);

INSERT INTO public.user_account VALUES (117659450853883904, 117659450853883905, 'ana', 'ana', 'ana@mail.example', 'ana@mail.example', 1795340741756, '', '', 'administrator', 'active', '', '', '', '', 'instance', 'public', 1795340741789, '', NULL, 'followed');
INSERT INTO public.user_account VALUES (117659450857553920, 117659450857553921, 'ben', 'ben', 'ben@mail.example', 'ben@mail.example', 1795340741791, '', '', 'member', 'active', '', '', '', '', 'instance', 'public', 1795340741845, '', NULL, 'followed');

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

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.credential_issuer
    ADD CONSTRAINT credential_issuer_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (actor);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.destroyed_version
    ADD CONSTRAINT destroyed_version_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (user_id, token_hash);

ALTER TABLE ONLY public.domain_rule
    ADD CONSTRAINT domain_rule_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.draft_media
    ADD CONSTRAINT draft_media_pkey PRIMARY KEY (draft, media);

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_pkey PRIMARY KEY (actor, post);

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

ALTER TABLE ONLY public.quiet_case
    ADD CONSTRAINT quiet_case_pkey PRIMARY KEY (post);

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

ALTER TABLE ONLY public.sign_on
    ADD CONSTRAINT sign_on_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.specialty_follow
    ADD CONSTRAINT specialty_follow_pkey PRIMARY KEY (actor, specialty);

ALTER TABLE ONLY public.staff_action
    ADD CONSTRAINT staff_action_pkey PRIMARY KEY (id);

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

CREATE UNIQUE INDEX actor_handle ON public.actor USING btree (name_lower, host);

CREATE INDEX actor_host ON public.actor USING btree (host);

CREATE INDEX actor_key_actor ON public.actor_key USING btree (actor);

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

CREATE INDEX credential_level ON public.credential USING btree (level, actor) WHERE ((state = 'active'::text) AND (issuer = ''::text));

CREATE INDEX credential_profession ON public.credential USING btree (profession, actor);

CREATE INDEX credential_status ON public.credential USING btree (status_list, status_index) WHERE (status_list <> ''::text);

CREATE INDEX credential_until ON public.credential USING btree (valid_until) WHERE (state = 'active'::text);

CREATE INDEX decision_person ON public.decision USING btree (person, id);

CREATE INDEX decision_until ON public.decision USING btree (until) WHERE ((until IS NOT NULL) AND (told IS NULL));

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

CREATE INDEX hand_over_to ON public.hand_over USING btree (to_actor, post);

CREATE INDEX hashtag_post ON public.hashtag USING btree (post);

CREATE UNIQUE INDEX home_entry_once ON public.home_entry USING btree (owner, post);

CREATE INDEX home_entry_post ON public.home_entry USING btree (post);

CREATE INDEX identity_check ON public.identity USING btree (check_at) WHERE (check_at IS NOT NULL);

CREATE INDEX job_lane ON public.job USING btree (lane, id);

CREATE INDEX lane_due ON public.lane USING btree (due_at);

CREATE INDEX liking_actor ON public.liking USING btree (actor, id);

CREATE INDEX liking_post ON public.liking USING btree (post, id);

CREATE UNIQUE INDEX mail_proof_mailbox ON public.mail_proof USING btree (mailbox) WHERE (proved IS NOT NULL);

CREATE INDEX mail_proof_until ON public.mail_proof USING btree (valid_until) WHERE (proved IS NOT NULL);

CREATE INDEX media_fetched ON public.media USING btree (fetched) WHERE (fetched IS NOT NULL);

CREATE INDEX media_file ON public.media USING btree (file);

CREATE INDEX media_loose ON public.media USING btree (created) WHERE (post = 0);

CREATE INDEX media_post ON public.media USING btree (post) WHERE (post <> 0);

CREATE INDEX media_small ON public.media USING btree (small);

CREATE INDEX mention_actor ON public.mention USING btree (actor, post);

CREATE INDEX message_request_waiting ON public.message_request USING btree (owner, post) WHERE (state = 'waiting'::text);

CREATE INDEX notice_due_daily ON public.notice_due USING btree (daily) WHERE (daily IS NOT NULL);

CREATE INDEX notice_due_soon ON public.notice_due USING btree (soon) WHERE (soon IS NOT NULL);

CREATE UNIQUE INDEX notification_once ON public.notification USING btree (owner, kind, actor, post);

CREATE INDEX notification_owner ON public.notification USING btree (owner, id);

CREATE INDEX notification_post ON public.notification USING btree (post) WHERE (post <> 0);

CREATE INDEX notification_unread ON public.notification USING btree (owner, id) WHERE (read IS NULL);

CREATE INDEX passkey_login ON public.passkey USING btree (user_id);

CREATE INDEX poll_vote_actor ON public.poll_vote USING btree (actor);

CREATE UNIQUE INDEX post_announced_once ON public.post USING btree (author, of_post) WHERE ((of_post <> 0) AND (deleted IS NULL));

CREATE INDEX post_author ON public.post USING btree (author, id);

CREATE INDEX post_case ON public.post USING btree (id) WHERE ((kind = 'case'::text) AND (deleted IS NULL));

CREATE INDEX post_citation_citation ON public.post_citation USING btree (citation);

CREATE INDEX post_clinicians ON public.post USING btree (author, id) WHERE (audience = 'clinicians'::text);

CREATE INDEX post_of ON public.post USING btree (of_post, author) WHERE (of_post <> 0);

CREATE INDEX post_orphan ON public.post USING btree (parent_iri) WHERE ((parent = 0) AND (parent_iri IS NOT NULL));

CREATE INDEX post_parent ON public.post USING btree (parent) WHERE (parent <> 0);

CREATE INDEX post_public ON public.post USING btree (id) WHERE ((audience = 'public'::text) AND (deleted IS NULL) AND (kind <> 'announce'::text));

CREATE INDEX post_public_local ON public.post USING btree (id) WHERE ((audience = 'public'::text) AND (deleted IS NULL) AND (kind <> 'announce'::text) AND local);

CREATE INDEX post_root ON public.post USING btree (root, id);

CREATE INDEX practice_listed ON public.practice USING btree (actor) WHERE listed;

CREATE INDEX push_subscription_owner ON public.push_subscription USING btree (owner);

CREATE INDEX push_subscription_session ON public.push_subscription USING btree (session);

CREATE INDEX receipt_received ON public.receipt USING btree (received);

CREATE UNIQUE INDEX register_claim_holder ON public.register_claim USING btree (hash) WHERE holder;

CREATE INDEX security_event_login ON public.security_event USING btree (user_id, id);

CREATE INDEX session_login ON public.session USING btree (user_id);

CREATE INDEX sign_on_end ON public.sign_on USING btree (expires);

CREATE INDEX specialty_follow_specialty ON public.specialty_follow USING btree (specialty, actor);

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

ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT access_token_application_fkey FOREIGN KEY (application) REFERENCES public.application(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.actor_key
    ADD CONSTRAINT actor_key_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.also_accepted
    ADD CONSTRAINT also_accepted_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.appeal
    ADD CONSTRAINT appeal_decision_fkey FOREIGN KEY (decision) REFERENCES public.decision(id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_person_fkey FOREIGN KEY (person) REFERENCES public.actor(id);

ALTER TABLE ONLY public.destroyed_version
    ADD CONSTRAINT destroyed_version_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft_media
    ADD CONSTRAINT draft_media_draft_fkey FOREIGN KEY (draft) REFERENCES public.draft(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft_media
    ADD CONSTRAINT draft_media_media_fkey FOREIGN KEY (media) REFERENCES public.media(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.quiet_case
    ADD CONSTRAINT quiet_case_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.specialty_follow
    ADD CONSTRAINT specialty_follow_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

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

