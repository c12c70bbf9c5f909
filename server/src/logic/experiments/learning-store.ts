// SQL of learning: exposures added up by cell, arm, time and outcome; states, settings and resets of placements.
import type { PlacementState } from '@faden/engine';
import type { Sql } from '../../platform/database/index.ts';

const iso = (instant: number) => new Date(instant).toISOString();
const dayMs = 86_400_000;
/** An impression counts when it was reported, or when the answer was given before the placement's surface began to report. */
const counted = '(e.shown_at is not null or p.reports_since is null or e.at < p.reports_since)';
const source = 'choice_exposure e left join choice_placement p on p.placement = e.placement';

/** Counted exposures that share everything the reward depends on. */
export interface OutcomeGroup {
  cell: string;
  arm: string;
  chosenBy: string;
  variant: string | null;
  /** Beginning of the hour, or of the day for what is older than nine days. */
  at: number;
  fromDay: boolean;
  marginCents: number;
  clickOpen: boolean;
  cartOpen: boolean;
  penalty: number;
  exposures: number;
}

const groupColumns = `e.cell, e.arm, e.chosen_by as "chosenBy", e.variant,
  case when e.at > $2::timestamptz - interval '9 days' then date_trunc('hour', e.at) else date_trunc('day', e.at) end as at,
  e.at <= $2::timestamptz - interval '9 days' as "fromDay", e.margin_cents as "marginCents",
  coalesce(e.clicked_at > $2::timestamptz - interval '7 days', false) as "clickOpen",
  coalesce(e.carted_at > $2::timestamptz - interval '7 days', false) as "cartOpen", e.penalty`;

const notRolled = `e.at >= coalesce((select rolled_until from choice_placement where placement = $1), '-infinity')`;

export async function outcomesOfPlacement(sql: Sql, placement: string, now: number, since: number): Promise<OutcomeGroup[]> {
  return sql.query(
    `select ${groupColumns}, count(*)::int as exposures from ${source}
     where e.placement = $1 and e.at > $3 and e.at <= $2::timestamptz and ${counted} and ${notRolled} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
     union all
     select cell, arm, chosen_by, null, day, true, margin_cents, false, false, penalty, exposures from choice_day
     where placement = $1 and day > $3 and day <= $2::timestamptz`,
    [placement, iso(now), iso(since)],
  );
}

/**
 * Adds up what is older than an instant and not added up yet. By then windows are closed; what is sent back later still changes the
 * figures of experiments, but no longer what is learned.
 */
export async function rollUp(tx: Sql, placement: string, until: number): Promise<void> {
  await tx.query('insert into choice_placement (placement) values ($1) on conflict (placement) do nothing', [placement]);
  await tx.query('select 1 from choice_placement where placement = $1 for update', [placement]);
  await tx.query(
    `insert into choice_day (placement, day, cell, arm, chosen_by, margin_cents, penalty, exposures)
     select e.placement, date_trunc('day', e.at), e.cell, e.arm, e.chosen_by, round(e.margin_cents / 100.0) * 100, e.penalty, count(*)::int
     from ${source} where e.placement = $1 and e.at < $2 and ${counted} and ${notRolled} group by 1, 2, 3, 4, 5, 6, 7
     on conflict (placement, day, cell, arm, chosen_by, margin_cents, penalty) do update set exposures = choice_day.exposures + excluded.exposures`,
    [placement, iso(until)],
  );
  await tx.query('update choice_placement set rolled_until = greatest(rolled_until, $2::timestamptz) where placement = $1', [
    placement,
    iso(until),
  ]);
}

