// Errors as the API answers them (RFC 9457): a status, a code for machines, a sentence for people, the fields that are meant.

export interface FieldError {
  path: string;
  message: string;
}

/** Thrown by any verb to refuse; the one error whose text reaches the caller. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  readonly extra: Record<string, unknown>;
  constructor(status: number, code: string, detail: string, errors: FieldError[] = [], extra: Record<string, unknown> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.extra = extra;
  }
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported content type',
  422: 'Invalid input',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Temporarily unavailable',
};

export const invalid = (path: string, message: string) => new Problem(422, 'invalid', `${path}: ${message}`, [{ path, message }]);
export const notFound = (what: string) => new Problem(404, 'not_found', `${what} is not known`);
export const conflict = (code: string, detail: string, extra: Record<string, unknown> = {}) => new Problem(409, code, detail, [], extra);

export function problemBody(problem: Problem): Record<string, unknown> {
  return {
    type: 'about:blank',
    title: titles[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...(problem.errors.length ? { errors: problem.errors } : {}),
    ...problem.extra,
  };
}
