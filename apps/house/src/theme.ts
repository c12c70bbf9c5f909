// Light, dark or like the device; the choice is kept in the browser and set as data-theme.
import { useEffect, useState } from 'react';

/** What the visitor chose. */
export type Theme = 'light' | 'dark' | 'system';
const KEY = 'faden.theme';
const dark = () => matchMedia('(prefers-color-scheme: dark)');

const kept = (): Theme => {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
};

/** Puts the theme on the page; called once before the first paint and at every change. */
export function applyTheme(theme: Theme = kept()): void {
  const shown = theme === 'system' ? (dark().matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset['theme'] = shown;
}

/** The chosen theme and how to choose another. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(kept);
  useEffect(() => {
    applyTheme(theme);
    const media = dark();
    const follow = () => applyTheme(theme);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [theme]);
  return [
    theme,
    (next) => {
      localStorage.setItem(KEY, next);
      setTheme(next);
    },
  ];
}
