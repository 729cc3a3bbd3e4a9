import { type Checked, Count, Country, Degrees, type Fault, Id, OneOf, Text } from '../../commands/fields';
import { Topic } from '../terms';
import { AttendanceCapacity, ReferredKind } from './contact.events';

/** Somebody of the other side. */
export class Counterpart {
  @Id('Who comes') participantId!: string;
  @Id('For which party') partyId!: string;
}

/** Where it is or was. */
export class Place implements Checked {
  @Text(200, 'What it is called') name!: string;
  @Text(100, 'District, or what corresponds to it', { optional: true }) adm2?: string;
  @Text(100, 'Province, or what corresponds to it', { optional: true }) adm1?: string;
  @Country('Country, ISO 3166-1') country!: string;
  @Degrees(90, 'Latitude, WGS 84', { optional: true }) lat?: number;
  @Degrees(180, 'Longitude, WGS 84', { optional: true }) lon?: number;
  @Count('1 exact, 2 within about 25 km, 3 district, 4 province, 5 fuzzy, 6 country, 7 international waters or air', { min: 1, max: 7 })
  placePrecision!: number;

  faults(): readonly Fault[] {
    if (this.lat !== undefined && this.lon === undefined) return [{ pointer: '/lon', detail: 'must be there if lat is' }];
    return this.lon !== undefined && this.lat === undefined ? [{ pointer: '/lat', detail: 'must be there if lon is' }] : [];
  }
}

export class AgendaItem {
  @OneOf({ Topic }, 'Which of the topics; absent where it is none of them', { optional: true }) topic?: Topic;
  @Text(500, 'In words') text!: string;
  @Id('The party that raised it') raisedByPartyId!: string;
}

/** A record that somebody speaks of. */
export class RecordReference {
  @OneOf({ ReferredKind }, 'What kind of record it is') kind!: ReferredKind;
  @Id('Its id') id!: string;
}

export class Attendance implements Checked {
  @Id('Who was there') participantId!: string;
  @OneOf({ AttendanceCapacity }, 'As what') capacity!: AttendanceCapacity;
  @Id('For which party he came; a counterpart always comes for one', { optional: true }) partyId?: string;

  faults(): readonly Fault[] {
    return this.capacity === 'COUNTERPART' && this.partyId === undefined
      ? [{ pointer: '/partyId', detail: 'must be there if the capacity is COUNTERPART' }]
      : [];
  }
}
