import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type States } from '../../kernel/fold';
import { erasureEvents } from './erasure.events';

type Data<Type extends keyof (typeof erasureEvents)['schemas']> = DataOf<typeof erasureEvents, Type>;

type Proposal = Legible<Data<'ErasureProposed'>> & { readonly proposedBy: string };
type Approval = Proposal &
  Legible<Pick<Data<'ErasureApproved'>, 'lastBackupGoneBy'>> & {
    readonly approvedBy: string;
    readonly keys: Data<'KeysDestroyed'>['keys'];
  };

/** An erasure as it stands. Approved, its keys are being destroyed. */
export type Erasure = States<{
  NONE: object;
  PROPOSED: Proposal;
  WITHDRAWN: Proposal;
  REFUSED: Proposal & { readonly refusal: string | Erased };
  APPROVED: Approval;
  DESTROYED: Approval & Legible<Pick<Data<'KeysDestroyed'>, 'destroyedAt' | 'forgotten'>>;
}>;

export const erasure: Fold<Erasure, typeof erasureEvents> = {
  events: erasureEvents,
  initial: { status: 'NONE' },
  evolve: {
    ErasureProposed: from('NONE', (_, proposed, { recordedBy }) => ({ ...proposed, status: 'PROPOSED', proposedBy: recordedBy })),
    ErasureApproved: from('PROPOSED', (it, { lastBackupGoneBy }, { recordedBy }) => ({
      ...it,
      status: 'APPROVED',
      lastBackupGoneBy,
      approvedBy: recordedBy,
      keys: [],
    })),
    ErasureRefused: from('PROPOSED', (it, { reason }) => ({ ...it, status: 'REFUSED', refusal: reason })),
    ErasureWithdrawn: from('PROPOSED', (it) => ({ ...it, status: 'WITHDRAWN' })),
    KeysDestroyed: from('APPROVED', (it, { keys, keysInAll, destroyedAt, forgotten }) => {
      const named = { ...it, keys: [...it.keys, ...(isErased(keys) ? [] : keys)] };
      const whole = isErased(keysInAll) || named.keys.length >= keysInAll;
      return whole ? { ...named, status: 'DESTROYED', destroyedAt, forgotten } : named;
    }),
  },
};
