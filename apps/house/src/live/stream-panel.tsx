// The left part: everything that happens, newest first, with pause and a filter by person.
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { number } from '../format.ts';
import { Button, Empty, Skeleton } from '../parts/bits.tsx';
import { useTexts } from '../texts/index.tsx';
import type { LiveRow } from './rows.ts';
import { useLive } from './store.ts';
import { StreamRow } from './stream-row.tsx';

interface Needs {
  /** The person in the middle, by internal id. */
  personId: string | undefined;
  personName: string | undefined;
  names: ReadonlyMap<string, string>;
  pick: (id: string) => void;
}

const SHOWN = 60;

/** The stream. While paused nothing moves; new rows are counted. */
export function StreamPanel({ personId, personName, names, pick }: Needs) {
  const { t, lang } = useTexts();
  const { rows, connection, medianMs } = useLive();
  const [held, setHeld] = useState<readonly LiveRow[]>();
  const [only, setOnly] = useState(false);
  const shown = held ?? rows;
  const fresh = held ? rows.filter((row) => row.key > (held[0]?.key ?? 0)).length : 0;
  const list = (only && personId ? shown.filter((row) => row.people.includes(personId)) : shown).slice(0, SHOWN);
  return (
    <section aria-labelledby="stream-title" className="card flex max-h-[26rem] min-h-0 flex-col overflow-hidden md:max-h-none">
      <div className="grid gap-2 border-b border-line p-3.5">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id="stream-title" className="text-[16px] font-semibold">
            {t.stream.title}
          </h2>
          <Button onClick={() => setHeld(held ? undefined : rows)} aria-pressed={held !== undefined}>
            {held ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
            {held ? t.stream.resume : t.stream.pause}
          </Button>
        </div>
        <p className="num text-[13px] text-muted" title={t.stream.reachTitle}>
          {held ? t.stream.paused(fresh) : medianMs === null ? t.header.noEvent : t.stream.median(number(medianMs, lang))}
        </p>
        <label className="grid">
          <span className="sr-only">{t.stream.filter}</span>
          <select
            value={only ? 'one' : 'all'}
            onChange={(event) => setOnly(event.target.value === 'one')}
            disabled={!personId}
            className="h-11 rounded-[10px] border border-line-strong bg-surface px-2 text-[14px] disabled:opacity-60 lg:h-(--ctl)"
          >
            <option value="all">{t.stream.all}</option>
            <option value="one">{personName ? t.stream.only(personName) : t.stream.onlyThis}</option>
          </select>
        </label>
        {connection === 'lost' && (
          <p role="status" className="text-[13px] text-warn">
            {t.stream.lost}
          </p>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="scroll min-h-0 flex-1" tabIndex={0} role="log" aria-live={held ? 'off' : 'polite'} aria-labelledby="stream-title">
        {list.length > 0 && (
          <ol>
            {list.map((row) => (
              <StreamRow key={row.key} row={row} name={row.people.map((id) => names.get(id)).find(Boolean)} pick={pick} />
            ))}
          </ol>
        )}
        {list.length === 0 && (
          <div className="px-3.5">
            {connection === 'connecting' ? <Skeleton /> : <Empty>{only ? t.stream.emptyPerson : t.stream.empty}</Empty>}
          </div>
        )}
      </div>
    </section>
  );
}
