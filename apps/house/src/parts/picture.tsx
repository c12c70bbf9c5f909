// The picture of a product on its light stage; the icon of its need group where there is none.
import { BriefcaseBusiness, Coffee, Droplets, type LucideIcon, Package, PlugZap, ShieldCheck, Wrench } from 'lucide-react';
import { useState } from 'react';
import type { Product } from '../api/types.ts';

const icons: Record<string, LucideIcon> = {
  services: ShieldCheck,
  coffee: Coffee,
  'laundry-care': Droplets,
  'machine-care': Wrench,
  'laptop-accessories': BriefcaseBusiness,
  'phone-accessories': PlugZap,
};

/** Decorative: the name always stands beside it. Only pictures of this server are loaded. */
export function Picture({ product, size }: { product: Product | undefined; size: string }) {
  const [broken, setBroken] = useState<string>();
  const url = product?.images?.find((image) => image.startsWith('/') && !image.startsWith('//'));
  const Icon = icons[product?.needGroup ?? ''] ?? Package;
  return (
    <span className={`stage inline-flex shrink-0 items-center justify-center overflow-hidden rounded-[10px] ${size}`}>
      {url && url !== broken ? (
        <img src={url} alt="" className="h-full w-full object-contain" onError={() => setBroken(url)} />
      ) : (
        <Icon size={22} strokeWidth={1.75} aria-hidden className="text-[#57534e]" />
      )}
    </span>
  );
}
