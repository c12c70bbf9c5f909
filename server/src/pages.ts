// The first page and its files, from the built app; the owner of a local installation is let in by a cookie.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, ownerCookie } from './platform/access/index.ts';
import { type Http, Problem } from './platform/http/index.ts';

const dist = fileURLToPath(new URL('../../apps/house/dist/', import.meta.url));
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
};
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export function mountPages(http: Http, needs: { access: Access; openToOwner: boolean; host: string }): void {
  const app = http.bare;
  const send = async (reply: FastifyReply, path: string) => {
    const file = normalize(join(dist, path));
    const type = contentTypes[extname(file)];
    const body = file.startsWith(dist) && type && !path.includes('\0') ? await readFile(file).catch(() => undefined) : undefined;
    if (!body) throw new Problem(404, 'not_found', 'There is nothing at this address');
    return reply
      .header('cache-control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('content-security-policy', policy)
      .type(type as string)
      .send(body);
  };
  app.get('/', async (request: FastifyRequest, reply) => {
    if (!existsSync(join(dist, 'index.html'))) return reply.type('text/html; charset=utf-8').send(plainPage);
    // Only from this machine and under a local name: another site cannot borrow the session by pointing its own name at this machine.
    if (needs.openToOwner && loopback.has(request.ip) && localHost.test(request.headers.host ?? '')) {
      reply.header('set-cookie', `${ownerCookie}=${needs.access.ownerSession()}; Path=/; HttpOnly; SameSite=Strict`);
    }
    return send(reply, 'index.html');
  });
  app.get('/assets/*', (request, reply) => send(reply, `assets/${(request.params as { '*': string })['*']}`));
  app.get('/products/*', (request, reply) => send(reply, `products/${(request.params as { '*': string })['*']}`));
  app.get('/favicon.svg', (_request, reply) => send(reply, 'favicon.svg'));
}

const plainPage =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Faden</title><p>Faden is running. The pages are not built yet: <code>npm run build</code>. The API is described at <a href="/docs">/docs</a>.</p></html>';
