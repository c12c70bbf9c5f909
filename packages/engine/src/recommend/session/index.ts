// What comes next in a session: learned from a log of sessions, asked with the items seen so far.
export type { SessionLog } from './log.ts';
export { type SessionModel, sessionBuffers } from './model.ts';
export { createSessionRanker, type NextItems, type SessionRanker } from './ranker.ts';
export { type TrainOptions, trainSessions } from './train.ts';
