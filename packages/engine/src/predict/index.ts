// Predictions about one customer and about everybody (LOGIC §2): pure formulas, fits, and the checks that say how far to trust them.
export { DUE_FROM, newProductDueWithin, packIntervals } from '../maths/replenishment.ts';
export * from './contact.ts';
export * from './drift.ts';
export * from './nbd-dirichlet.ts';
export * from './next-need.ts';
export * from './price-sensitivity.ts';
export * from './silence.ts';
export * from './size.ts';
export * from './uplift/index.ts';
export * from './value/index.ts';
