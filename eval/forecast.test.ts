// The measures of a forecast and of an uplift ranking against values worked out by hand.
import { areaUnderCurve, upliftScore } from '@faden/engine';
import { describe, expect, it } from 'vitest';
import { forecastFigures, shareOfBest } from './forecast.ts';

describe('forecasts', () => {
  it('are measured customer by customer', () => {
    const figures = forecastFigures([1, 2, 0.5, 0.5], [0, 4, 1, 0]);
    expect(figures['MAE']).toBe((1 + 2 + 0.5 + 0.5) / 4);
    expect(figures['RMSE']).toBeCloseTo(Math.sqrt((1 + 4 + 0.25 + 0.25) / 4), 12);
    expect(figures['total ratio']).toBe(4 / 5);
    // Buyers scored 2 and .5, the others 1 and .5: of four pairs two are right, one is a tie, one is wrong.
    expect(figures['AUC']).toBe((2 + 0.5) / 4);
  });
  it('count a tie as half a pair', () => {
    expect(areaUnderCurve([1, 1, 1], [true, false, false])).toBe(0.5);
    expect(areaUnderCurve([3, 2, 2, 1], [true, true, false, false])).toBe(3.5 / 4);
    expect(areaUnderCurve([1, 2], [true, true])).toBe(0.5);
  });
  it('say how much falls to the best', () => {
    const expected = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    expect(shareOfBest(expected, [6, 0, 0, 0, 4, 0, 0, 0, 0, 2], 0.1)).toBe(0.5);
  });
});

describe('uplift', () => {
  // Ranked treated 1, control 0, treated 0, control 1: gains 1, 1, 1, 0 (treated successes less the control's scaled), random line 0.
  const trial = { treated: Uint8Array.of(1, 0, 1, 0), outcome: Float64Array.of(1, 0, 0, 1) };
  it('is the mean gain over the random line', () => {
    const { qini, upliftAt30, auuc } = upliftScore([4, 3, 2, 1], trial);
    expect(qini).toBeCloseTo((1 + 1 + 1 + 0) / 4 / 4, 12);
    // The best 30 % of four rows is one row: one success among one treated, no control.
    expect(upliftAt30).toBe(1);
    // Differences of the rates 1, 1, ½, 0 times the share of rows so far.
    expect(auuc).toBeCloseTo((1 * 0.25 + 1 * 0.5 + 0.5 * 0.75 + 0) / 4, 12);
  });
  it('turns round with the ranking', () => {
    // Control 1, treated 0, control 0, treated 1: gains 0, −1, −½, 0.
    expect(upliftScore([1, 2, 3, 4], trial).qini).toBeCloseTo((0 - 1 - 0.5 + 0) / 16, 12);
  });
});
