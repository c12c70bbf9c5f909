// What happened with the person on all channels, newest first.
import { useState } from 'react';
import { call } from '../api/client.ts';
import type { TimelineItem } from '../api/types.ts';
import { useLoad } from '../api/use-load.ts';
import { moment, say } from '../format.ts';
import { Button, Failed, SectionTitle, Skeleton } from '../parts/bits.tsx';
import { ChannelTag } from '../parts/channel-tag.tsx';
import { useTexts, wordFor } from '../texts/index.tsx';

const STEP = 8;

/** The timeline; loaded anew with each `version`. */
export function Timeline({ personId, version }: { personId: string; version: number }) {
  const { t, lang } = useTexts();
  const [limit, setLimit] = useState(STEP);
  const path = `/api/v1/profiles/${encodeURIComponent(personId)}/timeline`;
  const { data, error, loading, reload } = useLoad(path, (url) => call<{ items: TimelineItem[] }>(`${url}?limit=50`), version);
  const items = data?.items ?? [];
  return (
    <section>
      <SectionTitle>{t.person.timeline}</SectionTitle>
      {error && <Failed what={t.person.timeline} error={error} retry={reload} />}
      {!data && loading && <Skeleton lines={5} />}
      {data && items.length === 0 && <p className="text-[14px] text-muted">{t.person.noTimeline}</p>}
      <ol className="grid gap-2.5">
        {items.slice(0, limit).map((item, i) => (
          <li key={`${item.at}:${i}`} className="text-[14px]">
            <p className="break-words">{say(item.title, lang)}</p>
            <p className="num flex flex-wrap items-center gap-x-2 text-[13px] text-muted">
              <ChannelTag channel={item.channel} />
              <span>
                {[moment(item.at, lang), say(item.placeName, lang), item.trust && wordFor(t.trust, item.trust)].filter(Boolean).join(' · ')}
              </span>
            </p>
          </li>
        ))}
      </ol>
      {items.length > limit && (
        <Button className="mt-3" onClick={() => setLimit(limit + STEP)}>
          {t.person.more}
        </Button>
      )}
    </section>
  );
}
