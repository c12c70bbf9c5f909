// Names and pictures of products, asked once each and kept.
import { useEffect, useState } from 'react';
import { call } from './client.ts';
import type { Product } from './types.ts';

const known = new Map<string, Product | null>();
const asked = new Map<string, Promise<void>>();

function ask(sku: string): Promise<void> {
  let running = asked.get(sku);
  if (!running) {
    running = call<Product>(`/api/v1/products/${encodeURIComponent(sku)}`).then(
      (product) => void known.set(sku, product),
      () => {
        known.set(sku, null);
        setTimeout(() => asked.delete(sku), 10_000);
      },
    );
    asked.set(sku, running);
  }
  return running;
}

/** The product, or undefined while it is unknown. */
export function useProduct(sku: string | undefined): Product | undefined {
  const [, setTurn] = useState(0);
  useEffect(() => {
    if (!sku || known.get(sku)) return;
    let live = true;
    void ask(sku).then(() => live && setTurn((n) => n + 1));
    return () => {
      live = false;
    };
  }, [sku]);
  return (sku && known.get(sku)) || undefined;
}
