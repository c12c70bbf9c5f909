// The tablet over HTTP.
import { getAudit, lookup } from '@faden/contract';
import type { Http } from '../../platform/http/index.ts';
import type { Tablet } from './index.ts';

export function mountTablet(http: Http, tablet: Tablet): void {
  http.createFrom(
    lookup,
    ({ body, caller }) => tablet.look(body, caller),
    (tx, _call, look) => tablet.show(tx, look),
  );
  http.on(getAudit, async ({ query }) => ({ items: await tablet.audit(query.profile, query.limit ?? 100) }));
}
