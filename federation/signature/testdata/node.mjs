// Another implementation of both schemes, on Node's own crypto and nothing else. Reads
// {"sign": [...], "verify": [...]} from standard input. What is to be signed has a
// scheme, method, url, body, date, created, keyId and a private key in PEM, and comes
// back as headers; what is to be verified has headers and a public key, and comes back
// as true or false.
import {createHash, createPrivateKey, createPublicKey, sign, verify} from 'node:crypto';

const sha256 = body => createHash('sha256').update(body).digest('base64');
const hashOf = key => key.asymmetricKeyType === 'rsa' ? 'sha256' : null;

function cavage(job) {
  const url = new URL(job.url);
  const headers = {host: url.host, date: job.date};
  const names = ['(request-target)', 'host', 'date'];
  if (job.method === 'POST') {
    headers.digest = 'SHA-256=' + sha256(job.body);
    headers['content-type'] = 'application/activity+json';
    names.push('digest', 'content-type');
  }
  return {headers, names, text: cavageText(job, names, headers)};
}

function cavageText(job, names, headers) {
  const url = new URL(job.url);
  const line = name => name === '(request-target)'
    ? `${name}: ${job.method.toLowerCase()} ${url.pathname}${url.search}` : `${name}: ${headers[name]}`;
  return names.map(line).join('\n');
}

function modernText(job, names, params, headers) {
  const url = new URL(job.url);
  const value = {'@method': job.method, '@target-uri': job.url, '@authority': url.host, '@path': url.pathname, '@query': url.search || '?'};
  return names.map(name => `"${name}": ${value[name] ?? headers[name]}\n`).join('') + `"@signature-params": ${params}`;
}

function make(job) {
  const key = createPrivateKey(job.key);
  if (job.scheme === 'cavage') {
    const {headers, names, text} = cavage(job);
    const value = sign(hashOf(key), Buffer.from(text), key).toString('base64');
    headers.signature = `keyId="${job.keyId}",algorithm="hs2019",headers="${names.join(' ')}",signature="${value}"`;
    return headers;
  }
  const headers = {date: job.date};
  let names = ['@method', '@target-uri'];
  if (job.loose) names = ['@path', '@query', '@authority', '@method', 'date'];
  if (job.method === 'POST') {
    headers['content-digest'] = `sha-256=:${sha256(job.body)}:`;
    headers['content-type'] = 'application/activity+json';
    names.push('content-digest', 'content-type');
  }
  const params = `(${names.map(name => `"${name}"`).join(' ')});created=${job.created};keyid="${job.keyId}"`;
  headers['signature-input'] = 'node=' + params;
  headers.signature = `node=:${sign(hashOf(key), Buffer.from(modernText(job, names, params, headers)), key).toString('base64')}:`;
  return headers;
}

function judge(job) {
  const key = createPublicKey(job.key);
  const headers = Object.fromEntries(Object.entries(job.headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (job.method === 'POST' && !(headers['content-digest'] ?? headers.digest).includes(sha256(job.body))) return false;
  const input = headers['signature-input'];
  if (input === undefined) {
    const names = /headers="([^"]*)"/.exec(headers.signature)[1].split(' ');
    const value = Buffer.from(/signature="([^"]*)"/.exec(headers.signature)[1], 'base64');
    return verify(hashOf(key), Buffer.from(cavageText(job, names, headers)), key, value);
  }
  const params = input.slice(input.indexOf('=') + 1);
  const names = [.../\(([^)]*)\)/.exec(params)[1].matchAll(/"([^"]*)"/g)].map(found => found[1]);
  const value = Buffer.from(/:([^:]*):/.exec(headers.signature)[1], 'base64');
  return verify(hashOf(key), Buffer.from(modernText(job, names, params, headers)), key, value);
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const jobs = JSON.parse(Buffer.concat(chunks).toString('utf8'));
process.stdout.write(JSON.stringify({signed: (jobs.sign ?? []).map(make), verified: (jobs.verify ?? []).map(judge)}));
