// SQL of exposures, reactions and credits.
import type { Sql } from '../../platform/database/index.ts';
import type { ExposureRow, Item, ReactionRow } from './exposure.ts';

const iso = (instant: number) => new Date(instant).toISOString();
const among = (column: string, parameter: string) => `${column} = any(array(select jsonb_array_elements_text(${parameter}::text::jsonb)))`;

export async function insertExposures(sql: Sql, rows: readonly ExposureRow[]): Promise<void> {
  const sorted = [...rows].sort((a, b) => (a.decisionId + a.placement < b.decisionId + b.placement ? -1 : 1));
  await sql.query(
    `insert into choice_exposure (decision_id, placement, at, node_id, channel, cell, arm, chosen_by, propensity, arms, experiment, variant, items, coverage, ms)
     select "decisionId", placement, at, "nodeId", channel, cell, arm, "chosenBy", propensity, nullif(arms, 'null'::jsonb), experiment, variant, items, coverage, ms
     from jsonb_to_recordset($1::text::jsonb) as t("decisionId" text, placement text, at timestamptz, "nodeId" text, channel text, cell text,
       arm text, "chosenBy" text, propensity double precision, arms jsonb, experiment text, variant text, items jsonb,
       coverage double precision, ms double precision)
     on conflict (decision_id, placement) do nothing`,
    [JSON.stringify(sorted)],
  );
}

/** Decision events in the log at these moments of these nodes. */
export async function readDecisionEvents(
  sql: Sql,
  asked: readonly { node: string; event: string; at: string }[],
): Promise<{ node: string; event: string; at: number; properties: Record<string, unknown> | null; sku: string | null }[]> {
  return sql.query(
    `select l.node_id::text as node, l.event, l.at, l.body->'properties' as properties, l.body->'read'->>'sku' as sku
     from jsonb_to_recordset($1::text::jsonb) as t(node uuid, event text, at timestamptz)
     cross join lateral (select * from event_log where node_id = t.node and event = t.event and at = t.at offset 0) l`,
    [JSON.stringify(asked)],
  );
}

export async function exposuresByDecision(
  sql: Sql,
  ids: readonly string[],
): Promise<{ decisionId: string; placement: string; items: Item[] }[]> {
  return sql.query(`select decision_id as "decisionId", placement, items from choice_exposure where ${among('decision_id', '$1')}`, [
    JSON.stringify(ids),
  ]);
}

/** Stores reactions: of impressions the first counts, of clicks the last. Then settles the exposures they are about. */
export async function recordReactions(tx: Sql, rows: readonly ReactionRow[]): Promise<void> {
  await tx.query(
    `insert into choice_reaction (decision_id, placement, token, kind, at, node_id)
     select "decisionId", placement, token, kind, at, "nodeId" from jsonb_to_recordset($1::text::jsonb)
       as t("decisionId" text, placement text, token text, kind text, at timestamptz, "nodeId" text) order by 1, 2, 3, 4
     on conflict (decision_id, placement, token, kind) do update set
       at = case when excluded.kind = 'clicked' then greatest(choice_reaction.at, excluded.at) else least(choice_reaction.at, excluded.at) end`,
    [JSON.stringify(rows.map((row) => ({ ...row, at: iso(row.at) })))],
  );
}

/** Brings the exposures of these decisions in line with what was reported and credited; running it again changes nothing. */
export async function settleExposures(tx: Sql, decisionIds: readonly string[], penalties: Record<string, number>): Promise<void> {
  await tx.query(
    `with r as (
       select r.decision_id, r.placement, min(r.at) filter (where r.kind in ('shown', 'clicked')) as shown,
         max(r.at) filter (where r.kind = 'clicked') as clicked, min(r.at) filter (where r.kind = 'clicked') as first_click,
         coalesce(min(($2::text::jsonb ->> r.kind)::double precision), 0) as penalty, min(r.node_id) as node
       from choice_reaction r where ${among('r.decision_id', '$1')} group by 1, 2),
     c as (
       select decision_id, placement, sum(net_cents) as net, sum(margin_cents) as margin, min(at) as first_sale
       from choice_credit where ${among('decision_id', '$1')} group by 1, 2)
     update choice_exposure e set shown_at = r.shown, clicked_at = r.clicked, penalty = coalesce(r.penalty, 0), node_id = coalesce(e.node_id, r.node),
       net_cents = coalesce(c.net, 0), margin_cents = coalesce(c.margin, 0), rewarded_at = least(r.first_click, c.first_sale)
     from choice_exposure x left join r on r.decision_id = x.decision_id and r.placement = x.placement
       left join c on c.decision_id = x.decision_id and c.placement = x.placement
     where e.decision_id = x.decision_id and e.placement = x.placement and ${among('x.decision_id', '$1')}`,
    [JSON.stringify(decisionIds), JSON.stringify(penalties)],
  );
}

