// The middle part: one person as every channel sees them.
import { Award } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Person, PersonRow } from '../api/types.ts';
import type { Loaded } from '../api/use-load.ts';
import { number } from '../format.ts';
import { Button, Chip, Empty, Failed, Skeleton } from '../parts/bits.tsx';
import { ConsentShield } from '../parts/consent-shield.tsx';
import { useTexts } from '../texts/index.tsx';
import { Belongings } from './belongings.tsx';
import { Identifiers } from './identifiers.tsx';
import { Interests } from './interests.tsx';
import { initials, nameOf } from './naming.ts';
import { PersonSearch } from './person-search.tsx';
import { Timeline } from './timeline.tsx';

function PersonHead({ person }: { person: Person }) {
  const { t, lang } = useTexts();
  const name = nameOf(person);
  const town = person.traits?.['city']?.value;
  const facts = [person.externalId && t.person.customer(person.externalId), typeof town === 'string' ? town : ''];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span aria-hidden className="flex size-12 items-center justify-center rounded-full bg-brand text-[17px] font-semibold text-brand-ink">
        {name ? initials(name) : '?'}
      </span>
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate text-[22px] leading-tight font-semibold tracking-[-0.01em]">{name ?? t.person.anonymous}</p>
        <p className="truncate text-[13px] text-muted">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      {(person.loyalty?.available ?? 0) + (person.loyalty?.pending ?? 0) > 0 && (
        <Chip tone="warn">
          <Award size={14} aria-hidden />
          {t.person.points(number(person.loyalty?.available ?? 0, lang))}
          {(person.loyalty?.pending ?? 0) > 0 && ` · ${t.person.pending(number(person.loyalty?.pending ?? 0, lang))}`}
        </Chip>
      )}
      <ConsentShield consents={person.consents ?? []} />
    </div>
  );
}

function Picture({ person, version }: { person: Person; version: number }) {
  return (
    <div className="@container grid gap-5">
      <PersonHead person={person} />
      <div className="grid gap-x-6 gap-y-5 @md:grid-cols-[1.15fr_1fr]">
        <div className="grid content-start gap-5">
          <Interests person={person} />
          <Belongings person={person} />
          <Identifiers list={person.identifiers ?? []} />
        </div>
        <Timeline personId={person.id} version={version} />
      </div>
    </div>
  );
}

interface Needs {
  chosen: boolean;
  loaded: Loaded<Person>;
  version: number;
  recent: PersonRow[];
  pick: (path: string) => void;
}

/** Search above, the picture below. */
export function PersonPanel({ chosen, loaded, version, recent, pick }: Needs) {
  const { t } = useTexts();
  const { data, error, loading, reload } = loaded;
  let body: ReactNode = null;
  if (!chosen)
    body = (
      <Empty
        action={
          <Button look="primary" onClick={() => pick('c_schmidt')}>
            {t.person.tryNow}
          </Button>
        }
      >
        {t.person.none}
      </Empty>
    );
  else if (data) body = <Picture person={data} version={version} />;
  else if (loading) body = <Skeleton lines={8} />;
  return (
    <section aria-labelledby="person-title" className="card grid content-start gap-4 p-3.5 lg:p-5">
      <h2 id="person-title" className="text-[16px] font-semibold">
        {t.person.title}
      </h2>
      <PersonSearch recent={recent} chosen={data?.id} pick={pick} />
      {chosen && error && <Failed what={t.person.title} error={error} retry={reload} />}
      {body}
    </section>
  );
}
