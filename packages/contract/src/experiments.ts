// Experiments and what placements have learned: who gets which variant, what came of it, which strategy earns its place.
import { type Static, Type } from 'typebox';
import { Day, Id, Instant, Text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Stored } from './places.ts';

const tag = 'Experiments';
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Count = Type.Integer({ minimum: 0 });
const Fraction = Type.Number();
const Assisted = Type.Object({ amount: Type.Integer(), currency: Type.String() });

export const ExperimentVariant = Type.Object(
  {
    id: Id,
    /** Part of those who take part. */
    share: Share,
    /** Strategy that leads the placement; without one everything is as without the experiment. */
    strategy: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export const ExperimentInput = Type.Object({
  id: Id,
  placement: Id,
  name: Type.Optional(Text),
  /** Two to ten; shares sum to 1. */
  variants: Type.Array(ExperimentVariant, { minItems: 2, maxItems: 10 }),
  /** Share of people who take part; everybody unless told. */
  traffic: Type.Optional(Share),
  /** First moment; a day starts at midnight in Berlin. */
  from: Day,
  /** End; a day counts in full. Open when missing. */
  until: Type.Optional(Day),
  state: Type.Union([Type.Literal('draft'), Type.Literal('running'), Type.Literal('paused'), Type.Literal('ended')]),
});
export type ExperimentInput = Static<typeof ExperimentInput>;

export const VariantResult = Type.Object({
  id: Type.String(),
  exposures: Count,
  people: Count,
  clicks: Count,
  purchases: Count,
  /** Revenue of lines bought after a click (7 days) or an impression (24 hours). Assisted is not caused. */
  assistedRevenue: Assisted,
  /** Mean reward of matured exposures, 0 to 1, with a 95 % interval. */
  reward: Type.Object({ mean: Fraction, low: Fraction, high: Fraction }),
  probabilityBest: Fraction,
});
export const ExperimentResult = Type.Object({
  ...ExperimentInput.properties,
  result: Type.Object({
    asOf: Instant,
    matured: Fraction,
    variants: Type.Array(VariantResult),
    note: Text,
    verdict: Text,
  }),
});
export type ExperimentResult = Static<typeof ExperimentResult>;
const ById = Type.Object({ id: Id });

export const putExperiments = endpoint({
  method: 'PUT',
  path: '/api/v1/experiments',
  tag,
  summary: 'Create or replace experiments; variants of a running one stay as they are',
  access: 'secret',
  body: Type.Array(ExperimentInput, { maxItems: 200 }),
  answer: Stored,
  example: [
    {
      id: 'home-recent',
      placement: 'web.home.row1',
      variants: [
        { id: 'as-is', share: 0.5 },
        { id: 'recent-first', share: 0.5, strategy: 'recent' },
      ],
      from: '2026-11-23',
      until: '2026-12-20',
      state: 'running',
    },
  ],
});
export const getExperiments = endpoint({
  method: 'GET',
  path: '/api/v1/experiments',
  tag,
  summary: 'All experiments',
  access: 'secret',
  query: Type.Object({ placement: Type.Optional(Id) }),
  answer: Type.Object({ items: Type.Array(ExperimentInput) }),
});
export const getExperiment = endpoint({
  method: 'GET',
  path: '/api/v1/experiments/{id}',
  tag,
  summary: 'One experiment with what came of each variant',
  access: 'secret',
  params: ById,
  answer: ExperimentResult,
});

const LearnedArm = Type.Object({
  id: Type.String(),
  exposures: Count,
  matured: Fraction,
  /** Mean reward, 0 to 1, with a 95 % interval. */
  mean: Fraction,
  low: Fraction,
  high: Fraction,
  /** Chance to be the best of all arms of the placement, and the share of traffic that follows from it. */
  weight: Fraction,
  share: Fraction,
  isNew: Type.Boolean(),
  quarantine: Type.Optional(Type.Object({ until: Instant, reason: Type.String(), text: Text })),
});
export const PlacementLearning = Type.Object({
  placement: Type.String(),
  /** `waiting` until 200 exposures have matured; then `cells`, or `linear` where that has proved better. */
  model: Type.Union([Type.Literal('waiting'), Type.Literal('cells'), Type.Literal('linear')]),
  version: Type.Union([Type.String(), Type.Null()]),
  asOf: Instant,
  exposures: Count,
  matured: Fraction,
  /** Most that goes to arms outside the best two; 0 = nothing is tried out. */
  exploration: Fraction,
  /** Since when impressions are counted only where the surface reports them; null while every answer counts. */
  reportsSince: Type.Union([Instant, Type.Null()]),
  arms: Type.Array(LearnedArm),
  cells: Type.Array(
    Type.Object({
      key: Type.String(),
      text: Text,
      matured: Fraction,
      arms: Type.Array(Type.Object({ id: Type.String(), mean: Fraction, share: Fraction })),
    }),
  ),
  /** What the present shares would have earned on past decisions, beside what was earned. */
  check: Type.Object({
    rows: Count,
    earned: Fraction,
    ips: Fraction,
    snips: Fraction,
    doublyRobust: Fraction,
    ess: Fraction,
    reliable: Type.Boolean(),
    text: Text,
  }),
  text: Text,
});
export type PlacementLearning = Static<typeof PlacementLearning>;

export const getLearning = endpoint({
  method: 'GET',
  path: '/api/v1/placements/{id}/learning',
  tag,
  summary: 'What a placement has learned about its strategies, in figures and words',
  access: 'secret',
  params: ById,
  answer: PlacementLearning,
});
export const putLearning = endpoint({
  method: 'PUT',
  path: '/api/v1/placements/{id}/learning',
  tag,
  summary: 'How much may be tried out: 0 = nothing, at most 0.2',
  access: 'secret',
  params: ById,
  body: Type.Object({ exploration: Type.Number({ minimum: 0, maximum: 0.2 }) }),
  answer: PlacementLearning,
});
export const learnNow = endpoint({
  method: 'POST',
  path: '/api/v1/placements/{id}/learning',
  tag,
  summary: 'Learns from everything reported so far, without waiting for the hour',
  access: 'secret',
  params: ById,
  answer: PlacementLearning,
});
export const resetLearning = endpoint({
  method: 'POST',
  path: '/api/v1/placements/{id}/learning/reset',
  tag,
  summary: 'Forgets what was learned so far; the merchant’s order holds until there is new evidence',
  access: 'secret',
  params: ById,
  answer: PlacementLearning,
});
