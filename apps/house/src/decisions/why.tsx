// "Warum?": how the answer came about, in plain words, opened in place.
import { Ban, CircleHelp } from 'lucide-react';
import { useProduct } from '../api/products.ts';
import { say } from '../format.ts';
import { useTexts, wordFor } from '../texts/index.tsx';
import type { Answer } from './ask.ts';
import type { Considered, Dropped } from './trace.ts';

const SHOWN = 8;

function DroppedRow({ one }: { one: Dropped }) {
  const { t, lang } = useTexts();
  const product = useProduct(one.sku);
  return (
    <li className="flex gap-2">
      <Ban size={14} aria-hidden className="mt-1 shrink-0 text-bad" />
      <span className="min-w-0 break-words">
        <span className="font-medium">{say(product?.name, lang) || one.sku}</span>
        {' – '}
        {wordFor(t.drop, one.code)}
        {one.detail && <span className="text-muted"> ({say(one.detail, lang)})</span>}
      </span>
    </li>
  );
}

function Steps({ steps }: { steps: { name: string; count: number }[] }) {
  const { t } = useTexts();
  return (
    <div>
      <p className="font-semibold">{t.why.steps}</p>
      <ol className="num mt-1 flex flex-wrap gap-x-1.5 gap-y-1">
        {steps.map((step, i) => (
          <li key={step.name} className="flex items-center gap-1.5">
            {i > 0 && (
              <span aria-hidden className="text-muted">
                →
              </span>
            )}
            <span className="rounded bg-surface px-1.5 py-0.5">
              {wordFor(t.step, step.name)} <b className="font-semibold">{step.count}</b>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const isOwned = (one: Dropped) => one.code === 'OWNED' || one.code === 'BOUGHT';
/** What the person owns comes first: that is what people ask about. */
const ownedFirst = (a: Dropped, b: Dropped) => Number(isOwned(b)) - Number(isOwned(a));

const telling = ['selected', 'backfill', 'no_consent', 'empty'];
const weight = (one: Considered) => (telling.includes(one.verdict) ? telling.indexOf(one.verdict) : telling.length);
const selectedFirst = (a: Considered, b: Considered) => weight(a) - weight(b);

/** The explanation of one placement. */
export function Why({ answer }: { answer: Answer }) {
  const { t } = useTexts();
  const { trace, purposes } = answer;
  const dropped = trace.dropped.toSorted(ownedFirst);
  return (
    <details className="text-[13px]">
      <summary className="inline-flex min-h-11 items-center gap-1.5 rounded font-medium text-brand underline decoration-dotted underline-offset-4 lg:min-h-7">
        <CircleHelp size={15} aria-hidden />
        {t.why.open}
      </summary>
      <div className="mt-1 grid gap-3 rounded-[10px] bg-raised p-3">
        {!trace.present && <p>{t.why.missing}</p>}
        {trace.steps.length > 0 && <Steps steps={trace.steps} />}
        {trace.present && (
          <div>
            <p className="font-semibold">{t.why.dropped}</p>
            {dropped.length === 0 && <p>{t.why.nobody}</p>}
            <ul className="mt-1 grid gap-1">
              {dropped.slice(0, SHOWN).map((one) => (
                <DroppedRow key={`${one.sku}:${one.code}`} one={one} />
              ))}
            </ul>
            {dropped.length > SHOWN && <p className="mt-1">{t.why.moreDropped(dropped.length - SHOWN)}</p>}
          </div>
        )}
        {trace.considered.length > 0 && (
          <div>
            <p className="font-semibold">{t.why.considered}</p>
            <ul className="mt-1 grid gap-0.5">
              {trace.considered
                .toSorted(selectedFirst)
                .slice(0, SHOWN)
                .map((one) => (
                  <li key={one.id} className="break-words">
                    <span className="font-mono">{one.id}</span> – {wordFor(t.verdict, one.verdict)}
                  </li>
                ))}
            </ul>
            {trace.considered.length > SHOWN && <p className="mt-1">{t.why.moreDropped(trace.considered.length - SHOWN)}</p>}
          </div>
        )}
        {purposes.length > 0 && (
          <div>
            <p className="font-semibold">{t.why.purposes}</p>
            <p className="mt-1">{purposes.map((purpose) => wordFor(t.consent, purpose)).join(', ')}</p>
          </div>
        )}
      </div>
    </details>
  );
}
