CREATE TABLE public.access_token (
    id bigint NOT NULL,
    token_hash bytea NOT NULL,
    application bigint NOT NULL,
    actor bigint DEFAULT 0 NOT NULL,
    scopes text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    last_used bigint
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
    following_count integer DEFAULT 0 NOT NULL
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
    expires bigint NOT NULL
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
    changed bigint
);
CREATE TABLE public.domain_rule (
    host text NOT NULL COLLATE pg_catalog."C",
    severity text NOT NULL COLLATE pg_catalog."C",
    public_comment text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    private_comment text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    made_by bigint DEFAULT 0 NOT NULL
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
CREATE TABLE public.peer (
    host text NOT NULL COLLATE pg_catalog."C",
    scheme text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    last_success bigint,
    last_failure bigint
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
CREATE TABLE public.session (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    agent text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    address text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    last_seen bigint NOT NULL,
    expires bigint NOT NULL
);
CREATE TABLE public.setting (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.staff_action (
    id bigint NOT NULL,
    actor bigint NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL
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
    address text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
INSERT INTO public.actor VALUES (117657964454543360, 'https://here.example/actor', 'Application', 'here.example', 'here.example', '', NULL, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/about', 'https://here.example/actor/inbox', 'https://here.example/inbox', 'https://here.example/actor/outbox', NULL, NULL, NULL, 1795318061135, NULL, NULL, NULL, 1, 0, 0, 0);
INSERT INTO public.actor VALUES (117657964458409985, 'https://here.example/users/ana', 'Person', 'ana', 'ana', '', 117657964458409984, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ana', 'https://here.example/users/ana/inbox', 'https://here.example/inbox', 'https://here.example/users/ana/outbox', 'https://here.example/users/ana/followers', 'https://here.example/users/ana/following', 'https://here.example/users/ana/collections/featured', 1795318061193, NULL, NULL, NULL, 1, 1, 2, 0);
INSERT INTO public.actor VALUES (117657964469420033, 'https://here.example/users/ben', 'Person', 'ben', 'ben', '', 117657964469420032, true, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://here.example/@ben', 'https://here.example/users/ben/inbox', 'https://here.example/inbox', 'https://here.example/users/ben/outbox', 'https://here.example/users/ben/followers', 'https://here.example/users/ben/following', 'https://here.example/users/ben/collections/featured', 1795318061362, NULL, NULL, NULL, 1, 1, 0, 1);
INSERT INTO public.actor VALUES (117657964469616640, 'https://there.example/users/rosa', 'Person', 'rosa', 'rosa', 'there.example', NULL, false, '', '', '', '', '', '', 0, NULL, false, false, false, 'https://there.example/@rosa', 'https://there.example/users/rosa/inbox', 'https://there.example/inbox', 'https://there.example/users/rosa/outbox', 'https://there.example/users/rosa/followers', 'https://there.example/users/rosa/following', NULL, 1795318061364, 1795318061364, NULL, NULL, 1, 1, 0, 1);
INSERT INTO public.actor_key VALUES ('https://here.example/actor#main-key', 117657964454543360, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100c27f289b27f869bc7b0c84777b0a1271566905bd89a08d258ec383dd5130d505e04e5436afe99e7aae62d0b967d146b038450d44dfc4c96f3e9143887bd4331e4ec1ed46dbf45af7f6a945cf5c8036de29a7c70040ec492134f3cdcbd51103c5e5ac20d582b6e9b3c6e1f94b879ee34cac4d3825a65d5b4b08715279df23843b24adafbeac3b647003353ef7696440a92ce09000eaab2854e4c317aaa0223016a279b5216e46e16efe91f679632019a6805159b20d63a5a7321ece2ca8369ca5ca9516f7369cfb7bea7b5df4c65df50b0a01049bcf40a8b57047c23d8aa333bbcd7e11e9c5c1936665b00d9ed6d2c26f18384d087eba9626b6fe415e4b166da70203010001', '\xcf32339dae5466fd93500e66a1e95330ae6743c955eb501410dec0cc45808a487a71ea136a790a097f07d95ae6afb60bba2e376f24ce227d8dbbc8001f89ae2f907e559d54cb5dd0a7960ae78e80f118e70d745cce722c082020d90ddaf0852c1bfb741b94866fd5f14170ff1f3513e55b84d0f2e8f16d36c41cd0fd4c587f75a88e6524c41b99bc129a763de5e8962f4c28f9a961560b6421dd91268ec9c7112225b8ad393d4041470cc4f9a20d485d7cb335388353903dde6714e3743820afc2c1d6036f49e5a03ee2f07850c0ab526795f85d3d441469126053942052c35765cf006770cc653b0fd91a95a2ed7ecdf125c166f811adea7e1e80fee8a585e67c303d74bad40dc807d54555d5babe386742b8e63d989e597e7cdff36083a565645cf9ac3390a0e794342dfa3cd7c8f7d5462d990cc7b38419d2c69c9c354fb7f5f00ef6b692da4b445c3b54b1f7dc69bacd6a868f4a098f04a803d23fd23369b4c3bd421b89cf13e1d41e143bb919160f2951801a307bdaaae037ccd371be4632c0b5df576795b12e79e1e780b74ef84aeec1ff9f645a09b9839bf64051dbc99fef9887abf88b4f7cbbec497ae684fb3fb2db3a2ea3b582ddeefde28971fe809d6221e8d3c06f9f203516f52f32f2665371d0d5b984d8a7dbb68bf390db216020ded8a8eb4c566322e316d3ceaa7e29e781511d636e144c59128e1a423f0cf2154607d069eb74c38b49ff824c11f16f40899e696fbeead80e75e4c79b5ff3f24e9c69467f3199c50530d316a0e02b6ef89c72bcc292690eb208215e774c9d0bf90ff8d2e1cacb18c48d4cec2616f4e8f7123dadb5e33a880d1e368ac236bfbfbe047dbf685baa5c371d31c4513617759a603d5b76675ebada3eb198de50699e9e0df626482e90f7a2c547a6463bb9a44291df6bae72bace22e9d4c7b698c364035edb74d22b1c77054bb0df8611d8b9ea4ae3fd83ff034b0aff495f659a8cef940f98c117b58188ee94a2fefabd3e2a6639a01638169304e219811efedd44b2372be4fd3655ea64bbebeb0d404d1c00135d08f8cc7b87f94834e79ef36d2a326fb3faf52cd96c875443add457fa7e3403d03a8efa21e4295db7e06595074615af50216690bdef90bb3bf776abf267b1de0dd831e7ea54fc630b6914eba7a6ebcde520c6bdfc942263f35e19abceb9d5d7b09e7b4759edd662f45b743f5ed22816f294ccf22999ed8eeb7aaceca0766ff705e78fb630ad2be173385136d96174ba74128ba272ab3ce40eff78d2f9b9733f38841aad88b93d260e230174cfd2528ec8c7a237bd12c31ac4aa7869aade7c11b08f1fd2f1865053be0bdc365620da05e0d6cceab7cdf2ef2897dd8b1a38252e48df61653c68bafbd957f3510de8b5b1fd839fe1c0c8e0be44f30c08cc0b5784f939ee18404e7b64b263903e0d9d7fe8ac64b5f46e611851f51509ac6c63a1f2d2bd36ce2efad9f113e124a0830cc6781882cd508c96557766d97e9e57a64dc61fb8fbca8ca0e53bba04682cdb3bd5ef5f17883e351b051eea2b4a883ff1916d274dc57b9f3ec17aecd810c48d221789b76cd3bde3f4e78adc179e56bf8e953e28194cb840fbbe66c5aebdd9dc473c8c21e932403a717f11469680750d4d8a303c43061ec0edbf94036631bcb1610862b69f8f6f71bbdb908a401820f7e513ac343726320ca509f6f345c74179b6fd0d53a7ea5f0d7059483d99d02e5702eeda1664c62033c7d5736ed9bcc3', 1795318061135, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/actor#ed25519-key', 117657964454543360, 'ed25519', '\x302a300506032b6570032100929a875714fcd5161aa96a90292102bade83ab034f4abb03f7d1731a9b8d85ff', '\x2cd5f69f59fbbee11a422663f8e6ac9b59a9b52c138e438d4f10a0b2ea8db11ec38df47277a07599b47cd2ba557798b5ba76d8de6281d093ab2d8f0e08c3243884933f6ca33758bb7f2c1afb', 1795318061135, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#main-key', 117657964458409985, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100b08df34f89829a4e75a52be8871670ba2ce25381c4592728f3f28e3fce1af03c2a6b1b1a54d88ab8ed9e2c9edc5d0c8ec199d525748171ff197744e7c53e1ba47f982e79635f316891632eadb1f1aceeecf7a5307c5014b9405c956316f3e271f3120ee96376291bac8ce366a0d7caabb709ac95fc91e07b95a54826f40183b7226076d897854687f609bcf28ddd996ff4f0b69498c422f02613ab16df112456f2498c8ff88b8391990f667122cac6af8c5354177b8584459c0c2ba12d916f9fedd37d0bba0e1b3121306a696053fe72feec015b96365c7483749da15f8957d94713a0d1a9850d044874d79fc6c2b7f511b101c2ed6667e081bef0017883c4230203010001', '\x3ab8856f109ff9ed1c862d5e00a10c35f96093e3884e6013af21bf191ca1262e908f33dd2acb92062c0618ceccfae1687cdb36150baa1eee24b79a7659142b7615a9320e20388e32faeb1547f5ead4183de76e7120911b5a2a0d9ea0d07ecdbafbeb717cac04ac00a631513f427699c84d85e06e2fde79710255081fc0f002e677d5edbc9efc6e3271b0714caad49fbfc4f22815f3ed8a2102bed1b77fe9f88a027c8b747bd64b8b87cd514291f724acf33d98f18353b90822b3440788d2709df85e0bc7efdfe767e982993e6fbca917b06b8342c0dab431964727718fff9bf9b98090eded5c4cf2d56ac35617436264c5fab9c7fa9bb41b7c1af3f309cbdbfc9f94efcb4e4d81c647c54a0757663786d33f6cfa4e9cb9e2d011d8d9d9df7afc90f62c2a0aa7fe92ec7456105c12a7845bd2518c904b7a347bd54acc7b7715a297ece610492e2b522c0f74fb33d72be44596c2e550bdeefbd3711d352d60281c7f05f5e66896bac9f554f2a3e4c77601ce55c6a9254d501969e7b42abbf94b0778a8b635461ca1e32e9f0bf82246cc5cdec0e5cf4cd276beffd115772b3e7b993033b61663408d377828b11b497b0a867e30e9803a0cc064e718148087313343a9038e902f0d442b6744f439bd9b4935149193d6386543a5f4115fb58259f8dc337f580e143718d24b16b61f4402f8173073f73522207c59405da5d6d878049eb6b16c83c1aeca302bccd810e825b136483c26cd7139f719b6c42271ebf6957ef5dad3632458c38de37b8c145c3496adc80c4856e1a13534f89bb80dc6c8ca003d344265482c09ea206fba56196f15f6408f36bd7d96859f1fcc83156c6b9ca79ad2de6d6a39d7559787c6f330c2a81bc65d0bba6f6764bf3342b6ea8ee235123b3e18ecb42218124d9213e56d9b2e48a5605299cc6205170f64c53cca8af464b28d4eaec47e9b07b14ed622d0a9311dab28caa13ce8ea856c85410f0098ddbb3d4d1a39970c4b29619c07e908b5c41a075b4e25cccfc19a60bc18ede5a1882d2640414a007c5f9566be3bb7724b9a6783a92a73d9394d3e7e2b43aabc775228d1f54e70f117dfc10ab58a4856d75dfc5fcdf510c94040b81a175f5d5aef5d8ea2d88ed74ea05f6accd516878ad662f3e2bc7fd65b93e76cec49725c7eb0c90405c6c9b3c6e6a8379e40e81a133f6956f61380966bef3fea4b327fb8cf9090a43c9015aacd8c1a0648fb347c3e7562d503b67d800748b4c32851fdfa3a55a91c2cad0d3eaa0f0bdd147627e41ede5d7243e77f786bdc211753798c364c8822cfc278659627bed07d367f96772fe73aae33d5d215812661a9cc5ac809c3b1f41912fc60d44e8585be7ceeab72794227f30f8890e9f811c6f7221a71cac0d034a93ad1085953b13bb4a099517f21ce0eeff4301d5ff76bbb6ced4b7eb2e5521bafb2f84848c2fb61e33bb8b4c41472e50f8d3b313724202eef79bf4bd706b25ebee74d4ca50d8a22118289c68be7258c2431e9ea0463dc085879295b6acea78881f909e80d705ebd2694980c607be93ecce27239934ac84c73187d3cb1091121daedbe48b723a81146c3a59cac950c0ccf24b9d45d4bf43e85962d810ae606166e95e2ab3b8e1dcd15c9da1a06b5ef329d09180c1ff00d1f453d446aff063f23145c0d8e583bf281f77f36309d15dd7cfae2bf39bf357f1653efb871522424f83c04980c26ebfae5e0ac678b9164ffb71a78c0cb610c8752bccaee0d9580', 1795318061193, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ana#ed25519-key', 117657964458409985, 'ed25519', '\x302a300506032b6570032100edd8768c24838e4f7b6e620756a34b52a7e0cc95e413d90528dc048623291c42', '\x37729cc189c635dd998c8bf4629af1a2f7eb64483dd4dfa2986132330802e3328faf36d59d7e2d6dcab8e960327419ced0d5a6dabaefd9d33a2cac0e1afc522eeecd9a8d9577c87e4b0415be', 1795318061193, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#main-key', 117657964469420033, 'rsa', '\x30820122300d06092a864886f70d01010105000382010f003082010a0282010100e963f88b28a6dc8550a2f060e5ddb40c68ba39ca404ea3f4a76876524c56e15c1eb5daf143bb5e79dcd64674939be90967bdb2eb0dec93e66c32371574b6b710973c3d06a4c171eee765ae02800cab1b1964fada52e59e806be7676e355825b30fee7c4db84f88a70c36b75a6fc80cf0f1161b890cdacd41c30531be34c127a90c2d886ee0849e80b6b629419b95f2a73cf5dafc62a05b17be3c5fce71528f2c6ff2e3008898bdd981af75d10f3f9ff59bc2882134d2620d03dc38a30eacaca62fbe9fd30007c44e699b155f207037794c64a85a720c126a31eeed80b3ec567e676279b10659b53a52e9cccda7a9483b1f115d6f8696c2c7318addec405137ff0203010001', '\x11edfbfda09d5bbd2baa72dda9853b0f474de1b65146e2ebff52f4e6b32d89e95ed5780318db931182cc976271c5d8bacf653dcbf1e5c8f436ab343fdf9e8a323e89e03c8e8bf9901e1ca262652f9a257954d77255502b7d785c6225cf708fff9e5e16219818d021eae2f5c1387b0b71f32e7ee9599199bf2c8d1045d1769f6384760985b7a5d46b827fd1a92d1c807d007903cf87fabf713cb54d3f7cfb909e0e17fb6c8a6e594322b0d311cefa50f26dbc9b25aad2506c06b55559971119b720292c9dcb406530fac8b4bcadc56977922de9caf3eb4a52d0a5bf0c7f55fe201db1d84367b4cac37d2a56fbda89d008d78369a71bd6e23abc7f82d341aebe73c4e84be1eb21ae061b4cd51e3684b634f59e1f759d2ddf5a6e85621dcc85dc789ded0402652e8da04cd72b4fc0d993747530caa110f4f211d9233ec626480af8417d1cae6c58f0473c4c7654d956db1d6fafe2f64879f96f57bba007b013483699083417fe3f477d854d56d4b9dbc3fe01d692ae8f3ed84d8dc886333a25071adce0612c0fbb874ba98b717e6341599a83c7ebe59ace971fdf84bd1065d9491d782c302df25d8b2d1d1626dc6ff0f4dacd91f5d5d55cd42bfed5acb8a234f22ff253e4661b6ff20300774a3f5de837b6cfd55eadf07d2bd1dd244bbb3329b4e610e65ef48ee86ad46c57255e88dec6da2048c3db45d84dcd48427325c80c4f54bf76932367547f3e1a1f36f845f5a1d3649cc67a2a9f2cf058931de385084abd2dcbda7949db536d5e44c586196a6f7878dcf8a18236c6b72eb424a0a0fc5c58d3604b88c4335b067385804185e79008a24a8f36a9098e1456391c6e3aadef689525c18c164855b8ad3bfd384ad4d2647f6e0147fcabbe43c804cbe1357a08e1884f88ca3e2847a1c4dbf7f5086c1844eaa47d03a0808c2e3f28ba929e671082d0a304b6e20fbd0be9df3028de46d036cefa007a89cf5669b4aee965ce2179ac6710df34573b69466edae7179e539ce30f6f50678015dbec9a2ee5041ca1e668746f6bc881e5c1214f0a66a3c09186d9c757c63c51c774f82ce556ed051cb60d22d90e694cee32ed1578a5e8625d9cce967d9761c72f814532abf4f43ba7accbcf2b52c8b58cad1c3d48c79625de4a866f57775f008b781d98eb9efe1311d53d938e8974aed4e7d0c5e154b4dd576cfdfffb9afe0d8668a2c0c78f8251d18c883c1ca0b37e6e21e945023ec37a80e4998c6672b61d896ec361f682ebfadb981a119058b482d1db5b0716e60303e2ef1a3f86131ecd43604885f4438fc7b7c24db86ddb42ce66f9c12050e652a1e931f09e08cef960c4d67c3f60f761098b4febb3a61cedbd97cd3d7c9e377f69cf69a129efb9d2a2884608cb72324a8725499c0e3f825ebe384ac523c814940f46c7cc950a9aa3de473a66ccf22afa1b3f4af01f6517137d1a470095d49198c1bd9343e8d3f96f13324e0cfb57c7f1b49698c53e5f22d85cd98a66ddca034b9339d8774849e087e64714331d8da5fe05054ae08eb5b28199574c0e11e90edfe2b8829413899fb570e9b188ce9a6bb1d1f88e2323a98933ea271a237b7c175bea6a2612f061841ef01228a150b4093e98c60552f11e37f771e0406f914c9c0048b6ebd20fa90be0e967a0acf21c8e283d18f089f9e341a26e0a2a277810c6fb0e26a15d5b5007a5563bc9ee9511455fbb52258c376646728645a0f531129a4e40cf6e8ae3b796033517afbd492c4cca4964', 1795318061362, NULL);
INSERT INTO public.actor_key VALUES ('https://here.example/users/ben#ed25519-key', 117657964469420033, 'ed25519', '\x302a300506032b65700321008fd30c7da6b6337ac68c85adc50bfcc53cdd0e713cef7769ddcf5ec2429d2eac', '\xc559e00d636ad563948c5273122c0c8f0a234eab8de9d363787280057215c89c27a69ac07fd18a80881504e937dcf147bb4707e8f4830270bd81a4252c3e2e467a6819061a07283db5558fc7', 1795318061362, NULL);
INSERT INTO public.case_specialty VALUES (117657964472500224, 'infectious-diseases', 0);
INSERT INTO public.clinical_case VALUES (117657964472500224, '40-44', '', 'Fever for a week', '', '', '', 'Which test is next?', 'written', 'open', 0, NULL, NULL, NULL);
INSERT INTO public.domain_rule VALUES ('bad.example', 'suspend', '', '', 1795318061422, 117657964458409985);
INSERT INTO public.follow VALUES (117657964469420033, 117657964458409985, 'https://here.example/activities/SSOLNMZ3G3X3QXQ2S23SA3FPRU', 'accepted', false, 1795318061368);
INSERT INTO public.follow VALUES (117657964469616640, 117657964458409985, 'https://there.example/users/rosa/follows/117657964458409985', 'accepted', false, 1795318061378);
INSERT INTO public.hashtag VALUES ('cardiology', 117657964470861824);
INSERT INTO public.home_entry VALUES (117657964458409985, 117657964470861824, 117657964470861824, 0);
INSERT INTO public.home_entry VALUES (117657964469420033, 117657964470861824, 117657964470861824, 0);
INSERT INTO public.home_entry VALUES (117657964458409985, 117657964471517184, 117657964471517184, 0);
INSERT INTO public.home_entry VALUES (117657964469420033, 117657964471517184, 117657964471517184, 0);
INSERT INTO public.home_entry VALUES (117657964469420033, 117657964471910400, 117657964471910400, 0);
INSERT INTO public.home_entry VALUES (117657964458409985, 117657964472500224, 117657964472500224, 0);
INSERT INTO public.home_entry VALUES (117657964469420033, 117657964472500224, 117657964472500224, 0);
INSERT INTO public.job VALUES (117657964471386112, 'there.example', 'deliver', '{"verb":"Create","actor":117657964458409985,"inbox":"https://there.example/inbox","id":"https://here.example/posts/GTGWR3FDVK6QA73OYE2CP72JEQ/activity","post":117657964470861824,"revision":1}', 0, 1795318061384, 1795318061384);
INSERT INTO public.lane VALUES ('there.example', 1795318061384, 0, 0, 0, 0, NULL);
INSERT INTO public.liking VALUES (117657964469420033, 117657964470861824, 117657964473221120, 'https://here.example/activities/4HERVYMEHG2KZZXKK2N4FWE7FU', 1795318061420);
INSERT INTO public.migration VALUES ('202611220000_ground');
INSERT INTO public.node VALUES (0, 0, 'vm/7684/SQQCF3P2VVHSJEQOX2HYXVN72Y', 1795318061423);
INSERT INTO public.notification VALUES (117657964470337536, 117657964458409985, 'follow', 117657964469420033, 0, 1795318061368, NULL);
INSERT INTO public.notification VALUES (117657964470796288, 117657964458409985, 'follow', 117657964469616640, 0, 1795318061378, NULL);
INSERT INTO public.notification VALUES (117657964472041472, 117657964458409985, 'reply', 117657964469420033, 117657964471910400, 1795318061400, NULL);
INSERT INTO public.notification VALUES (117657964473286656, 117657964458409985, 'like', 117657964469420033, 117657964470861824, 1795318061420, NULL);
INSERT INTO public.post VALUES (117657964471517184, 'https://here.example/posts/E5SMOM2A4PVJMENNCATXX7Q6EU', 'https://here.example/posts/E5SMOM2A4PVJMENNCATXX7Q6EU', 117657964458409985, 'note', 0, 'instance', '', 0, NULL, 117657964471517184, '', '', false, '<p>For this house only</p>', 'For this house only', 'text/plain', '', 1795318061394, NULL, NULL, 1, true, 0, 0, 0);
INSERT INTO public.post VALUES (117657964471910400, 'https://here.example/posts/2DHNBO6T7ARX6ZK27HIQJNPZ4E', 'https://here.example/posts/2DHNBO6T7ARX6ZK27HIQJNPZ4E', 117657964469420033, 'note', 0, 'public', '', 117657964470861824, 'https://here.example/posts/GTGWR3FDVK6QA73OYE2CP72JEQ', 117657964470861824, '', '', false, '<p>An answer to it</p>', 'An answer to it', 'text/plain', '', 1795318061399, NULL, NULL, 1, true, 0, 0, 0);
INSERT INTO public.post VALUES (117657964472259955, 'https://there.example/users/rosa/posts/THCXZBHUDRDUD35EVXFW5QTEIP', NULL, 117657964469616640, 'note', 0, 'public', '', 0, NULL, 117657964472259955, '', '', false, '<p>Said elsewhere</p>', '', '', '', 1795318061405, NULL, NULL, 1, false, 0, 0, 0);
INSERT INTO public.post VALUES (117657964472500224, 'https://here.example/posts/O53HYBPZSYSEVDFYEJQ2DYLKOM', 'https://here.example/posts/O53HYBPZSYSEVDFYEJQ2DYLKOM', 117657964458409985, 'case', 0, 'instance', '', 0, NULL, 117657964472500224, 'Fever after travel', '', false, '<p><strong>Fever after travel</strong></p><p>Which test is next?</p><p>Fever for a week</p>', 'Fever after travel
Which test is next?
Fever for a week', 'text/plain', '', 1795318061409, NULL, NULL, 1, true, 0, 0, 0);
INSERT INTO public.post VALUES (117657964470861824, 'https://here.example/posts/GTGWR3FDVK6QA73OYE2CP72JEQ', 'https://here.example/posts/GTGWR3FDVK6QA73OYE2CP72JEQ', 117657964458409985, 'note', 0, 'public', '', 0, NULL, 117657964470861824, '', '', false, '<p>An open question about anticoagulation #cardiology</p>', 'An open question about anticoagulation #cardiology', 'text/plain', '', 1795318061383, NULL, NULL, 1, true, 1, 1, 0);
INSERT INTO public.recipient VALUES (117657964470861824, 'https://there.example/inbox', 'there.example', NULL, 0);
INSERT INTO public.setting VALUES ('address', 'https://here.example here.example');
INSERT INTO public.staff_action VALUES (117657964473417728, 117657964458409985, 'rule', 'bad.example', 'suspend', 1795318061422);
INSERT INTO public.user_account VALUES (117657964458409984, 117657964458409985, 'ana', 'ana', 'ana@mail.example', 'ana@mail.example', 1795318061139, '', '', 'administrator', 'active', '', '', '', '', 'instance', 'public', 1795318061193, '');
INSERT INTO public.user_account VALUES (117657964469420032, 117657964469420033, 'ben', 'ben', 'ben@mail.example', 'ben@mail.example', 1795318061196, '', '', 'member', 'active', '', '', '', '', 'instance', 'public', 1795318061362, '');
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
ALTER TABLE ONLY public.clinical_case
    ADD CONSTRAINT clinical_case_pkey PRIMARY KEY (post);
ALTER TABLE ONLY public.domain_rule
    ADD CONSTRAINT domain_rule_pkey PRIMARY KEY (host);
ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_iri_key UNIQUE (iri);
ALTER TABLE ONLY public.flag
    ADD CONSTRAINT flag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.flag_post
    ADD CONSTRAINT flag_post_pkey PRIMARY KEY (flag, post);
ALTER TABLE ONLY public.follow
    ADD CONSTRAINT follow_pkey PRIMARY KEY (follower, followed);
ALTER TABLE ONLY public.hashtag
    ADD CONSTRAINT hashtag_pkey PRIMARY KEY (tag, post);
ALTER TABLE ONLY public.home_entry
    ADD CONSTRAINT home_entry_pkey PRIMARY KEY (owner, entry);
ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (author, name);
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
ALTER TABLE ONLY public.mute
    ADD CONSTRAINT mute_pkey PRIMARY KEY (actor, target);
ALTER TABLE ONLY public.node
    ADD CONSTRAINT node_pkey PRIMARY KEY (slot);
ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.peer
    ADD CONSTRAINT peer_pkey PRIMARY KEY (host);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_iri_key UNIQUE (iri);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_pkey PRIMARY KEY (post, revision);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_pkey PRIMARY KEY (post, inbox);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.staff_action
    ADD CONSTRAINT staff_action_pkey PRIMARY KEY (id);
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
CREATE INDEX access_token_actor ON public.access_token USING btree (actor);
CREATE INDEX actor_avatar ON public.actor USING btree (avatar) WHERE (avatar <> 0);
CREATE UNIQUE INDEX actor_handle ON public.actor USING btree (name_lower, host);
CREATE INDEX actor_host ON public.actor USING btree (host);
CREATE INDEX actor_key_actor ON public.actor_key USING btree (actor);
CREATE INDEX actor_user ON public.actor USING btree (user_id);
CREATE INDEX block_target ON public.block USING btree (target, actor);
CREATE INDEX bookmark_actor ON public.bookmark USING btree (actor, id);
CREATE INDEX case_specialty_specialty ON public.case_specialty USING btree (specialty, post);
CREATE INDEX clinical_case_status ON public.clinical_case USING btree (status, post);
CREATE INDEX follow_followed ON public.follow USING btree (followed, state, follower);
CREATE UNIQUE INDEX follow_iri ON public.follow USING btree (iri);
CREATE INDEX hashtag_post ON public.hashtag USING btree (post);
CREATE UNIQUE INDEX home_entry_once ON public.home_entry USING btree (owner, post);
CREATE INDEX home_entry_post ON public.home_entry USING btree (post);
CREATE INDEX job_lane ON public.job USING btree (lane, id);
CREATE INDEX lane_due ON public.lane USING btree (due_at);
CREATE INDEX liking_actor ON public.liking USING btree (actor, id);
CREATE INDEX liking_post ON public.liking USING btree (post, id);
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
CREATE UNIQUE INDEX post_announced_once ON public.post USING btree (author, of_post) WHERE ((of_post <> 0) AND (deleted IS NULL));
CREATE INDEX post_author ON public.post USING btree (author, id);
CREATE INDEX post_case ON public.post USING btree (id) WHERE ((kind = 'case'::text) AND (deleted IS NULL));
CREATE INDEX post_of ON public.post USING btree (of_post, author) WHERE (of_post <> 0);
CREATE INDEX post_orphan ON public.post USING btree (parent_iri) WHERE ((parent = 0) AND (parent_iri IS NOT NULL));
CREATE INDEX post_parent ON public.post USING btree (parent) WHERE (parent <> 0);
CREATE INDEX post_public ON public.post USING btree (id) WHERE ((audience = 'public'::text) AND (deleted IS NULL) AND (kind <> 'announce'::text));
CREATE INDEX post_public_local ON public.post USING btree (id) WHERE ((audience = 'public'::text) AND (deleted IS NULL) AND (kind <> 'announce'::text) AND local);
CREATE INDEX post_root ON public.post USING btree (root, id);
CREATE INDEX receipt_received ON public.receipt USING btree (received);
CREATE INDEX session_login ON public.session USING btree (user_id);
CREATE INDEX staff_action_subject ON public.staff_action USING btree (subject, id);
CREATE INDEX throttle_started ON public.throttle USING btree (started);
CREATE INDEX user_account_state ON public.user_account USING btree (state, id);
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
ALTER TABLE ONLY public.hashtag
    ADD CONSTRAINT hashtag_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);
ALTER TABLE ONLY public.liking
    ADD CONSTRAINT liking_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.marker
    ADD CONSTRAINT marker_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);
ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);
ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);
ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.mute
    ADD CONSTRAINT mute_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);
ALTER TABLE ONLY public.mute
    ADD CONSTRAINT mute_target_fkey FOREIGN KEY (target) REFERENCES public.actor(id);
ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);
ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_owner_fkey FOREIGN KEY (owner) REFERENCES public.actor(id);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT post_author_fkey FOREIGN KEY (author) REFERENCES public.actor(id);
ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT post_revision_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.recipient
    ADD CONSTRAINT recipient_post_fkey FOREIGN KEY (post) REFERENCES public.post(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_actor_fkey FOREIGN KEY (actor) REFERENCES public.actor(id);
