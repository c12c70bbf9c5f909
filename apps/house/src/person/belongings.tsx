// What the person owns, has in the cart and wishes for, each with its picture.
import { useProduct } from '../api/products.ts';
import type { Person, Thing } from '../api/types.ts';
import { age, money, say, useNow } from '../format.ts';
import { SectionTitle } from '../parts/bits.tsx';
import { Picture } from '../parts/picture.tsx';
import { useTexts } from '../texts/index.tsx';

function Row({ thing }: { thing: Thing }) {
  const { t, lang } = useTexts();
  const now = useNow(30_000);
  const product = useProduct(thing.sku);
  const count = (thing.quantity ?? 1) > 1 ? `${thing.quantity} × ` : '';
  const facts = [thing.unitPrice && money(thing.unitPrice, lang), say(thing.placeName, lang), thing.at && age(thing.at, now, t, lang)];
  return (
    <li className="flex items-center gap-2.5">
      <Picture product={product} size="size-10" />
      <div className="min-w-0 text-[14px]">
        <p className="truncate font-medium">
          {count}
          {say(thing.name, lang) || say(product?.name, lang) || thing.sku}
        </p>
        <p className="num truncate text-[13px] text-muted">{facts.filter(Boolean).join(' · ')}</p>
      </div>
    </li>
  );
}

function Group({ title, things }: { title: string; things: Thing[] }) {
  if (things.length === 0) return null;
  return (
    <section>
      <SectionTitle>{title}</SectionTitle>
      <ul className="grid gap-2">
        {things.slice(0, 4).map((thing, i) => (
          <Row key={`${thing.sku}:${i}`} thing={thing} />
        ))}
      </ul>
    </section>
  );
}

/** Owned goods carry little in the picture; their price, place and day come from the purchase. */
function ownedThings(person: Person): Thing[] {
  const bought = new Map((person.purchases ?? []).toReversed().map((one) => [one.sku, one]));
  const owned = person.owned?.length ? person.owned : (person.purchases ?? []);
  return owned.map((one) => ({ ...bought.get(one.sku), ...one })).toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
}

/** Owned, cart and wish list. */
export function Belongings({ person }: { person: Person }) {
  const { t } = useTexts();
  return (
    <>
      <Group title={t.person.cart} things={person.carts ?? []} />
      <Group title={t.person.wishlist} things={person.wishlist ?? []} />
      <Group title={t.person.owned} things={ownedThings(person)} />
    </>
  );
}
