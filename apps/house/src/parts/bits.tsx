// The small parts every panel uses: button, card heading, chip, and the empty, loading and error states.
import { CircleAlert, Inbox, RotateCw } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { useTexts } from '../texts/index.tsx';

const looks = {
  primary: 'bg-brand text-brand-ink border-transparent',
  plain: 'bg-surface text-ink border-line-strong hover:bg-raised',
  quiet: 'border-transparent text-ink hover:bg-raised',
};

/** A button; at least 44 px high on touch screens. */
export function Button({
  look = 'plain',
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof looks }) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex min-h-11 items-center justify-center gap-2 rounded-[10px] border px-3 text-[14px] font-medium transition-colors disabled:opacity-60 lg:min-h-(--ctl) ${looks[look]} ${className}`}
    />
  );
}

/** A heading of a section inside a card. */
export function SectionTitle({ children }: { children: ReactNode }) {
  return <h3 className="mb-2 text-[14px] font-semibold">{children}</h3>;
}

const tones = {
  plain: 'bg-raised text-ink',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  brand: 'bg-brand-soft text-brand',
};

/** A small rounded label. */
export function Chip({ tone = 'plain', children, title }: { tone?: keyof typeof tones; children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className={`inline-flex min-h-6 items-center gap-1 rounded-full px-2.5 py-0.5 text-[13px] font-medium ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

/** Nothing there: says why and offers one action. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 py-3 text-muted">
      <p className="flex gap-2">
        <Inbox size={18} aria-hidden className="mt-0.5 shrink-0" />
        <span>{children}</span>
      </p>
      {action}
    </div>
  );
}

/** Grey bars that appear only when loading takes longer than 150 ms. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTexts();
  const widths = ['90%', '70%', '80%', '55%', '75%', '60%'];
  return (
    <div role="status" aria-label={t.states.loading} className="grid gap-3 py-1">
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className="skeleton h-5" style={{ width: widths[i % widths.length] }} />
      ))}
    </div>
  );
}

/** What failed, what still works, and a retry. */
export function Failed({ what, error, retry }: { what: string; error: Error; retry: () => void }) {
  const { t } = useTexts();
  const reason = error instanceof ApiError && error.status === 0 ? t.states.offline : error.message;
  return (
    <div role="alert" className="grid justify-items-start gap-2 rounded-[10px] bg-bad-soft p-3 text-[14px]">
      <p className="flex gap-2 font-medium text-bad">
        <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0" />
        {t.states.failed(what)}
      </p>
      <p className="text-ink">
        {reason} {t.states.worksOn}
      </p>
      <Button onClick={retry}>
        <RotateCw size={16} aria-hidden />
        {t.states.retry}
      </Button>
    </div>
  );
}
