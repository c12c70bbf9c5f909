// By what a person is recognised: each identifier with its cause, time and trust.
import { CreditCard, Fingerprint, IdCard, KeyRound, Laptop, Link2Off, type LucideIcon, Mail, Phone } from 'lucide-react';
import type { Identifier } from '../api/types.ts';
import { moment } from '../format.ts';
import { Chip, SectionTitle } from '../parts/bits.tsx';
import { useTexts, wordFor } from '../texts/index.tsx';

const icons: Record<string, LucideIcon> = {
  card: CreditCard,
  email: Mail,
  phone: Phone,
  userId: KeyRound,
  anonymousId: Laptop,
  deviceId: Laptop,
  externalId: IdCard,
};

function Row({ one }: { one: Identifier }) {
  const { t, lang } = useTexts();
  const Icon = icons[one.type] ?? Fingerprint;
  const cut = one.state !== undefined && one.state !== 'active';
  const facts = [one.cause && wordFor(t.cause, one.cause), one.at && moment(one.at, lang), one.trust && wordFor(t.trust, one.trust)];
  return (
    <li className="flex items-start gap-2.5 text-[14px]">
      <Icon size={17} aria-hidden className="mt-0.5 shrink-0 text-muted" />
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-2">
          <span className="font-medium">{wordFor(t.identifier, one.type)}</span>
          <span className="min-w-0 truncate font-mono text-[13px] leading-[21px]" title={one.value}>
            {one.value}
          </span>
          {cut && (
            <Chip tone="warn">
              <Link2Off size={13} aria-hidden />
              {one.state}
            </Chip>
          )}
        </p>
        <p className="num text-[13px] text-muted">{facts.filter(Boolean).join(' · ')}</p>
      </div>
    </li>
  );
}

/** All identifiers, newest evidence first. */
export function Identifiers({ list }: { list: Identifier[] }) {
  const { t } = useTexts();
  const rows = list.toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  return (
    <section>
      <SectionTitle>{t.person.identifiers}</SectionTitle>
      {rows.length === 0 && <p className="text-[14px] text-muted">{t.person.noIdentifiers}</p>}
      <ul className="grid gap-2.5">
        {rows.slice(0, 8).map((one) => (
          <Row key={`${one.type}:${one.value}`} one={one} />
        ))}
      </ul>
    </section>
  );
}
