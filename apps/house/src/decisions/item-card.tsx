// One proposal: picture, price now, was and lowest of 30 days, stock, reasons.
import { ChevronRight, Sparkle } from 'lucide-react';
import { useProduct } from '../api/products.ts';
import type { Item } from '../api/types.ts';
import { money, say } from '../format.ts';
import { Chip } from '../parts/bits.tsx';
import { Picture } from '../parts/picture.tsx';
import { StockPill } from '../parts/stock-pill.tsx';
import { useTexts } from '../texts/index.tsx';

function Price({ price, size }: { price: NonNullable<Item['price']>; size: string }) {
  const { t, lang } = useTexts();
  const euro = (cents: number) => money({ amount: cents, currency: price.currency ?? 'EUR' }, lang);
  const now = price.nowCents ?? 0;
  const reduced = price.wasCents != null && price.wasCents > now;
  return (
    <p className="num flex flex-wrap items-baseline gap-x-2">
      <span className={`font-semibold ${size}`}>{euro(now)}</span>
      {reduced && (
        <span className="text-[13px] text-muted">
          <span>{t.decide.was}</span> <s>{euro(price.wasCents ?? 0)}</s>
        </span>
      )}
      {reduced && price.lowest30dCents != null && (
        <span className="text-[13px] text-muted">{t.decide.lowest(euro(price.lowest30dCents))}</span>
      )}
    </p>
  );
}

/** The proposal; `big` for the first of a channel, `fresh` when it was not there before. */
export function ItemCard({ item, big, fresh }: { item: Item; big: boolean; fresh: boolean }) {
  const { t, lang } = useTexts();
  const product = useProduct(item.sku ?? item.id);
  const name = say(item.name, lang) || say(product?.name, lang) || item.sku || item.id;
  return (
    <li className={`flex gap-3 ${big ? 'col-span-full' : ''}`}>
      <Picture product={product} size={big ? 'size-28' : 'size-14'} />
      <div className="grid min-w-0 flex-1 content-start gap-1">
        <p className={`flex flex-wrap items-center gap-x-2 font-semibold ${big ? 'text-[16px] leading-tight' : 'text-[14px]'}`}>
          <span className="min-w-0 break-words">{name}</span>
          {fresh && (
            <Chip tone="brand">
              <Sparkle size={13} aria-hidden />
              {t.decide.fresh}
            </Chip>
          )}
        </p>
        {item.price && <Price price={item.price} size={big ? 'text-[20px]' : 'text-[14px]'} />}
        <div className="flex flex-wrap gap-2">
          <StockPill of={item.availability} />
        </div>
        <ul className="grid gap-0.5">
          {(item.reasons ?? []).slice(0, big ? 3 : 1).map((reason) => (
            <li key={reason.code + reason.de} className="flex gap-1 text-[13px]">
              <ChevronRight size={15} aria-hidden className="mt-0.5 shrink-0 text-brand" />
              <span className="min-w-0 break-words">{reason[lang] || reason.de}</span>
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
