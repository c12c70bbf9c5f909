// One channel's card: its slates of proposals, how long the answer took, and the way to "why".
import { Route } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLoad } from '../api/use-load.ts';
import { say } from '../format.ts';
import { Chip, Failed, Skeleton } from '../parts/bits.tsx';
import { ChannelTag } from '../parts/channel-tag.tsx';
import { useTexts } from '../texts/index.tsx';
import type { Answer, ChannelAnswer } from './ask.ts';
import { ItemCard } from './item-card.tsx';
import { Why } from './why.tsx';

/** Which skus were not there in the answer before; nothing is new in the first answer. */
function useFresh(answers: Answer[] | undefined, who: string): Set<string> {
  const before = useRef<{ who: string; skus: Set<string> }>(undefined);
  const [fresh, setFresh] = useState(new Set<string>());
  useEffect(() => {
    if (!answers) return;
    const skus = new Set(answers.flatMap((a) => a.placement.items.map((item) => item.sku ?? item.id)));
    const old = before.current;
    before.current = { who, skus };
    if (old?.who !== who) return setFresh(new Set());
    const added = [...skus].filter((sku) => !old.skus.has(sku));
    if (added.length > 0 || old.skus.size !== skus.size) setFresh(new Set(added));
  }, [answers, who]);
  return fresh;
}

function Slate({ answer, fresh, label, big }: { answer: Answer; fresh: Set<string>; label?: string; big: boolean }) {
  const { t, lang } = useTexts();
  const { placement } = answer;
  const heading = say(placement.strategy?.message, lang);
  return (
    <div className="grid gap-2.5">
      {label && <h4 className="text-[13px] font-semibold text-muted">{label}</h4>}
      {placement.items.length === 0 && <p className="text-[14px] text-muted">{t.decide.none}</p>}
      <ul className="grid gap-x-4 gap-y-3 @md:grid-cols-2">
        {placement.items.map((item, i) => (
          <ItemCard key={item.sku ?? item.id} item={item} big={big && i === 0} fresh={fresh.has(item.sku ?? item.id)} />
        ))}
      </ul>
      <div>
        <p className="flex min-h-7 flex-wrap items-center gap-1.5 text-[13px] text-muted">
          <Route size={14} aria-hidden />
          {t.decide.strategy} <span className="text-ink">{heading.includes('{') ? '' : heading}</span>
          <code className="font-mono">{placement.strategy?.id ?? '–'}</code>
          {placement.fallback?.used && <Chip>{t.decide.fallback}</Chip>}
          {placement.holdout && <Chip tone="warn">{t.decide.holdout}</Chip>}
        </p>
        <Why answer={answer} />
      </div>
    </div>
  );
}

interface ChannelNeeds {
  channel: string;
  title: string;
  ask: () => Promise<ChannelAnswer>;
  cacheKey: string;
  version: number;
  onTop: (channel: string, name: string) => void;
  extra?: ReactNode;
  labels?: Record<string, string>;
}

/** The card; asks again with each `version` and tells what stands first. */
export function Channel({ channel, title, ask, cacheKey, version, onTop, extra, labels }: ChannelNeeds) {
  const { t, lang } = useTexts();
  const { data, error, loading, reload } = useLoad(cacheKey, ask, version);
  const fresh = useFresh(data?.answers, cacheKey);
  const first = data?.answers[0]?.placement.items[0];
  const top = data && (say(first?.name, lang) || first?.sku || '');
  useEffect(() => {
    if (top !== undefined) onTop(channel, top);
  }, [channel, top, onTop]);
  return (
    <section className="card @container grid gap-3 p-3.5 lg:p-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ChannelTag channel={channel} />
        <h3 className="text-[14px] font-semibold">{title}</h3>
        {data && (
          <span className="num ml-auto text-[13px] text-muted" title={t.decide.tookTitle}>
            {t.decide.took(String(data.ms))}
          </span>
        )}
      </div>
      {extra}
      {error && <Failed what={title} error={error} retry={reload} />}
      {!data && loading && <Skeleton lines={4} />}
      {data?.answers.map((answer, i) => (
        <Slate key={answer.placement.id} answer={answer} fresh={fresh} label={labels?.[answer.placement.id]} big={i === 0} />
      ))}
    </section>
  );
}
