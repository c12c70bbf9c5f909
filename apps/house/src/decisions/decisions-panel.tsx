// The right part: what each channel would answer for the person right now, and why.
import { useId, useState } from 'react';
import { call } from '../api/client.ts';
import type { Person, Place } from '../api/types.ts';
import { useLoad } from '../api/use-load.ts';
import { say } from '../format.ts';
import { Empty } from '../parts/bits.tsx';
import { useTexts } from '../texts/index.tsx';
import { askHome, askMail, askTablet } from './ask.ts';
import { Channel } from './channel-card.tsx';

function StorePicker({ storeId, choose }: { storeId: string; choose: (id: string) => void }) {
  const { t, lang } = useTexts();
  const id = useId();
  const { data } = useLoad('places', () => call<{ items: Place[] } | Place[]>('/api/v1/places'));
  const places = (Array.isArray(data) ? data : (data?.items ?? [])).filter((place) => place.kind === 'store');
  return (
    <div className="flex items-center gap-2 text-[14px]">
      <label htmlFor={id}>{t.decide.store}</label>
      <select
        id={id}
        value={storeId}
        onChange={(event) => choose(event.target.value)}
        className="h-11 min-w-0 flex-1 rounded-[10px] border border-line-strong bg-surface px-2 lg:h-(--ctl)"
      >
        {places.length === 0 && <option value={storeId}>{storeId}</option>}
        {places.map((place) => (
          <option key={place.id} value={place.id}>
            {say(place.name, lang)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface PanelNeeds {
  person: Person | undefined;
  version: number;
  /** Told what stands first on a channel whenever it answers. */
  onTop: (channel: string, name: string) => void;
}

/** The answers of all channels for the person; asked again with each `version`. */
export function DecisionsPanel({ person, version, onTop }: PanelNeeds) {
  const { t, lang } = useTexts();
  const [storeId, setStoreId] = useState('st_hh');
  const key = `${person?.id}:${lang}`;
  return (
    <section aria-labelledby="decide-title" className="grid content-start gap-3">
      <div className="px-1">
        <h2 id="decide-title" className="text-[16px] font-semibold">
          {t.decide.title}
        </h2>
        <p className="text-[13px] text-muted">{t.decide.preview}</p>
      </div>
      {!person && (
        <div className="card px-3.5">
          <Empty>{t.decide.noPerson}</Empty>
        </div>
      )}
      {person && (
        <>
          <Channel
            channel="web"
            onTop={onTop}
            title={t.decide.home}
            ask={() => askHome(person, lang)}
            cacheKey={`home:${key}`}
            version={version}
            labels={{ 'web.home.hero': t.decide.hero, 'web.home.row1': t.decide.row }}
          />
          <Channel
            channel="tablet"
            onTop={onTop}
            title={t.decide.tablet}
            ask={() => askTablet(person, storeId, lang)}
            cacheKey={`tablet:${storeId}:${key}`}
            version={version}
            extra={<StorePicker storeId={storeId} choose={setStoreId} />}
          />
          <Channel
            channel="mail"
            onTop={onTop}
            title={t.decide.mail}
            ask={() => askMail(person, lang)}
            cacheKey={`mail:${key}`}
            version={version}
          />
        </>
      )}
    </section>
  );
}
