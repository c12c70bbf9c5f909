// Whom to contact: what a contact is expected to change for one person, and which of the four groups they are in (LOGIC §2.12).
import { predictRegression, upliftFor } from './learners.ts';
import type { UpliftModel } from './train.ts';

export type UpliftGroup = 'persuadable' | 'sureThing' | 'lostCause' | 'sleepingDog';

export interface UpliftPrediction {
  /** Expected difference a contact makes, calibrated on unseen rows. */
  uplift: number;
  /** Bounds of the central 80 %. */
  low: number;
  high: number;
  /** What follows without contact. */
  untreated: number;
  group: UpliftGroup;
  /** Uplift times value exceeds the cost; never for sleeping dogs. */
  contact: boolean;
  prior: boolean;
}

const Z80 = 1.2816;

/** `row` in the columns of the training; `value` of one success and `cost` of one contact in the same money. */
export function predictUplift(model: UpliftModel, row: ArrayLike<number>, worth: { value: number; cost: number }): UpliftPrediction {
  const { centre, slope, error } = model.calibration;
  const away = upliftFor(model.learned, row) - centre;
  const uplift = model.effect.mean + slope * away;
  const spread = Z80 * Math.hypot(model.effect.error, error * away);
  const untreated = predictRegression(model.untreated, row);
  const annoyed = uplift < 0;
  const contact = !annoyed && uplift * worth.value > worth.cost;
  const group = annoyed ? 'sleepingDog' : contact ? 'persuadable' : untreated >= model.usual ? 'sureThing' : 'lostCause';
  return { uplift, low: uplift - spread, high: uplift + spread, untreated, group, contact, prior: model.prior };
}
