// The way of an order (LOGIC §5.1), as a table: which step leads from where to where.
import type { OrderState } from '@faden/contract';

export type OrderStep = 'accept' | 'pick' | 'ready' | 'pickup' | 'ship' | 'deliver' | 'cancel';

export const orderSteps: Record<OrderStep, { from: readonly OrderState[]; to: OrderState; fact: string }> = {
  accept: { from: ['placed'], to: 'accepted', fact: 'order.accepted' },
  pick: { from: ['placed', 'accepted', 'picking'], to: 'picking', fact: 'order.picking' },
  ready: { from: ['placed', 'accepted', 'picking', 'in_transit'], to: 'ready', fact: 'order.ready' },
  pickup: { from: ['ready'], to: 'handed_over', fact: 'order.handed_over' },
  ship: { from: ['placed', 'accepted', 'picking'], to: 'in_transit', fact: 'order.shipped' },
  deliver: { from: ['in_transit'], to: 'delivered', fact: 'order.delivered' },
  cancel: { from: ['placed', 'accepted', 'picking', 'ready'], to: 'cancelled', fact: 'order.cancelled' },
};

/** The customer has the goods. */
export const isFulfilled = (state: string): boolean =>
  state === 'sold' || state === 'handed_over' || state === 'delivered' || state === 'in_transit';
