import { Act } from '../../commands/act';
import { Count, Day, Instant, Part, Parts, Text } from '../../commands/fields';
import { KEYS_PER_EVENT_MAX } from '../../kernel/limits';
import { KEYS_DESTROYED_BY, Place } from './erasure.events';
import { DestroyedKey, ErasureSubject, PlaceForgotten } from './erasure.parts';

@Act({ summary: 'Propose that something be made unreadable for ever', creates: true, by: ['RECORDS_OFFICER'] })
export class ProposeErasure {
  @Part(ErasureSubject) subject!: ErasureSubject;
  @Text(2_000, 'The provision or decision under which it may be done') legalBasis!: string;
  @Text(2_000, 'Why; what is to be erased must not be told here') reason!: string;
}

@Act({
  summary: 'Approve exactly what was proposed: the keys are destroyed, and the answer comes when that is done',
  by: ['FEDERAL_LIAISON'],
  doneBy: KEYS_DESTROYED_BY,
})
export class ApproveErasure {
  @Part(ErasureSubject, 'As it was proposed') subject!: ErasureSubject;
  @Text(2_000, 'As it was proposed') legalBasis!: string;
  @Day('The day on which the last backup of the keys that still has these is gone; today, if there is none') lastBackupGoneBy!: string;
}

@Act({ summary: 'Refuse it', by: ['FEDERAL_LIAISON'] })
export class RefuseErasure {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Withdraw it, as the one who proposed it', by: ['RECORDS_OFFICER'] })
export class WithdrawErasure {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Record that the keys are destroyed', by: ['SYSTEM'] })
export class RecordKeysDestroyed {
  @Parts(DestroyedKey, KEYS_PER_EVENT_MAX) keys!: DestroyedKey[];
  @Count('Of the whole erasure') keysInAll!: number;
  @Instant() destroyedAt!: string;
  @Parts(PlaceForgotten, Place.options.length) forgotten!: PlaceForgotten[];
}
