import { expect, it } from '@jest/globals';
import { DISK_FREE_BYTES_MIN } from '../kernel/limits';
import { ledgerFolder } from './folder';
import { diskWarnings } from './folder-examination';

it('warns of a disk on which there is less room than there should be, with the room that there is', () => {
  const files = ledgerFolder('/srv/jirga');
  expect(diskWarnings(files, DISK_FREE_BYTES_MIN)).toEqual([]);
  expect(diskWarnings(files, DISK_FREE_BYTES_MIN - 1)).toEqual([
    expect.stringContaining('1023 MiB are free on the disk of /srv/jirga: make room'),
  ]);
});
