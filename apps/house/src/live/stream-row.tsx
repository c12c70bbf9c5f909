// One row of the live stream: channel, what happened, to what and whom, how fast it was here.
import { Link2, Sparkles } from 'lucide-react';
import { useProduct } from '../api/products.ts';
import { number, say } from '../format.ts';
import { ChannelTag } from '../parts/channel-tag.tsx';
import { Fresh } from '../parts/fresh.tsx';
import { Picture } from '../parts/picture.tsx';
import { useTexts, wordFor } from '../texts/index.tsx';
import { type LiveRow, rowWords } from './rows.ts';

/** Detail behind the sentence: the cause of a merge, the strategy of a decision. */
function Detail({ row }: { row: LiveRow }) {
  const { t } = useTexts();
  if (!row.detail) return null;
  return <span className="text-muted"> · {row.kind === 'fact' ? wordFor(t.cause, row.detail) : row.detail}</span>;
}

/** The row; a click on the person shows them in the middle. */
export function StreamRow({ row, name, pick }: { row: LiveRow; name: string | undefined; pick: (id: string) => void }) {
  const { t, lang } = useTexts();
  const product = useProduct(row.kind === 'decision' ? undefined : row.sku);
  const words = rowWords(row, t);
  const productName = say(product?.name, lang) || say(row.productName, lang) || row.sku;
  const who = name ?? t.stream.unknown;
  const person = row.people[0];
  const Mark = row.kind === 'decision' ? Sparkles : row.name.startsWith('identity') ? Link2 : undefined;
  return (
    <li
      className={`arrive grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5 border-b border-line px-3.5 pt-2.5 pb-0.5 text-[14px] lg:pb-2 ${row.kind === 'fact' ? 'bg-brand-soft' : ''}`}
    >
      <ChannelTag channel={row.channel} />
      <span className="text-right text-[13px] text-muted">
        <Fresh at={row.at} />
      </span>
      <div className="col-span-2 flex items-center gap-2.5">
        {row.sku && row.kind !== 'decision' && <Picture product={product} size="size-10" />}
        <p className="min-w-0 flex-1">
          {productName && row.kind !== 'decision' && <span className="block truncate font-medium">{productName}</span>}
          <span className="block break-words text-[13px] leading-snug">
            {Mark && <Mark size={14} aria-hidden className="mr-1 inline align-[-2px] text-brand" />}
            {words}
            <Detail row={row} />
          </span>
        </p>
      </div>
      {person ? (
        <button
          type="button"
          onClick={() => pick(person)}
          aria-label={t.stream.show(who)}
          className="-ml-1 min-h-11 min-w-0 lg:min-h-6 justify-self-start truncate rounded px-1 text-left text-[13px] text-brand underline decoration-dotted underline-offset-2"
        >
          {who}
        </button>
      ) : (
        <span className="self-center text-[13px] text-muted">{who}</span>
      )}
      {row.ms !== null && (
        <span className="num self-center text-right text-[13px] text-muted" title={t.stream.reachTitle}>
          {t.stream.reach(number(row.ms, lang))}
        </span>
      )}
    </li>
  );
}
