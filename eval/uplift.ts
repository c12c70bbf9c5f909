// Uplift of a randomised contact: learned on one half, ranked on the other, both ways round; the mean of the two.
import { predictUplift, trainUplift, upliftScore } from '@faden/engine';
import type { Arm } from './pack.ts';
import type { Figures } from './ranking.ts';

function rowsOf(arm: Arm, columns: number, half: number) {
  const rows = Array.from(arm.half.keys()).filter((i) => arm.half[i] === half);
  const values = new Float64Array(rows.length * columns);
  for (const [k, i] of rows.entries()) values.set(arm.values.subarray(i * columns, (i + 1) * columns), k * columns);
  return {
    values,
    columns,
    treated: Uint8Array.from(rows, (i) => arm.treated[i] as number),
    outcome: Float64Array.from(rows, (i) => arm.outcome[i] as number),
  };
}

export function upliftFigures(arm: Arm, names: readonly string[]) {
  const halves = [rowsOf(arm, names.length, 0), rowsOf(arm, names.length, 1)] as const;
  const times: number[] = [];
  const chosen: string[] = [];
  const figures: Figures = { 'uplift@30': 0, Qini: 0, AUUC: 0 };
  let seconds = 0;
  for (const [learn, rank] of [halves, [halves[1], halves[0]] as const]) {
    const started = performance.now();
    const model = trainUplift(learn, { names });
    seconds += (performance.now() - started) / 1000;
    const scores = Array.from(rank.treated, (_arm, i) => {
      const asked = performance.now();
      const { uplift } = predictUplift(model, rank.values.subarray(i * names.length, (i + 1) * names.length), { value: 1, cost: 0 });
      times.push(performance.now() - asked);
      return uplift;
    });
    const { qini, auuc, upliftAt30 } = upliftScore(scores, rank);
    figures['uplift@30']! += upliftAt30 / 2;
    figures['Qini']! += qini / 2;
    figures['AUUC']! += auuc / 2;
    chosen.push(model.ready ? model.chosen : `${model.chosen} (not ready: ${model.reason})`);
  }
  return { figures, seconds: seconds / 2, chosen: [...new Set(chosen)].join(' / '), times };
}
