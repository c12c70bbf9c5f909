// Which language the page speaks: typed texts, the switch, and the choice remembered in the browser.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { de } from './de.ts';
import { en } from './en.ts';

/** Same keys and parameters as the German file, any wording: a missing key does not compile. */
export type Same<T> = {
  [K in keyof T]: T[K] extends (...a: infer A) => string ? (...a: A) => string : T[K] extends string ? string : Same<T[K]>;
};
/** Every text of the page. */
export type Texts = Same<typeof de>;
/** The languages of the page. */
export type Lang = 'de' | 'en';

const KEY = 'faden.lang';
const all: Record<Lang, Texts> = { de, en };

/** The first language among the browser's wishes that we speak; German where none fits. */
function firstLanguage(): Lang {
  const kept = localStorage.getItem(KEY);
  if (kept === 'de' || kept === 'en') return kept;
  const wished = navigator.languages.map((l) => l.slice(0, 2)).find((l) => l === 'de' || l === 'en');
  return wished === 'en' ? 'en' : 'de';
}

interface Speech {
  lang: Lang;
  t: Texts;
  setLang: (lang: Lang) => void;
}

const Context = createContext<Speech>({ lang: 'de', t: de, setLang: () => undefined });

/** Gives all parts below it their texts and keeps `<html lang>` true. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [lang, setLangState] = useState<Lang>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  const value = useMemo<Speech>(
    () => ({
      lang,
      t: all[lang],
      setLang: (next) => {
        localStorage.setItem(KEY, next);
        setLangState(next);
      },
    }),
    [lang],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The texts in the chosen language. */
export function useTexts(): Speech {
  return useContext(Context);
}

/** Looks a word up by a key that came from the server; an unknown key is shown as it is. */
export function wordFor(group: Record<string, unknown>, key: string): string {
  const word = Object.hasOwn(group, key) ? group[key] : undefined;
  return typeof word === 'string' ? word : key;
}
