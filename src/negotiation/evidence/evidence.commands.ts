import { Act } from '../../commands/act';
import { type Checked, Count, type Fault, Id, Language, OneOf, Part, Text, TextHash } from '../../commands/fields';
import { OccurrencePart } from '../../commands/record-part';
import { EvidenceKind, MEDIA_TYPE } from './evidence.events';

@Act({
  summary: 'Record a piece of evidence by its hash',
  creates: true,
  by: ['PROVINCIAL_OFFICIAL', 'EVIDENCE_CUSTODIAN', 'FEDERAL_LIAISON', 'FEDERAL_REVIEWER'],
})
export class IngestEvidence implements Checked {
  @TextHash('SHA-256 of its bytes') sha256!: string;
  @Count('How many bytes it has') bytes!: number;
  @Text(127, 'Its media type, such as application/pdf') mediaType!: string;
  @Part(OccurrencePart, 'When the thing itself was made: the letter dated, the photograph taken') capturedAt!: OccurrencePart;
  @Text(500, 'Where it was made or found', { optional: true }) place?: string;
  @Language('Language of its words, BCP 47; zxx if it holds none') lang!: string;
  @OneOf({ EvidenceKind }) kind!: EvidenceKind;
  @Id('The participant who collected it, where that is somebody else than who records it', { optional: true }) collectedBy?: string;

  faults(): readonly Fault[] {
    return MEDIA_TYPE.test(this.mediaType)
      ? []
      : [{ pointer: '/mediaType', detail: 'must be a media type in lower case, such as application/pdf' }];
  }
}

/** Custody and verification are the custodian's (domain.md 4.4); the federal side answers so for what proves its own conditions. */
const CUSTODIANS = ['EVIDENCE_CUSTODIAN', 'FEDERAL_LIAISON'] as const;

@Act({ summary: 'Have the bytes that are kept read and held against the hash that was recorded', by: CUSTODIANS })
export class VerifyEvidence {}

@Act({ summary: 'Record that it went from one hand to the next', fact: true, by: CUSTODIANS })
export class TransferCustody {
  @Id('The participant who gave it: the one who had it until then') from!: string;
  @Id('The participant who took it') to!: string;
  @Text(500, 'How it went: in person, by courier, by post') means!: string;
  @Text(100, 'Number of the seal on the bag or the box', { optional: true }) sealNo?: string;
}
