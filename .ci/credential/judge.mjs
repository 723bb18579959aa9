// Reads {"documents": {name: document}, "loadable": {address: document}} from standard input and writes
// {name: ""} for every document whose proof holds, else {name: why not}. Nothing is fetched: what is not loadable
// is not there.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import jsigs from 'jsonld-signatures';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const {documents, loadable} = JSON.parse(Buffer.concat(chunks).toString('utf8'));

const documentLoader = async url => {
  if (!(url in loadable)) throw new Error('nothing at ' + url);
  return {contextUrl: null, documentUrl: url, document: structuredClone(loadable[url])};
};

const verdicts = {};
for (const [name, document] of Object.entries(documents)) {
  const {verified, error} = await jsigs.verify(document, {
    suite: new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()}),
    purpose: new jsigs.purposes.AssertionProofPurpose(),
    documentLoader,
  });
  verdicts[name] = verified ? '' : (error?.errors ?? [error]).map(e => e?.message ?? 'refused').join('; ');
}
process.stdout.write(JSON.stringify(verdicts));
