// Merchandising rules: readable sentences or their data, versioned, tried out before they are published, and explained per article.
import { type Static, Type } from 'typebox';
import { Day, Id, Text } from './common.ts';
import { DecisionRequestShape } from './decisions.ts';
import { endpoint } from './endpoint.ts';

const tag = 'rules';
const access = 'secret';

export const RuleInput = Type.Object({
  id: Id,
  /** German or English, e.g. `WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol`. */
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 4_000 })),
  /** The same as data; either text or ast. */
  ast: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  /** What the text or ast says unless told; draft where nothing says. */
  state: Type.Optional(Type.Union([Type.Literal('live'), Type.Literal('draft')])),
  importance: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
  from: Type.Optional(Day),
  /** Last day, inclusive, or an instant. */
  until: Type.Optional(Day),
});
export type RuleInput = Static<typeof RuleInput>;

const Warning = Type.Object({ code: Type.String(), de: Type.String(), en: Type.String() });
export const RuleShown = Type.Object({
  id: Id,
  state: Type.Union([Type.Literal('live'), Type.Literal('draft')]),
  ast: Type.Record(Type.String(), Type.Unknown()),
  text: Text,
  since: Type.String(),
  warnings: Type.Array(Warning),
  /** A changed form of a live rule that waits to be published. */
  draft: Type.Optional(Type.Object({ ast: Type.Record(Type.String(), Type.Unknown()), text: Text, since: Type.String() })),
});
export type RuleShown = Static<typeof RuleShown>;

const Rules = Type.Array(RuleInput, { maxItems: 500 });
const Placements = Type.Array(
  Type.Object({
    id: Id,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    /** Fewer items than these are warned about; half the slots unless told. */
    minimum: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
  }),
  { minItems: 1, maxItems: 50 },
);

export const putRules = endpoint({
  method: 'PUT',
  path: '/api/v1/rules',
  tag,
  summary: 'Create or replace merchandising rules; live ones hold at once',
  access,
  body: Rules,
  limit: 3_000_000,
  answer: Type.Object({ stored: Type.Integer(), version: Type.Integer(), items: Type.Array(RuleShown) }),
  example: [
    { id: 'r1', text: 'REGEL babyschutz WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol', state: 'live' },
    { id: 'r2', text: "abstand(item.brand='X', item.brand='Y', 1)", state: 'draft' },
  ],
});
export const getRules = endpoint({
  method: 'GET',
  path: '/api/v1/rules',
  tag,
  summary: 'All merchandising rules, in the order in which they win',
  access,
  answer: Type.Object({ version: Type.Integer(), items: Type.Array(RuleShown) }),
});
export const getRuleVersions = endpoint({
  method: 'GET',
  path: '/api/v1/rules/versions',
  tag,
  summary: 'Versions of the rule set, newest first',
  access,
  answer: Type.Object({
    items: Type.Array(
      Type.Object({ version: Type.Integer(), at: Type.String(), note: Type.String(), live: Type.Integer(), drafts: Type.Integer() }),
    ),
  }),
});
export const getRuleForm = endpoint({
  method: 'GET',
  path: '/api/v1/rules/form',
  tag,
  summary: 'Fields, comparisons and actions a rule may use, to draw a form from',
  access,
});
export const getRule = endpoint({
  method: 'GET',
  path: '/api/v1/rules/{id}',
  tag,
  summary: 'One merchandising rule',
  access,
  params: Type.Object({ id: Id }),
  answer: RuleShown,
});
export const deleteRule = endpoint({
  method: 'DELETE',
  path: '/api/v1/rules/{id}',
  tag,
  summary: 'Remove a merchandising rule',
  access,
  params: Type.Object({ id: Id }),
});
export const checkRule = endpoint({
  method: 'POST',
  path: '/api/v1/rules/check',
  tag,
  summary: 'Read a rule without storing it: its data and sentences, or what is wrong and where',
  access,
  body: Type.Object({
    text: Type.Optional(Type.String({ maxLength: 8_000 })),
    ast: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
  example: { text: 'dämpfen(0.5) FÜR stock.coverDays < 3' },
});
export const previewRules = endpoint({
  method: 'POST',
  path: '/api/v1/rules/preview',
  tag,
  summary: 'What drafts would do: articles they meet, decisions they touch, placements they would leave short',
  access,
  body: Type.Object({
    /** Tried out as if live; the stored drafts where absent. */
    rules: Type.Optional(Rules),
    placements: Type.Optional(Placements),
    at: Type.Optional(Day),
  }),
  limit: 3_000_000,
});
export const publishRules = endpoint({
  method: 'POST',
  path: '/api/v1/rules/publish',
  tag,
  summary: 'Make all drafts live, or go back to an earlier version; answers with what that changes',
  access,
  body: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
});
export const whyNotRule = endpoint({
  method: 'POST',
  path: '/api/v1/rules/why-not',
  tag,
  summary: 'Why an article is not shown at a placement, for somebody or for anybody',
  access,
  body: Type.Object({
    sku: Id,
    placement: Id,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    channel: Type.Optional(Type.String({ maxLength: 40 })),
    subject: DecisionRequestShape.properties.subject,
    context: DecisionRequestShape.properties.context,
  }),
  example: { sku: 'WINE-1', placement: 'web.product.row1', context: { page: 'C', category: 'Baby/Flaschen' } },
});

export const simulateDecisions = endpoint({
  method: 'POST',
  path: '/v1/decisions/simulate',
  tag,
  summary: 'What a draft of rules would change: the logged decisions of the last days, or given requests, before and after',
  access,
  limit: 3_000_000,
  body: Type.Object({
    ruleSetDraft: Type.Union([Rules, Type.Object({ rules: Rules })]),
    at: Type.Optional(Type.String({ maxLength: 40 })),
    requests: Type.Optional(Type.Array(DecisionRequestShape, { maxItems: 200 })),
  }),
});
