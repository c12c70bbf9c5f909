// When and where the person was last seen.
import type { Entry } from '../entry.ts';

export interface Presence {
  firstSeen: number;
  lastSeen: number;
  channels: Record<string, number>;
}

export const presence = {
  start: (): Presence => ({ firstSeen: 0, lastSeen: 0, channels: Object.create(null) as Record<string, number> }),
  add(state: Presence, entry: Entry): void {
    if (state.firstSeen === 0 || entry.at < state.firstSeen) state.firstSeen = entry.at;
    if (entry.at > state.lastSeen) state.lastSeen = entry.at;
    if ((state.channels[entry.channel] ?? 0) < entry.at) state.channels[entry.channel] = entry.at;
  },
};
