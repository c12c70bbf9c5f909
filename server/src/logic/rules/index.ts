// Merchandising rules: what the merchant wants shown, kept in versions, compiled for decisions, tried out before they hold.
import type { RuleInput, RuleShown } from '@faden/contract';
import {
  ACTIONS,
  compileRules,
  type DecisionRequest,
  FIELDS,
  inConflictOrder,
  operatorsOf,
  printRule,
  RULE_LIMITS,
  type Rule,
  type RuleAst,
  type RuleSet,
  type Simulation,
  type WhyNot,
  whyNot as whyNotIn,
} from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { conflict, notFound } from '../../platform/http/index.ts';
import { type Ground, placementIn } from './ground.ts';
import { type Explain, type Preview, preview, simulated } from './preview.ts';
import { liveRules, readRule, readRules, ruleOf, shownRule, warningsOf } from './rule.ts';
import {
  deleteVersionsBefore,
  type Form,
  insertVersion,
  type KeptRule,
  listVersions,
  lockRules,
  newestVersion,
  type Version,
  versionNumbered,
} from './store.ts';

export { rulesTags } from './data-tags.ts';
export { mountRules } from './routes.ts';

export interface WhyNotAsked {
  sku: string;
  placement: string;
  limit?: number | undefined;
  channel?: string | undefined;
  subject?: unknown;
  context?: unknown;
}

export interface Rules {
  load(): Promise<void>;
  refresh(): Promise<void>;
  /** The live rules, compiled; replaced, never changed. */
  view(): RuleSet;
  /** The live rules of an earlier version, for experiments and replays. */
  viewOf(version: number): Promise<RuleSet | undefined>;
  put(tx: Sql, inputs: readonly RuleInput[]): Promise<{ stored: number; version: number; items: RuleShown[] }>;
  remove(tx: Sql, id: string): Promise<void>;
  /** Drafts become live; or the set becomes again what it was in a version. */
  publish(tx: Sql, version?: number): Promise<{ version: number; items: RuleShown[] }>;
  list(): { version: number; items: RuleShown[] };
  one(id: string): RuleShown;
  versions(): Promise<{ version: number; at: string; note: string; live: number; drafts: number }[]>;
  check(input: { text?: string | undefined; ast?: Record<string, unknown> | undefined }): Record<string, unknown>;
  form(): Record<string, unknown>;
  preview(wish: { rules?: readonly RuleInput[] | undefined; placements?: Wanted; at: number }): Promise<Preview>;
  /** Logged decisions of the last days, or the given requests, before and after a draft. */
  simulate(wish: { rules?: readonly RuleInput[] | undefined; at: number; requests?: readonly DecisionRequest[] }): Promise<Simulation>;
  whyNot(asked: WhyNotAsked): Promise<WhyNot>;
  knowsPlacement(id: string): boolean;
}

type Wanted = readonly { id: string; limit?: number | undefined; minimum?: number | undefined }[] | undefined;

export interface RulesNeeds extends Ground {
  database: Database;
  bus: Bus;
  clock: Clock;
  explain: Explain;
  /** Requests of logged decisions, newest first. */
  recent(limit: number): Promise<readonly DecisionRequest[]>;
}

/** Versions kept to go back to. */
const KEPT = 200;
const LOGGED = 100;

