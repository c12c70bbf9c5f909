// The head of the page: name, freshness, language and light or dark.
import { BookOpenText, Monitor, Moon, Sun, Wifi, WifiOff } from 'lucide-react';
import { age, useNow } from './format.ts';
import { useLive } from './live/store.ts';
import { type Lang, useTexts } from './texts/index.tsx';
import { type Theme, useTheme } from './theme.ts';

function Logo() {
  return (
    <svg viewBox="0 0 32 32" className="size-8 shrink-0" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--brand)" />
      <path d="M8 22c5 0 4-12 9-12s3 12 7 12" fill="none" stroke="var(--brand-ink)" strokeWidth="2.4" strokeLinecap="round" />
      {[
        [8, 22],
        [17, 10],
        [24, 22],
      ].map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="2.8" fill="var(--brand-ink)" />
      ))}
    </svg>
  );
}

/** Whether the stream runs and how long ago the last event was. */
function Freshness() {
  const { t, lang } = useTexts();
  const { connection, rows } = useLive();
  const now = useNow();
  const words = { live: t.header.live, connecting: t.header.connecting, lost: t.header.lost }[connection];
  const Icon = connection === 'lost' ? WifiOff : Wifi;
  const last = rows[0];
  return (
    <p className="flex items-center gap-2 text-[13px]">
      <span
        className={`inline-flex items-center gap-1.5 font-medium ${connection === 'live' ? 'text-good' : connection === 'lost' ? 'text-bad' : 'text-muted'}`}
      >
        <Icon size={16} aria-hidden />
        {words}
      </span>
      <span className="num hidden text-muted sm:inline">
        {last ? t.header.lastEvent(age(last.shownAt, now, t, lang)) : t.header.noEvent}
      </span>
    </p>
  );
}

function ThemeSwitch() {
  const { t } = useTexts();
  const [theme, setTheme] = useTheme();
  const choices: [Theme, string, typeof Sun][] = [
    ['light', t.header.light, Sun],
    ['dark', t.header.dark, Moon],
    ['system', t.header.system, Monitor],
  ];
  return (
    <fieldset className="m-0 flex rounded-[10px] border border-line-strong p-0.5">
      <legend className="sr-only">{t.header.theme}</legend>
      {choices.map(([value, words, Icon]) => (
        <label
          key={value}
          title={words}
          className="flex size-10 cursor-pointer items-center justify-center rounded-[8px] has-checked:bg-brand-soft has-checked:text-brand has-focus-visible:outline-3 has-focus-visible:outline-brand lg:size-7"
        >
          <input type="radio" name="theme" className="sr-only" checked={theme === value} onChange={() => setTheme(value)} />
          <Icon size={16} aria-hidden />
          <span className="sr-only">{words}</span>
        </label>
      ))}
    </fieldset>
  );
}

function LanguageSwitch() {
  const { t, lang, setLang } = useTexts();
  const choices: [Lang, string][] = [
    ['de', 'Deutsch'],
    ['en', 'English'],
  ];
  return (
    <fieldset className="m-0 flex rounded-[10px] border border-line-strong p-0.5">
      <legend className="sr-only">{t.header.language}</legend>
      {choices.map(([value, name]) => (
        <label
          key={value}
          title={name}
          className="flex size-10 cursor-pointer items-center justify-center rounded-[8px] text-[13px] font-semibold has-checked:bg-brand-soft has-checked:text-brand has-focus-visible:outline-3 has-focus-visible:outline-brand lg:size-7"
        >
          <input type="radio" name="language" className="sr-only" checked={lang === value} onChange={() => setLang(value)} />
          <span aria-hidden>{value.toUpperCase()}</span>
          <span className="sr-only">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The head of the page. */
export function Header() {
  const { t } = useTexts();
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2.5 lg:px-6">
      <Logo />
      <div className="min-w-0">
        <h1 className="text-[18px] leading-tight font-semibold tracking-[-0.01em]">{t.title}</h1>
        <p className="text-[13px] leading-tight text-muted">{t.claim}</p>
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-x-2 gap-y-2 sm:gap-x-3">
        <Freshness />
        <a
          href="/docs"
          className="inline-flex min-h-11 min-w-8 items-center justify-center gap-1.5 rounded px-1 text-[13px] font-medium text-brand underline decoration-dotted underline-offset-4 lg:min-h-8"
        >
          <BookOpenText size={16} aria-hidden />
          <span className="sr-only sm:not-sr-only">{t.header.docs}</span>
        </a>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}
