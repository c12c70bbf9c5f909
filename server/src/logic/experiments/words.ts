// What was learned, in words of both languages.
import { type OffPolicy, partsOf, type QuarantineReason } from '@faden/engine';

interface Text {
  de: string;
  en: string;
}

const customers: Record<string, Text> = {
  anonymous: { de: 'unbekannte Besucher', en: 'unknown visitors' },
  new: { de: 'Neukunden', en: 'new customers' },
  active: { de: 'aktive Kunden', en: 'active customers' },
  lapsed: { de: 'lange nicht gesehene Kunden', en: 'lapsed customers' },
};

/** `active customers with a current interest, page product, web` */
export function cellText(key: string): Text {
  const { channel, page, customer, interest, ownedRelated } = partsOf(key);
  const who = customers[customer] ?? { de: 'alle', en: 'everybody' };
  const more = (word: Text, on: boolean) => (on ? word : { de: '', en: '' });
  const wants = more({ de: ' mit aktuellem Interesse', en: ' with a current interest' }, interest);
  const owns = more({ de: ', besitzt Passendes', en: ', owning something related' }, ownedRelated);
  const where = page && page !== '-' ? { de: `, Seite ${page}`, en: `, page ${page}` } : { de: '', en: '' };
  const by = channel && channel !== '-' ? `, ${channel}` : '';
  return { de: `${who.de}${wants.de}${owns.de}${where.de}${by}`, en: `${who.en}${wants.en}${owns.en}${where.en}${by}` };
}

export const quarantineTexts: Record<QuarantineReason, Text> = {
  value: {
    de: 'Pausiert: bringt mit 95 % Sicherheit über 10 % weniger als ohne Auswahl',
    en: 'Paused: surely (95 %) worth over 10 % less than without choosing',
  },
  annoying: { de: 'Pausiert: doppelt so oft weggeklickt oder abbestellt', en: 'Paused: dismissed or unsubscribed from twice as often' },
  coverage: { de: 'Pausiert: füllt unter 60 % der Plätze', en: 'Paused: fills fewer than 60 % of the slots' },
  slow: { de: 'Pausiert: braucht über 100 ms', en: 'Paused: takes more than 100 ms' },
};

const percent = (value: number, digits = 1) => (100 * value).toFixed(digits);
const inGerman = (figure: string) => figure.replace('.', ',');

export function checkText(check: OffPolicy, earned: number): Text {
  const ess = Math.round(check.ess);
  if (!check.reliable)
    return {
      de: `Nicht belastbar: nur ${ess} wirksame Beobachtungen (mindestens 100 nötig)`,
      en: `Not reliable: only ${ess} effective observations (at least 100 needed)`,
    };
  const gain = earned > 0 ? check.dr / earned - 1 : 0;
  const sign = gain >= 0 ? '+' : '−';
  const figure = percent(Math.abs(gain));
  return {
    de: `Mit den jetzigen Anteilen wären vergangene Entscheidungen ${sign}${inGerman(figure)} % wert gewesen (doppelt robust, ${ess} wirksame Beobachtungen)`,
    en: `With the present shares past decisions would have been worth ${sign}${figure} % (doubly robust, ${ess} effective observations)`,
  };
}

export function learningText(seen: number, needed: number, best: { id: string; share: number } | undefined, exploration: number): Text {
  if (seen < needed || !best) {
    const [have, all] = [Math.floor(seen), needed];
    return {
      de: `Wartet auf Belege: ${have} von ${all} ausgereiften Einblendungen. Bis dahin gilt die Reihenfolge des Händlers.`,
      en: `Waiting for evidence: ${have} of ${all} matured exposures. Until then the merchant’s order holds.`,
    };
  }
  const trying =
    exploration === 0
      ? { de: 'Es wird nichts ausprobiert.', en: 'Nothing is tried out.' }
      : {
          de: `Höchstens ${percent(exploration, 0)} % probieren andere als die beiden besten.`,
          en: `At most ${percent(exploration, 0)} % try others than the best two.`,
        };
  return {
    de: `${best.id} führt mit ${percent(best.share, 0)} % der Einblendungen. ${trying.de}`,
    en: `${best.id} leads with ${percent(best.share, 0)} % of the exposures. ${trying.en}`,
  };
}

export const assistedNote: Text = {
  de: 'Unterstützter Umsatz: gekauft bis 7 Tage nach einem Klick oder 24 Stunden nach einer Einblendung. Zuordnung, keine Wirkung.',
  en: 'Assisted revenue: bought up to 7 days after a click or 24 hours after an impression. Credit, not effect.',
};

/** @param leader the variant most probably best */
export function verdictText(leader: { id: string; probabilityBest: number } | undefined, matured: number, needed: number): Text {
  if (!leader || matured < needed)
    return { de: 'Zu früh: noch zu wenige ausgereifte Einblendungen', en: 'Too early: not enough matured exposures yet' };
  const chance = percent(leader.probabilityBest, 0);
  return leader.probabilityBest >= 0.95
    ? { de: `${leader.id} ist mit ${chance} % Wahrscheinlichkeit am besten`, en: `${leader.id} is best with a probability of ${chance} %` }
    : { de: `Offen: ${leader.id} liegt vorn (${chance} %)`, en: `Open: ${leader.id} is ahead (${chance} %)` };
}
