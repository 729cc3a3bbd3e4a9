import { uuidV5 } from '../kernel/uuid';

/*
 * Streams of which every ledger has exactly one. Their ids follow from their names in a name space of ours, so that a rule can name them
 * without looking anything up; the leaf's `log` keeps those of two ledgers apart (docs/format.md).
 */

/** A random UUID v4, made once. */
const SINGLETONS = '3f1d9c1e-6c0b-4c55-9e0a-7d5b8a1c42f6';

export const HOUSE_RULES_ID = uuidV5(SINGLETONS, 'houseRules');
export const POLICY_FRAMEWORK_ID = uuidV5(SINGLETONS, 'policyFramework');
/** The participant that processes, clocks and the first start act as; no account can be bound to it (domain.md 4.3.17). */
export const SYSTEM_ID = uuidV5(SINGLETONS, 'SYSTEM');
