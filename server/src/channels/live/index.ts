// Live screens: what happens, as it happens, over server-sent events.
import type { Catalogue } from '@faden/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../../data/identity/index.ts';
import type { Beat } from '../../data/profile/index.ts';
import type { Access } from '../../platform/access/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import { type Http, Problem } from '../../platform/http/index.ts';

export interface Live {
  start(): Promise<void>;
  /** Sends to every open screen at once. */
  send(event: 'decision' | 'fact' | 'accepted', data: Record<string, unknown>): void;
  close(): void;
}

const pingMs = 15_000;
/** A screen that cannot keep up is closed rather than buffered for; it reconnects by itself. */
const bufferLimit = 1_000_000;
const screenLimit = 500;
const shownTopics = /^(receipt\.|order\.|return\.|consent\.|identity\.|catalogue\.|stock\.)/;

export function createLive(needs: { http: Http; access: Access; bus: Bus; identity: Identity; catalogue: () => Catalogue }): Live {
  const { http, access, bus, identity, catalogue } = needs;
  const screens = new Set<FastifyReply>();

  const send: Live['send'] = (event, data) => {
    if (screens.size === 0) return;
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const reply of screens) {
      if (reply.raw.writableLength > bufferLimit) reply.raw.destroy();
      else reply.raw.write(text);
    }
  };

  const tell = async (beat: Beat) => {
    const person = await identity.find({ id: beat.node });
    const sku = beat.skus?.[0];
    const product = sku === undefined ? undefined : catalogue().product(sku);
    send('accepted', {
      profileId: person?.id ?? beat.node,
      node: beat.node,
      type: beat.type,
      event: beat.event,
      channel: beat.channel,
      trust: beat.trust,
      at: beat.at,
      acceptedAt: beat.got,
      ...(sku === undefined ? {} : { sku }),
      ...(product ? { productName: product.name, images: product.images.slice(0, 1) } : {}),
      ...(beat.place ? { placeId: beat.place } : {}),
      ...(beat.ref ? { ref: beat.ref } : {}),
      ...(beat.cents === undefined ? {} : { total: { amount: beat.cents, currency: 'EUR' } }),
    });
  };

  http.bare.get('/api/v1/stream', async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = access.callerOf(request.headers, request.url);
    if (caller?.kind !== 'secret')
      throw new Problem(caller && caller.kind !== 'none' ? 403 : 401, 'not_signed_in', 'The stream needs a secret key or a session');
    if (screens.size >= screenLimit) throw new Problem(503, 'too_many_screens', 'Too many live screens are open');
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.raw.write('retry: 1000\n: connected\n\n');
    screens.add(reply);
    request.raw.on('close', () => screens.delete(reply));
  });
  const ping = setInterval(() => {
    for (const reply of screens) reply.raw.write(': ping\n\n');
  }, pingMs);
  ping.unref();

  return {
    async start() {
      await bus.follow(async (facts) => {
        if (screens.size === 0) return;
        for (const fact of facts) {
          if (fact.topic === 'events.accepted') for (const beat of (fact.payload.beats as Beat[]).slice(-200)) await tell(beat);
          else if (shownTopics.test(fact.topic))
            send('fact', { topic: fact.topic, payload: fact.payload, at: new Date(fact.at).toISOString() });
        }
      });
    },
    send,
    close() {
      clearInterval(ping);
      for (const reply of screens) reply.raw.end();
    },
  };
}
