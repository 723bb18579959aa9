BEGIN TRANSACTION;
CREATE TABLE migration (name TEXT PRIMARY KEY);
INSERT INTO migration VALUES('202611220000_ground');
INSERT INTO migration VALUES('202611230000_credential');
INSERT INTO migration VALUES('202611230100_second_factor');
INSERT INTO migration VALUES('202611230200_verification');
INSERT INTO migration VALUES('202611230250_institution');
INSERT INTO migration VALUES('202611230300_identity');
INSERT INTO migration VALUES('202611230400_permission');
INSERT INTO migration VALUES('202611230455_credential_document');
INSERT INTO migration VALUES('202611230500_departure');
INSERT INTO migration VALUES('202611230600_practice');
INSERT INTO migration VALUES('202611230700_move');
INSERT INTO migration VALUES('202611230800_response');
INSERT INTO migration VALUES('202611230850_token');
INSERT INTO migration VALUES('202611240000_narrative');
INSERT INTO migration VALUES('202611240100_draft');
INSERT INTO migration VALUES('202611240200_picture');
INSERT INTO migration VALUES('202611240300_poll');
INSERT INTO migration VALUES('202611240400_lifecycle');
INSERT INTO migration VALUES('202611240500_consent');
INSERT INTO migration VALUES('202611240600_library');
INSERT INTO migration VALUES('202611240700_gate');
INSERT INTO migration VALUES('202611240800_moderation');
INSERT INTO migration VALUES('202611240900_notice');
INSERT INTO migration VALUES('202611250000_fediverse');
INSERT INTO migration VALUES('202611250100_lane');
INSERT INTO migration VALUES('202611250200_key');
INSERT INTO migration VALUES('202611250400_domain');
INSERT INTO migration VALUES('202611250500_actor');
INSERT INTO migration VALUES('202611250600_question');
INSERT INTO migration VALUES('202611250700_quote');
INSERT INTO migration VALUES('202611250800_conversation');
INSERT INTO migration VALUES('202611250900_group');
INSERT INTO migration VALUES('202611251000_emoji');
INSERT INTO migration VALUES('202611251100_peer');
INSERT INTO migration VALUES('202611251200_staff_chain');
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
INSERT INTO setting VALUES('address','https://here.example here.example');
INSERT INTO setting VALUES('library.filled','1');
CREATE TABLE node (
  slot        INTEGER PRIMARY KEY,
  lease_until INTEGER NOT NULL,
  holder      TEXT NOT NULL,
  last_ms     INTEGER NOT NULL
) STRICT;
INSERT INTO node VALUES(0,0,'vm/12114/L6KQ46SO6JUZRZQ5YD7ELOFVLU',1795352641487);
CREATE TABLE actor (
  id                 INTEGER PRIMARY KEY,
  iri                TEXT NOT NULL UNIQUE,
  kind               TEXT NOT NULL,
  name               TEXT NOT NULL,
  name_lower         TEXT NOT NULL,
  host               TEXT NOT NULL DEFAULT '',
  user_id            INTEGER,
  local              INTEGER NOT NULL,
  display_name       TEXT NOT NULL DEFAULT '',
  pronouns           TEXT NOT NULL DEFAULT '',
  summary            TEXT NOT NULL DEFAULT '',
  summary_source     TEXT NOT NULL DEFAULT '',
  profession         TEXT NOT NULL DEFAULT '',
  specialty          TEXT NOT NULL DEFAULT '',
  avatar             INTEGER NOT NULL DEFAULT 0,
  avatar_iri         TEXT,
  approves_followers INTEGER NOT NULL DEFAULT FALSE,
  discoverable       INTEGER NOT NULL DEFAULT FALSE,
  indexable          INTEGER NOT NULL DEFAULT FALSE,
  url                TEXT,
  inbox              TEXT,
  shared_inbox       TEXT,
  outbox             TEXT,
  followers          TEXT,
  following          TEXT,
  featured           TEXT,
  published          INTEGER,
  fetched            INTEGER,
  suspended          INTEGER,
  gone               INTEGER,
  revision           INTEGER NOT NULL DEFAULT 1,
  post_count         INTEGER NOT NULL DEFAULT 0,
  follower_count     INTEGER NOT NULL DEFAULT 0,
  following_count    INTEGER NOT NULL DEFAULT 0
, credential TEXT NOT NULL DEFAULT '', label TEXT NOT NULL DEFAULT '', aliases TEXT NOT NULL DEFAULT '', moved_to TEXT, moved INTEGER, sanctions TEXT NOT NULL DEFAULT '', header INTEGER NOT NULL DEFAULT 0, header_iri TEXT, fields TEXT NOT NULL DEFAULT '', emoji TEXT NOT NULL DEFAULT '', policy TEXT NOT NULL DEFAULT '', memorial INTEGER NOT NULL DEFAULT FALSE, attribution_domains TEXT NOT NULL DEFAULT '', featured_tags TEXT, moderators TEXT, implements TEXT NOT NULL DEFAULT '', home TEXT GENERATED ALWAYS AS (lower(substr(iri, instr(iri, '//') + 2,
  instr(substr(iri, instr(iri, '//') + 2) || '/', '/') - 1))) VIRTUAL, closed INTEGER NOT NULL DEFAULT FALSE, featured_read INTEGER, fields_due INTEGER) STRICT;
