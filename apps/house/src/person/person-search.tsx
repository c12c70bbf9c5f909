// Finds the person to look at: by card, e-mail, customer number, name, or from those active just now.
import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { PersonRow } from '../api/types.ts';
import { useLoad } from '../api/use-load.ts';
import { ChannelTag } from '../parts/channel-tag.tsx';
import { useTexts } from '../texts/index.tsx';
import { findPeople, rowName } from './naming.ts';

function Row({ row, chosen, pick }: { row: PersonRow; chosen: boolean; pick: (id: string) => void }) {
  const { t } = useTexts();
  return (
    <li>
      <button
        type="button"
        onClick={() => pick(row.id)}
        aria-pressed={chosen}
        className={`flex min-h-11 items-center gap-2 rounded-full border px-3 text-[13px] lg:min-h-8 ${chosen ? 'border-brand bg-brand-soft font-semibold text-brand' : 'border-line-strong hover:bg-raised'}`}
      >
        <span className="max-w-44 truncate">{rowName(row) ?? t.person.anonymous}</span>
        {row.lastChannel && <ChannelTag channel={row.lastChannel} />}
      </button>
    </li>
  );
}

/** The server's hits by card, e-mail and number, and recent people whose name fits. */
function together(hits: PersonRow[], recent: PersonRow[], term: string): PersonRow[] {
  const named = recent.filter((row) => rowName(row)?.toLowerCase().includes(term.toLowerCase()));
  return [...new Map([...hits, ...named].map((row) => [row.id, row])).values()].slice(0, 8);
}

/** Search field and the people it finds; `recent` are shown while nothing is typed. */
export function PersonSearch({ recent, chosen, pick }: { recent: PersonRow[]; chosen: string | undefined; pick: (id: string) => void }) {
  const { t } = useTexts();
  const [term, setTerm] = useState('');
  const wanted = useDeferredValue(term.trim());
  const hits = useLoad(wanted.length >= 2 ? wanted : null, (query) => findPeople(query, 8));
  const searching = wanted.length >= 2;
  const rows = searching ? together(hits.data ?? [], recent, wanted) : recent.filter(rowName).slice(0, 4);
  const choose = (id: string) => {
    setTerm('');
    pick(id);
  };
  return (
    <search className="grid gap-2">
      <label className="relative block">
        <span className="sr-only">{t.person.find}</span>
        <Search size={17} aria-hidden className="absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
        <input
          type="search"
          value={term}
          onChange={(event) => setTerm(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && rows[0] && searching && choose(rows[0].id)}
          placeholder={t.person.hint}
          className="h-11 w-full rounded-[10px] border border-line-strong bg-surface pr-3 pl-9 text-[14px] placeholder:text-muted [&::-webkit-search-cancel-button]:hidden lg:h-9"
        />
      </label>
      {searching && hits.data && rows.length === 0 && (
        <p role="status" className="text-[13px] text-muted">
          {t.person.noHit}
        </p>
      )}
      {rows.length > 0 && (
        <ul aria-label={searching ? t.person.find : t.person.recent} className="flex flex-wrap items-center gap-2">
          {!searching && <li className="text-[13px] text-muted">{t.person.recent}</li>}
          {rows.map((row) => (
            <Row key={row.id} row={row} chosen={row.id === chosen} pick={choose} />
          ))}
        </ul>
      )}
    </search>
  );
}
