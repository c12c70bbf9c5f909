// "Warum nicht?": reads a full trace and says for one sku which step kept it from the screen.
import type { DropCode, TraceCandidate, TracePlacement } from '../decide/answer.ts';
import type { Text } from '../world.ts';

export interface WhyNotStep {
  step: 'shown' | 'dropped' | 'below' | 'not_found' | 'strategy';
  code?: string;
  strategy?: string;
  rules?: string[];
  rank?: number;
  score?: number;
  text: Text;
}

export interface WhyNot {
  sku: string;
  placement: string;
  shown: boolean;
  slot: number | null;
  /** The reason in one sentence. */
  answer: Text;
  steps: WhyNotStep[];
}

const CODES: Readonly<Record<DropCode, Text>> = {
  INACTIVE: { de: 'nicht aktiv oder nicht zu kaufen', en: 'not active or not for sale' },
  STOCK: { de: 'hier nicht vorrätig', en: 'not in stock here' },
  OWNED: { de: 'die Person besitzt es oder Gleichwertiges', en: 'the person owns it or the like' },
  BOUGHT: { de: 'vor kurzem gekauft', en: 'bought recently' },
  DISMISSED: { de: 'abgelehnt', en: 'dismissed' },
  IN_CART: { de: 'liegt im Warenkorb', en: 'is in the basket' },
  CONSENT: { de: 'die Einwilligung fehlt', en: 'consent is missing' },
  AGE: { de: 'das Alter ist nicht nachgewiesen', en: 'the age is not proven' },
  SENSITIVE: { de: 'sensibel, nicht auf diesem Bildschirm', en: 'sensitive, not on this screen' },
  BAN: { de: 'durch eine Regel verboten', en: 'banned by a rule' },
  EXCLUDED: { de: 'ausgeschlossen', en: 'excluded' },
  NOT_ONLY: { de: 'nicht unter dem, was hier allein erscheinen darf', en: 'not among what alone may appear here' },
  CAP: { de: 'schon genug davon', en: 'enough of its kind already' },
  SPREAD: { de: 'darf nicht neben dem stehen, was schon da ist', en: 'must not stand next to what is there' },
  DUPLICATE: { de: 'steht schon auf der Seite oder wurde schon gefunden', en: 'is on the page or was found already' },
  NO_REASON: { de: 'es gibt keine Begründung, die hier gezeigt werden darf', en: 'there is no reason that may be shown here' },
  PIN_VOID: { de: 'die Fixierung ist aufgehoben', en: 'the pin is void' },
  NO_INTEREST: { de: 'von dieser Marke will die Person nichts', en: 'the person does not want this brand' },
  WITHDRAWN: { de: 'zurückgezogen', en: 'withdrawn' },
  COMPLAINT: { de: 'offene Beschwerde', en: 'open complaint' },
};

const VERDICTS: Readonly<Record<string, Text>> = {
  empty: { de: 'fand nichts, was übrig blieb', en: 'found nothing that was left' },
  not_needed: { de: 'wurde nicht mehr gebraucht', en: 'was not needed any more' },
  not_ready: { de: 'kann noch nicht laufen', en: 'cannot run yet' },
  no_input: { de: 'hatte keine Eingabe', en: 'had no input' },
  no_consent: { de: 'braucht eine Einwilligung', en: 'needs consent' },
  used: { de: 'lief schon auf dieser Seite', en: 'ran on this page already' },
  holdout: { de: 'ist für die Kontrollgruppe gesperrt', en: 'is closed to the control group' },
  selected: { de: 'lief, fand den Artikel aber nicht', en: 'ran, but did not find the item' },
  backfill: { de: 'füllte auf, fand den Artikel aber nicht', en: 'filled up, but did not find the item' },
  unknown: { de: 'ist unbekannt', en: 'is not known' },
};

