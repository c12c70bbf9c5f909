// How old something is: "vor 2 s", kept true every second.
import { age, useNow } from '../format.ts';
import { useTexts } from '../texts/index.tsx';

/** The age of an instant; beyond a month its date. */
export function Fresh({ at }: { at: string | number }) {
  const now = useNow();
  const { t, lang } = useTexts();
  return (
    <time className="num whitespace-nowrap" dateTime={new Date(at).toISOString()}>
      {age(at, now, t, lang)}
    </time>
  );
}
