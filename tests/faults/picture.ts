// One person as the API shows them at a fixed moment, for comparing what was folded live with what the log gives anew.
import type { client } from '../start-faden.ts';

export interface Picture {
  profile: Record<string, unknown>;
  /** Message ids, oldest last. */
  events: string[];
}

export async function pictureOf(api: ReturnType<typeof client>, anonymousId: string): Promise<Picture> {
  const path = `/api/v1/profiles/by/anonymousId/${encodeURIComponent(anonymousId)}`;
  const profile = (await api.get(`${path}?at=2026-12-01`)) as Record<string, unknown>;
  const events: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = (await api.get(`${path}/events?limit=1000${cursor ? `&cursor=${cursor}` : ''}`)) as {
      items: { messageId: string }[];
      cursor?: string;
    };
    events.push(...page.items.map((item) => item.messageId));
    cursor = page.cursor;
  }
  if (new Set(events).size !== events.length) throw new Error(`${anonymousId} has an event twice`);
  return { profile, events };
}
