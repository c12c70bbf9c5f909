// Asks for the secret key when the server demands one; kept in this window's session storage only.
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { access } from '../api/client.ts';
import { useTexts } from '../texts/index.tsx';
import { Button } from './bits.tsx';

/** A small form instead of the data. */
export function KeyForm() {
  const { t } = useTexts();
  const [key, setKey] = useState('');
  const refused = access.hadKey();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim()) access.give(key.trim());
  };
  return (
    <form onSubmit={send} className="card mx-auto mt-10 grid w-full max-w-md gap-3 p-6">
      <h2 className="flex items-center gap-2 text-[18px] font-semibold">
        <KeyRound size={20} aria-hidden className="text-brand" />
        {t.key.title}
      </h2>
      <p className="text-muted">{t.key.why}</p>
      <label className="grid gap-1 font-medium">
        {t.key.label}
        <input
          type="password"
          autoComplete="off"
          value={key}
          onChange={(event) => setKey(event.target.value)}
          aria-invalid={refused}
          aria-describedby="key-note"
          className="h-11 rounded-[10px] border border-line-strong bg-surface px-3 font-mono text-[14px]"
        />
      </label>
      {refused && (
        <p role="alert" className="text-[14px] text-bad">
          {t.key.wrong}
        </p>
      )}
      <p id="key-note" className="text-[13px] text-muted">
        {t.key.kept}
      </p>
      <Button look="primary" type="submit">
        {t.key.open}
      </Button>
    </form>
  );
}
