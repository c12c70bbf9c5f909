// One experiment: what has to hold of it, and how the engine reads it.
import type { ExperimentInput } from '@faden/contract';
import type { Experiment } from '@faden/engine';
import { conflict, invalid } from '../../platform/http/index.ts';
import { parseEnd, parseInstant } from '../../platform/zone.ts';

export interface ExperimentRow {
  body: ExperimentInput;
  fromAt: number;
  untilAt: number | null;
}

const zone = 'Europe/Berlin';
const near = 1e-6;

/** Validity in epoch ms, half-open; refuses (422) unreadable times, shares that do not sum to 1, names used twice and what is not known. */
export function judgedExperiment(
  input: ExperimentInput,
  index: number,
  known: { placement(id: string): boolean; strategy(id: string): boolean },
): ExperimentRow {
  const fromAt = parseInstant(input.from, zone);
  const untilAt = input.until === undefined ? null : parseEnd(input.until, zone);
  if (fromAt === undefined) throw invalid(`${index}.from`, 'is neither a day nor an ISO 8601 instant with zone');
  if (untilAt === undefined) throw invalid(`${index}.until`, 'is neither a day nor an ISO 8601 instant with zone');
  if (untilAt !== null && untilAt <= fromAt) throw invalid(`${index}.until`, 'lies before the beginning');
  if (!known.placement(input.placement)) throw invalid(`${index}.placement`, `${input.placement} is not known`);
  const seen = new Set<string>();
  for (const [i, variant] of input.variants.entries()) {
    if (seen.has(variant.id)) throw invalid(`${index}.variants.${i}.id`, `${variant.id} is used twice`);
    seen.add(variant.id);
    if (variant.strategy !== undefined && !known.strategy(variant.strategy))
      throw invalid(`${index}.variants.${i}.strategy`, `${variant.strategy} is not known`);
  }
  const total = input.variants.reduce((sum, one) => sum + one.share, 0);
  if (Math.abs(total - 1) > near) throw invalid(`${index}.variants`, `shares sum to ${total}, not to 1`);
  return { body: input, fromAt, untilAt };
}

export function experimentOf({ body, fromAt, untilAt }: ExperimentRow): Experiment {
  return {
    id: body.id,
    placement: body.placement,
    traffic: body.traffic ?? 1,
    from: fromAt,
    ...(untilAt === null ? {} : { until: untilAt }),
    variants: body.variants,
  };
}

/**
 * What may not change (409): variants, placement and traffic down of an experiment that runs, because people would change sides; those of
 * one that ran, because its figures would be mixed with others; and a second running experiment on a placement at the same time.
 */
export function judgeChange(row: ExperimentRow, stored: readonly ExperimentRow[]): void {
  const before = stored.find((one) => one.body.id === row.body.id);
  if (before && before.body.state !== 'draft') {
    if (row.body.state === 'draft')
      throw conflict('experiment_running', `Experiment ${row.body.id} has begun and is no draft any more: end it and start another`);
    const fixed = ({ body }: ExperimentRow) => JSON.stringify([body.placement, body.variants.map((v) => [v.id, v.share, v.strategy])]);
    if (fixed(before) !== fixed(row) || (row.body.traffic ?? 1) < (before.body.traffic ?? 1))
      throw conflict('experiment_running', `Experiment ${row.body.id} has begun: end it and start another to change its variants`);
  }
  if (row.body.state !== 'running') return;
  const end = (one: ExperimentRow) => one.untilAt ?? Number.POSITIVE_INFINITY;
  const other = stored.find(
    (one) =>
      one.body.id !== row.body.id &&
      one.body.state === 'running' &&
      one.body.placement === row.body.placement &&
      one.fromAt < end(row) &&
      row.fromAt < end(one),
  );
  if (other)
    throw conflict('placement_taken', `Experiment ${other.body.id} runs on ${row.body.placement} at that time`, { id: other.body.id });
}