INSERT INTO actor VALUES(117660230705545216,'https://here.example/actor','Application','here.example','here.example','',NULL,1,'','','','','','',0,NULL,0,0,0,'https://here.example/about','https://here.example/actor/inbox','https://here.example/inbox','https://here.example/actor/outbox',NULL,NULL,NULL,1795352641381,NULL,NULL,NULL,1,0,0,0,'','','',NULL,NULL,'',0,NULL,'','','',0,'',NULL,NULL,'',0,NULL,NULL);
INSERT INTO actor VALUES(117660230707576833,'https://here.example/users/ana','Person','ana','ana','',117660230707576832,1,'','','','','','',0,NULL,0,0,0,'https://here.example/@ana','https://here.example/users/ana/inbox','https://here.example/inbox','https://here.example/users/ana/outbox','https://here.example/users/ana/followers','https://here.example/users/ana/following','https://here.example/users/ana/collections/featured',1795352641412,NULL,NULL,NULL,1,2,2,0,'','','',NULL,NULL,'',0,NULL,'','','',0,'',NULL,NULL,'',0,NULL,NULL);
INSERT INTO actor VALUES(117660230711115777,'https://here.example/users/ben','Person','ben','ben','',117660230711115776,1,'','','','','','',0,NULL,0,0,0,'https://here.example/@ben','https://here.example/users/ben/inbox','https://here.example/inbox','https://here.example/users/ben/outbox','https://here.example/users/ben/followers','https://here.example/users/ben/following','https://here.example/users/ben/collections/featured',1795352641465,NULL,NULL,NULL,2,1,0,1,'{"profession":"physician","level":3,"method":"documents","jurisdiction":"DE","confirmed_by":"here.example","confirmed":"2026-11-22T13:04:01.478Z","until":"2027-11-22T13:04:01.478Z","state":"active"}','','',NULL,NULL,'',0,NULL,'','','',0,'',NULL,NULL,'',0,NULL,NULL);
INSERT INTO actor VALUES(117660230711181312,'https://elsewhere.example/users/zoe','Person','zoe','zoe','elsewhere.example',NULL,0,'','','','','','',0,NULL,0,0,0,'https://elsewhere.example/@zoe','https://elsewhere.example/users/zoe/inbox','https://elsewhere.example/inbox','https://elsewhere.example/users/zoe/outbox','https://elsewhere.example/users/zoe/followers','https://elsewhere.example/users/zoe/following',NULL,1795352641467,1795352641467,NULL,NULL,1,1,0,1,'','','',NULL,NULL,'',0,NULL,'','','',0,'',NULL,NULL,'',0,NULL,NULL);
CREATE TABLE actor_key (
  iri            TEXT PRIMARY KEY,
  actor          INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  algorithm      TEXT NOT NULL,
  public         BLOB NOT NULL,
  sealed_private BLOB,
  created        INTEGER NOT NULL,
  retired        INTEGER
, signs INTEGER, expires INTEGER) STRICT;
INSERT INTO actor_key VALUES('https://here.example/actor#main-key',117660230705545216,'rsa',X'30820122300d06092a864886f70d01010105000382010f003082010a0282010100e56ea67b0792cf20ba798fc58d906c89b67efcee347d5a82bdbdc4827c50906b4fd463e9ef449a1f335e23fa2161f8a23d8f2b541247775f579d39e30bf5ec02608a3689bc486fd8c0d3ab355e99230724d211b908b11a4ad8994979fee7473727f0473634d514a4c097c7b948b2d360436cc1ffc1f9216ccb68d2b9399792257c5371f26055ad0098801980c2dbafff5d7179a58ce938b0b2cf1e3902aa1c04ac5ca679df1a967ae22f49cd1aafd9c6b1288caf2b04b437fa1853bb780284cfc8a2caaf9a746b3caac0cf7d059e961b4f2425b3ed32d231e8902a8ab48be45fbd9c1434e7265dcaf85f0dbccfee0c376d1962d430947fd660f9681aaa101dff0203010001',X'e2683efbc3113569818c8c027be25067b44e49e8687775a322a2f3566ad7f8abfcd15f180192dc2dbd1ba458e7b00e11757c34507f9a0dab9a2007881307446fa28aa181469c71feaf65fe160733db43b0388b71d79696996ee9bb6d75a71921e3ef6500bbbc4e51cff87480d44ba58e904025e741c4b99d7895e51c82ef07e5df6d776b9b6e1b4361e1f698915a80f6ad275301bb92f188f7764d51f3c2ddf5955079df8d32ab0423d32553f172833111d743c2ec2fd4b6483b18c681eb68c8effb8132ba5caf430dc58528ce596e888cd038c792c7beb5f3419c9685b279b85c1127c35760935848741e03921e535c481f3ce6f385a3230a181d0d32e618f16368e23bc0fe1c6093bd5bb468a57eb325b4b7e8149713ed2494eed8409eb50ea6774b3939842637e38b64fcb22148b32eaae2ddcc256fcfa9917fb22bc0efa1071ec8a6a55d03c49e8cb6384aaf08f97151528e98fab4c605b3b42ed994adffa13fd243773e0d942420babd6f79b95a39c6b52eba6b3439fd7546e2c2fc4b450d95ede9411b7c696acd72cbb32681a3fbdccef938b18a8e955cee9bda82439a1f3d7093c1babcac0f192bbc564c9c6defe5fe34229abfbc4a414420ca21ea813cb30cf5519e61b993e548d4e475022d7edcadeef556278ef6e0d0813c105230d6420142fb3ea56aadb710146e13343f4a48131702dc8a5d2c00ffa67ff4a9fc23a9be0e58c87b0fe5a8a2a0880c7d77af952c584116fa1e9a5e2daf3eba34e9d3a830f546b32a7b36806b039ca3645f701c3d4481f6f58f7b92f4f56c95eb38e838ba0f924494711f8ffb7bf75c913239c41c1cea87c96a79d4b004869b48bc1965d213e316d71f68dc0715ab5bfff098193fe90ac020c8724927d9a982d873f8116389d848fd09b3084d51aa8995147e90822ef596a0e0b7b27c5e4e96c187824979c0c09ac607ff199f9ccee97f65eecd476738d1b4661c94ee3001c260e7426a9370f009dc10d8f60bae4b277c1b27f75f5dd1c95f6b5366da4cc9ca2771b45e5fd831c4057ed6e9def5845237326716b06671e56459f6c36631e2031723f0cca554b8d7a6f825c7b69d4a9e3f7f8a9dab3aacceea2a0a069a774d10f5966ffa034cad457665c34a3037942a088ca1d996d680374f7ead950426f5bcab444908d14eec11a7b3762910e852f2631c7e6cc9cca8f6f7a3230cece4eb5ce56a55588e5307c347a3efe39926094e9b72b63ee31f4461e936825d3264d1be70c717818b070b322f20fc0645a39d40b1425ff2572e4050e5896db22bbfe6cce7a3b4c631d79bf8c49f31151f162c575f7ac82fd5e1b8b72c03baaf29bd2dcd5d9f64bffa67773f6543e6344e14a122ac0ad9b016fd87ea0eb2dbdc02bbdb9ed3009fc201d09968f7879aec605b1ea5e0d7895f8f533bf48613e843da74d62fa29991d79e59247ccf49d276ab80e20302567a8fd03f152b0cda8eda6d907626c104b67d342d3f7d6232d1f063ae0c9535b5ba37df4f5ccfe6edb45759d4adc4f6aab0dd1c8689eb5c9777a555f0f66ee91e482c30b0d4cc66e51d2935c9faf84d25ca781dd9f472d1fb7396124cacc8d10fbb11614ec415310f6f75e9e7a68db41c8b26703f0d2aef8a8b5014f165e2b571efbaa65ea39fb08420e7a5337e823512f4faeda3e9796602a89bda05205a45c3d12d20f4513e4fa3def0ac6be31e8e17174b638a0bdfe94cbb04a682696412d949362b94389a148e1085c75035f5',1795352641381,NULL,NULL,NULL);
INSERT INTO actor_key VALUES('https://here.example/actor#ed25519-key',117660230705545216,'ed25519',X'302a300506032b6570032100ecddfe502310c2c49acde9bbde3f6e7692a50841803853196b222d5fa617269e',X'6b4bd046365fd339f35abe00d46a175d3e2bb0fc46821a0ab2b44c63e2fa5458ddbff4691762195e2f1942db151f3416a3c02a4eb9b1e85181483138377a40e479bee87f6f0fbf926f5ed683',1795352641381,NULL,NULL,NULL);
INSERT INTO actor_key VALUES('https://here.example/users/ana#main-key',117660230707576833,'rsa',X'30820122300d06092a864886f70d01010105000382010f003082010a0282010100eef29415c93636ec914fe5ef6b759be59fa9e8d55e64f5cb995bae9ea8edd1ea6625c193fcf0529c304b210be9906e69076eed08d4cda2b0c9b210753256452eb9e420f2d34e2545febcfa8fe9494058546887cbd5abe7553329e17c93e455f63ddb03ab02c6ac475b9a0949dec760b3016af0e9a923131e192eb5e4c7dd773dc0bb65576abd9b0a69b00d61ff3ac364d4d5dbe45881e78feb398dba83c45b663911e638569bd7d32cf6e5fa7be408c9d9f454ba2194b8b94e7bd44abf4f2623ea93f3ae64a35f6e0ea94df0104aa56ac868d93e63332a98a825e5b89cac9a476bce33d58d3b03f4b98fed01e996885a562ee5f99577081a72515ccfa12c7bc90203010001',X'dbe28340b7431952553157c4493ca655a262929877810d1333eea6c45c3cb7dd4735654b9137bf42a6aebffe2f646c237d9075c41b42570816d48e588e57a0ff7f29c0058741ac2fef335e696739be110485254333f81787e40266502fa2b5fbda6926f80449d6f3785b705120ba0080d0110aaafee001372dc0f4386b984325f25ced9e85d23a04fdf7f189913a86ec335966bcef60c37be67a3f27c7902e2e84583737aedc82be95c0f22a137e96d175b663fcbbd58dea15c73b3bb647cf3a6264e29508c77786b813604fb350269fa584f07f980043843597f87f13d68a1f0a51efc569831b43438be13b16dd20336eefbc3a18b92f1720edc4b0cb5b28e53fa87a4326950ec9092d7cc828d12e4f76030f063b204a3d5d7b7f8847f569e9d55af0470edcd97ce38586040d6522a0f10056a8126a049c78849b2331d251a34e41b0736ebdee3905f4315cd2af390b8fa6740c53e351474f2c683a4926aa55dc1cbe5041c3e3494b857a96eccacbd0575bc9684bb591e209569e87de7cf8c4e22145f8557a7d82fe6e77e03b11ff0674e6c8e8b5010ce2af1334816b7b8ee9acbd4df3ee11e62e01a19629dd294941be03f28fb9706e231c6395d593e232e70df300607e57ef2a03d7d6da376e7e24176389ec09927653880d1b596bb202240eea017c2747a0341ffd7fdaaafac03668bc1210def4b5b9399d01ea2e90d222f1a6c3a065833bc994581d7b65799e44461925768ef20d2db07393ff2754c57a88c0297500692a98c85e5a830b1f062efbcae3239ff0f56297d2966d2e8726634e66d29bff9c311c389993f7e7d1061c581ae9ea3a436ad5beb8da345f59133130e3223a4d0c6e18aa9d17e4f5512c47da487619cf97ef2fd34f3724122e5a80338f2388b2e492b7d240311c0732b3c091ebdd9b5eeca3ec462116e79337ba610121be623cd14ecf41813a3f7224ccad89fc2307f4852d85e96a240301533a58a4cfb2b7b4a81e2c8c519f5638f71122c3f4665acc16366021fd0753e5cff8b37daec09536b6af3bea13ad65e39b0bdf329620ce0c54337c7db96bccce8befdeebd5fbe33164b93b0bcd1eaf638cfc49babb3b62754cabd7585db0740db28b5ef851c4ebb54c9b9db287e2e44f687fe917387420effd06bc3a6d079393e45eb17541fedbfa3a10b1495bbe6c1bc327468add2dda0c7e033cb190e106596edbdad6fb1922a83ed312c5caa4d823b0aad6a6c6968b2f2e74e33647451603f16eba4d0d9e23415f7b1957d7cb5c5bc18aa2e1f87c72635e2b251c6cbb3170297287ed5c06904b01468dd60497752f65d297023ea09afb2ad955c58f481db54b2b006a0e65372f4889e01bd625e64b4eefbb1b3c420092f7921104c40e5e4b321d4fd5abf04cf0c49817592498d196cfd55ba8618886c2afbf1bbf9b33b0b0169c3d9b4b374e0b1cafdc4ee70b07bdd35ac5c0bd75767926b3f6be4ae2022d5af3e204833651e19b7ce5e78d9908623c0075d4f2b34aae5a2701588507a4a22d6b7c1bd4fc83e0917b82fc492bbb12f3cd70be7c4240e65978530da96de7ab90316bc0345ec15e62e74c6624ad1423839bd6adad8dc9850345b85492b29c1bbaa472f695a2062b353100c2d1acef3e351648ebcdc2ce54d51a6fb636fc028caf4fb4a73eca9544b55bc5ed2b7ea71ee5a9f8f0bd66c863aceb7cfa6c9d945a4d66faf348781a3d4ff6f091d9407f0eec6592481f5c5cc4ed54a248d9b0a4b0',1795352641412,NULL,NULL,NULL);
INSERT INTO actor_key VALUES('https://here.example/users/ana#ed25519-key',117660230707576833,'ed25519',X'302a300506032b6570032100e2b1210722096725532324c23fdf7b7d1f76e752d505c856baa720f36ac557ee',X'1b8482d1cb0ffba5e71c82695341f45b852be47fffc0a58a148cf92994a430cf931581f44a1805ad502afb609b564d21354c4561fed63bc71d2c7297fd43543db25ae216768a8146a326e113',1795352641412,NULL,NULL,NULL);
INSERT INTO actor_key VALUES('https://here.example/users/ben#main-key',117660230711115777,'rsa',X'30820122300d06092a864886f70d01010105000382010f003082010a0282010100a7a52b8571d9693564d7bcc15b8873f56eda22a871d0744df3a4b42b0e3acad328e3d4ee4f1e705875caff132c3c2750cd178d0b7c27cf6ba94b211fd2cdced1ef2f04c4ef8361246832f4d465a0f2a70436793d88dd6040c059c9a226cd55e9a3685697222da570b37e660fe773dd1e516cf43b2fa8d6617cda910aba1e20b30324a927a64165f2eb2ec89db1deedec5263ef14e3e9e8749707ee505809ec30321eb92722671176ca8929764dfd441ca584fe7f983ebf02df7f53f6f596988d3d8bb04f38b66e283014cd9bd5dd71b023b9c99004d7a1f096a5a15f4073302c79e2681ccc5ba32b0d74c23128e81ded6071a0a639663635fd7199a6ba29dab10203010001',X'7c473149d85ec32e62840928d59cb90d62d743615f99967be6a6aac8258ffcd55104701ae5761702a92ce36a05223f8206d47ab3ce6c55eda3b52ea7b03319c7c6feaf6e14b0d28b2064d0801f8d982bca86629e33d3aac233b46c6bb383aa75cf42f14e4f0e5374f264889fe00edce6af1fedc56b132cbd218be1067bd38708a9fc86e5289892f7a54cc9654c814cf1f51e20b924f4cbb1ab6b19ca3e1391939eda98176ec79f8278b2ec6c2aae581b068adbbcf04f4dc884fd1e9e48754804b8cf452d1cc49c4880e42db083127480f881bf5a31bca9792469821b7c81e95b61b70d1107b9345431fa8e0d0797d7e1caffd519579d8b8bd18e6e341ebd46079f6103bdc443c3b541a00bc2c91116e7c025a51ef3225a2f2e09965bedd4bf4723ff5e43f2a7d4c7571b7034e488e12e6f90855862a9d1165b0246505d38c50592d3eb3e2666993d774644339df456622d0c021104ff6248cc85ce5057d068bda73330af705b884e3cf76306081f7f49949f6c91e069497884c67749e21493cdb71fa81f4c4fbc29561b69f120a7cfc65aec1601293673de20c7807e933ca5f20563f3c86bd458e9e0e403ecc1f7e7dac70a9121d9fcc0afb984465565a6c7b52d6c6672eb8a0f0ef4953aa5ece1e04e312f0d626daab64706822e04db13bd54cadf396675b8edcee0e2434a85769c53b9aa74d701581d39d86d4668c9f124824a2b0fd26cd181cf9deb60f296289919b84456a3560124437fd17f2714766b3a3e4f085eea07ff5f211032b22763e9050b182a168a75779f2371d1b3d91392606105a55de2fe33245643a10b6df09105a5801c1d719edea2e08b0f0eab22d0f062d6cc49e8e8433561f18c38dd4d769464710acd87b9f5f7759a06e4211d99d1bb339f0ac5d414bd749941589ebcd416000cd7ce56de933a33078fe5e8e4c5d7cf0cdc1a2232eb22a4fcaaf91822a7090c06d4b9d70204a740e47276673980e8282342bf0d6f3fb78ad5aadf2db52c2764ff172b9e55851b325bde57674752a90acff734459836475d4efc4a108f0fd47b66cb66f5682eb0add2bdf0ce2dfe7b1e7c0737139fb4ee525ae76625dc80d8ae05520a51770d8818f49e0e3e54eb5c7c012fbc6e6f8357e3aef04d42ab5dfc9132216566e6e5738a6bee0fdc2638d1d26c5d9ce495c00e7929aec21d85135712cf3909e32d9a00e40391e5030e0adc01e7a31d257e7003a0584c36778bbf7dedd6c4f045fa19d690cfa7c4b281590ed0698861f3dbb9eb584b71b043972846ace2b2c0efbc59e5dae04a17f36f24f2ef76fe1f537d792cc6ecca9011b6656545bcde21d2d065aa5d2f019b23cf90ced7108705ba35c452bc7666781a687f6bcc393334bd1d12f205add03e40e38eafe77fa28416e945ba014a12d344f892541d28dd228691898790eccab31c145aa9de34cdea4e9bafb6bb745e921271552b0100af3ac76e394383cf09fae501556e57bb1a68cdf003aa58d9a22d51ff3b5e96d2229974cd99f50f6e6018b7f78ece8152887849dcea318fc9ae8a4674f33140222742936feb183f29a622cbb25e983c5168feb0f7f292458684229787cc44bbc12d736b6e67e044ad6e306a0ee54a53c70b600898df5d5e6d892e5c3d0935955be80ae7daf616395e21c553cc6c8dfde1d12e380ee3bb90f5031d6fb6c1ba11ab33959b42065b16603c84b446bb497382732f0a71108452a74d6f11b6f0239c8c2933e2f13ef2446a8628e5',1795352641465,NULL,NULL,NULL);
INSERT INTO actor_key VALUES('https://here.example/users/ben#ed25519-key',117660230711115777,'ed25519',X'302a300506032b6570032100b10923f6d06bdac15c6c87b5f1fc49e71eab7589ef418abf6e09224beed2e0f5',X'1b8ce2ca8fcbd235e368d7762efc17ea4526c05fc310ea165a2a2418c14bf09e6cd8bf2db3d82d64cc265f71d4fed654e26c478b9eae235488035490fc574627beebdb60b6aa3742389d5c7b',1795352641465,NULL,NULL,NULL);
CREATE TABLE user_account (
  id               INTEGER PRIMARY KEY,
  actor            INTEGER NOT NULL UNIQUE REFERENCES actor (id),
  name_lower       TEXT NOT NULL UNIQUE,
  name             TEXT NOT NULL,
  email            TEXT NOT NULL,
  email_lower      TEXT NOT NULL UNIQUE,
  email_confirmed  INTEGER,
  email_new        TEXT NOT NULL DEFAULT '', -- asked for, not proved yet
  password_hash    TEXT NOT NULL DEFAULT '',
  role             TEXT NOT NULL,
  state            TEXT NOT NULL,
  reason           TEXT NOT NULL DEFAULT '',
  language         TEXT NOT NULL DEFAULT '',
  time_zone        TEXT NOT NULL DEFAULT '',
  appearance       TEXT NOT NULL DEFAULT '',
  default_audience TEXT NOT NULL DEFAULT 'instance',
  app_audience     TEXT NOT NULL DEFAULT 'public',
  created          INTEGER NOT NULL,
  address          TEXT NOT NULL DEFAULT ''
, departs INTEGER, messages TEXT NOT NULL DEFAULT 'followed') STRICT;
INSERT INTO user_account VALUES(117660230707576832,117660230707576833,'ana','ana','ana@mail.example','ana@mail.example',1795352641383,'','','administrator','active','','','','','instance','public',1795352641412,'',NULL,'followed');
INSERT INTO user_account VALUES(117660230711115776,117660230711115777,'ben','ben','ben@mail.example','ben@mail.example',1795352641413,'','','member','active','','','','','instance','public',1795352641465,'',NULL,'followed');
CREATE TABLE session (
  id         INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL UNIQUE,
  agent      TEXT NOT NULL DEFAULT '',
  address    TEXT NOT NULL DEFAULT '',
  created    INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  expires    INTEGER NOT NULL
, factors TEXT NOT NULL DEFAULT 'password', proved INTEGER) STRICT;
CREATE TABLE ticket (
  token_hash BLOB PRIMARY KEY,
  purpose    TEXT NOT NULL,
  user_id    INTEGER NOT NULL DEFAULT 0,
  email      TEXT NOT NULL DEFAULT '',
  expires    INTEGER NOT NULL
) STRICT;
CREATE TABLE invitation (
  id         INTEGER PRIMARY KEY,
  token      TEXT NOT NULL UNIQUE,
  made_by    INTEGER NOT NULL,
  note       TEXT NOT NULL DEFAULT '',
  max_uses   INTEGER NOT NULL,
  uses       INTEGER NOT NULL DEFAULT 0,
  created    INTEGER NOT NULL,
  expires    INTEGER NOT NULL,
  revoked    INTEGER
) STRICT;
CREATE TABLE throttle (
  name    TEXT PRIMARY KEY,
  count   INTEGER NOT NULL,
  started INTEGER NOT NULL
) STRICT;
CREATE TABLE application (
  id            INTEGER PRIMARY KEY,
  client_id     TEXT NOT NULL UNIQUE,
  secret_hash   BLOB NOT NULL,
  name          TEXT NOT NULL,
  website       TEXT NOT NULL DEFAULT '',
  redirect_uris TEXT NOT NULL,
  scopes        TEXT NOT NULL,
  created       INTEGER NOT NULL
) STRICT;
CREATE TABLE authorization_code (
  code_hash    BLOB PRIMARY KEY,
  application  INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL,
  redirect_uri TEXT NOT NULL,
  scopes       TEXT NOT NULL,
  challenge    TEXT NOT NULL DEFAULT '',
  expires      INTEGER NOT NULL
, strong INTEGER NOT NULL DEFAULT FALSE) STRICT;
CREATE TABLE access_token (
  id          INTEGER PRIMARY KEY,
  token_hash  BLOB NOT NULL UNIQUE,
  application INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  actor       INTEGER NOT NULL DEFAULT 0,
  scopes      TEXT NOT NULL,
  created     INTEGER NOT NULL,
  last_used   INTEGER
, strong INTEGER NOT NULL DEFAULT FALSE) STRICT;
CREATE TABLE post (
  id             INTEGER PRIMARY KEY,
  iri            TEXT NOT NULL UNIQUE,
  url            TEXT,
  author         INTEGER NOT NULL REFERENCES actor (id),
  kind           TEXT NOT NULL,
  of_post        INTEGER NOT NULL DEFAULT 0,
  audience       TEXT NOT NULL,
  audience_rest  TEXT NOT NULL DEFAULT '',
  parent         INTEGER NOT NULL DEFAULT 0,
  parent_iri     TEXT,
  root           INTEGER NOT NULL,
  title          TEXT NOT NULL DEFAULT '',
  warning        TEXT NOT NULL DEFAULT '',
  sensitive      INTEGER NOT NULL DEFAULT FALSE,
  content        TEXT NOT NULL DEFAULT '',
  source         TEXT NOT NULL DEFAULT '',
  source_type    TEXT NOT NULL DEFAULT '',
  language       TEXT NOT NULL DEFAULT '',
  published      INTEGER NOT NULL,
  edited         INTEGER,
  deleted        INTEGER,
  revision       INTEGER NOT NULL DEFAULT 1,
  local          INTEGER NOT NULL,
  reply_count    INTEGER NOT NULL DEFAULT 0,
  like_count     INTEGER NOT NULL DEFAULT 0,
  announce_count INTEGER NOT NULL DEFAULT 0
, hidden INTEGER, context TEXT, emoji TEXT NOT NULL DEFAULT '', policy TEXT NOT NULL DEFAULT '', in_group INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO post VALUES(117660230711443456,'https://here.example/posts/UBAAFUX6SQOAGULSGW2C4733MA','https://here.example/posts/UBAAFUX6SQOAGULSGW2C4733MA',117660230707576833,'note',0,'public','',0,NULL,117660230711443456,'','',0,'<p>Good morning #rounds</p>','Good morning #rounds','text/plain','',1795352641471,NULL,NULL,1,1,1,0,0,NULL,NULL,'','{"quote":{"automatic":["https://www.w3.org/ns/activitystreams#Public"]}}',0);
INSERT INTO post VALUES(117660230711640064,'https://here.example/posts/DL36LDUCDBQ74H3BBGAOOSDRG4','https://here.example/posts/DL36LDUCDBQ74H3BBGAOOSDRG4',117660230711115777,'note',0,'public','',117660230711443456,'https://here.example/posts/UBAAFUX6SQOAGULSGW2C4733MA',117660230711443456,'','',0,'<p>Good morning</p>','Good morning','text/plain','',1795352641474,NULL,NULL,1,1,0,0,0,NULL,NULL,'','{"quote":{"automatic":["https://www.w3.org/ns/activitystreams#Public"]}}',0);
INSERT INTO post VALUES(117660230711780461,'https://elsewhere.example/users/zoe/posts/J3HXU55O5MVKIK72HI76PW3YVZ',NULL,117660230711181312,'note',0,'public','',0,NULL,117660230711780461,'','',0,'<p>Hello from elsewhere</p>','','','',1795352641476,NULL,NULL,1,0,0,0,0,NULL,NULL,'','',0);
INSERT INTO post VALUES(117660230711836672,'https://here.example/posts/U373NFW7LBOBQ6Y3W2ODUNMNLU','https://here.example/posts/U373NFW7LBOBQ6Y3W2ODUNMNLU',117660230707576833,'note',0,'public','',0,NULL,117660230711836672,'','',0,'<p>A second note</p>','A second note','text/plain','',1795352641477,NULL,NULL,1,1,0,1,0,NULL,NULL,'','{"quote":{"automatic":["https://www.w3.org/ns/activitystreams#Public"]}}',0);
INSERT INTO post VALUES(117660230712033280,'https://here.example/posts/VOWACSHP3P4GEDTQDPM5NJE2RY','https://here.example/posts/VOWACSHP3P4GEDTQDPM5NJE2RY',117660230707576833,'case',0,'instance','',0,NULL,117660230712033280,'Fever after travel','',0,'<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever</p><p>Spleen palpable, no rash.</p>',replace('Fever after travel\n\nWhich test next?\n\nFever\n\nSpleen palpable, no rash.','\n',char(10)),'text/plain','',1795352641480,1795352641482,NULL,2,1,0,0,0,NULL,NULL,'','',0);
CREATE TABLE tombstone (
  iri     TEXT PRIMARY KEY,
  created INTEGER NOT NULL
, below INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE clinical_case (
  post                 INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  age_band             TEXT NOT NULL,
  sex                  TEXT NOT NULL DEFAULT '',
  presenting_complaint TEXT NOT NULL,
  history              TEXT NOT NULL DEFAULT '',
  findings             TEXT NOT NULL DEFAULT '',
  investigations       TEXT NOT NULL DEFAULT '',
  question             TEXT NOT NULL,
  consent              TEXT NOT NULL,
  status               TEXT NOT NULL,
  accepted             INTEGER NOT NULL DEFAULT 0,
  solved               INTEGER,
  first_response       INTEGER,
  changed              INTEGER -- when status or accepted last changed
, steward INTEGER NOT NULL DEFAULT 0, abstract TEXT NOT NULL DEFAULT '', introduction TEXT NOT NULL DEFAULT '', setting TEXT NOT NULL DEFAULT '', timeline TEXT NOT NULL DEFAULT '', differential TEXT NOT NULL DEFAULT '', diagnosis TEXT NOT NULL DEFAULT '', intervention TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '', discussion TEXT NOT NULL DEFAULT '', teaching_points TEXT NOT NULL DEFAULT '', perspective TEXT NOT NULL DEFAULT '', keywords TEXT NOT NULL DEFAULT '', certainty TEXT NOT NULL DEFAULT '', confirmed TEXT NOT NULL DEFAULT '', outcome_asked INTEGER, followed_up INTEGER, management TEXT NOT NULL DEFAULT '', consent_scope TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO clinical_case VALUES(117660230712033280,'30-34','','Fever','','Spleen palpable, no rash.','','Which test next?','written','open',0,NULL,NULL,NULL,0,'','','','','','','','','','','','','','',NULL,NULL,'','public');
CREATE TABLE case_specialty (
  post      INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  specialty TEXT NOT NULL,
  position  INTEGER NOT NULL,
  PRIMARY KEY (post, specialty)
) STRICT;
INSERT INTO case_specialty VALUES(117660230712033280,'nephrology',0);
CREATE TABLE post_revision (
  post      INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  revision  INTEGER NOT NULL,
  title     TEXT NOT NULL,
  warning   TEXT NOT NULL,
  sensitive INTEGER NOT NULL,
  content   TEXT NOT NULL,
  source    TEXT NOT NULL,
  clinical  TEXT NOT NULL DEFAULT '',
  written   INTEGER NOT NULL,
  PRIMARY KEY (post, revision)
) STRICT;
INSERT INTO post_revision VALUES(117660230712033280,1,'Fever after travel','',0,'<p><strong>Fever after travel</strong></p><p>Which test next?</p><p>Fever</p><p>Spleen palpable.</p>',replace('Fever after travel\n\nWhich test next?\n\nFever\n\nSpleen palpable.','\n',char(10)),'{"Title":"Fever after travel","Patient":{"AgeBand":"30-34","Sex":""},"Question":"Which test next?","Abstract":"","Introduction":"","PresentingComplaint":"Fever","History":"","Findings":"Spleen palpable.","Timeline":"","Investigations":"","Differential":"","Diagnosis":"","Intervention":"","Outcome":"","Discussion":"","TeachingPoints":"","Perspective":"","Setting":"","Keywords":null,"Certainty":"","Confirmed":"","Steward":0,"Specialties":["nephrology"],"Consent":"written","Scope":"public","Status":"open","Accepted":0,"AlsoAccepted":null,"Solved":"0001-01-01T00:00:00Z","FirstResponse":"0001-01-01T00:00:00Z","Changed":"0001-01-01T00:00:00Z","OutcomeAsked":"0001-01-01T00:00:00Z","FollowedUp":"0001-01-01T00:00:00Z","Management":""}',1795352641480);
CREATE TABLE mention (
  post  INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actor INTEGER NOT NULL REFERENCES actor (id),
  PRIMARY KEY (post, actor)
) STRICT;
CREATE TABLE hashtag (
  tag  TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, post)
) STRICT;
INSERT INTO hashtag VALUES('rounds',117660230711443456);
CREATE TABLE media (
  id          INTEGER PRIMARY KEY,
  owner       INTEGER NOT NULL REFERENCES actor (id),
  post        INTEGER NOT NULL DEFAULT 0,
  position    INTEGER NOT NULL DEFAULT 0,
  file        TEXT NOT NULL DEFAULT '',
  small       TEXT NOT NULL DEFAULT '',
  type        TEXT NOT NULL DEFAULT '',
  width       INTEGER NOT NULL DEFAULT 0,
  height      INTEGER NOT NULL DEFAULT 0,
  blurhash    TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  focus_x     REAL NOT NULL DEFAULT 0,
  focus_y     REAL NOT NULL DEFAULT 0,
  remote      TEXT,
  created     INTEGER NOT NULL,
  fetched     INTEGER
, caption TEXT NOT NULL DEFAULT '', consented INTEGER NOT NULL DEFAULT FALSE, hidden INTEGER NOT NULL DEFAULT FALSE) STRICT;
CREATE TABLE media_waste (
  file    TEXT PRIMARY KEY,
  created INTEGER NOT NULL
) STRICT;
CREATE TABLE home_entry (
  owner     INTEGER NOT NULL,
  entry     INTEGER NOT NULL,
  post      INTEGER NOT NULL,
  announcer INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (owner, entry)
) STRICT;
INSERT INTO home_entry VALUES(117660230707576833,117660230711443456,117660230711443456,0);
INSERT INTO home_entry VALUES(117660230711115777,117660230711443456,117660230711443456,0);
INSERT INTO home_entry VALUES(117660230711115777,117660230711640064,117660230711640064,0);
INSERT INTO home_entry VALUES(117660230707576833,117660230711836672,117660230711836672,0);
INSERT INTO home_entry VALUES(117660230711115777,117660230711836672,117660230711836672,0);
INSERT INTO home_entry VALUES(117660230707576833,117660230712033280,117660230712033280,0);
INSERT INTO home_entry VALUES(117660230711115777,117660230712033280,117660230712033280,0);
CREATE TABLE follow (
  follower       INTEGER NOT NULL REFERENCES actor (id),
  followed       INTEGER NOT NULL REFERENCES actor (id),
  iri            TEXT NOT NULL,
  state          TEXT NOT NULL,
  hides_announces INTEGER NOT NULL DEFAULT FALSE,
  created        INTEGER NOT NULL,
  PRIMARY KEY (follower, followed)
) STRICT;
INSERT INTO follow VALUES(117660230711115777,117660230707576833,'https://here.example/activities/GZ2MJ5XERUJRXWD7FXXEKQLJ2E','accepted',0,1795352641468);
INSERT INTO follow VALUES(117660230711181312,117660230707576833,'https://elsewhere.example/users/zoe/follows/117660230707576833','accepted',0,1795352641470);
CREATE TABLE block (
  actor   INTEGER NOT NULL REFERENCES actor (id),
  target  INTEGER NOT NULL REFERENCES actor (id),
  iri     TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, target)
) STRICT;
CREATE TABLE mute (
  actor         INTEGER NOT NULL REFERENCES actor (id),
  target        INTEGER NOT NULL REFERENCES actor (id),
  notifications INTEGER NOT NULL DEFAULT TRUE,
  until         INTEGER,
  created       INTEGER NOT NULL,
  PRIMARY KEY (actor, target)
) STRICT;
CREATE TABLE liking (
  actor   INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  id      INTEGER NOT NULL,
  iri     TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, post)
) STRICT;
INSERT INTO liking VALUES(117660230711115777,117660230711836672,117660230711902208,'https://here.example/activities/6DMHOKBYLQF667XPHEWHYZEDME',1795352641478);
CREATE TABLE bookmark (
  actor   INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  id      INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, post)
) STRICT;
CREATE TABLE marker (
  owner     INTEGER NOT NULL REFERENCES actor (id),
  timeline  TEXT NOT NULL,
  last_read INTEGER NOT NULL,
  version   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  PRIMARY KEY (owner, timeline)
) STRICT;
CREATE TABLE notification (
  id      INTEGER PRIMARY KEY,
  owner   INTEGER NOT NULL REFERENCES actor (id),
  kind    TEXT NOT NULL,
  actor   INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  read    INTEGER
) STRICT;
INSERT INTO notification VALUES(117660230711312384,117660230707576833,'follow',117660230711115777,0,1795352641468,NULL);
INSERT INTO notification VALUES(117660230711377920,117660230707576833,'follow',117660230711181312,0,1795352641470,NULL);
INSERT INTO notification VALUES(117660230711640065,117660230707576833,'reply',117660230711115777,117660230711640064,1795352641474,NULL);
INSERT INTO notification VALUES(117660230711902209,117660230707576833,'like',117660230711115777,117660230711836672,1795352641478,NULL);
CREATE TABLE flag (
  id          INTEGER PRIMARY KEY,
  iri         TEXT NOT NULL UNIQUE,
  reporter    INTEGER NOT NULL REFERENCES actor (id),
  target      INTEGER NOT NULL REFERENCES actor (id),
  category    TEXT NOT NULL,
  comment     TEXT NOT NULL,
  forward     INTEGER NOT NULL DEFAULT FALSE,
  created     INTEGER NOT NULL,
  resolved    INTEGER,
  resolved_by INTEGER NOT NULL DEFAULT 0
, reference TEXT NOT NULL DEFAULT '', hides INTEGER NOT NULL DEFAULT FALSE, outcome TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE flag_post (
  flag INTEGER NOT NULL REFERENCES flag (id) ON DELETE CASCADE,
  post INTEGER NOT NULL,
  PRIMARY KEY (flag, post)
) STRICT;
CREATE TABLE domain_rule (
  host            TEXT PRIMARY KEY,
  severity        TEXT NOT NULL,
  public_comment  TEXT NOT NULL DEFAULT '',
  private_comment TEXT NOT NULL DEFAULT '',
  created         INTEGER NOT NULL,
  made_by         INTEGER NOT NULL DEFAULT 0
, reject_media INTEGER NOT NULL DEFAULT FALSE, reject_reports INTEGER NOT NULL DEFAULT FALSE, obfuscate INTEGER NOT NULL DEFAULT FALSE, changed INTEGER, source INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO domain_rule VALUES('bad.example','suspend','','',1795352641487,0,0,0,0,1795352641487,0);
CREATE TABLE staff_action (
  id      INTEGER PRIMARY KEY,
  actor   INTEGER NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  note    TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
, place INTEGER, digest BLOB) STRICT;
INSERT INTO staff_action VALUES(117660230712492032,0,'rule','bad.example','suspend',1795352641487,1,X'd014493c363d36b80220ed4f1ffb777df1c9850576bfd876fbe355e3ff352970');
CREATE TABLE peer (
  host         TEXT PRIMARY KEY,
  scheme       TEXT NOT NULL DEFAULT '',
  last_success INTEGER,
  last_failure INTEGER
, scheme_noted INTEGER, modern_refused INTEGER, software TEXT NOT NULL DEFAULT '', software_version TEXT NOT NULL DEFAULT '', nodeinfo_read INTEGER, failure_status INTEGER NOT NULL DEFAULT 0, given_up INTEGER, heard INTEGER, unknown_count INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE recipient (
  post       INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  inbox      TEXT NOT NULL,
  host       TEXT NOT NULL,
  first_sent INTEGER,
  revision   INTEGER NOT NULL DEFAULT 0, deleted INTEGER,
  PRIMARY KEY (post, inbox)
) STRICT;
INSERT INTO recipient VALUES(117660230711443456,'https://elsewhere.example/inbox','elsewhere.example',NULL,0,NULL);
INSERT INTO recipient VALUES(117660230711836672,'https://elsewhere.example/inbox','elsewhere.example',NULL,0,NULL);
CREATE TABLE lane (
  name        TEXT PRIMARY KEY,
  due_at      INTEGER NOT NULL,
  lease_until INTEGER NOT NULL DEFAULT 0,
  holder      INTEGER NOT NULL DEFAULT 0,
  epoch       INTEGER NOT NULL DEFAULT 0,
  fails       INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER
) STRICT;
INSERT INTO lane VALUES('elsewhere.example',1795352641471,0,0,0,0,NULL);
INSERT INTO lane VALUES('policy',1795352641487,0,0,0,0,NULL);
CREATE TABLE job (
  id       INTEGER PRIMARY KEY,
  lane     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  payload  TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  created  INTEGER NOT NULL,
  run_at   INTEGER NOT NULL
) STRICT;
INSERT INTO job VALUES(117660230711508992,'elsewhere.example','deliver','{"verb":"Create","actor":117660230707576833,"inbox":"https://elsewhere.example/inbox","id":"https://here.example/posts/UBAAFUX6SQOAGULSGW2C4733MA/activity","post":117660230711443456,"revision":1,"followers":true}',0,1795352641471,1795352641471);
INSERT INTO job VALUES(117660230711836673,'elsewhere.example','deliver','{"verb":"Create","actor":117660230707576833,"inbox":"https://elsewhere.example/inbox","id":"https://here.example/posts/U373NFW7LBOBQ6Y3W2ODUNMNLU/activity","post":117660230711836672,"revision":1,"followers":true}',0,1795352641477,1795352641477);
INSERT INTO job VALUES(117660230712492033,'policy','policy','{}',0,1795352641487,1795352641487);
CREATE TABLE receipt (
  id       INTEGER PRIMARY KEY,
  digest   BLOB NOT NULL UNIQUE,
  signer   TEXT NOT NULL,
  host     TEXT NOT NULL,
  body     BLOB NOT NULL,
  received INTEGER NOT NULL,
  done     INTEGER
) STRICT;
CREATE TABLE idempotency (
  author  INTEGER NOT NULL,
  name    TEXT NOT NULL,
  post    INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (author, name)
) STRICT;
CREATE TABLE evidence (
  id          INTEGER PRIMARY KEY,
  actor       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  profession  TEXT NOT NULL DEFAULT '',
  source      TEXT NOT NULL DEFAULT '',
  proved      INTEGER NOT NULL,
  valid_until INTEGER,
  withdrawn   INTEGER
) STRICT;
INSERT INTO evidence VALUES(117660230711967744,117660230711115777,'register','physician','test',1795352641478,1826888641478,NULL);
INSERT INTO evidence VALUES(117660230711967745,117660230711115777,'documents','physician','test',1795352641478,1826888641478,NULL);
CREATE TABLE credential (
  actor        INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  issuer       TEXT NOT NULL DEFAULT '', -- host; '' is this instance
  profession   TEXT NOT NULL,
  specialties  TEXT NOT NULL DEFAULT '', -- slugs between commas
  level        INTEGER NOT NULL,
  method       TEXT NOT NULL,
  jurisdiction TEXT NOT NULL DEFAULT '',
  confirmed_by TEXT NOT NULL DEFAULT '',
  confirmed    INTEGER NOT NULL,
  valid_until  INTEGER NOT NULL,
  state        TEXT NOT NULL,
  reason       TEXT NOT NULL DEFAULT '',
  changed      INTEGER NOT NULL,
  reminded     INTEGER NOT NULL DEFAULT 0, -- days before the end of the last reminder
  public       INTEGER NOT NULL DEFAULT FALSE,
  -- The signed document: its address, its text, and until when it stands.
  iri            TEXT UNIQUE,
  document       TEXT NOT NULL DEFAULT '',
  document_until INTEGER,
  status_list    TEXT NOT NULL DEFAULT '',
  status_index   INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO credential VALUES(117660230711115777,'','physician','',3,'documents','DE','here.example',1795352641478,1826888641478,'active','',1795352641478,0,0,NULL,'',NULL,'',0);
CREATE TABLE status_entry (
  entry   INTEGER PRIMARY KEY,
  actor   INTEGER NOT NULL,
  issued  INTEGER NOT NULL,
  revoked INTEGER
) STRICT;
CREATE TABLE status_list (
  iri     TEXT PRIMARY KEY,
  host    TEXT NOT NULL,
  bits    BLOB,
  etag    TEXT NOT NULL DEFAULT '',
  checked INTEGER,
  tried   INTEGER
, valid_until INTEGER) STRICT;
CREATE TABLE peer_trust (
  host      TEXT PRIMARY KEY,
  rule      TEXT NOT NULL,
  min_level INTEGER NOT NULL DEFAULT 3,
  note      TEXT NOT NULL DEFAULT '',
  created   INTEGER NOT NULL,
  made_by   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE second_factor (
  user_id       INTEGER PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
  sealed_secret BLOB NOT NULL,
  created       INTEGER NOT NULL,
  confirmed     INTEGER,
  last_step     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE passkey (
  id            INTEGER PRIMARY KEY,
  user_id       INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  credential_id BLOB NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  sealed_record BLOB NOT NULL,
  sign_count    INTEGER NOT NULL DEFAULT 0,
  created       INTEGER NOT NULL,
  last_used     INTEGER,
  suspect       INTEGER
) STRICT;
CREATE TABLE recovery_code (
  user_id   INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  code_hash BLOB NOT NULL,
  used      INTEGER,
  PRIMARY KEY (user_id, code_hash)
) STRICT;
CREATE TABLE half_sign_in (
  token_hash BLOB PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  factors    TEXT NOT NULL,
  expires    INTEGER NOT NULL
) STRICT;
CREATE TABLE challenge (
  value_hash BLOB PRIMARY KEY,
  purpose    TEXT NOT NULL,
  user_id    INTEGER NOT NULL DEFAULT 0,
  session    INTEGER NOT NULL DEFAULT 0,
  data       BLOB NOT NULL,
  expires    INTEGER NOT NULL
) STRICT;
CREATE TABLE device (
  user_id    INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL,
  last_seen  INTEGER NOT NULL,
  PRIMARY KEY (user_id, token_hash)
) STRICT;
CREATE TABLE security_event (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL,
  agent   TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
) STRICT;
CREATE TABLE verification (
  id            INTEGER PRIMARY KEY,
  actor         INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  state         TEXT NOT NULL,
  revision      INTEGER NOT NULL DEFAULT 1,
  profession    TEXT NOT NULL DEFAULT '',
  specialties   TEXT NOT NULL DEFAULT '', -- slugs between commas
  country       TEXT NOT NULL DEFAULT '',
  region        TEXT NOT NULL DEFAULT '',
  register      TEXT NOT NULL DEFAULT '',
  sealed_claim  BLOB,
  number_hash   BLOB, -- keyed; see register_claim
  verdict       TEXT NOT NULL DEFAULT '',
  sealed_record BLOB, -- what the register said
  checked       INTEGER,
  email_proved  INTEGER,
  officer       INTEGER NOT NULL DEFAULT 0,
  reason        TEXT NOT NULL DEFAULT '',
  proposal      TEXT NOT NULL DEFAULT '', -- what the first of two approved (JSON)
  created       INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  submitted     INTEGER,
  due           INTEGER,
  decided       INTEGER,
  cleared       INTEGER -- when the papers went
) STRICT;
CREATE TABLE register_claim (
  hash    BLOB NOT NULL,
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  holder  INTEGER NOT NULL DEFAULT FALSE,
  created INTEGER NOT NULL,
  PRIMARY KEY (hash, actor)
) STRICT;
CREATE TABLE verification_step (
  id           INTEGER PRIMARY KEY,
  verification INTEGER NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  act          TEXT NOT NULL,
  actor        INTEGER NOT NULL,
  reason       TEXT NOT NULL DEFAULT '',
  created      INTEGER NOT NULL
) STRICT;
CREATE TABLE verification_message (
  id           INTEGER PRIMARY KEY,
  verification INTEGER NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL,
  officer      INTEGER NOT NULL DEFAULT FALSE,
  sealed       BLOB NOT NULL,
  created      INTEGER NOT NULL
) STRICT;
CREATE TABLE verification_document (
  id           INTEGER PRIMARY KEY,
  verification INTEGER NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  type         TEXT NOT NULL,
  size         INTEGER NOT NULL,
  sha256       BLOB NOT NULL,
  sealed_key   BLOB,
  sealed       BLOB,
  created      INTEGER NOT NULL,
  removed      INTEGER
) STRICT;
CREATE TABLE verification_view (
  document INTEGER NOT NULL REFERENCES verification_document (id) ON DELETE CASCADE,
  actor    INTEGER NOT NULL,
  whole    INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  PRIMARY KEY (document, actor, whole)
) STRICT;
CREATE TABLE institution_domain (
  domain        TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  subdomains    INTEGER NOT NULL DEFAULT FALSE,
  alumni        INTEGER NOT NULL DEFAULT FALSE,
  organisations TEXT NOT NULL DEFAULT '', -- names in registers, one a line
  created       INTEGER NOT NULL,
  made_by       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE mail_proof (
  id          INTEGER PRIMARY KEY,
  actor       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  mailbox     BLOB NOT NULL,
  host        TEXT NOT NULL,
  sealed      BLOB NOT NULL,
  asked       INTEGER NOT NULL,
  proved      INTEGER,
  valid_until INTEGER,
  reminded    INTEGER,
  UNIQUE (actor, mailbox)
) STRICT;
CREATE TABLE identity (
  id             INTEGER PRIMARY KEY,
  user_id        INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  provider       TEXT NOT NULL,
  issuer         TEXT NOT NULL,
  subject        TEXT NOT NULL,
  label          TEXT NOT NULL DEFAULT '',
  sealed_refresh BLOB,
  linked         INTEGER NOT NULL,
  last_used      INTEGER NOT NULL,
  check_at       INTEGER,
  missing        INTEGER,
  UNIQUE (issuer, subject),
  UNIQUE (user_id, issuer)
) STRICT;
CREATE TABLE sign_on (
  token_hash   BLOB PRIMARY KEY,
  purpose      TEXT NOT NULL,
  browser_hash BLOB NOT NULL,
  sealed_data  BLOB NOT NULL,
  expires      INTEGER NOT NULL
) STRICT;
CREATE TABLE own_status_list (
  number INTEGER PRIMARY KEY,
  iri    TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE credential_issuer (
  host     TEXT PRIMARY KEY,
  actor    TEXT NOT NULL DEFAULT '', -- '' when the server names none
  software TEXT NOT NULL DEFAULT '',
  version  TEXT NOT NULL DEFAULT '',
  profile  TEXT NOT NULL DEFAULT '',
  asked    INTEGER NOT NULL
) STRICT;
CREATE TABLE hand_over (
  post       INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  from_actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  to_actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  created    INTEGER NOT NULL
) STRICT;
CREATE TABLE practice (
  actor         INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  training      TEXT NOT NULL DEFAULT '',
  interests     TEXT NOT NULL DEFAULT '',
  languages     TEXT NOT NULL DEFAULT '', -- tags between commas
  country       TEXT NOT NULL DEFAULT '',
  region        TEXT NOT NULL DEFAULT '',
  orcid         TEXT NOT NULL DEFAULT '',
  listed        INTEGER NOT NULL DEFAULT FALSE,
  referrals     INTEGER NOT NULL DEFAULT FALSE,
  referral_note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE move_follower (
  from_actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  follower   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  to_actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (from_actor, follower)
) STRICT;
CREATE TABLE response (
  post    INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL DEFAULT '',
  departs TEXT NOT NULL DEFAULT '',
  cited   INTEGER NOT NULL DEFAULT 0 -- how many citations
) STRICT;
CREATE TABLE citation (
  id         INTEGER PRIMARY KEY,
  scheme     TEXT NOT NULL, -- doi, pmid, guideline
  value      TEXT NOT NULL,
  title      TEXT NOT NULL DEFAULT '',
  authors    TEXT NOT NULL DEFAULT '',
  journal    TEXT NOT NULL DEFAULT '',
  year       INTEGER NOT NULL DEFAULT 0,
  status     TEXT NOT NULL DEFAULT '', -- pending, found, unknown; '' for what nobody is asked about
  retraction TEXT NOT NULL DEFAULT '', -- corrected, concern, retracted
  notice     TEXT NOT NULL DEFAULT '', -- the DOI of who says so
  checked    INTEGER,
  digest     TEXT NOT NULL DEFAULT '', -- SHA-256 of the answer
  UNIQUE (scheme, value)
) STRICT;
CREATE TABLE post_citation (
  post     INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  citation INTEGER NOT NULL REFERENCES citation (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (post, citation)
) STRICT, WITHOUT ROWID;
CREATE TABLE quiet_case (
  post INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE draft (
  id       INTEGER PRIMARY KEY,
  owner    INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL,              -- case, reply, edit
  parent   INTEGER NOT NULL DEFAULT 0, -- the post a reply answers
  post     INTEGER NOT NULL DEFAULT 0, -- the post an edit changes
  form     TEXT NOT NULL,
  title    TEXT NOT NULL DEFAULT '',
  state    TEXT NOT NULL,              -- draft, held, returned, released
  reason   TEXT NOT NULL DEFAULT '',   -- the author's, to the reviewer
  note     TEXT NOT NULL DEFAULT '',   -- the reviewer's, to the author
  reviewer INTEGER NOT NULL DEFAULT 0,
  digest   TEXT NOT NULL DEFAULT '',   -- SHA-256 of the words that were judged
  created  INTEGER NOT NULL,
  saved    INTEGER NOT NULL,           -- its version: no two saves have the same
  held     INTEGER,
  reviewed INTEGER
) STRICT;
CREATE TABLE draft_media (
  draft    INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  media    INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  PRIMARY KEY (draft, media)
) STRICT, WITHOUT ROWID;
CREATE TABLE poll (
  post   INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  other  INTEGER NOT NULL,
  days   INTEGER NOT NULL, -- 0 until the case is solved
  opened INTEGER NOT NULL,
  closed INTEGER           -- ended by who keeps it, or because the case was solved
) STRICT;
CREATE TABLE poll_option (
  poll     INTEGER NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (poll, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE poll_vote (
  poll       INTEGER NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  actor      INTEGER NOT NULL,
  choice     INTEGER NOT NULL,
  other      TEXT NOT NULL DEFAULT '',
  profession TEXT NOT NULL DEFAULT '',
  specialty  TEXT NOT NULL DEFAULT '',
  counted    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (poll, number),
  UNIQUE (poll, actor)
) STRICT;
CREATE TABLE poll_count (
  poll       INTEGER NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  choice     INTEGER NOT NULL,
  profession TEXT NOT NULL,
  specialty  TEXT NOT NULL,
  votes      INTEGER NOT NULL,
  PRIMARY KEY (poll, choice, profession, specialty)
) STRICT, WITHOUT ROWID;
CREATE TABLE also_accepted (
  post     INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  answer   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (post, answer)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_event (
  id       INTEGER PRIMARY KEY,
  post     INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  was      TEXT NOT NULL,
  became   TEXT NOT NULL,
  act      TEXT NOT NULL,
  by_actor INTEGER NOT NULL DEFAULT 0, -- 0 for the clock and for who has no account
  answer   INTEGER NOT NULL DEFAULT 0, -- what was accepted, or no longer
  created  INTEGER NOT NULL
) STRICT;
INSERT INTO case_event VALUES(117660230712033281,117660230712033280,'check','open','post',117660230707576833,0,1795352641480);
CREATE TABLE case_consent (
  post     INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  given    INTEGER, -- the day
  pointer  TEXT NOT NULL DEFAULT '',
  research INTEGER NOT NULL DEFAULT FALSE
) STRICT;
INSERT INTO case_consent VALUES(117660230712033280,NULL,'',0);
CREATE TABLE case_code (
  post   INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  digest BLOB NOT NULL UNIQUE,
  sealed BLOB,
  made   INTEGER NOT NULL
) STRICT;
INSERT INTO case_code VALUES(117660230712033280,X'af5008a50a5f2f0c57fc3bb637643957b3f842c14f3e5020e289c6e386a0ebda',X'b5fedacf0ddbe459d1a63f1981caf63a410b7701a710b92ec20d3a332c3c129b59607be50bea0e8af562deb1641d2d2b',1795352641480);
CREATE TABLE withdrawal (
  post    INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  ground  TEXT NOT NULL,
  actor   INTEGER NOT NULL DEFAULT 0, -- 0 for a patient
  steward INTEGER NOT NULL DEFAULT 0, -- who kept the case then
  reason  TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
) STRICT;
CREATE TABLE destroyed_version (
  post      INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  destroyed INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE case_text USING fts4 (words, tokenize=unicode61, order=desc);
INSERT INTO "case_text" (docid, words) VALUES (117660230712033280,'fever after travel which test next fever spleen palpable no rash');
CREATE TABLE collection (
  id      INTEGER PRIMARY KEY,
  owner   INTEGER NOT NULL REFERENCES actor (id),
  name    TEXT NOT NULL,
  note    TEXT NOT NULL DEFAULT '',
  shared  INTEGER NOT NULL DEFAULT 0, -- with the members of this institution
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT;
CREATE TABLE collected (
  collection INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
  post       INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  note       TEXT NOT NULL DEFAULT '',
  added      INTEGER NOT NULL,
  PRIMARY KEY (collection, post)
) STRICT;
CREATE TABLE review (
  draft      INTEGER PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
  inspection TEXT NOT NULL,
  audience   TEXT NOT NULL,
  code       TEXT NOT NULL -- the author's reason
) STRICT;
CREATE TABLE gate_decision (
  id         INTEGER PRIMARY KEY,
  draft      INTEGER NOT NULL,
  post       INTEGER NOT NULL DEFAULT 0, -- what became of the draft; 0 until it was posted
  author     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  reviewer   INTEGER NOT NULL,
  verdict    TEXT NOT NULL,              -- release, return
  claim      TEXT NOT NULL,              -- the author's reason, a code
  code       TEXT NOT NULL,              -- the reviewer's
  categories TEXT NOT NULL,              -- {"place":2}
  risk       INTEGER NOT NULL,
  held       INTEGER NOT NULL,
  decided    INTEGER NOT NULL
) STRICT;
CREATE TABLE hiding (
  post   INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  asks   INTEGER NOT NULL DEFAULT FALSE,
  note   TEXT NOT NULL DEFAULT '',
  since  INTEGER NOT NULL
) STRICT;
CREATE TABLE decision (
  id        INTEGER PRIMARY KEY,
  person    INTEGER NOT NULL REFERENCES actor (id),
  post      INTEGER NOT NULL DEFAULT 0,
  flag      INTEGER NOT NULL DEFAULT 0,
  act       TEXT NOT NULL,
  reason    TEXT NOT NULL,
  note      TEXT NOT NULL,
  made_by   INTEGER NOT NULL,
  created   INTEGER NOT NULL,
  until     INTEGER,
  lifted    INTEGER,
  lifted_by INTEGER NOT NULL DEFAULT 0,
  told      INTEGER -- when the person was told that it ended
) STRICT;
CREATE TABLE appeal (
  decision   INTEGER PRIMARY KEY REFERENCES decision (id) ON DELETE CASCADE,
  text       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  decided    INTEGER,
  decided_by INTEGER NOT NULL DEFAULT 0,
  lifted     INTEGER NOT NULL DEFAULT FALSE,
  answer     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE filter (
  id       INTEGER PRIMARY KEY,
  owner    INTEGER NOT NULL REFERENCES actor (id),
  title    TEXT NOT NULL,
  contexts TEXT NOT NULL, -- slugs between spaces
  action   TEXT NOT NULL,
  expires  INTEGER,
  created  INTEGER NOT NULL
) STRICT;
CREATE TABLE filter_keyword (
  id         INTEGER PRIMARY KEY,
  filter     INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  keyword    TEXT NOT NULL,
  whole_word INTEGER NOT NULL DEFAULT TRUE
) STRICT;
CREATE TABLE filter_post (
  id     INTEGER PRIMARY KEY,
  filter INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  post   INTEGER NOT NULL
) STRICT;
CREATE TABLE message_request (
  owner   INTEGER NOT NULL REFERENCES actor (id),
  sender  INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL, -- the newest message
  count   INTEGER NOT NULL,
  state   TEXT NOT NULL,    -- waiting, accepted, dismissed
  created INTEGER NOT NULL,
  PRIMARY KEY (owner, sender)
) STRICT;
CREATE TABLE specialty_follow (
  actor     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  specialty TEXT NOT NULL,
  created   INTEGER NOT NULL,
  PRIMARY KEY (actor, specialty)
) STRICT;
CREATE TABLE notice_preference (
  actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  topic TEXT NOT NULL,
  mail  TEXT NOT NULL,
  push  INTEGER NOT NULL,
  PRIMARY KEY (actor, topic)
) STRICT;
CREATE TABLE notice_due (
  actor INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  soon  INTEGER,
  daily INTEGER,
  told  INTEGER NOT NULL,
  digested INTEGER NOT NULL
) STRICT;
CREATE TABLE push_subscription (
  id          INTEGER PRIMARY KEY,
  owner       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  session     INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  endpoint    TEXT NOT NULL UNIQUE,
  public_key  BLOB NOT NULL,
  sealed_auth BLOB NOT NULL,
  created     INTEGER NOT NULL
) STRICT;
CREATE TABLE key_change (
  id      INTEGER PRIMARY KEY,
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  key     TEXT NOT NULL,
  kind    TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE TABLE domain_import (
  id       INTEGER PRIMARY KEY,
  made_by  INTEGER NOT NULL,
  name     TEXT NOT NULL,
  severity TEXT NOT NULL,
  body     TEXT NOT NULL,
  created  INTEGER NOT NULL
) STRICT;
CREATE TABLE domain_subscription (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  url      TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL,
  at_once  INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  excludes TEXT NOT NULL DEFAULT '',
  created  INTEGER NOT NULL,
  made_by  INTEGER NOT NULL,
  tried    INTEGER,
  read     INTEGER,
  etag     TEXT NOT NULL DEFAULT '',
  failure  TEXT NOT NULL DEFAULT '',
  shrunk   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE domain_listing (
  subscription   INTEGER NOT NULL REFERENCES domain_subscription (id) ON DELETE CASCADE,
  host           TEXT NOT NULL,
  severity       TEXT NOT NULL,
  reject_media   INTEGER NOT NULL,
  reject_reports INTEGER NOT NULL,
  obfuscate      INTEGER NOT NULL,
  public_comment TEXT NOT NULL,
  PRIMARY KEY (subscription, host)
) STRICT;
CREATE TABLE domain_draft (
  host           TEXT PRIMARY KEY,
  removes        INTEGER NOT NULL,
  severity       TEXT NOT NULL,
  reject_media   INTEGER NOT NULL,
  reject_reports INTEGER NOT NULL,
  obfuscate      INTEGER NOT NULL,
  public_comment TEXT NOT NULL,
  source         INTEGER NOT NULL,
  created        INTEGER NOT NULL,
  rejected       INTEGER
) STRICT;
CREATE TABLE severance (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  target  TEXT NOT NULL,
  owner   INTEGER NOT NULL,
  since   INTEGER NOT NULL,
  created INTEGER NOT NULL,
  UNIQUE (target, owner, since)
) STRICT;
CREATE TABLE severed (
  severance       INTEGER NOT NULL REFERENCES severance (id) ON DELETE CASCADE,
  member          INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  other           INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  follower        INTEGER NOT NULL, -- other followed the member, not the other way round
  hides_announces INTEGER NOT NULL,
  PRIMARY KEY (severance, member, other, follower)
) STRICT;
CREATE TABLE user_domain_block (
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  host    TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, host)
) STRICT;
CREATE TABLE pin (
  actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  post  INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  PRIMARY KEY (actor, post)
) STRICT;
CREATE TABLE featured_tag (
  actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  tag   TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (actor, tag)
) STRICT;
CREATE TABLE question (
  post     INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  multiple INTEGER NOT NULL,
  closes   INTEGER,           -- by the clock
  closed   INTEGER,           -- said to be over before
  voters   INTEGER NOT NULL,
  checked  INTEGER,           -- when its home was last asked; NULL for ours
  stale    INTEGER NOT NULL DEFAULT FALSE, -- votes came that others were not told of
  told     INTEGER,           -- when others were last told of the counts
  ended    INTEGER            -- when its end was told of; NULL until then
) STRICT;
CREATE TABLE question_option (
  post     INTEGER NOT NULL REFERENCES question (post) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  text     TEXT NOT NULL,
  votes    INTEGER NOT NULL,
  PRIMARY KEY (post, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE question_vote (
  post     INTEGER NOT NULL REFERENCES question (post) ON DELETE CASCADE,
  actor    INTEGER NOT NULL,
  position INTEGER NOT NULL,
  iri      TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (post, actor, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE quote (
  post              INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  quoted            INTEGER NOT NULL DEFAULT 0,
  quoted_iri        TEXT NOT NULL,
  authorization_iri TEXT,
  request_iri       TEXT,
  state             TEXT NOT NULL,
  created           INTEGER NOT NULL
) STRICT;
CREATE TABLE quote_authorization (
  id             INTEGER PRIMARY KEY,
  iri            TEXT NOT NULL UNIQUE,
  post           INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  quoting_iri    TEXT NOT NULL,
  quoting_author INTEGER NOT NULL,
  created        INTEGER NOT NULL,
  revoked        INTEGER,
  UNIQUE (post, quoting_iri)
) STRICT;
CREATE TABLE approval (
  post              INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  authorization_iri TEXT,
  refused           INTEGER
) STRICT;
CREATE TABLE conversation_read (
  post     INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  asked    INTEGER NOT NULL,
  answered INTEGER,
  since    INTEGER NOT NULL,
  runs     INTEGER NOT NULL,
  pages    INTEGER NOT NULL,
  posts    INTEGER NOT NULL
) STRICT;
CREATE TABLE conversation_item (
  post INTEGER NOT NULL REFERENCES conversation_read (post) ON DELETE CASCADE,
  iri  TEXT NOT NULL,
  host TEXT NOT NULL,
  seen INTEGER NOT NULL,
  PRIMARY KEY (post, iri)
) STRICT;
CREATE TABLE local_group (
  actor   INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  subject TEXT NOT NULL,
  rules   TEXT NOT NULL,
  posting TEXT NOT NULL,
  state   TEXT NOT NULL,
  made_by INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE TABLE group_moderator (
  grp      INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  actor    INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  PRIMARY KEY (grp, actor)
) STRICT;
CREATE TABLE group_post (
  grp     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  post    INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  pinned  INTEGER,
  locked  INTEGER,
  removed INTEGER,
  reason  TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  PRIMARY KEY (grp, post)
) STRICT;
CREATE TABLE group_ban (
  grp     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  until   INTEGER,
  reason  TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (grp, actor)
) STRICT;
CREATE TABLE group_wrap (
  id        INTEGER PRIMARY KEY,
  grp       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  inner_iri TEXT NOT NULL,
  post      INTEGER NOT NULL,
  body      BLOB,
  own       TEXT NOT NULL,
  created   INTEGER NOT NULL,
  UNIQUE (grp, inner_iri)
) STRICT;
CREATE TABLE custom_emoji (
  id        INTEGER PRIMARY KEY,
  shortcode TEXT NOT NULL,
  image     TEXT NOT NULL UNIQUE,
  local     INTEGER NOT NULL DEFAULT FALSE,
  retired   INTEGER,
  file      TEXT NOT NULL DEFAULT '',
  fetched   INTEGER,
  created   INTEGER NOT NULL,
  added_by  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE staff_chain (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  place  INTEGER NOT NULL,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO staff_chain VALUES(1,1,X'd014493c363d36b80220ed4f1ffb777df1c9850576bfd876fbe355e3ff352970');
CREATE UNIQUE INDEX actor_handle ON actor (name_lower, host);
CREATE INDEX actor_host ON actor (host);
CREATE INDEX actor_user ON actor (user_id);
CREATE INDEX actor_avatar ON actor (avatar) WHERE avatar <> 0;
CREATE INDEX actor_key_actor ON actor_key (actor);
CREATE INDEX user_account_state ON user_account (state, id);
CREATE INDEX session_login ON session (user_id);
CREATE INDEX throttle_started ON throttle (started);
CREATE INDEX access_token_actor ON access_token (actor);
CREATE INDEX post_author ON post (author, id);
CREATE INDEX post_root ON post (root, id);
CREATE INDEX post_parent ON post (parent) WHERE parent <> 0;
CREATE INDEX post_orphan ON post (parent_iri) WHERE parent = 0 AND parent_iri IS NOT NULL;
CREATE INDEX post_of ON post (of_post, author) WHERE of_post <> 0;
CREATE UNIQUE INDEX post_announced_once ON post (author, of_post) WHERE of_post <> 0 AND deleted IS NULL;
CREATE INDEX post_public ON post (id) WHERE audience = 'public' AND deleted IS NULL AND kind <> 'announce';
CREATE INDEX post_public_local ON post (id) WHERE audience = 'public' AND deleted IS NULL AND kind <> 'announce' AND local;
CREATE INDEX post_case ON post (id) WHERE kind = 'case' AND deleted IS NULL;
CREATE INDEX clinical_case_status ON clinical_case (status, post);
CREATE INDEX case_specialty_specialty ON case_specialty (specialty, post);
CREATE INDEX mention_actor ON mention (actor, post);
CREATE INDEX hashtag_post ON hashtag (post);
CREATE INDEX media_loose ON media (created) WHERE post = 0;
CREATE INDEX media_file ON media (file);
CREATE INDEX media_small ON media (small);
CREATE INDEX media_fetched ON media (fetched) WHERE fetched IS NOT NULL;
CREATE INDEX home_entry_post ON home_entry (post);
CREATE UNIQUE INDEX home_entry_once ON home_entry (owner, post);
CREATE INDEX follow_followed ON follow (followed, state, follower);
CREATE UNIQUE INDEX follow_iri ON follow (iri);
CREATE INDEX block_target ON block (target, actor);
CREATE INDEX liking_post ON liking (post, id);
CREATE INDEX liking_actor ON liking (actor, id);
CREATE INDEX bookmark_actor ON bookmark (actor, id);
CREATE INDEX notification_owner ON notification (owner, id);
CREATE UNIQUE INDEX notification_once ON notification (owner, kind, actor, post);
CREATE INDEX notification_post ON notification (post) WHERE post <> 0;
CREATE INDEX notification_unread ON notification (owner, id) WHERE read IS NULL;
CREATE INDEX staff_action_subject ON staff_action (subject, id);
CREATE INDEX job_lane ON job (lane, id);
CREATE INDEX receipt_received ON receipt (received);
CREATE INDEX evidence_actor ON evidence (actor);
CREATE INDEX evidence_until ON evidence (valid_until) WHERE withdrawn IS NULL AND valid_until IS NOT NULL;
CREATE INDEX credential_until ON credential (valid_until) WHERE state = 'active';
CREATE INDEX credential_profession ON credential (profession, actor);
CREATE INDEX credential_status ON credential (status_list, status_index) WHERE status_list <> '';
CREATE INDEX status_entry_actor ON status_entry (actor);
CREATE INDEX passkey_login ON passkey (user_id);
CREATE INDEX challenge_end ON challenge (expires);
CREATE INDEX security_event_login ON security_event (user_id, id);
CREATE UNIQUE INDEX verification_live ON verification (actor) WHERE state IN ('draft', 'submitted', 'asked', 'seconded', 'appealed');
CREATE INDEX verification_actor ON verification (actor, id);
CREATE INDEX verification_state ON verification (state, submitted);
CREATE INDEX verification_number ON verification (number_hash) WHERE number_hash IS NOT NULL;
CREATE UNIQUE INDEX register_claim_holder ON register_claim (hash) WHERE holder;
CREATE INDEX verification_step_of ON verification_step (verification, id);
CREATE INDEX verification_message_of ON verification_message (verification, id);
CREATE INDEX verification_document_of ON verification_document (verification, id);
CREATE INDEX verification_document_hash ON verification_document (sha256);
CREATE UNIQUE INDEX mail_proof_mailbox ON mail_proof (mailbox) WHERE proved IS NOT NULL;
CREATE INDEX mail_proof_until ON mail_proof (valid_until) WHERE proved IS NOT NULL;
CREATE INDEX identity_check ON identity (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX sign_on_end ON sign_on (expires);
CREATE INDEX post_clinicians ON post (author, id) WHERE audience = 'clinicians';
CREATE INDEX credential_level ON credential (level, actor) WHERE state = 'active' AND issuer = '';
CREATE INDEX status_entry_revoked ON status_entry (entry) WHERE revoked IS NOT NULL;
CREATE INDEX user_account_departs ON user_account (departs) WHERE departs IS NOT NULL;
CREATE INDEX hand_over_to ON hand_over (to_actor, post);
CREATE INDEX practice_listed ON practice (actor) WHERE listed;
CREATE INDEX citation_checked ON citation (checked) WHERE status <> '';
CREATE INDEX post_citation_citation ON post_citation (citation);
CREATE INDEX draft_owner ON draft (owner, id);
CREATE INDEX draft_media_media ON draft_media (media);
CREATE INDEX poll_vote_actor ON poll_vote (actor);
CREATE INDEX also_accepted_answer ON also_accepted (answer);
CREATE INDEX case_event_post ON case_event (post, id);
CREATE INDEX clinical_case_certainty ON clinical_case (certainty, post) WHERE certainty <> '';
CREATE INDEX clinical_case_age_band ON clinical_case (age_band, post);
CREATE INDEX collection_owner ON collection (owner, id);
CREATE INDEX collection_shared ON collection (id) WHERE shared;
CREATE INDEX collected_post ON collected (post);
CREATE INDEX gate_decision_post ON gate_decision (post);
CREATE INDEX gate_decision_draft ON gate_decision (draft);
CREATE INDEX gate_decision_author ON gate_decision (author);
CREATE INDEX flag_reporter ON flag (reporter, outcome, resolved);
CREATE INDEX flag_post_post ON flag_post (post);
CREATE INDEX decision_person ON decision (person, id);
CREATE INDEX decision_until ON decision (until) WHERE until IS NOT NULL AND told IS NULL;
CREATE INDEX appeal_open ON appeal (created) WHERE decided IS NULL;
CREATE INDEX filter_owner ON filter (owner, id);
CREATE INDEX filter_keyword_filter ON filter_keyword (filter);
CREATE UNIQUE INDEX filter_post_once ON filter_post (filter, post);
CREATE INDEX message_request_waiting ON message_request (owner, post) WHERE state = 'waiting';
CREATE INDEX specialty_follow_specialty ON specialty_follow (specialty, actor);
CREATE INDEX notice_due_soon ON notice_due (soon) WHERE soon IS NOT NULL;
CREATE INDEX notice_due_daily ON notice_due (daily) WHERE daily IS NOT NULL;
CREATE INDEX push_subscription_owner ON push_subscription (owner);
CREATE INDEX push_subscription_session ON push_subscription (session);
CREATE INDEX post_in_group ON post (in_group, id) WHERE in_group <> 0;
CREATE VIEW open_post AS
  SELECT p.* FROM post p JOIN actor a ON a.id = p.author
  WHERE p.audience IN ('public', 'unlisted') AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL;
CREATE INDEX actor_header ON actor (header) WHERE header <> 0;
CREATE INDEX lane_well ON lane (due_at) WHERE fails = 0;
CREATE INDEX lane_failing ON lane (due_at) WHERE fails > 0;
CREATE INDEX media_post ON media (post);
CREATE INDEX key_change_created ON key_change (created);
CREATE INDEX key_change_actor ON key_change (actor);
CREATE INDEX actor_key_signs ON actor_key (signs) WHERE signs IS NOT NULL;
CREATE INDEX actor_home ON actor (home);
CREATE INDEX notification_actor ON notification (actor);
CREATE INDEX media_owner_fetched ON media (owner) WHERE fetched IS NOT NULL;
CREATE INDEX domain_import_created ON domain_import (created);
CREATE INDEX severed_member ON severed (member, severance);
CREATE INDEX pin_post ON pin (post);
CREATE INDEX actor_fields_due ON actor (fields_due) WHERE fields_due IS NOT NULL;
CREATE INDEX question_running ON question (closes) WHERE ended IS NULL;
CREATE INDEX question_stale ON question (told) WHERE stale;
CREATE INDEX question_vote_actor ON question_vote (actor);
CREATE INDEX quote_quoted ON quote (quoted, post) WHERE quoted <> 0;
CREATE INDEX quote_quoted_iri ON quote (quoted_iri) WHERE quoted = 0;
CREATE INDEX quote_request ON quote (request_iri) WHERE request_iri IS NOT NULL;
CREATE INDEX quote_authorization_of ON quote (authorization_iri) WHERE authorization_iri IS NOT NULL;
CREATE INDEX quote_authorization_quoting ON quote_authorization (quoting_iri);
CREATE INDEX conversation_read_asked ON conversation_read (asked);
CREATE INDEX conversation_item_host ON conversation_item (host, seen);
CREATE INDEX conversation_item_seen ON conversation_item (seen);
CREATE INDEX group_moderator_actor ON group_moderator (actor);
CREATE INDEX group_post_post ON group_post (post);
CREATE INDEX group_post_pinned ON group_post (grp, pinned) WHERE pinned IS NOT NULL;
CREATE INDEX group_ban_actor ON group_ban (actor);
CREATE INDEX group_wrap_post ON group_wrap (post) WHERE body IS NOT NULL;
CREATE INDEX group_wrap_created ON group_wrap (created);
CREATE UNIQUE INDEX custom_emoji_local ON custom_emoji (shortcode) WHERE local AND retired IS NULL;
CREATE INDEX custom_emoji_fetched ON custom_emoji (fetched) WHERE fetched IS NOT NULL;
CREATE INDEX peer_software ON peer (software);
CREATE UNIQUE INDEX staff_action_place ON staff_action (place) WHERE place IS NOT NULL;
CREATE TRIGGER staff_action_unchanged BEFORE UPDATE ON staff_action WHEN OLD.place IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what staff did is not changed'); END;
CREATE TRIGGER staff_action_kept BEFORE DELETE ON staff_action WHEN OLD.place IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what staff did is not deleted'); END;
COMMIT;
