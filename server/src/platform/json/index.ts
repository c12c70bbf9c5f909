// The one JSON parser: strict about encoding, size, depth, numbers and keys; what it refuses it names.
export { type HeaderBag, type ReadBody, readJsonBody } from './body.ts';
export { type BodyRefusal, type IngestLimits, type ItemRefusal, isObject, type Json, LIMITS, refuseBody, refuseItem } from './limits.ts';
