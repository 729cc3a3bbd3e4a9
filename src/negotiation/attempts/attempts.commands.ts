import { Act } from '../../commands/act';
import { Count, Id, Instant, Text } from '../../commands/fields';
import { ATTEMPT_INPUT_LENGTH_MAX } from '../../kernel/limits';

/* Nobody asks for these: they are what the house keeps of what was refused (INV-49). Who keeps one says in which stream. */

@Act({ summary: 'Keep an act that was refused', creates: true, by: ['SYSTEM'] })
export class KeepAttempt {
  @Id('The attempt') attemptId!: string;
  @Id('Whose it was') participantId!: string;
  @Text(100, 'What he asked for') command!: string;
  @Text(100, 'The record that it was about', { optional: true }) stream?: string;
  @Text(100, 'Code of the refusal') code!: string;
  @Text(10, 'The rule behind it', { optional: true }) invariant?: string;
  @Text(2_000, 'What he was told', { optional: true }) detail?: string;
  @Text(ATTEMPT_INPUT_LENGTH_MAX, 'The body as he sent it', { optional: true }) input?: string;
}

@Act({ summary: 'Count acts that were refused', creates: true, by: ['SYSTEM'] })
export class CountAttempts {
  @Id('Whose they were') participantId!: string;
  @Instant('Begin of the hour') since!: string;
  @Count('How many in it') count!: number;
}
