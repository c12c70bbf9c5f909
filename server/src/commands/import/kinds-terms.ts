// Columns of prices, offers and need groups.
import { NeedGroupInput, OfferInput, PriceInput } from '@faden/contract';
import { finishNeedGroup, finishOffer } from './finish.ts';
import { column, type Kind, type Row, sku, when } from './kind.ts';
import { day, decimal, instant, list, money, oneOf, text, yesNo } from './values.ts';

export const terms: Record<string, Kind> = {
  prices: {
    method: 'PUT',
    path: '/api/v1/prices',
    batch: 2_000,
    shape: PriceInput,
    finish: ({ price, ...row }) => ({ ...row, ...(price as Row | undefined) }),
    columns: [
      column('sku', text, sku),
      column('price', money, 'price amount preis'),
      column('at', instant, `${when} from valid_from gültig_ab`),
    ],
  },
  'need-groups': {
    method: 'PUT',
    path: '/api/v1/need-groups',
    batch: 1_000,
    shape: NeedGroupInput,
    finish: finishNeedGroup,
    columns: [
      column('id', text, 'id need_group needGroup'),
      column('nameDe', text, 'name name_de bezeichnung'),
      column('nameEn', text, 'name_en name'),
      column(
        'kind',
        oneOf({ durable: 'durable', variety: 'variety', consumable: 'consumable', perishable: 'perishable', service: 'service' }),
        'kind type art',
      ),
      column('lifetimeDays', decimal, 'lifetime_days lifetimeDays lebensdauer_tage'),
      column('interestHalfLifeDays', decimal, 'interest_half_life_days interestHalfLifeDays'),
      column('vtcWindowDays', decimal, 'vtc_window_days vtcWindowDays'),
      column('hazard.k', decimal, 'hazard_k k'),
      column('hazard.lambdaDays', decimal, 'hazard_lambda_days lambda_days lambdaDays'),
      column('family', text, 'family familie'),
    ],
  },
  offers: {
    method: 'PUT',
    path: '/api/v1/offers',
    batch: 500,
    shape: OfferInput,
    finish: finishOffer,
    columns: [
      column('id', text, 'id offer_id offer aktion'),
      column(
        'type',
        oneOf({
          percent: 'percent',
          prozent: 'percent',
          amount: 'amount',
          betrag: 'amount',
          price: 'price',
          preis: 'price',
          bundle: 'bundle',
          points: 'points',
          service: 'service',
        }),
        'type art',
      ),
      column('skus', list, 'skus sku product_id artikel'),
      column('needGroup', text, 'need_group needGroup'),
      column('price', money, 'price sale_price aktionspreis'),
      column('percent', decimal, 'percent prozent'),
      column('amount', money, 'amount off rabatt'),
      column('stores', list, 'stores store places filialen'),
      column('channels', list, 'channels channel kanäle'),
      column('from', day, 'from valid_from start start_date von'),
      column('until', day, 'until valid_until end end_date bis'),
      column('textDe', text, 'text_de text title name'),
      column('textEn', text, 'text_en text title name'),
      column('memberOnly', yesNo, 'member_only memberOnly'),
    ],
  },
};
