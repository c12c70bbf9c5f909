// The written pages say what the engine does: strategies as declared, kinds of model, and the worked example with its real numbers.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { affinities, decide, interests, parseRule, repurchaseDay, STRATEGIES } from '@faden/engine';
import { schmidtWorld } from '@faden/engine/testing/schmidt';
import { describe, expect, it } from 'vitest';
import { kinds } from '../server/src/logic/models/kinds/index.ts';
import { strategyPages } from './strategy-pages.ts';

const docs = import.meta.dirname;
const read = (name: string): string => readFileSync(join(docs, name), 'utf8');
const english = read('how-faden-decides.md');
const german = read('wie-faden-entscheidet.md');

describe('the pages about strategies', () => {
  const pages = strategyPages();
  it('are those the generator writes (npm run docs)', () => {
    expect(readdirSync(join(docs, 'strategies')).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(read(`strategies/${name}`), name).toBe(text);
  });
  it('have a sentence for every strategy, without a hole in it', () => {
    const all = [...pages.values()].join('\n');
    expect(all.match(/undefined|NaN|SEED|\[object/g) ?? []).toEqual([]);
    for (const id of STRATEGIES.keys()) expect(all).toContain(`### ${id}\n`);
  });
});

describe('links between the pages', () => {
  const pages = ['how-faden-decides.md', 'wie-faden-entscheidet.md', 'quality.md', 'glossary.md', 'strategies/README.md'];
  it.each(pages)('of %s lead somewhere', (name) => {
    const targets = [...read(name).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1] as string);
    expect(targets.filter((target) => !existsSync(join(docs, dirname(name), target)))).toEqual([]);
  });
});

describe('how Faden decides', () => {
  const world = schmidtWorld('2026-11-21T09:05:00Z');
  const { answer, trace } = decide(
    {
      placements: [{ id: 'tablet.next_best', limit: 3 }],
      subject: { customerId: 'c_schmidt' },
      channel: 'tablet',
      context: { storeId: 'st_hh' },
      options: { mode: 'deterministic', explain: 'trace' },
    },
    world,
  );
  const [placement, traced] = [answer.placements[0]!, trace.placements[0]!];
  const both = (de: string, en: string): void => {
    expect(german).toContain(de);
    expect(english).toContain(en);
  };
  const numbers = (digits: string): void => both(digits.replace('.', ','), digits);

  it('tells what is known of Herr Schmidt as the engine knows it', () => {
    const { person, catalogue, models, now } = world;
    numbers(interests(person.signals, catalogue, now)[0]!.value.toFixed(2));
    const known = affinities({ ...person, catalogue, models, now, placeName: () => 'Hamburg' });
    for (const brand of ['Acer', 'Samsung', 'Apple']) {
      const { theta, p } = known.find((one) => one.value === brand)!;
      numbers(theta.toFixed(3));
      both(`${Math.round(p * 100)} %`, `${Math.round(p * 100)} %`);
    }
    numbers(known.find((one) => one.value === 'Acer')!.lift.toFixed(1));
    for (const need of ['laptops', 'washers'])
      expect(english.replace(',', '').replace('3,089', '3089')).toContain(`day ${repurchaseDay(catalogue.needGroup(need))}`);
  });

  it('tells who competes, what is found and what is dropped', () => {
    for (const id of new Set(traced.candidates.map((one) => one.strategy).filter((id) => !id.startsWith('('))))
      both(`\`${id}\``, `\`${id}\``);
    expect(placement.strategy).toMatchObject({ id: 'offer_store_interest', by: 'arbitration' });
    const filter = traced.stages.find((one) => one.name === 'filter')!;
    const shown = placement.items.length;
    both(
      `${filter.in} Kandidaten, ${filter.out} bleiben, ${shown} werden gezeigt`,
      `${filter.in} candidates, ${filter.out} remain, ${shown} are shown`,
    );
    for (const code of Object.keys(filter.dropped)) both(`\`${code}\``, `\`${code}\``);
    const picture = read('how-faden-decides.svg');
    const worthLess = traced.stages.find((one) => one.name === 'fill')!.dropped['OVER_LIMIT'];
    for (const text of [
      `${filter.in} candidates`,
      `${filter.dropped['OWNED']} owned`,
      `${filter.dropped['NO_INTEREST']} not wanted`,
      `${worthLess} worth less`,
      `${shown} answered`,
    ])
      expect(picture).toContain(`>${text}`);
    const owned = traced.candidates.find((one) => one.droppedBy === 'OWNED')!;
    both(owned.detail!.de, owned.detail!.en);
  });

  it('tells scores, prices and reasons', () => {
    for (const item of placement.items) {
      const { factors } = traced.candidates.find((one) => one.slot === item.slot)!;
      const [p, c, v] = ['P', 'C', 'V'].map((name) => factors.find((one) => one.name === name)!.value) as [number, number, number];
      const [part, fit] = [p.toFixed(2), c.toFixed(1)];
      for (const page of [english, german.replaceAll(/(\d),(\d)/g, '$1.$2')]) {
        expect(page).toMatch(new RegExp(`${part}[^×]* × ${fit}[^×]* × €?${v.toFixed(2)}[^=]* = \\*\\*${item.score.toFixed(2)}`));
      }
    }
    for (const { name, reasons, price } of placement.items) {
      both(name!.de, name!.en);
      both(reasons.map((one) => one.de).join(' · '), reasons.map((one) => one.en).join(' · '));
      const euros = price!.nowCents / 100;
      both(`${euros.toLocaleString('de-DE')} €`, `€${euros.toLocaleString('en-US')}`);
    }
    numbers(placement.items[0]!.price!.pctVsLowest30d!.toFixed(1));
  });

  it('names every strategy count, every kind of model and how often it learns', () => {
    both(`${STRATEGIES.size} eingebauten`, `${STRATEGIES.size} built-in`);
    for (const { id, everyMs } of kinds) {
      const row = (page: string): string => page.split('\n').find((line) => line.startsWith(`| \`${id}\` |`)) ?? `no row for ${id}`;
      if (everyMs === 0) continue;
      const [minutes, hours] = [everyMs / 60_000, everyMs / 3_600_000];
      const [en, de] =
        hours >= 48
          ? [`every ${hours / 24} days`, `alle ${hours / 24} Tage`]
          : hours >= 1
            ? [`every ${hours} hours`, `alle ${hours} Stunden`]
            : [];
      expect(row(english)).toContain(en ?? `every ${minutes} minutes`);
      expect(row(german)).toContain(de ?? `alle ${minutes} Minuten`);
    }
  });

  it('shows rules that can be read', () => {
    for (const page of [english, german]) {
      const rule = /`((?:WO|WHERE) [^`]+)`/.exec(page)?.[1] ?? '';
      expect(parseRule(rule), rule).toMatchObject({ ok: true });
    }
  });
});