/** From the earliest decision whose impression was reported on, only reported ones count. */
export async function noteReporting(tx: Sql, decisionIds: readonly string[]): Promise<void> {
  await tx.query(
    `insert into choice_placement (placement, reports_since)
     select e.placement, min(e.at) from choice_exposure e join choice_reaction r on r.decision_id = e.decision_id and r.placement = e.placement
     where r.kind = 'shown' and ${among('e.decision_id', '$1')} group by 1 order by 1
     on conflict (placement) do update set reports_since = least(choice_placement.reports_since, excluded.reports_since)`,
    [JSON.stringify(decisionIds)],
  );
}

/** Articles put in a cart after a click (7 days) or an impression (a day). */
export async function markCarts(tx: Sql, adds: readonly { nodes: readonly string[]; sku: string; at: number }[]): Promise<void> {
  await tx.query(
    `update choice_exposure e set carted_at = greatest(e.carted_at, t.at)
     from jsonb_to_recordset($1::text::jsonb) as t(nodes jsonb, sku text, at timestamptz)
     where e.node_id = any(array(select jsonb_array_elements_text(t.nodes))) and e.at > t.at - interval '8 days' and e.at <= t.at
       and e.items @> jsonb_build_array(jsonb_build_object('sku', t.sku))
       and (e.clicked_at > t.at - interval '7 days' or coalesce(e.shown_at, e.at) > t.at - interval '1 day')`,
    [JSON.stringify(adds.map((add) => ({ ...add, at: iso(add.at) })))],
  );
}

export async function oldestExposure(sql: Sql): Promise<number | undefined> {
  const [row] = await sql.query<{ at: number }>('select at from choice_exposure order by at limit 1');
  return row?.at;
}

export async function deleteOldExposures(sql: Sql, before: number): Promise<void> {
  await sql.query('delete from choice_credit where at < $1', [iso(before)]);
  await sql.query('delete from choice_reaction where at < $1', [iso(before)]);
  await sql.query('delete from choice_exposure where at < $1', [iso(before)]);
}

export async function exposuresOfNodes(sql: Sql, nodeIds: readonly string[]): Promise<Record<string, unknown>[]> {
  return sql.query(
    `select decision_id as "decisionId", placement, at, channel, cell, arm, chosen_by as "chosenBy", experiment, variant, items, shown_at as "shownAt",
       clicked_at as "clickedAt", carted_at as "cartedAt", rewarded_at as "rewardedAt", penalty, net_cents as "netCents"
     from choice_exposure where ${among('node_id', '$1')} order by at`,
    [JSON.stringify(nodeIds)],
  );
}

export async function reactionsOfNodes(sql: Sql, nodeIds: readonly string[]): Promise<Record<string, unknown>[]> {
  return sql.query(
    `select decision_id as "decisionId", placement, token, kind, at from choice_reaction r where ${among('r.node_id', '$1')}
       or exists (select 1 from choice_exposure e where e.decision_id = r.decision_id and ${among('e.node_id', '$1')}) order by at`,
    [JSON.stringify(nodeIds)],
  );
}

export async function creditsOfNodes(sql: Sql, nodeIds: readonly string[]): Promise<Record<string, unknown>[]> {
  return sql.query(
    `select sale_id as "saleId", line, decision_id as "decisionId", placement, basis, sku, at, net_cents as "netCents"
     from choice_credit where ${among('node_id', '$1')} order by at`,
    [JSON.stringify(nodeIds)],
  );
}

/** Deletes what hangs on these nodes, and what was said about their decisions by others. @returns exposures */
export async function deleteOfNodes(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  const json = JSON.stringify(nodeIds);
  const mine = `exists (select 1 from choice_exposure e where e.decision_id = x.decision_id and ${among('e.node_id', '$1')})`;
  await tx.query(`delete from choice_reaction x where ${among('x.node_id', '$1')} or ${mine}`, [json]);
  await tx.query(`delete from choice_credit x where ${among('x.node_id', '$1')} or ${mine}`, [json]);
  return (await tx.query(`delete from choice_exposure where ${among('node_id', '$1')} returning 1`, [json])).length;
}