/** What the trace of one placement says about a sku; the trace must be a full one. `known`: whether it is in the catalogue at all. */
export function whyNot(sku: string, { id, candidates, strategies }: TracePlacement, known = true): WhyNot {
  const own = candidates.filter((one) => one.sku === sku);
  const shown = own.find((one) => one.slot !== null);
  const steps = shown ? [shownStep(shown)] : own.map((one) => stepOf(one, candidates));
  if (own.length === 0) {
    steps.push(known ? notFound() : notKnown());
    for (const { id: strategy, verdict, detail } of strategies) {
      const text = VERDICTS[verdict] ?? { de: verdict, en: verdict };
      const more = detail === undefined ? '' : ` (${detail})`;
      steps.push({
        step: 'strategy',
        code: verdict,
        strategy,
        text: { de: `${strategy} ${text.de}${more}`, en: `${strategy} ${text.en}${more}` },
      });
    }
  }
  return { sku, placement: id, shown: shown !== undefined, slot: shown?.slot ?? null, answer: (last(steps) ?? notFound()).text, steps };
}

/** The step that decides: a rule or filter before being too far down, the first of them as the law orders them. */
function last(steps: readonly WhyNotStep[]): WhyNotStep | undefined {
  return steps.find((one) => one.step === 'dropped' && one.code !== 'PIN_VOID' && one.code !== 'DUPLICATE') ?? steps[0];
}

const notFound = (): WhyNotStep => ({
  step: 'not_found',
  text: { de: 'Keine der gelaufenen Strategien hat diesen Artikel gefunden', en: 'None of the strategies that ran found this item' },
});

const notKnown = (): WhyNotStep => ({
  step: 'not_found',
  text: { de: 'Diesen Artikel gibt es im Katalog nicht', en: 'There is no such item in the catalogue' },
});

function shownStep({ slot, strategy, rulesHit }: TraceCandidate): WhyNotStep {
  const [de, en] = strategy === '(pin)' ? ['fixiert', 'pinned'] : [`gefunden von ${strategy}`, `found by ${strategy}`];
  const text = { de: `Wird gezeigt: Platz ${slot}, ${de}`, en: `Is shown: slot ${slot}, ${en}` };
  return { step: 'shown', strategy, ...(rulesHit.length > 0 ? { rules: rulesHit } : {}), text };
}

function stepOf(one: TraceCandidate, all: readonly TraceCandidate[]): WhyNotStep {
  const { droppedBy, strategy, rulesHit, detail, score } = one;
  if (droppedBy === null) return below(one, all, score);
  const by = rulesHit.length > 0 ? ` [${rulesHit.join(', ')}]` : '';
  const words = CODES[droppedBy];
  const told = (language: 'de' | 'en'): string =>
    `${foundBy(strategy)[language]}${words[language]}${by}${detail ? `: ${detail[language]}` : ''}`;
  const text = { de: capital(told('de')), en: capital(told('en')) };
  return { step: 'dropped', code: droppedBy, strategy, ...(rulesHit.length > 0 ? { rules: rulesHit } : {}), text };
}

/** What stands in a trace without a strategy having found it: pins, and what is kept back from this person anyway. */
function foundBy(strategy: string): Text {
  if (strategy === '(pin)') return { de: 'Fixiert, aber ', en: 'Pinned, but ' };
  if (strategy.startsWith('(')) return { de: '', en: '' };
  return { de: `Von ${strategy} gefunden, aber `, en: `Found by ${strategy}, but ` };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function below({ strategy }: TraceCandidate, all: readonly TraceCandidate[], score: number): WhyNotStep {
  const rank = 1 + all.filter((other) => other.strategy === strategy && other.droppedBy === null && other.score > score).length;
  const figure = Math.round(score * 1e4) / 1e4;
  const text = {
    de: `Von ${strategy} gefunden, aber zu weit unten: Rang ${rank}, Wert ${figure}`,
    en: `Found by ${strategy}, but too far down: rank ${rank}, score ${figure}`,
  };
  return { step: 'below', code: 'OVER_LIMIT', strategy, rank, score: figure, text };
}
