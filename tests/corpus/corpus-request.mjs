// The corpus' request side: placeholders, generated bodies, signatures and one raw HTTP request. No dependencies.
import crypto from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';

const MS = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
const RX = /\{\{(uuid_once|uuid_each|uuid|case|now(?:[+-]\d+[smhd])*|rand_ip|rand_card|rand4|b64:[^}]*|jwt:[^}]*|[A-Z][A-Z0-9_]*)\}\}/g;
const NO_TOKEN = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.';

/** Replaces `{{placeholders}}`; what is none stays literally. */
export function expand(text, ctx, env) {
  return String(text).replace(RX, (whole, name) => {
    if (name === 'uuid') return crypto.randomUUID();
    if (name === 'uuid_once' || name === 'case') return ctx.once ?? whole;
    if (name === 'uuid_each') {
      ctx.each ??= crypto.randomUUID();
      return ctx.each;
    }
    if (name.startsWith('now')) return shifted(name);
    if (name === 'rand_ip') return Array.from({ length: 4 }, () => 1 + Math.floor(Math.random() * 250)).join('.');
    if (name === 'rand_card') return String(Math.floor(1e12 + Math.random() * 8e12));
    if (name === 'rand4') return crypto.randomUUID().slice(0, 4);
    if (name.startsWith('b64:')) return basic(name.slice(4), env.fixtures);
    if (name.startsWith('jwt:')) return env.adapter.jwt?.(name.slice(4), env.fixtures) ?? NO_TOKEN;
    return env.fixtures[name] ?? whole;
  });
}

function shifted(name) {
  let at = Date.now();
  for (const [, count, unit] of name.matchAll(/([+-]\d+)([smhd])/g)) at += Number(count) * MS[unit];
  return new Date(at).toISOString();
}

function basic(parts, fixtures) {
  const named = parts.split(':').map((part) => {
    const name = part.replace(/%00$/, '');
    return (fixtures[name] ?? name) + (part.endsWith('%00') ? '\0' : '');
  });
  return Buffer.from(named.join(':')).toString('base64');
}

function repeat(unit, count) {
  return unit.includes('#i#') ? Array.from({ length: count }, (_, i) => unit.replace('#i#', i)).join('') : unit.repeat(count);
}

/** Zips hundreds of megabytes without holding them. */
function zipHuge(gen) {
  const zip = zlib.createGzip({ level: 9 });
  const out = [];
  zip.on('data', (data) => out.push(data));
  return new Promise((resolve) => {
    zip.on('end', () => resolve(Buffer.concat(out)));
    zip.write(gen.prefix);
    let left = gen.count;
    const block = Buffer.alloc(1e6, gen.unit);
    const go = () => {
      while (left > 0) {
        left -= 1e6;
        if (!zip.write(block)) return zip.once('drain', go);
      }
      return zip.end(gen.suffix);
    };
    go();
  });
}

/** The bytes of a case's body, undefined when it has none. */
export function bodyOf(one, ctx, env) {
  if (one.bodyBase64) return Buffer.from(one.bodyBase64, 'base64');
  if (!one.bodyGen) return one.body === undefined ? undefined : Buffer.from(expand(one.body, ctx, env));
  const gen = one.bodyGen;
  if (gen.gzip && gen.count > 5e7) return zipHuge(gen);
  const second = gen.unit2 ? repeat(gen.unit2, gen.count) : '';
  const text = expand(gen.prefix, ctx, env) + repeat(gen.unit, gen.count) + (gen.mid ?? '') + second + expand(gen.suffix, ctx, env);
  return gen.gzip ? zlib.gzipSync(text) : Buffer.from(text);
}

function sign(one, headers, raw, ctx, env) {
  const how = one.sign;
  if (!how) return;
  const secret = env.fixtures[how.secret] ?? how.secret;
  if (how.scheme === 'shopify') {
    headers['x-shopify-hmac-sha256'] = crypto
      .createHmac('sha256', secret)
      .update(how.over ?? raw ?? '')
      .digest('base64');
  }
  if (how.scheme !== 'standard') return;
  const id = expand(how.id, ctx, env);
  const at = /^now/.test(how.ts) ? String(Math.floor(Date.now() / 1000) + (Number(how.ts.slice(3)) || 0)) : how.ts;
  const mac = (key) => {
    const bytes = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
    return crypto
      .createHmac('sha256', bytes)
      .update(`${id}.${at}.`)
      .update(raw ?? '')
      .digest('base64');
  };
  const also = how.also ? [`v1,${mac(env.fixtures[how.also] ?? how.also)}`] : [];
  const all = [...Array(how.pad ?? 0).fill('v1,AAAA'), ...also, `${how.prefix ?? 'v1'},${mac(secret)}`];
  Object.assign(headers, { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': all.join(' ') });
}

/** Sends one case once: `{status, headers, text, ms}`, status 0 when no answer came. */
export async function send(given, ctx, env) {
  const one = (await env.adapter.request?.(given, env.fixtures)) ?? given;
  const headers = {};
  for (const [name, value] of Object.entries(one.headers ?? {})) headers[name] = expand(value, ctx, env);
  if (headers['idempotency-key'] === '') delete headers['idempotency-key'];
  const raw = await bodyOf(one, ctx, env);
  sign(one, headers, raw, ctx, env);
  if (raw && !('content-length' in headers)) headers['content-length'] = raw.length;
  const path = expand(one.path, ctx, env);
  const start = performance.now();
  const answer = await exchange(one.method, path, headers, raw, env.base).catch(() =>
    rawExchange(one.method, path, headers, raw, env.base),
  );
  return { ...answer, ms: performance.now() - start };
}

/** Rejects when Node refuses to build such a request. */
function exchange(method, path, headers, raw, base) {
  return new Promise((resolve) => {
    const options = { host: base.hostname, port: base.port, method, path, headers, timeout: 15_000 };
    const request = http.request(options, (response) => {
      const parts = [];
      const end = (text) => resolve({ status: response.statusCode, headers: response.headers, text });
      response.on('data', (data) => parts.push(data));
      response.on('end', () => end(Buffer.concat(parts).toString('utf8')));
      response.on('error', () => end(''));
    });
    request.on('timeout', () => {
      request.destroy();
      resolve({ status: 0, err: 'timeout' });
    });
    request.on('error', (error) => resolve({ status: 0, err: error.code }));
    if (raw) request.write(raw);
    request.end();
  });
}

/** The same over a bare socket, for requests Node would not send. */
function rawExchange(method, path, headers, raw, base) {
  const lines = [`${method} ${path.replace(/[\r\n\0 ]/g, encodeURIComponent)} HTTP/1.1`, `Host: ${base.host}`, 'Connection: close'];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${String(value).replace(/[\r\n]/g, ' ')}`);
  return new Promise((resolve) => {
    const bytes = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), raw ?? Buffer.alloc(0)]);
    const socket = net.connect(Number(base.port), base.hostname, () => socket.end(bytes));
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('close', () =>
      resolve({ status: Number(text.split(' ')[1]) || 0, headers: {}, text: text.split('\r\n\r\n').slice(1).join('') }),
    );
    socket.on('error', (error) => resolve({ status: 0, err: error.code }));
    setTimeout(() => socket.destroy(), 8_000).unref();
  });
}
