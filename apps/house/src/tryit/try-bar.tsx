// The try-it bar: five real steps with one person, each with the measured time until it was visible.
import { CircleAlert, CircleCheck, House, IdCard, Laptop, LoaderCircle, LogIn, Pause, Play, RotateCcw, ShoppingBag } from 'lucide-react';
import { number, say } from '../format.ts';
import { Button } from '../parts/bits.tsx';
import { ChannelTag } from '../parts/channel-tag.tsx';
import { useTexts } from '../texts/index.tsx';
import { type Step, steps } from './steps.ts';
import { type Result, type Try, useTry } from './use-try.ts';

const icons = { look: Laptop, login: LogIn, card: IdCard, buy: ShoppingBag, home: House };

function ResultLine({ result }: { result: Result | undefined }) {
  const { t, lang } = useTexts();
  if (!result) return null;
  const look = 'num mt-1 flex items-start gap-1 text-[13px] font-medium';
  if (result.state === 'busy')
    return (
      <span className={`${look} text-muted`}>
        <LoaderCircle size={15} aria-hidden className="mt-0.5 shrink-0 animate-spin" />
        {t.tryIt.busy}
      </span>
    );
  if (result.state === 'failed')
    return (
      <span className={`${look} text-bad`}>
        <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
        {t.tryIt.failed}: {result.message}
      </span>
    );
  const words = result.ms === null ? t.tryIt.unseen : t.tryIt.visible(number(result.ms, lang));
  return (
    <span className={`${look} text-good`}>
      <CircleCheck size={15} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {words}
        {result.best && <span className="block font-normal text-ink">{t.tryIt.best(say(result.best, lang))}</span>}
      </span>
    </span>
  );
}

function StepButton({ step, n, it }: { step: Step; n: number; it: Try }) {
  const { t } = useTexts();
  const Icon = icons[step.id];
  const result = it.results[n];
  const done = result?.state === 'done';
  const isNext = !it.busy && !it.playing && !done && n === it.results.filter((one) => one.state === 'done').length;
  return (
    <li className="min-w-0">
      <button
        type="button"
        disabled={!isNext}
        onClick={() => void it.next()}
        className={`flex h-full min-h-16 w-full items-start gap-2.5 rounded-[10px] border p-2.5 text-left transition-colors ${isNext ? 'border-brand bg-brand-soft' : 'border-line'} ${done ? 'bg-raised' : ''}`}
      >
        <Icon size={20} aria-hidden className={`mt-0.5 shrink-0 ${isNext || done ? 'text-brand' : 'text-muted'}`} />
        <span className="min-w-0 text-[14px] leading-snug">
          <span className="font-semibold">
            {n + 1}. {t.tryIt[step.id]}
          </span>
          <span className="block text-[13px] text-muted">{t.tryIt[`${step.id}More`]}</span>
          <ResultLine result={result} />
        </span>
      </button>
    </li>
  );
}

/** The first proposal of each channel, by channel. */
export type Tops = Readonly<Record<string, string>>;

/** What stands first on each channel now, so that the change is seen without scrolling. */
function TopLine({ tops }: { tops: Tops }) {
  const { t } = useTexts();
  return (
    <dl className="flex flex-wrap items-center gap-x-5 gap-y-1 border-t border-line pt-2.5 text-[14px]" aria-live="polite">
      <div className="font-semibold">{t.tryIt.nowFirst}</div>
      {Object.entries(tops).map(([channel, name]) => (
        <div key={channel} className="flex items-center gap-2">
          <dt>
            <ChannelTag channel={channel} />
          </dt>
          <dd key={name} className="arrive">
            {name || '–'}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The bar; `show` puts a person into the middle. */
export function TryBar({ writeKey, show, tops }: { writeKey: string; show: (path: string) => void; tops: Tops }) {
  const { t } = useTexts();
  const it = useTry(writeKey, show);
  const done = it.results.length === steps.length && it.results.every((one) => one.state === 'done');
  return (
    <section aria-labelledby="try-title" className="card grid gap-3 p-3.5 lg:px-5 lg:py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="try-title" className="text-[16px] font-semibold">
            {t.tryIt.title}
          </h2>
          <p className="text-[14px] text-muted">{t.tryIt.lead(it.actor.name)}</p>
        </div>
        {done ? (
          <Button look="primary" onClick={() => void it.again()}>
            <RotateCcw size={16} aria-hidden />
            {t.tryIt.again}
          </Button>
        ) : it.playing ? (
          <Button onClick={it.stop}>
            <Pause size={16} aria-hidden />
            {t.tryIt.stop}
          </Button>
        ) : (
          <>
            {it.results.length > 0 && (
              <Button look="quiet" disabled={it.busy} onClick={() => void it.again()}>
                <RotateCcw size={16} aria-hidden />
                {t.tryIt.again}
              </Button>
            )}
            <Button look="primary" disabled={it.busy} onClick={() => void it.playAll()}>
              <Play size={16} aria-hidden />
              {t.tryIt.run}
            </Button>
          </>
        )}
      </div>
      <ol className="grid gap-2 sm:grid-cols-2 lg:grid-cols-5" aria-live="polite">
        {steps.map((step, n) => (
          <StepButton key={step.id} step={step} n={n} it={it} />
        ))}
      </ol>
      {it.results.length > 0 && <TopLine tops={tops} />}
    </section>
  );
}
