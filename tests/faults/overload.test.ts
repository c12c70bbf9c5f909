// More than the house can take: it says 429 or 503 with Retry-After and keeps its memory, serves others meanwhile, and is itself again afterwards.
import { Agent, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { client, type Faden, startFaden } from '../start-faden.ts';
import { residentMb } from './resident.ts';

const connections = 300;
const perBatch = 200;
const burstMs = process.env['FADEN_FULL'] === '1' ? 60_000 : 10_000;
/** Beyond what the server takes when it is busy but not overloaded. */
const growthMb = 450;
const filler = 'x'.repeat(400);

let faden: Faden | undefined;
afterEach(() => faden?.stop());

interface Seen {
  answers: Record<string, number>;
  rude: number;
  acked: string[];
}

/** Each connection sends its next batch as soon as the last was answered, whatever the answer. */
async function burst(url: string, key: string, ms: number): Promise<Seen> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const until = performance.now() + ms;
  const seen: Seen = { answers: {}, rude: 0, acked: [] };
  const call = (batch: string) =>
    new Promise<number | string>((resolve) => {
      const sent = request(
        `${url}/v1/batch`,
        { agent, method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } },
        (response) => {
          const status = response.statusCode ?? 0;
          if ((status === 429 || status === 503) && !response.headers['retry-after']) seen.rude++;
          response.resume().on('end', () => resolve(status));
        },
      );
      sent.on('error', (error: Error & { code?: string }) => resolve(error.code ?? 'lost'));
      sent.end(batch);
    });
  const one = async (c: number) => {
    for (let n = 0; performance.now() < until; n++) {
      const ids = Array.from({ length: perBatch }, (_, i) => `o-${c}-${n}-${i}`);
      const events = ids.map(
        (id, i) =>
          `{"type":"track","event":"Product Viewed","messageId":"${id}","anonymousId":"o-${c}-${i % 20}","properties":{"product_id":"A","note":"${filler}"}}`,
      );
      const answer = await call(`{"batch":[${events.join(',')}]}`);
      seen.answers[answer] = (seen.answers[answer] ?? 0) + 1;
      if (answer === 200) seen.acked.push(ids[0] as string);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, c) => one(c)));
  agent.destroy();
  return seen;
}

describe('overload', () => {
  it('is refused loudly, memory stays bounded, and the server recovers', async () => {
    faden = await startFaden();
    const { url, secretKey, process: server } = faden;
    const api = client(faden);
    await burst(url, secretKey, 1_500);
    const before = residentMb(server.pid as number) ?? 0;
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, residentMb(server.pid as number) ?? 0);
    }, 100);
    const seen = await burst(url, secretKey, burstMs);
    clearInterval(watch);
    const begun = performance.now();
    await expect
      .poll(
        async () => (await api.call('POST', '/v1/track', { anonymousId: 'after', event: 'Product Viewed', messageId: 'after-1' })).status,
        { timeout: 30_000, interval: 200 },
      )
      .toBe(200);
    const recovered = Math.round(performance.now() - begun);
    const single = performance.now();
    await api.post('/v1/track', { anonymousId: 'after', event: 'Product Viewed', messageId: 'after-2' });
    const singleMs = Math.round(performance.now() - single);
    const found = await Promise.all(
      seen.acked.slice(-50).map(async (id) => (await api.get(`/api/v1/events?messageId=${id}`)).items.length as number),
    );
    console.log(
      `overload: answers ${JSON.stringify(seen.answers)}, memory ${before} -> ${highest} MB, taking events again after ${recovered} ms, then one in ${singleMs} ms`,
    );
    expect((seen.answers['429'] ?? 0) + (seen.answers['503'] ?? 0)).toBeGreaterThan(0);
    expect(seen.answers['200']).toBeGreaterThan(0);
    expect(seen.answers['500'] ?? 0).toBe(0);
    expect(seen.rude).toBe(0);
    expect(found.every((n) => n === 1)).toBe(true);
    expect(highest - before).toBeLessThan(growthMb);
    expect(server.exitCode).toBe(null);
  });
});
