// Where the figures stand that forged events must not move.

/** What credit rests on until there are reports: the victim's decisions with their reactions, and their story. */
export const attributionPaths = (fixtures) => [
  `/api/v1/profiles/${fixtures.CUST_1}/decisions`,
  `/api/v1/profiles/${fixtures.CUST_1}/timeline`,
];
/** What is written down about staff: who looked at whom. */
export const STAFF = ['/api/v1/audit?limit=1000'];
