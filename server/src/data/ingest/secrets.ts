// Finds what must not be stored: payment card numbers, bank accounts, secrets in addresses and fields named like passwords.

const SECRET_KEY =
  /passw(?:ord|ort|d)|kennwort|passphrase|^(?:pwd|cvv2?|cvc2?|csc|pin|tan|otp|secret)$|(?:access|refresh|auth|session|id|csrf|reset)_?token|client_?secret|api_?key$/i;
const SECRET_PARAM =
  /e-?mail|token|passw|kennwort|^(?:pwd|pass|sid|sig|otp|pin|tan|auth|authorization|jwt|key|phone|tel|telephone|mobile|iban|card|session)$|secret|session_?id|api_?key|signature|(?:reset|auth|login|otp)_?code/i;
const DIGIT_RUN = /(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)/g;
const IBAN_LIKE = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])/g;
/** Visa, Mastercard, American Express, Discover, JCB, UnionPay, Maestro by length; 13 digits are article numbers (EAN). */
const PAN =
  /^(?:4\d{15}|4\d{18}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:5018|5020|5038|6304|6759|676[1-3])\d{12})$/;

/** True for a field that is dropped unread. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

/** True when the digits pass the check of payment cards. */
export function isPaymentCard(digits: string): boolean {
  if (!PAN.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Replaces payment card numbers inside a text. */
export function maskCards(text: string): string {
  return text.replace(DIGIT_RUN, (run) => (isPaymentCard(run.replace(/[ -]/g, '')) ? '[payment card removed]' : run));
}

/** Replaces bank account numbers (IBAN, checked by their check digits) inside a text. */
export function maskIbans(text: string): string {
  return text.replace(IBAN_LIKE, (match) => (isIban(match.replace(/ /g, '').toUpperCase()) ? '[bank account removed]' : match));
}

function isIban(iban: string): boolean {
  if (iban.length < 15 || iban.length > 34) return false;
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const EMAIL_VALUE = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** What every address with something to mask holds: tested first, since most addresses hold none of it. */
const SUSPECT =
  /@|%40|mail|token|pass|kennwort|secret|(?:pwd|sid|sig|otp|pin|tan|jwt|key|tel|mobile|iban|card)=|auth|phone|session|code|sign/i;

/** Replaces secrets and e-mail addresses in the query, the fragment and the user part of an address. */
export function maskUrl(url: string): string {
  if (!SUSPECT.test(url)) return url;
  const start = url.search(/[?#]/);
  const masked = start === -1 ? url : url.slice(0, start) + url.slice(start).replace(/([?#&;])([^?#&;=]+)=([^#&;]*)/g, maskPair);
  return masked.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*:[^/?#@\s]*@/i, '$1***@');
}

function maskPair(whole: string, mark: string, name: string, value: string): string {
  return value !== '' && (SECRET_PARAM.test(decode(name)) || EMAIL_VALUE.test(decode(value))) ? `${mark}${name}=***` : whole;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
