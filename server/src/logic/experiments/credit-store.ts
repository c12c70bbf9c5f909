// SQL of crediting: what a person bought, what they had seen before, and the credits themselves.
import type { Sql } from '../../platform/database/index.ts';
import type { Item } from './exposure.ts';

const iso = (instant: number) => new Date(instant).toISOString();

export interface BoughtLine {
  saleId: string;
  line: number;
  sku: string;
  at: number;
  nodeId: string;
  quantity: number;
  returned: number;
  netCents: number;
  state: string;
}

/** Lines these nodes bought from an instant on, on any channel; cancelled and returned ones too. */
export async function linesOfPeople(sql: Sql, nodeIds: readonly string[], since: number): Promise<BoughtLine[]> {
  return sql.query(
    `select s.id as "saleId", l.line, l.sku, s.at, s.node_id as "nodeId", l.quantity, l.returned, l.net_cents as "netCents", s.state
     from sale s join sale_line l on l.sale_id = s.id
     where s.node_id = any(array(select jsonb_array_elements_text($1::text::jsonb))) and s.at >= $2 order by s.id, l.line`,
    [JSON.stringify(nodeIds), iso(since)],
  );
}

/** Who bought on these sales, and since when, as far as anything had been shown to anybody by then. */
export async function nodesOfSales(sql: Sql, saleIds: readonly string[], oldest: number): Promise<{ nodeId: string; since: number }[]> {
  return sql.query(
    `select node_id as "nodeId", min(at) as since from sale
     where id = any(array(select jsonb_array_elements_text($1::text::jsonb))) and node_id is not null and at >= $2 group by 1`,
    [JSON.stringify(saleIds), iso(oldest)],
  );
}

export interface SeenRow {
  decisionId: string;
  placement: string;
  at: number;
  items: Item[];
  reportsSince: number | null;
  reactions: { token: string; kind: string; at: string }[] | null;
}

/** What was answered to these nodes from an instant on, with what was reported about it. */
export async function seenBy(sql: Sql, nodeIds: readonly string[], since: number): Promise<SeenRow[]> {
  return sql.query(
    `select e.decision_id as "decisionId", e.placement, e.at, e.items, p.reports_since as "reportsSince",
       (select jsonb_agg(jsonb_build_object('token', r.token, 'kind', r.kind, 'at', r.at)) from choice_reaction r
        where r.decision_id = e.decision_id and r.placement = e.placement and r.kind in ('shown', 'clicked')) as reactions
     from choice_exposure e left join choice_placement p on p.placement = e.placement
     where e.node_id = any(array(select jsonb_array_elements_text($1::text::jsonb))) and e.at >= $2 order by e.at`,
    [JSON.stringify(nodeIds), iso(since)],
  );
}

export interface CreditRow {
  saleId: string;
  line: number;
  decisionId: string;
  placement: string;
  basis: string;
  sku: string;
  at: number;
  nodeId: string;
  netCents: number;
  marginCents: number;
}

/** @returns decisions that had the credit of these lines */
export async function deleteCredits(tx: Sql, lines: readonly { saleId: string; line: number }[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `delete from choice_credit c using jsonb_to_recordset($1::text::jsonb) as t("saleId" text, line int)
     where c.sale_id = t."saleId" and c.line = t.line returning c.decision_id as id`,
    [JSON.stringify(lines)],
  );
  return rows.map((row) => row.id);
}

export async function putCredits(tx: Sql, rows: readonly CreditRow[]): Promise<void> {
  await tx.query(
    `insert into choice_credit (sale_id, line, decision_id, placement, basis, sku, at, node_id, net_cents, margin_cents)
     select "saleId", line, "decisionId", placement, basis, sku, at, "nodeId", "netCents", "marginCents" from jsonb_to_recordset($1::text::jsonb)
       as t("saleId" text, line int, "decisionId" text, placement text, basis text, sku text, at timestamptz, "nodeId" text, "netCents" bigint,
         "marginCents" bigint) order by 1, 2
     on conflict (sale_id, line) do update set decision_id = excluded.decision_id, placement = excluded.placement, basis = excluded.basis,
       net_cents = excluded.net_cents, margin_cents = excluded.margin_cents`,
    [JSON.stringify(rows.map((row) => ({ ...row, at: iso(row.at) })))],
  );
}
