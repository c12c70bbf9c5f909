// What the server holds of a story, read through the product's own API.

export interface StoredEvent {
  type: string;
  messageId: string;
  event?: string;
  properties: Record<string, unknown>;
}

/** All stored events of a device, raw. */
export async function eventsOfDevice(url: string, secretKey: string, anonymousId: string): Promise<StoredEvent[]> {
  const path = `/api/v1/profiles/by/anonymousId/${encodeURIComponent(anonymousId)}/events?limit=1000`;
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${secretKey}` } });
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  return ((await response.json()) as { items: StoredEvent[] }).items;
}

/** How often each event of a story is stored: `identify`, `page`, and the tracks by their number. */
export function countStory(events: StoredEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events) {
    const name = event.type === 'track' ? `track ${event.properties['n']}` : event.type;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** What a complete story with nothing twice looks like. */
export function wholeStory(tracks: number): Record<string, number> {
  const names = ['identify', 'page', ...Array.from({ length: tracks }, (_, n) => `track ${n}`)];
  return Object.fromEntries(names.map((name) => [name, 1]));
}

/** Waits until the story is complete, at most `patienceMs`, then a moment more so that a duplicate would show. */
export async function settledStory(
  url: string,
  secretKey: string,
  anonymousId: string,
  tracks: number,
  patienceMs: number,
): Promise<Record<string, number>> {
  const steps = Math.ceil(patienceMs / 200);
  for (let step = 0; step < steps; step += 1) {
    const found = countStory(await eventsOfDevice(url, secretKey, anonymousId));
    if (Object.keys(found).length >= tracks + 2) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  return countStory(await eventsOfDevice(url, secretKey, anonymousId));
}
