// Traits of a person: names are short texts, e-mail, phone and card become identities only when they are valid.

import type { Json } from '../../platform/json/index.ts';
import { isObject } from '../../platform/json/index.ts';
import type { Cleaning } from './clean.ts';
import { flag } from './clean.ts';
import { normaliseCard, normaliseEmail, normalisePhone } from './identity.ts';

export interface Identities {
  email?: string;
  phone?: string;
  card?: string;
}

const NAMES = ['firstName', 'lastName', 'name', 'first_name', 'last_name', 'firstname', 'lastname', 'username', 'title'];
const MAX_NAME = 500;

/** Checks the named traits; names are cut at 500 characters and flagged, structured ones refused. */
export function readTraits(sent: Json, cleaning: Cleaning): Json {
  let traits = sent;
  for (const field of NAMES) {
    const value = sent[field];
    if (value === undefined || value === null) continue;
    if (typeof value === 'object' || typeof value === 'boolean') {
      cleaning.problem ??= { path: `traits.${field}`, message: `traits.${field} must be text.` };
    } else if (typeof value === 'string' && value.length > MAX_NAME) {
      if (traits === sent) traits = { ...sent };
      traits[field] = value.slice(0, MAX_NAME).toWellFormed();
      flag(cleaning, `${field}_capped`);
    }
  }
  for (const field of ['email', 'phone']) {
    if (typeof sent[field] === 'object' && sent[field] !== null) {
      cleaning.problem ??= { path: `traits.${field}`, message: `traits.${field} must be text.` };
    }
  }
  return traits;
}

/** The identities in traits, context.traits (RudderStack) and the card fields of the properties. */
export function readIdentities(traits: Json, context: Json, properties: Json, cleaning: Cleaning, country?: string): Identities {
  const aside = isObject(context['traits']) ? context['traits'] : {};
  const found: Identities = {};
  const email = traits['email'] ?? aside['email'];
  if (filled(email)) {
    const address = normaliseEmail(email);
    if (address === undefined) flag(cleaning, 'email_invalid');
    else found.email = address;
  }
  const phone = traits['phone'] ?? aside['phone'];
  if (filled(phone)) {
    const number = normalisePhone(phone, country);
    if (number === undefined) flag(cleaning, 'phone_invalid');
    else found.phone = number;
  }
  const card = cardOf(traits) ?? cardOf(aside) ?? cardOf(properties);
  if (filled(card)) {
    const number = normaliseCard(card);
    if (number === undefined) flag(cleaning, 'card_invalid');
    else found.card = number;
  }
  return found;
}

function filled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function cardOf(record: Json): unknown {
  return record['card'] ?? record['cardNo'] ?? record['loyaltyCard'];
}
