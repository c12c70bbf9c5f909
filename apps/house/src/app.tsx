// The first page: the live stream, one person, and what would be decided for them now, side by side.
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { access, call } from './api/client.ts';
import type { House, PersonRow } from './api/types.ts';
import { useLoad } from './api/use-load.ts';
import { DecisionsPanel } from './decisions/decisions-panel.tsx';
import { Header } from './header.tsx';
import { startLive } from './live/store.ts';
import { StreamPanel } from './live/stream-panel.tsx';
import { KeyForm } from './parts/key-form.tsx';
import { findPeople, loadPerson, nameOf, rowName } from './person/naming.ts';
import { PersonPanel } from './person/person-panel.tsx';
import { useTexts } from './texts/index.tsx';
import { type Tops, TryBar } from './tryit/try-bar.tsx';
import { useChanges } from './use-changes.ts';

/** The names of people by id; anonymous visits have none. */
function namesOf(rows: PersonRow[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const row of rows) {
    const name = rowName(row);
    if (name) names.set(row.id, name);
  }
  return names;
}

/** Data and layout; the stream decides when the person is asked for again. */
function Board() {
  const { t } = useTexts();
  const [path, setPath] = useState<string | null>(null);
  const [personId, setPersonId] = useState<string>();
  const { version, tick } = useChanges(personId);
  const house = useLoad('house', () => call<House>('/api/v1/house'));
  const recent = useLoad('recent', () => findPeople('', 100), tick);
  const person = useLoad(path, loadPerson, version);
  const names = useMemo(() => namesOf(recent.data ?? []), [recent.data]);
  const [tops, setTops] = useState<Tops>({});
  const onTop = useCallback((channel: string, name: string) => setTops((old) => ({ ...old, [channel]: name })), []);
  useEffect(startLive, []);
  useEffect(() => setPersonId(person.data?.id), [person.data?.id]);
  useEffect(() => {
    if (house.data?.demo) setPath((now) => now ?? 'c_schmidt');
  }, [house.data?.demo]);
  const name = person.data && nameOf(person.data);
  return (
    <main id="content" className="mx-auto grid w-full max-w-[1720px] gap-3 p-3 lg:gap-4 lg:p-4">
      <p className="px-1 text-[14px] text-muted">{t.intro}</p>
      {house.data?.demo && <TryBar writeKey={house.data.writeKey} show={setPath} tops={tops} />}
      <div className="grid gap-3 items-start md:grid-cols-[minmax(15rem,18rem)_minmax(0,1fr)] lg:gap-4 xl:grid-cols-[17rem_minmax(0,1fr)_minmax(26rem,32rem)]">
        <div className="grid md:sticky md:top-3 md:h-[calc(100vh-1.5rem)] md:max-h-[60rem]">
          <StreamPanel personId={personId} personName={name} names={names} pick={setPath} />
        </div>
        <div className="grid min-w-0 content-start gap-3 lg:gap-4 xl:contents">
          <PersonPanel chosen={path !== null} loaded={person} version={version} recent={recent.data ?? []} pick={setPath} />
          <DecisionsPanel person={person.data} version={version} onTop={onTop} />
        </div>
      </div>
    </main>
  );
}

/** The whole page; the key form stands in for the board while the server asks for a key. */
export function App() {
  const { t } = useTexts();
  const needsKey = useSyncExternalStore(access.watch, access.needed);
  return (
    <>
      <a
        href="#content"
        className="sr-only rounded bg-brand px-3 py-2 text-brand-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10"
      >
        {t.skip}
      </a>
      <Header />
      {needsKey ? (
        <main id="content" className="p-4">
          <KeyForm />
        </main>
      ) : (
        <Board />
      )}
    </>
  );
}
