
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
    moved bigint
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

CREATE TABLE public.case_specialty (
    post bigint NOT NULL,
    specialty text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL
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
    steward bigint DEFAULT 0 NOT NULL
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
    resolved_by bigint DEFAULT 0 NOT NULL
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
    fetched bigint
);

CREATE TABLE public.media_waste (
    file text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
);

CREATE TABLE public.mention (
    post bigint NOT NULL,
    actor bigint NOT NULL
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
    announce_count integer DEFAULT 0 NOT NULL
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
    p.announce_count
   FROM (public.post p
     JOIN public.actor a ON ((a.id = p.author)))
  WHERE ((p.audience = ANY (ARRAY['public'::text, 'unlisted'::text])) AND (p.deleted IS NULL) AND (a.suspended IS NULL) AND (a.gone IS NULL));

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
    revision integer DEFAULT 0 NOT NULL
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
    created bigint NOT NULL
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
    departs bigint
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

INSERT INTO public.actor VALUES (117658721786396672, 'https://here.example/actor', 'Application', 'here.example', 'here.example', '', NULL, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/about', 'https://here.example/actor/inbox', 'https://here.example/inbox', 'https://here.example/actor/outbox', NULL, NULL, NULL, 1795329617101, NULL, NULL, NULL, 1, 0, 0, 0, '', '', '', NULL, NULL);
INSERT INTO public.actor VALUES (117658721802059776, 'https://there.example/users/tess', 'Person', 'tess', 'tess', 'there.example', NULL, false, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://there.example/@tess', 'https://there.example/users/tess/inbox', 'https://there.example/inbox', 'https://there.example/users/tess/outbox', 'https://there.example/users/tess/followers', 'https://there.example/users/tess/following', NULL, 1795329617341, 1795329617341, NULL, NULL, 1, 0, 0, 1, '', '', '', NULL, NULL);
INSERT INTO public.actor VALUES (117658721795506177, 'https://here.example/users/ana', 'Person', 'ana', 'ana', '', 117658721795506176, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ana', 'https://here.example/users/ana/inbox', 'https://here.example/inbox', 'https://here.example/users/ana/outbox', 'https://here.example/users/ana/followers', 'https://here.example/users/ana/following', 'https://here.example/users/ana/collections/featured', 1795329617240, NULL, NULL, NULL, 1, 3, 2, 0, '', '', '', NULL, NULL);
INSERT INTO public.actor VALUES (117658721801142273, 'https://here.example/users/ben', 'Person', 'ben', 'ben', '', 117658721801142272, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ben', 'https://here.example/users/ben/inbox', 'https://here.example/inbox', 'https://here.example/users/ben/outbox', 'https://here.example/users/ben/followers', 'https://here.example/users/ben/following', 'https://here.example/users/ben/collections/featured', 1795329617326, NULL, NULL, NULL, 2, 2, 0, 1, '{"profession":"physician","specialties":["cardiology"],"level":3,"method":"documents","jurisdiction":"DE","confirmed_by":"here.example","confirmed":"2026-11-22T06:40:17.329Z","until":"2027-11-22T06:40:17.329Z","state":"active"}', '', '', NULL, NULL);

INSERT INTO public.actor_key VALUES ('https://here.example/actor#main-key', 117658721786396672, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100e25f976123a33af2d857b16bb737a9945e8ba4ebc8725fd17362d7470c78d497ec1404885b1551bfba0102f02bd7e4473817275e509a17e6f3c78e34150090325591a04993b578adb89d9be42734cd479386884ac45de75f7a7acc79b4a3e9689a871e25ba80158a007a29adb2eceb78ca8920dbed8a86020a53d4c3e14889e0c728315a8b93ba4289aa1da0ec96cc992865231f29f95398143e9ffde9c83c54f82dae8d89dc9fa71caa268563849ef40ecbff03437b54b592dc6504466f8174727f9cef06d250d37e4cf3e60b74c2a3165c8f462e6d1640a89f8a4fcf4461e756329f7d665d4fbd9fac11c8fd5dd821f42edd323193ccfca2c72182037bf73f0203010001', '\x74d40a84c34966e87ea75231bf9c370153a585f84942e8b6a37bf53aa578aca2099d6ccec91ed52aba23b0e49c60c3f945f57e02047ae50aa925a49e45ccea1a98912724f952c53ace5ee7ba17297f52632d2ad3e5505a37590a7e31ca9e22de15888d20ba62b383495859b43a9b7413b0ffc4d56341b0482f0b5e7457d1e387197a00d7531fe3674f82a68e966a063e442dc8e74ce19a6589ff6978223bd97139db2b7cb2a1bcb87bb6cf2f8b9810f46b6a5a97aaa822a0ded0541183e69bb062a99098bf7872ad707a1ec0554c1d6e6851a35b6cfe8de34b340e55760ec0c14a60c1742cd9b6d0c590a1e291498400451ba90e8a37b99d2590b09744c3d7062814f09b6c045ad83e79eaa000b955f243c2923caad606488bad9e8aca76ef48e3df509d4d67842ce65db641adb08a07b0c75333258f08465bed8edeff6ac3134e56ee2a1becaae75477b9c2da182c25fe1dfa982f986c553dde54b6e0fb6470761c1f580cfd26c8fe198b76b95c7e876af3e7898c8cf44918732d1dc26b9e53d227a53e705b87fa85ca4882b9e6f92e4b90275b01d92fa8d3f6419b53e64052b04b005f7f43339b5efa34115e48f0cfa947dd50c831bbdaf33d45bba0edab4e10b40496bea72747824435c3cd11d832896c7ad086a74cdbedf9319d5c4d9cd1af800243665caf2100d0ef0e5ee1b99d80177e138c265748b443d3a8fb1d4ddb4e90240d9e14153d19f26d80460aafafcda1b82cf7f1a8300fa7b8d621d32aff6d73cab731c45638557b91b3422e76782c086661884ffd19ebfbd978833609d7168032414649d896d2117dbdad18042a7c3baee8bee354be457141529f80eadf52c1bebba6a34adeed584d393f5f38c616790cd524dbd823dbc515e27eda86407000575d8a0c726aa1d857652f9d2c353f46a1aa9b4f2be619e35bf0017e63eb7f0675ac22fa453267b281edf3a7371dbf9a9be79b4c31af7c075e3e6578e3863cb5338fd14b05f9623090d8992a26d69a15b1604f193d881cd236749ee72d346bae8b0779efa3aca0572798fa2a051aff23256f7b100cc55d2c3dfb5965af3b7d6364ef0d80e7be77b20d7b3558cb27937eddb01e425738335dff8cb604f764a558d0390f229521396f46fc93e4bd9329e741030f3aa21afdf412be0a78437adf3b2bf0cc8528a76202cbb11a0247c973cdba746caa6cee83979844f0962ff06a4e13f393486c01bbad9c4351d589b6546763c6a954a0dcd5234ff3b0ef1f97e3fd8f8ef452ecc9f1fabbd24ea526a88671587a7552df224afff96a25ad1feb1ae3c45ac09e7c6ba1e0440ddb709fc2f632894ad6d4dc2c316630fb284d4a5ac741edda0bc59fe2450f91b1622bef976fd89569306a7adb62a00e5bddb7365ac9266c88586ff35bd291334924b1b131cfafbc96ea1ee10bab76df393e90b7c51ac148dc26d0f952c272bb41c10766e2772b179b6f6794b0ec06a0bb86c87e134f37c48dc20d711984b6eae0197cd2c355320bb21122859c68cc81b4c2f0b8204310b81e964284e2fe45b98dad2dc5cb5c155a7035f991c2d96d2661432ffd0bb9c4055facb2f28c15cfb8431617537f03df3e2db0d9d067c3631724e74879ef61d9c04460949113c9835a625eb363c34bb7dc25af4a514a40a247b6f860f277647ca03b425cc5ee2da34990e8fd7a3d2f394191072c5e996f15e1d04e11b6c2ca7b72d91c5475648e036ff0419f35347f2ba9df731f0cb70129b64196', 1795329617101, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/actor#ed25519-key', 117658721786396672, 'ed25519', '\x302a300506032b657003210097e2901dd5afca8ee08ef30ad1ed22f586efd879840012db77b96f8c716f72c1', '\x541079b83ba04a53d7dfc31b659fe2e1f510019164c3c60843ec6be21d842526b110514f0c0879f9fe6ef4427ba8e95f748016ac4295910d7f1e5b97b69745e506342b921c581223a80174be', 1795329617101, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#main-key', 117658721795506177, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100b291a42392f644d44fbdf0f817fae4c6b5d436e8a882a6a5925918505dac94ae022fd134992b16e5220b9925c3a0171d7002eb46171e40e82c623e315363b679dd3bec5b4008e61c3aa747a3d778a79d0e9bfd97e69a4dd83b404e54568367cb07b18de85a356edb6a224a7116010e80e3ca832541a01514100186ca4853364bccc5a0d165a4ddd674a75715004552254158c4f8b90a06d2108f60266abb346e86862fe096373ff37d98f6eb2ef01bceef9b6472ee715751a02916b9a5d3de46187980215cefaccc1ad5d9686a4091acf1ec159e4fb22eb65dda36b923e4223ea7c3c43c3865ac1d2b9240bf7c50548e95890b43cb054da76947a1070fcefb850203010001', '\xe8ce0477832900fceab07cf69d6fa7a4671584c65890ce025b9f0633cd8b9128e89c2b02fe1d15b7da0b6842e9fec7f9f30720410653d6cde8978ecdf30e6cd5f959159a6343ca7e705f48c107a34d6943b4da23618f1479ac4eee582370e7334f0ebab81a5f611632aff68a1c87276f2981cbee9dc6899c6b3ade8fb4c4fece25d796a1813ecfd7a22b3ceeb3fad9621166c15bcea1e03deb67ae70826ac56b4961501264b9acf642863195472ee3afa9796e91a12064585d588857cdd9575e6e9f06f9939360d7e768c1bbfffb69eb9fa3202089fce7b50312ddfca3a0506ca378eda6be92981376760fef2e3f2a4fbe30778dbb79bea77cbe2cab6934ecced4d295340c475f364083043dbda320031cbb06773332b81a2942e93ffff4ebd5f6e9344a85dc21926b0cea551741cdf8ecfebabe305d3b9304666eabbe5fdeea69b8346483c425264291c97094641e4a646bdbc40e4ca9fe8c4dce3bc9fb1b9d0f56a3973d3f50df198cd6eafeb30c885eb94fb55082c0e15cf3b85a9969fafd9df43bef0af2abb91d8e8743b7f0bf794ad73602ed5613b155a6751fe81c5c227a4b17050c7ab0313dd1ecb3bddb1ee7879ae9985cdffe168d58c91ba5d370eed4af2de6f8ab38872525ce60b2fae51303b88af2a6d6cba9e9f04d27ceebb6bd3646dc1e6e35b5443e734708abfebff16097e14c16d6b1dd87f43781de5bd19a1c24387b9a5f443603910d0e714b2db40c73c9939137c18800991b8f1b1d508d3ffe65df6e2c95b81e1395c51a05a0ee29b3bd27fd365d916d0eb97a60d0e4a54ef5230175520244930c2de561f31232a1e2560ff46a295b8b49f2c80c70e400b95d7964a58177c04d6d3745dd1769da5f56a4f6f6cc43a449225abd479de2656465ed2d890eee5e23d5b1c6e2f0c8a657fea78d10e17b838b4bad7865fb6217096709cf79195f19b911dfab13ed52f5c0ecf62cfd3cea28266bc80d39bba5256dd21823270cf736013137294093fd2706d60270eb204c0e8ddf53f88a37967de9863340976c90ac4959e058e01da3606f507245cfe1066bf3978bbdb0d3185b7cebc9eb7a1e7a54bdde8fbc376a19b0018da42e2e698008e6479720461117814033c882e8bad8a8019543890a13c19755317166c4310a5404177e102586e6370c8f82050abf97c2b1bd0dedd2dc236639cc3af08be96716adfa2962dcd39c21e356496eef9ff77ad2e4fa000959830a2f8afdf5e2622e9b0ede6fc7d98ffe6d45000257d1020a607aa9aa685c272928d4877dd6fe3aaa42ae61fdb104ea50619f61299afa20d2ab6507405128437fcd3563b7349ca2f33c445598072ba5fbe5f05d61e51f08cf8c501811e23a43f2504efcef260c63bd972e528066cbb9f4b141c00f49015460242cf87c1aa17470cc506c41f3a5456649eaf3f318d920866ff5fe30abedb458b7fd6958dbab987c1c978d8f61f065514e98b4db25052f12881e45ab55b5cdbf7cdbe15d64108189c2533b6ce496db4e91a72177ad5a6682d3bf1885cdd8d30d39471f7a1732e329ecc65d5bfd832c0aa4f06aab05983aa651b13395c9243dacfdbb1ab0e84ee9893fa77718f288f4c3adb219947eab83fc49da28719e4020f7c2762c0494b4915a42de81c0713a036aca9110a8d00b912da1fbbc772cf2faac560c1cddaf462f47b589567d40b524ec53ec9168006dc7851b49ab47587a07cfe6077164a16b8863c3bb45906078b93580f8ffdf6ea528', 1795329617240, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#ed25519-key', 117658721795506177, 'ed25519', '\x302a300506032b6570032100c3695f98eb3023230186762ccd853427b7ef3fff0abca4f1d2630caaf21ca6f1', '\x5cca712b11b5d43975e2dcb082223c7926a0526c420b179b2b42f523ef0762129364b85bb2c08d6e9e59bdf3e9a8d3105288a422fb296e5809a2d27115923b19fe3da4d3e9fa6249e2bd6131', 1795329617240, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#main-key', 117658721801142273, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100f0ba4a381ed56cf55a00fd8556487b6e374528d0aac939c5ef17e25889634d4f86a938514ed4aa78fd303773af908294b4898cf133b28eb06c01a4605d62bb3d89196f2eb83e63048561ae04e61070c23422ac0399f3b01deb6708706684b47a47f779ff104f5182942a5da02c05f677217af9571ae10ac925fd93b4394a6b4f8c1e30da314941e823774ef058272819dbdfd7e739e1d25290e580d6b1e8235929fe4b47a947e0d3f22a074044dd72faef65e176cafb05ff6558edc0a0ebcc073cfd0d2c0b3301cc7d640816fca986fa356bc48f52017cd9f6cc9c000cb191e7c7d37e13f23f14c4a19237cf8fa537ab835d1958203bd73ec8af59c578bb723f0203010001', '\x59d797663bac1983cd6723b4f9e84eff5eecb187d906394e02aebb8861813c171aa3a3bf75b1c8ff3a0a68353b166d79d8ccaa63123b5c1feaf614716543ed4b61c3883063f5315449b68218aa04e34d60799351fb41f6152e1bf77812e1f713c0c4a6d5fa32153baae694a2654a11ee2908ccc52258f005ee1edc99276bbf923b1fe7957c91d226927c466c76c6d590e622e1d12ea89f7cc2ecb7f624420212a0c9b91deb95ac52361090e136a6d06ab1c3ec71296322400fd2d559d235ad1af564beebdd56eab7b2c0f31d4eda31b28d83edbbdfffa66552a13848ffcedf86d18e05cdafe101518c42eb3e0dfa8b496f58796c5bca88286f1baa36a6a6eec5cecb7ea857be11990b4570d8f37eb8312339cb32e0025f2cb9d4f13ce5df56da9aec04b214a3a3f06e78cf64f313f1467c15ea3e5207d456f04effb3cfe68011f606f79621707b3c696c1150afdd31717804b1e39d9c4ac777ded597461be5a3ba031767d62700106347ab9bfebcc9fd65e09210618d5031c222b5ba98e3ae2ee3852d78672b050598b08528e77caad567e92f0b9c0a4bb155155c10c77e7720fc90789812d0fc6b981467da3fca94fec7db81ccd8200d82e892bcbd2aefc8366d6e4deb0f3277cac8863fa8fed9211d282527e74b2b3bd335b1a88ddb65a3fe074fd285c437d0e80ca0a730ee735924f2d11f7ab9ec116d4120e0972c1a2b1b797899d84b3e341ce9f79d1d81feb6fe4a0d74c16a7e94cde6041c9968dead3b1c64f0cae4e9cd808fcabaf224d448f061940999cf6c1b2131b94053906bc0c1c15d5bb21afda6b04fe4fd0628a93a205dde9e0e8aa1e86168685cb16fb8a405013702471c87b2b8c5536ec38520b2d1d3ef40658e45a4bda86e3b912aff7eb1fe1c50a93ddbabd7554e5291623f6a10cb958e1103bce7c5e0f8113e60432c1969671b27c4c8f2584a9168c9ee79f3a7a253597be4eb4b584e17cf7242becc23182b78a217774cb10f4209b66e79e65038c0193a514e1dec68128a02b42ea4b968fd07b39932542ea10667fd53df38475422392e22edb9244c90a541cbfb94a7774fd8c51d28537547dc88d24a1150b53fb2b001e0849e10ac5eb1e0f9f33ff481b8aaa1f2af7c6b9027b4dcb9efbce2f7e3131a1921c56950fd860872bba1b973fd7d77767ebbce2af5bc8b0fa0f01fb4a742c9ca490d321a7305d5cb5f0e17a52eb49dc7ba90417f27c5ccd1ebed6af976f35cabb0434123784758d4089eb64babfce8e54530bbe3532604cf26afedc78c413f0bd9bbd4c0ec93201f200f4b949e245802c44ec92ff8ab93c7b7ae649b63bc4403e696cb93e52c792a967627b948c619d01d03008dee2b813d83d3a068f43cbd1a767b37400dcdbb9e6e021be723e77ea5d55381e9c268f47770bee3990187c9ca041775e0c02e3c645ec21d8c6b10148b5267e2e33589a4e922da26bd6a206170f3f07de0e60e71092563604010506e2ca7aabefbee995455eb0833dff5934d453f2319cac47b16fd4fae785838b7f602ae93fef72eecb5ba8c7b8569fed562b9747a035411fba8f9a340cea5141292f757bc959a6f8d5746a2b833a5358f3af8dbae47eca80a112c3161ccc3a2b9d360c1eaec2d437ed2c40920f4a24d0c5925ff281d2fd8f12cab94393d255a2244e06e7e09eb320edf33b4cf2e07cfbaad258a79124062742b3827add89852d6e7bc0265dea520ebd3045466dc201143f616a7857b17c52c5a3b', 1795329617326, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#ed25519-key', 117658721801142273, 'ed25519', '\x302a300506032b65700321006d11b87a6800a64ddbcac0969c170b4e1e987db9e83da50df908b931b368970c', '\xfd629bcf3ca19a3fe41bbaf3e2ca7197bb7e1cdb5dba5ade08a6aa53ce3b1ff1f98c46e8fe275ea8b7975dcaf79ccc210a441d873160636afccfb1b465e9a902173bde4bbe8b431c63a1d982', 1795329617326, NULL);

INSERT INTO public.case_specialty VALUES (117658721803763712, 'cardiology', 0);

INSERT INTO public.clinical_case VALUES (117658721803763712, '40-44', 'female', 'Fever for five days.', 'Two weeks in the tropics.', 'Spleen palpable, no rash.', 'Film pending.', 'Which test next?', 'written', 'open', 0, NULL, 1795329617373, NULL, 0);

INSERT INTO public.credential VALUES (117658721801142273, '', 'physician', ',cardiology,', 3, 'documents', 'DE', 'here.example', 1795329617329, 1826865617329, 'active', '', 1795329617329, 0, false, NULL, '', NULL, '', 0);

INSERT INTO public.domain_rule VALUES ('bad.example', 'suspend', '', '', 1795329617383, 0);

INSERT INTO public.evidence VALUES (117658721801338880, 117658721801142273, 'register', 'physician', 'test', 1795329617329, 1826865617329, NULL);
INSERT INTO public.evidence VALUES (117658721801404416, 117658721801142273, 'documents', 'physician', 'test', 1795329617329, 1826865617329, NULL);

INSERT INTO public.follow VALUES (117658721801142273, 117658721795506177, 'https://here.example/activities/6SW2UKKESAIS4YRKIZ5NDCU7X4', 'accepted', false, 1795329617343);
INSERT INTO public.follow VALUES (117658721802059776, 117658721795506177, 'https://there.example/users/tess/follows/117658721795506177', 'accepted', false, 1795329617348);

INSERT INTO public.home_entry VALUES (117658721795506177, 117658721802715137, 117658721802715137, 0);
INSERT INTO public.home_entry VALUES (117658721801142273, 117658721802715137, 117658721802715137, 0);
INSERT INTO public.home_entry VALUES (117658721801142273, 117658721803173888, 117658721803173888, 0);
INSERT INTO public.home_entry VALUES (117658721795506177, 117658721803501568, 117658721803501568, 0);
INSERT INTO public.home_entry VALUES (117658721801142273, 117658721803501568, 117658721803501568, 0);
INSERT INTO public.home_entry VALUES (117658721795506177, 117658721803763712, 117658721803763712, 0);
INSERT INTO public.home_entry VALUES (117658721801142273, 117658721803763712, 117658721803763712, 0);
INSERT INTO public.home_entry VALUES (117658721801142273, 117658721804156928, 117658721804156928, 0);

INSERT INTO public.job VALUES (117658721803042816, 'there.example', 'deliver', '{"verb":"Create","actor":117658721795506177,"inbox":"https://there.example/inbox","id":"https://here.example/posts/2C4POAZVTTIXX4K7RDT7RR5U6U/activity","post":117658721802715137,"revision":1}', 0, 1795329617351, 1795329617351);
INSERT INTO public.job VALUES (117658721803698176, 'there.example', 'deliver', '{"verb":"Create","actor":117658721795506177,"inbox":"https://there.example/inbox","id":"https://here.example/posts/56MPJ5MWCVA2JO2NYM43IHC25I/activity","post":117658721803501568,"revision":1}', 0, 1795329617363, 1795329617363);
INSERT INTO public.job VALUES (117658721803960320, 'there.example', 'deliver', '{"verb":"Create","actor":117658721795506177,"inbox":"https://there.example/inbox","id":"https://here.example/posts/EFBOIX4SRAOGBC6N3YYY2W3UQI/activity","post":117658721803763712,"revision":1}', 0, 1795329617367, 1795329617367);
INSERT INTO public.job VALUES (117658721804681216, 'there.example', 'deliver', '{"verb":"Update","actor":117658721795506177,"inbox":"https://there.example/inbox","id":"https://here.example/posts/EFBOIX4SRAOGBC6N3YYY2W3UQI#update-2","post":117658721803763712,"revision":2}', 0, 1795329617378, 1795329617378);

INSERT INTO public.lane VALUES ('there.example', 1795329617351, 0, 0, 0, 0, NULL);

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

INSERT INTO public.node VALUES (0, 1795329646980, 'vm/8655/EJRV6WX4F5H4XG7EHRRGV5S22Y', 0);

INSERT INTO public.notification VALUES (117658721802518528, 117658721795506177, 'follow', 117658721801142273, 0, 1795329617343, NULL);
INSERT INTO public.notification VALUES (117658721802715136, 117658721795506177, 'follow', 117658721802059776, 0, 1795329617348, NULL);
INSERT INTO public.notification VALUES (117658721803304960, 117658721795506177, 'reply', 117658721801142273, 117658721803173888, 1795329617358, NULL);
INSERT INTO public.notification VALUES (117658721804288000, 117658721795506177, 'reply', 117658721801142273, 117658721804156928, 1795329617373, NULL);

INSERT INTO public.post VALUES (117658721803173888, 'https://here.example/posts/WEW7Z4RSBANZFHZAZYYJ2SRRTU', 'https://here.example/posts/WEW7Z4RSBANZFHZAZYYJ2SRRTU', 117658721801142273, 'note', 0, 'public', '', 117658721802715137, 'https://here.example/posts/2C4POAZVTTIXX4K7RDT7RR5U6U', 117658721802715137, '', '', false, '<p>Thank you</p>', 'Thank you', 'text/plain', '', 1795329617358, NULL, NULL, 1, true, 0, 0, 0);
INSERT INTO public.post VALUES (117658721802715137, 'https://here.example/posts/2C4POAZVTTIXX4K7RDT7RR5U6U', 'https://here.example/posts/2C4POAZVTTIXX4K7RDT7RR5U6U', 117658721795506177, 'note', 0, 'public', '', 0, NULL, 117658721802715137, '', '', false, '<p>Welcome to the morning report</p>', 'Welcome to the morning report', 'text/plain', '', 1795329617351, NULL, NULL, 1, true, 1, 0, 0);
INSERT INTO public.post VALUES (117658721803501568, 'https://here.example/posts/56MPJ5MWCVA2JO2NYM43IHC25I', 'https://here.example/posts/56MPJ5MWCVA2JO2NYM43IHC25I', 117658721795506177, 'note', 0, 'public', '', 0, NULL, 117658721803501568, '', '', false, '<p>A second one</p>', 'A second one', 'text/plain', '', 1795329617363, NULL, NULL, 1, true, 0, 0, 0);
INSERT INTO public.post VALUES (117658721804156928, 'https://here.example/posts/3PZELF5VVZZGSQD2BY7CENHGEY', 'https://here.example/posts/3PZELF5VVZZGSQD2BY7CENHGEY', 117658721801142273, 'note', 0, 'public', '', 117658721803763712, 'https://here.example/posts/EFBOIX4SRAOGBC6N3YYY2W3UQI', 117658721803763712, '', '', false, '<p>A blood film, three times.</p>', 'A blood film, three times.', 'text/plain', '', 1795329617373, NULL, NULL, 1, true, 0, 0, 0);
INSERT INTO public.post VALUES (117658721803763712, 'https://here.example/posts/EFBOIX4SRAOGBC6N3YYY2W3UQI', 'https://here.example/posts/EFBOIX4SRAOGBC6N3YYY2W3UQI', 117658721795506177, 'case', 0, 'public', '', 0, NULL, 117658721803763712, 'Fever after travel', '', false, '<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever for five days.</p><p>Two weeks in the tropics.</p><p>Spleen palpable, no rash.</p><p>Film pending.</p>', 'Fever after travel

Which test next?

Fever for five days.

Two weeks in the tropics.

Spleen palpable, no rash.

Film pending.', 'text/plain', '', 1795329617367, 1795329618378, NULL, 2, true, 1, 0, 0);

INSERT INTO public.post_revision VALUES (117658721803763712, 1, 'Fever after travel', '', false, '<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever for five days.</p><p>Two weeks in the tropics.</p><p>Spleen palpable.</p><p>Film pending.</p>', 'Fever after travel

Which test next?

Fever for five days.

Two weeks in the tropics.

Spleen palpable.

Film pending.', '{"Title":"Fever after travel","Patient":{"AgeBand":"40-44","Sex":"female"},"PresentingComplaint":"Fever for five days.","History":"Two weeks in the tropics.","Findings":"Spleen palpable.","Investigations":"Film pending.","Steward":0,"Question":"Which test next?","Specialties":["cardiology"],"Consent":"written","Status":"open","Accepted":0,"Solved":"0001-01-01T00:00:00Z","FirstResponse":"2026-11-22T06:40:17.373Z","Changed":"0001-01-01T00:00:00Z"}', 1795329617367);

INSERT INTO public.recipient VALUES (117658721802715137, 'https://there.example/inbox', 'there.example', NULL, 0);
INSERT INTO public.recipient VALUES (117658721803501568, 'https://there.example/inbox', 'there.example', NULL, 0);
INSERT INTO public.recipient VALUES (117658721803763712, 'https://there.example/inbox', 'there.example', NULL, 0);

INSERT INTO public.response VALUES (117658721804156928, 'answer', '', 0);

INSERT INTO public.setting VALUES ('address', 'https://here.example here.example');

INSERT INTO public.staff_action VALUES (117658721804812288, 0, 'rule', 'bad.example', 'suspend', 1795329617383);

INSERT INTO public.user_account VALUES (117658721795506176, 117658721795506177, 'ana', 'ana', 'ana@mail.example', 'ana@mail.example', 1795329617105, '', '', 'administrator', 'active', '', '', '', '', 'instance', 'public', 1795329617240, '', NULL);
INSERT INTO public.user_account VALUES (117658721801142272, 117658721801142273, 'ben', 'ben', 'ben@mail.example', 'ben@mail.example', 1795329617244, '', '', 'member', 'active', '', '', '', '', 'instance', 'public', 1795329617326, '', NULL);

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

ALTER TABLE ONLY public.case_specialty
    ADD CONSTRAINT case_specialty_pkey PRIMARY KEY (post, specialty);

ALTER TABLE ONLY public.challenge
    ADD CONSTRAINT challenge_pkey PRIMARY KEY (value_hash);

ALTER TABLE ONLY public.citation
    ADD CONSTRAINT citation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.citation
    ADD CONSTRAINT citation_scheme_value_key UNIQUE (scheme, value);

ALTER TABLE ONLY public.clinical_case
    ADD CONSTRAINT clinical_case_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.credential_issuer
    ADD CONSTRAINT credential_issuer_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (actor);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (user_id, token_hash);

ALTER TABLE ONLY public.domain_rule
    ADD CONSTRAINT domain_rule_pkey PRIMARY KEY (host);

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_iri_key UNIQUE (iri);

ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.flag_post
    ADD CONSTRAINT flag_post_pkey PRIMARY KEY (flag, post);

ALTER TABLE ONLY public.follow
    ADD CONSTRAINT follow_pkey PRIMARY KEY (follower, followed);

ALTER TABLE ONLY public.half_sign_in
    ADD CONSTRAINT half_sign_in_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.hand_over
    ADD CONSTRAINT hand_over_pkey PRIMARY KEY (post);

ALTER TABLE ONLY public.hashtag
    ADD CONSTRAINT hashtag_pkey PRIMARY KEY (tag, post);

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

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.move_follower
    ADD CONSTRAINT move_follower_pkey PRIMARY KEY (from_actor, follower);

ALTER TABLE ONLY public.mute
    ADD CONSTRAINT mute_pkey PRIMARY KEY (actor, target);

ALTER TABLE ONLY public.node
    ADD CONSTRAINT node_pkey PRIMARY KEY (slot);

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

CREATE INDEX access_token_actor ON public.access_token USING btree (actor);

CREATE INDEX actor_avatar ON public.actor USING btree (avatar) WHERE (avatar <> 0);

CREATE UNIQUE INDEX actor_handle ON public.actor USING btree (name_lower, host);

CREATE INDEX actor_host ON public.actor USING btree (host);

CREATE INDEX actor_key_actor ON public.actor_key USING btree (actor);

CREATE INDEX actor_user ON public.actor USING btree (user_id);

CREATE INDEX block_target ON public.block USING btree (target, actor);

CREATE INDEX bookmark_actor ON public.bookmark USING btree (actor, id);

CREATE INDEX case_specialty_specialty ON public.case_specialty USING btree (specialty, post);

CREATE INDEX challenge_end ON public.challenge USING btree (expires);

CREATE INDEX citation_checked ON public.citation USING btree (checked) WHERE (status <> ''::text);

CREATE INDEX clinical_case_status ON public.clinical_case USING btree (status, post);

CREATE INDEX credential_level ON public.credential USING btree (level, actor) WHERE ((state = 'active'::text) AND (issuer = ''::text));

CREATE INDEX credential_profession ON public.credential USING btree (profession, actor);

CREATE INDEX credential_status ON public.credential USING btree (status_list, status_index) WHERE (status_list <> ''::text);

CREATE INDEX credential_until ON public.credential USING btree (valid_until) WHERE (state = 'active'::text);

CREATE INDEX evidence_actor ON public.evidence USING btree (actor);

CREATE INDEX evidence_until ON public.evidence USING btree (valid_until) WHERE ((withdrawn IS NULL) AND (valid_until IS NOT NULL));

CREATE INDEX follow_followed ON public.follow USING btree (followed, state, follower);

CREATE UNIQUE INDEX follow_iri ON public.follow USING btree (iri);

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

CREATE UNIQUE INDEX notification_once ON public.notification USING btree (owner, kind, actor, post);

CREATE INDEX notification_owner ON public.notification USING btree (owner, id);

CREATE INDEX notification_post ON public.notification USING btree (post) WHERE (post <> 0);

CREATE INDEX notification_unread ON public.notification USING btree (owner, id) WHERE (read IS NULL);

CREATE INDEX passkey_login ON public.passkey USING btree (user_id);

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

CREATE INDEX receipt_received ON public.receipt USING btree (received);

CREATE UNIQUE INDEX register_claim_holder ON public.register_claim USING btree (hash) WHERE holder;

CREATE INDEX security_event_login ON public.security_event USING btree (user_id, id);

CREATE INDEX session_login ON public.session USING btree (user_id);

CREATE INDEX sign_on_end ON public.sign_on USING btree (expires);

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

ALTER TABLE ONLY public.case_specialty
    ADD CONSTRAINT case_specialty_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.clinical_case
    ADD CONSTRAINT clinical_case_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.evidence
    ADD CONSTRAINT evidence_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

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

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.security_event
    ADD CONSTRAINT security_event_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

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

