// Decisions over HTTP.
import { decide, decideBatch, getTrace, postReaction, replayDecision } from '@faden/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Http } from '../../platform/http/index.ts';
import type { Asked, Decided, Decisions } from './index.ts';
import { createRepeats } from './repeats.ts';

export function mountDecisions(http: Http, decisions: Decisions, clock: Clock): void {
  const repeats = createRepeats<Decided>(clock.now);
  const cors = (origin: string | undefined) => (origin ? { 'access-control-allow-origin': origin, vary: 'Origin' } : {});
  http.on(decide, async ({ body, caller, request, reply }) => {
    if (caller.kind === 'write') reply.headers(cors(request.headers.origin));
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') return decisions.decide(body as Asked, caller);
    return repeats.ask(`${caller.keyId} ${key}`, JSON.stringify(body), () => decisions.decide(body as Asked, caller));
  });
  http.on(decideBatch, async ({ body, caller }) => {
    const answers = [];
    for (const asked of body.requests) answers.push(await decisions.decide(asked as Asked, caller));
    return { answers };
  });
  http.on(getTrace, ({ params }) => decisions.trace(params.id));
  http.on(replayDecision, ({ params }) => decisions.replay(params.id));
  http.createFrom(
    postReaction,
    ({ params }) => decisions.kept(params.id),
    (tx, { body, caller }, kept) => decisions.react(tx, kept, body, caller),
  );
}