export function createRules(needs: RulesNeeds): Rules {
  const { database, bus, clock } = needs;
  let current: Version = { version: 0, at: 0, note: '', rules: [] };
  let set: RuleSet = compileRules([], { version: '0' });

  const refresh = async () => {
    const newest = await newestVersion(database);
    if (!newest || newest.version === current.version) return;
    current = newest;
    set = compileRules(liveRules(newest.rules), { version: String(newest.version) });
  };
  /** One more version made from the newest one. */
  const change = async (tx: Sql, note: string, make: (kept: KeptRule[]) => KeptRule[] | Promise<KeptRule[]>): Promise<Version> => {
    await lockRules(tx);
    const last = await newestVersion(tx);
    const made = await make(last?.rules ?? []);
    if (last && made === last.rules) return last;
    const version = { version: (last?.version ?? 0) + 1, at: clock.now(), note, rules: made.sort((a, b) => (a.id < b.id ? -1 : 1)) };
    await insertVersion(tx, version);
    await deleteVersionsBefore(tx, version.version - KEPT);
    await bus.publish(tx, 'rules.changed', { version: version.version });
    return version;
  };
  const warned = (kept: KeptRule): RuleShown => {
    const form = kept.draft ?? kept.live!;
    return shownRule(kept, warningsOf(ruleOf(kept.id, form, 'live'), needs, clock.now()));
  };
  const ordered = (kept: readonly KeptRule[]): RuleShown[] => {
    const order = new Map(
      inConflictOrder(kept.map((one) => ruleOf(one.id, one.live ?? one.draft!, 'live'))).map((rule, i) => [rule.id, i]),
    );
    return kept.map(warned).sort((a, b) => order.get(a.id)! - order.get(b.id)!);
  };
  /** The set as it would be with these rules, or with its own drafts, and which of it is tried. */
  const tried = (inputs: readonly RuleInput[] | undefined, now: number): { after: Rule[]; tried: Rule[] } => {
    const drafts = inputs
      ? readRules(inputs).map(({ id, ast }): Rule => ({ ...ast, id, since: now, state: 'live' }))
      : current.rules.flatMap(({ id, draft }) => (draft ? [ruleOf(id, draft, 'live')] : []));
    const replaced = new Set(drafts.map((rule) => rule.id));
    return { tried: drafts, after: [...set.rules.filter((rule) => !replaced.has(rule.id)), ...drafts] };
  };

  return {
    refresh,
    async load() {
      await bus.follow(async (facts) => {
        if (facts.some((fact) => fact.topic === 'rules.changed')) await refresh();
      });
      await refresh();
    },
    view: () => set,
    async viewOf(version) {
      const found = version === current.version ? current : await versionNumbered(database, version);
      return found && compileRules(liveRules(found.rules), { version: String(version) });
    },
    async put(tx, inputs) {
      const read = [...new Map(readRules(inputs).map((one) => [one.id, one])).values()];
      if (read.length === 0) return { stored: 0, version: current.version, items: [] };
      const { version, rules } = await change(tx, `put ${read.map((one) => one.id).join(', ')}`.slice(0, 200), (kept) => {
        const byId = new Map(kept.map((one) => [one.id, one]));
        let same = true;
        for (const { id, ast } of read) {
          const now = changed(byId.get(id), id, ast, clock.now());
          same &&= now === byId.get(id);
          byId.set(id, now);
        }
        if (byId.size > RULE_LIMITS.rules) throw conflict('too_many_rules', `at most ${RULE_LIMITS.rules} rules`);
        return same ? kept : [...byId.values()];
      });
      const stored = new Map(rules.map((one) => [one.id, one]));
      return { stored: inputs.length, version, items: read.map(({ id }) => warned(stored.get(id)!)) };
    },
    async remove(tx, id) {
      await change(tx, `delete ${id}`, (kept) => {
        if (!kept.some((one) => one.id === id)) throw notFound(`rule ${id}`);
        return kept.filter((one) => one.id !== id);
      });
    },
    async publish(tx, version) {
      const note = version === undefined ? 'publish' : `back to ${version}`;
      const made = await change(tx, note, async (kept) => {
        if (version === undefined) return kept.map(({ id, live, draft }) => ({ id, live: draft ? published(draft, clock.now()) : live! }));
        const found = await versionNumbered(tx, version);
        if (!found) throw notFound(`version ${version}`);
        return found.rules;
      });
      return { version: made.version, items: ordered(made.rules) };
    },
    knowsPlacement: (id) => placementIn(needs, id) !== undefined,
    list: () => ({ version: current.version, items: ordered(current.rules) }),
    one(id) {
      const found = current.rules.find((rule) => rule.id === id);
      if (!found) throw notFound(`rule ${id}`);
      return warned(found);
    },
    async versions() {
      const all = await listVersions(database, KEPT);
      return all.map(({ version, at, note, rules }) => ({
        version,
        at: new Date(at).toISOString(),
        note,
        live: rules.filter((rule) => rule.live).length,
        drafts: rules.filter((rule) => rule.draft).length,
      }));
    },
    check(input) {
      const read = readRule({ text: input.text, ast: input.ast }, 'r');
      if (!read.ok) return { ok: false, ...read.wrong };
      const rule: Rule = { ...read.ast, id: '', since: clock.now() };
      const warnings = warningsOf(rule, needs, clock.now());
      return { ok: true, ast: read.ast, text: { de: printRule(read.ast, 'de'), en: printRule(read.ast, 'en') }, warnings };
    },
    form: () => ({
      fields: [...FIELDS.values()].map((field) => ({
        key: field.key,
        scope: field.scope,
        type: field.type,
        text: field.text,
        many: field.many,
        operators: operatorsOf(field),
      })),
      actions: [...ACTIONS.values()],
    }),
    async preview({ rules, placements, at }) {
      const wish = tried(rules, at);
      return preview({ ...wish, before: set, placements, at, logged: await needs.recent(LOGGED) }, needs, needs.explain);
    },
    async simulate({ rules, at, requests }) {
      const { after } = tried(rules, at);
      const asked = requests ?? (await needs.recent(LOGGED));
      const { simulation } = await simulated(asked, set, compileRules(after, { version: 'draft' }), needs.explain);
      return simulation;
    },
    async whyNot({ sku, placement, limit, channel = 'web', subject, context }) {
      const request = {
        placements: [limit === undefined ? { id: placement } : { id: placement, limit }],
        channel,
        ...(subject ? { subject } : {}),
        ...(context ? { context } : {}),
      } as DecisionRequest;
      const { trace } = await needs.explain(request);
      return whyNotIn(sku, trace.placements[0]!, needs.catalogue().product(sku) !== undefined);
    },
  };
}

/**
 * A live form replaces what was there; a changed draft waits beside what holds. The rule that holds given again as a draft is
 * taken out of force.
 */
function changed(kept: KeptRule | undefined, id: string, ast: RuleAst, now: number): KeptRule {
  const form = { ast, since: now };
  if (ast.state === 'live') return kept?.live && !kept.draft && isSame(kept.live, ast) ? kept : { id, live: form };
  if (kept?.draft && isSame(kept.draft, ast)) return kept;
  const withdrawn = kept?.live && isSame(kept.live, ast);
  return { id, ...(kept?.live && !withdrawn ? { live: kept.live } : {}), draft: form };
}

/** Whether two forms say the same, be they in force or not. */
const isSame = (form: Form, ast: RuleAst): boolean => printRule({ ...form.ast, state: ast.state }, 'en') === printRule(ast, 'en');

const published = ({ ast }: Form, now: number): Form => ({ ast: { ...ast, state: 'live' }, since: now });