export async function outcomesOfExperiment(sql: Sql, experiment: string, now: number): Promise<OutcomeGroup[]> {
  return sql.query(
    `select ${groupColumns}, count(*)::int as exposures from ${source}
     where e.experiment = $1 and e.at <= $2::timestamptz and ${counted} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
    [experiment, iso(now)],
  );
}

export interface VariantFigures {
  variant: string;
  exposures: number;
  people: number;
  clicks: number;
  purchases: number;
  netCents: number;
}

export async function figuresOfExperiment(sql: Sql, experiment: string): Promise<VariantFigures[]> {
  return sql.query(
    `select e.variant, count(*)::int as exposures, count(distinct e.node_id)::int as people, count(e.clicked_at)::int as clicks,
       coalesce(sum((select count(*) from choice_credit c where c.decision_id = e.decision_id and c.placement = e.placement)), 0)::int as purchases,
       coalesce(sum(e.net_cents), 0)::double precision as "netCents"
     from ${source} where e.experiment = $1 and e.variant is not null and ${counted} group by 1`,
    [experiment],
  );
}

/** Clicks, carts and what followed them in the four weeks before the last; the newest margins and delays (ms). */
export interface RewardEvidence {
  clicks: number;
  clickBuyers: number;
  carts: number;
  cartBuyers: number;
  margins: number[];
  delays: number[];
}

export async function rewardEvidence(sql: Sql, placement: string, now: number): Promise<RewardEvidence> {
  const [row] = await sql.query<Omit<RewardEvidence, 'margins' | 'delays'>>(
    `select count(clicked_at)::int as clicks, count(*) filter (where clicked_at is not null and margin_cents > 0)::int as "clickBuyers",
       count(carted_at)::int as carts, count(*) filter (where carted_at is not null and margin_cents > 0)::int as "cartBuyers"
     from choice_exposure where placement = $1 and at > $2 and at <= $3`,
    [placement, iso(now - 35 * dayMs), iso(now - 7 * dayMs)],
  );
  const margins = await sql.query<{ cents: number }>(
    'select margin_cents as cents from choice_exposure where placement = $1 and margin_cents > 0 and at > $2 order by at desc limit 2000',
    [placement, iso(now - 90 * dayMs)],
  );
  const delays = await sql.query<{ ms: number }>(
    `select greatest(0, extract(epoch from rewarded_at - at) * 1000)::double precision as ms from choice_exposure
     where placement = $1 and rewarded_at is not null and at > $2 order by at desc limit 2000`,
    [placement, iso(now - 28 * dayMs)],
  );
  return {
    ...(row ?? { clicks: 0, clickBuyers: 0, carts: 0, cartBuyers: 0 }),
    margins: margins.map((one) => one.cents),
    delays: delays.map((one) => one.ms),
  };
}

export interface ArmFigures {
  arm: string;
  exposures: number;
  unwelcome: number;
  coverage: number | null;
  p95Ms: number | null;
}

/** Health of the arms of a placement in 14 days. */
export async function armFigures(sql: Sql, placement: string, now: number): Promise<ArmFigures[]> {
  return sql.query(
    `select e.arm, count(*)::int as exposures, count(*) filter (where e.penalty < 0)::int as unwelcome, avg(e.coverage) as coverage,
       percentile_cont(0.95) within group (order by e.ms) as "p95Ms"
     from ${source} where e.placement = $1 and e.at > $2 and e.chosen_by <> 'fallback' and ${counted} group by 1`,
    [placement, iso(now - 14 * dayMs)],
  );
}

export interface JudgedRow {
  cell: string;
  arm: string;
  arms: string[] | null;
  propensity: number;
  marginCents: number;
  clickOpen: boolean;
  cartOpen: boolean;
  penalty: number;
}

/** Counted exposures with a known propensity, newest first, between two instants. */
export async function judgedRows(
  sql: Sql,
  placement: string,
  from: number,
  until: number,
  now: number,
  limit: number,
): Promise<JudgedRow[]> {
  return sql.query(
    `select e.cell, e.arm, e.arms, e.propensity, e.margin_cents as "marginCents", e.penalty,
       coalesce(e.clicked_at > $4::timestamptz - interval '7 days', false) as "clickOpen",
       coalesce(e.carted_at > $4::timestamptz - interval '7 days', false) as "cartOpen"
     from ${source} where e.placement = $1 and e.at > $2 and e.at <= $3 and e.propensity > 0 and e.chosen_by in ('bandit', 'priority') and ${counted}
     order by e.at desc limit $5::int`,
    [placement, iso(from), iso(until), iso(now), limit],
  );
}

/** Placements that learned before, and those shown since an instant. */
export async function placementsSince(sql: Sql, since: number): Promise<string[]> {
  const rows = await sql.query<{ placement: string }>(
    'select distinct placement from choice_exposure where at > $1 union select placement from choice_state order by 1',
    [iso(since)],
  );
  return rows.map((row) => row.placement);
}

/** Counted exposures since an instant. */
export async function exposureCount(sql: Sql, placement: string, since: number): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select ((select count(*) from ${source} where e.placement = $1 and e.at > $2 and ${counted} and ${notRolled})
       + coalesce((select sum(exposures) from choice_day where placement = $1 and day > $2), 0))::int as n`,
    [placement, iso(since)],
  );
  return row?.n ?? 0;
}

export interface StateRow {
  placement: string;
  state: PlacementState;
  computedAt: number;
}

export async function readStates(sql: Sql, placements?: readonly string[]): Promise<StateRow[]> {
  return sql.query(
    `select placement, state, computed_at as "computedAt" from choice_state
     where $1::text is null or placement = any(array(select jsonb_array_elements_text($1::text::jsonb))) order by placement`,
    [placements ? JSON.stringify(placements) : null],
  );
}

export async function writeState(tx: Sql, state: PlacementState, now: number): Promise<void> {
  await tx.query(
    `insert into choice_state (placement, version, state, computed_at) values ($1, $2, $3::text::jsonb, $4)
     on conflict (placement) do update set version = excluded.version, state = excluded.state, computed_at = excluded.computed_at`,
    [state.placement, state.version, JSON.stringify(state), iso(now)],
  );
}

export interface PlacementSetting {
  placement: string;
  exploration: number | null;
  reportsSince: number | null;
}

export async function readSettings(sql: Sql): Promise<PlacementSetting[]> {
  return sql.query('select placement, exploration, reports_since as "reportsSince" from choice_placement order by placement');
}

export async function writeExploration(tx: Sql, placement: string, exploration: number): Promise<void> {
  await tx.query(
    `insert into choice_placement (placement, exploration) values ($1, $2)
     on conflict (placement) do update set exploration = excluded.exploration`,
    [placement, exploration],
  );
}

export async function readResets(sql: Sql, placement: string): Promise<{ cell: string; at: number }[]> {
  return sql.query('select cell, at from choice_reset where placement = $1', [placement]);
}

export async function writeResets(tx: Sql, placement: string, resets: readonly { cell: string; at: number }[]): Promise<void> {
  await tx.query(
    `insert into choice_reset (placement, cell, at) select $1, cell, at from jsonb_to_recordset($2::text::jsonb) as t(cell text, at timestamptz)
     order by cell on conflict (placement, cell) do update set at = greatest(choice_reset.at, excluded.at)`,
    [placement, JSON.stringify(resets.map((one) => ({ ...one, at: iso(one.at) })))],
  );
}
