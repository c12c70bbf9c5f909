// How many there are: icon and words, never colour alone. The words come from the server where it sends them.
import { CircleCheck, CircleX, Clock3, MapPin, Truck } from 'lucide-react';
import type { Item } from '../api/types.ts';
import { say } from '../format.ts';
import { useTexts } from '../texts/index.tsx';
import { Chip } from './bits.tsx';

type Look = [typeof MapPin, 'good' | 'warn' | 'bad' | 'plain', string];

/** The availability of a proposal; nothing when the server named none. */
export function StockPill({ of }: { of: Item['availability'] }) {
  const { t, lang } = useTexts();
  if (!of) return null;
  const n = of.atp ?? 0;
  const looks: Record<string, Look> = {
    in_stock: [MapPin, 'good', of.storeId ? t.stock.here(n) : t.stock.stock(n)],
    low: [Clock3, 'warn', n === 1 ? t.stock.low : t.stock.here(n)],
    orderable: [Truck, 'plain', say(of.text, lang) || t.stock.orderable],
    out: [CircleX, 'bad', say(of.text, lang) || t.stock.out],
    untracked: [CircleCheck, 'good', say(of.text, lang) || t.stock.service],
  };
  const [Icon, tone, words] = looks[of.state ?? ''] ?? [Truck, 'plain', t.stock.orderable];
  return (
    <Chip tone={tone}>
      <Icon size={14} aria-hidden className="shrink-0" />
      {words}
    </Chip>
  );
}
