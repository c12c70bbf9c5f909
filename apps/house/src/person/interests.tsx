// What a person is interested in, as bars with the active mark, plus brands that are proven and the stage per need.
import { Heart, Zap } from 'lucide-react';
import type { Affinity, Interest, Person } from '../api/types.ts';
import { number, say } from '../format.ts';
import { Chip, SectionTitle } from '../parts/bits.tsx';
import { useTexts, wordFor } from '../texts/index.tsx';

function Bar({ one, stage, top }: { one: Interest; stage: string | undefined; top: number }) {
  const { t, lang } = useTexts();
  return (
    <li className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-2 text-[14px]">
        <span className="font-medium">{say(one.name, lang) || one.needGroup}</span>
        {one.active && (
          <Chip tone="brand">
            <Zap size={13} aria-hidden />
            {t.person.active}
          </Chip>
        )}
        {stage && <span className="text-[13px] text-muted">{wordFor(t.stage, stage)}</span>}
        <span className="num ml-auto text-[13px]">{number(one.value, lang, 1)}</span>
      </p>
      <div className="h-2 overflow-hidden rounded-full bg-raised" aria-hidden>
        <div
          className={`h-full rounded-full transition-[width] ${one.active ? 'bg-brand' : 'bg-line-strong'}`}
          style={{ width: `${Math.max(2, (100 * one.value) / top)}%` }}
        />
      </div>
    </li>
  );
}

/** Brands with their proof; only those the server may call a preference. */
function Brands({ list }: { list: Affinity[] }) {
  const { t, lang } = useTexts();
  const proven = list.filter((one) => one.label);
  if (proven.length === 0) return null;
  return (
    <section>
      <SectionTitle>{t.person.brands}</SectionTitle>
      <ul className="flex flex-wrap gap-2">
        {proven.slice(0, 6).map((one) => (
          <li key={`${one.family ?? one.needGroup}:${one.value}`}>
            <Chip title={say(one.basis, lang)}>
              <Heart size={13} aria-hidden />
              {one.value}
              {one.p !== undefined && <span className="num font-normal text-muted">{t.person.brandAt(number(one.p * 100, lang))}</span>}
            </Chip>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Interests, stages and brands of the person. */
export function Interests({ person }: { person: Person }) {
  const { t } = useTexts();
  const list = (person.interests ?? []).filter((one) => one.value > 0.05).toSorted((a, b) => b.value - a.value);
  const stages = new Map((person.stages ?? []).map((one) => [one.needGroup, one.stage]));
  const top = Math.max(1, ...list.map((one) => one.value));
  return (
    <>
      <section>
        <SectionTitle>{t.person.interests}</SectionTitle>
        {list.length === 0 && <p className="text-[14px] text-muted">{t.person.noInterests}</p>}
        <ul className="grid gap-2.5">
          {list.slice(0, 5).map((one) => (
            <Bar key={one.needGroup} one={one} stage={stages.get(one.needGroup)} top={top} />
          ))}
        </ul>
      </section>
      <Brands list={person.affinities?.brand ?? []} />
    </>
  );
}
