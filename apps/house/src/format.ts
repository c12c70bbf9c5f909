// Prices, times and ages the way people write them in the chosen language.
import { useEffect, useState } from 'react';
import type { Money, Words } from './api/types.ts';
import type { Lang, Texts } from './texts/index.tsx';

const locale = (lang: Lang) => (lang === 'de' ? 'de-DE' : 'en-GB');

/** 89900 EUR -> "899,00 €". */
export function money(value: Money, lang: Lang): string {
  return new Intl.NumberFormat(locale(lang), { style: 'currency', currency: value.currency }).format(value.amount / 100);
}

/** A number with grouping. */
export const number = (value: number, lang: Lang, digits = 0) =>
  new Intl.NumberFormat(locale(lang), { maximumFractionDigits: digits }).format(value);

/** A text that comes in both languages or only in one. */
export function say(words: Words | string | undefined | null, lang: Lang): string {
  if (!words) return '';
  return typeof words === 'string' ? words : words[lang] || words.de || words.en || '';
}

/** "20.11. 21:14", with the year when it is not this one. */
export function moment(iso: string, lang: Lang): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const sameYear = at.getFullYear() === new Date().getFullYear();
  const day: Intl.DateTimeFormatOptions = lang === 'de' ? { day: '2-digit', month: '2-digit' } : { day: 'numeric', month: 'short' };
  const parts = new Intl.DateTimeFormat(locale(lang), sameYear ? day : { ...day, year: 'numeric' }).format(at);
  return `${parts} ${at.toLocaleTimeString(locale(lang), { hour: '2-digit', minute: '2-digit' })}`;
}

/** "vor 2 s", "vor 3 Std.", "gestern"; beyond a month the date. */
export function age(iso: string | number, now: number, t: Texts, lang: Lang): string {
  const at = typeof iso === 'number' ? iso : Date.parse(iso);
  const s = Math.max(0, Math.round((now - at) / 1000));
  if (Number.isNaN(s)) return '';
  if (s < 1) return t.age.now;
  if (s < 60) return t.age.seconds(s);
  if (s < 3600) return t.age.minutes(Math.floor(s / 60));
  if (s < 86_400) return t.age.hours(Math.floor(s / 3600));
  const days = Math.floor(s / 86_400);
  if (days === 1) return t.age.yesterday;
  if (days <= 30) return t.age.days(days);
  return new Date(at).toLocaleDateString(locale(lang), { month: 'short', year: 'numeric' });
}

/** The current time, renewed every second, so that ages on the screen stay true. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
