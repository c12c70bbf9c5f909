// A progress bar on a terminal, a line now and then elsewhere.

export interface Progress {
  at(done: number, note?: string): void;
  end(note?: string): void;
}

const width = 28;
const lineEveryMs = 5_000;

/** `total` undefined = unknown; numbers are whatever unit `label` names. */
export function progressBar(label: string, total: number | undefined, out: NodeJS.WriteStream = process.stderr): Progress {
  let last = 0;
  const started = Date.now();
  const text = (done: number, note: string) => {
    const share = total ? Math.min(1, done / total) : 0;
    const bar = total
      ? `[${'█'.repeat(Math.round(share * width)).padEnd(width, '·')}] ${String(Math.floor(share * 100)).padStart(3)} %`
      : '';
    const rate = Math.round(done / Math.max(0.001, (Date.now() - started) / 1000));
    return `${label} ${bar} ${done.toLocaleString('en')}${total ? ` / ${total.toLocaleString('en')}` : ''} · ${rate.toLocaleString('en')}/s ${note}`;
  };
  return {
    at(done, note = '') {
      const now = Date.now();
      if (out.isTTY) {
        if (now - last < 80) return;
        out.write(`\r\x1b[2K${text(done, note)}`);
      } else {
        if (now - last < lineEveryMs) return;
        out.write(`${text(done, note)}\n`);
      }
      last = now;
    },
    end(note = '') {
      out.write(out.isTTY ? `\r\x1b[2K${label} ${note}\n` : `${label} ${note}\n`);
    },
  };
}
