// The wire of Faden: every endpoint and shape once.
export * from './common.ts';
export * from './consents.ts';
export * from './decisions.ts';
export { type Access, type BodyOf, type Endpoint, endpoint, type ParamsOf, type QueryOf } from './endpoint.ts';
export * from './loyalty.ts';
export * from './models.ts';
export * from './offers.ts';
export * from './orders.ts';
export * from './places.ts';
export * from './prices.ts';
export * from './products.ts';
export * from './profiles.ts';
export * from './receipts.ts';
export * from './returns.ts';
export * from './stock.ts';
export * from './system.ts';
