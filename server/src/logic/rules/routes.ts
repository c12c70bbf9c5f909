// Merchandising rules over HTTP.
import {
  checkRule,
  deleteRule,
  getRule,
  getRuleForm,
  getRules,
  getRuleVersions,
  previewRules,
  publishRules,
  putRules,
  simulateDecisions,
  whyNotRule,
} from '@faden/contract';
import type { DecisionRequest } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { type Http, invalid, notFound } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { Rules } from './index.ts';

export function mountRules(http: Http, rules: Rules, { database, bus, clock }: { database: Database; bus: Bus; clock: Clock }): void {
  const afterwards = async () => {
    await rules.refresh();
    bus.poke();
  };
  const known = (ids: readonly string[]): void => {
    const unknown = ids.find((id) => !rules.knowsPlacement(id));
    if (unknown !== undefined) throw notFound(`placement ${unknown}`);
  };
  http.on(putRules, async ({ body }) => {
    const answer = await database.transaction((tx) => rules.put(tx, body));
    await afterwards();
    return answer;
  });
  http.on(getRules, () => rules.list());
  http.on(getRuleVersions, async () => ({ items: await rules.versions() }));
  http.on(getRuleForm, () => rules.form());
  http.on(getRule, ({ params }) => rules.one(params.id));
  http.on(deleteRule, async ({ params }) => {
    await database.transaction((tx) => rules.remove(tx, params.id));
    await afterwards();
  });
  http.on(checkRule, ({ body }) => rules.check(body));
  const moment = (text: string | undefined): number => {
    const at = text === undefined ? clock.now() : parseInstant(text, 'Europe/Berlin');
    if (at === undefined) throw invalid('at', 'is neither a day nor an ISO 8601 instant with zone');
    return at;
  };
  http.on(simulateDecisions, ({ body }) => {
    const { ruleSetDraft, requests } = body;
    const draft = Array.isArray(ruleSetDraft) ? ruleSetDraft : ruleSetDraft.rules;
    known(requests?.flatMap((one) => one.placements.map(({ id }) => id)) ?? []);
    const asked = requests?.map((one) => ({ channel: 'web', ...one }) as DecisionRequest);
    return rules.simulate({ rules: draft, at: moment(body.at), ...(asked ? { requests: asked } : {}) });
  });
  http.on(previewRules, ({ body }) => {
    const at = moment(body.at);
    known(body.placements?.map((one) => one.id) ?? []);
    return rules.preview({ rules: body.rules, placements: body.placements, at });
  });
  http.on(publishRules, async ({ body }) => {
    // What it would change is said with the answer; going back needs no trial.
    const changes = body.version === undefined ? await rules.preview({ at: clock.now() }) : undefined;
    const answer = await database.transaction((tx) => rules.publish(tx, body.version));
    await afterwards();
    return { ...answer, ...(changes ? { preview: changes, warnings: changes.warnings } : {}) };
  });
  http.on(whyNotRule, ({ body }) => {
    known([body.placement]);
    return rules.whyNot(body);
  });
}
