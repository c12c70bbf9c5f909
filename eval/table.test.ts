// How results are told: facts beside them, and whether two ways of answering agree.
import { expect, it } from 'vitest';
import { evalArguments } from './arguments.ts';
import { factsAbout } from './facts.ts';
import { agreement, tableOf } from './table.ts';

const scored = (each: number[]) => ({ figures: { 'HR@20': each.reduce((a, b) => a + b, 0) / each.length }, each: { 'HR@20': each } });

it('two ways agree within the noise of their questions', () => {
  const here = scored([1, 0, 1, 0, 1, 1, 0, 1]);
  expect(agreement(here, scored([1, 0, 0, 1, 1, 1, 0, 1]))).toMatch(/^Both ways agree/);
  expect(agreement(scored(Array(400).fill(1)), scored([...Array(300).fill(1), ...Array(100).fill(0)]))).toMatch(
    /^SERVING MAY LOSE QUALITY: over HTTP −0.2500 in HR@20/,
  );
});

it('facts are found by the data they are about, whatever the folder is called', () => {
  expect(factsAbout('session-diginetica', 'session').map((one) => one.method)).toContain('GCE-GNN (same split)');
  expect(factsAbout('my_DigiNetica.2', 'session').length).toBeGreaterThan(10);
  expect(factsAbout('nextbasket-tafeng', 'session')).toEqual([]);
});

it('a table has the measured row first and facts below', () => {
  const speed = { asked: 10, empty: 1, p50: 0.5, p99: 12, rate: 900 };
  const lines = tableOf('session-diginetica', [
    {
      pack: 'x',
      task: 'session',
      method: 'Faden, in process',
      scored: { figures: { 'HR@20': 0.53 }, error: 0.01, ...speed },
      fitSeconds: 3,
      cpuSeconds: 2,
      bytes: 2e6,
    },
  ]);
  expect(lines[0]).toBe('session-diginetica · session · 10 asked, standard error of HR@20 0.0100');
  expect(lines[2]).toMatch(/Faden, in process +0.5300 +3.00 +2.00 +0.50 +12 +2.00 +900 +measured now/);
  expect(lines.join('\n')).toContain('believed: papers, same split');
  expect(lines.join('\n')).toContain('1 of 10 got no answer');
});

it('words of the command line', () => {
  expect(evalArguments(['--data', 'd', '--only', 'a,b', '--sample=5', '--serve'], undefined)).toMatchObject({
    data: 'd',
    only: ['a', 'b'],
    sample: 5,
    serve: 'pglite',
    connections: 2,
  });
  expect(evalArguments(['--serve', 'postgres'], '/packs')).toMatchObject({ data: '/packs', serve: 'postgres' });
  for (const wrong of [
    [],
    ['--data'],
    ['--data', 'd', '--url', 'u'],
    ['--data', 'd', '--sample', '0'],
    ['--data', 'd', '--only-http'],
    ['x'],
  ])
    expect(() => evalArguments(wrong, undefined)).toThrow(/npm run eval/);
});
