// The shield: what may be used of this person, in one word, with the whole list behind it.
import { Check, ShieldAlert, ShieldCheck, ShieldX, X } from 'lucide-react';
import type { Consent } from '../api/types.ts';
import { useTexts, wordFor } from '../texts/index.tsx';

const granted = (consent: Consent) => ['granted', 'grant', 'given', 'active', 'yes', 'allowed', 'confirmed'].includes(consent.state);

/** One row per purpose: granted wins where several contact points differ. */
function byPurpose(consents: Consent[]): [string, boolean][] {
  const rows = new Map<string, boolean>();
  for (const consent of consents) rows.set(consent.purpose, (rows.get(consent.purpose) ?? false) || granted(consent));
  return [...rows];
}

/** Shield with the purposes; opens by click or key, no modal. */
export function ConsentShield({ consents }: { consents: Consent[] }) {
  const { t } = useTexts();
  const rows = byPurpose(consents);
  const may = (purpose: string) => rows.some(([name, yes]) => name === purpose && yes);
  const any = rows.some(([, yes]) => yes);
  const [Icon, tone, words] = may('personalisation')
    ? ([ShieldCheck, 'bg-good-soft text-good', t.consent.allowed] as const)
    : any
      ? ([ShieldAlert, 'bg-warn-soft text-warn', t.consent.limited] as const)
      : ([ShieldX, 'bg-raised text-muted', t.consent.none] as const);
  return (
    <details className="group">
      <summary className={`inline-flex min-h-11 items-center gap-1.5 rounded-full px-3 text-[13px] font-medium lg:min-h-8 ${tone}`}>
        <Icon size={15} aria-hidden />
        {words}
      </summary>
      <div className="mt-2 rounded-[10px] border border-line bg-surface p-3">
        <p className="mb-1 text-[13px] font-semibold">{t.consent.what}</p>
        <ul className="grid gap-1 text-[13px]">
          {rows.map(([purpose, yes]) => (
            <li key={purpose} className={`flex items-center gap-2 ${yes ? 'text-ink' : 'text-muted'}`}>
              {yes ? <Check size={15} aria-hidden className="text-good" /> : <X size={15} aria-hidden />}
              <span>{wordFor(t.consent, purpose)}</span>
              <span className="ml-auto">{yes ? t.consent.yes : t.consent.no}</span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
