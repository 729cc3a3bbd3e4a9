import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('evidence', {
  collectorUnknown: {
    title: 'Who collected it is not registered',
    remedy: 'Register the participant first, or leave the collector away if it is you. A source is never named here (INV-30).',
  },
  annulled: {
    title: 'The record of this evidence was annulled',
    remedy: 'Record the evidence anew, and put its bytes there.',
  },
  otherBytes: {
    invariant: 'INV-38',
    title: 'These are not the bytes that were recorded',
    remedy: 'Put exactly the file whose SHA-256 was recorded; where that was of another file, annul the record and record the right one.',
  },
  bytesMissing: {
    title: 'The bytes of this evidence are not here yet',
    remedy: 'Whoever has the file puts it there with PUT …/bytes, or with jirga evidence put.',
  },
  bytesAltered: {
    invariant: 'INV-38',
    title: 'What is kept is not what was put there',
    remedy: 'Put the file there once more, or have the operator bring it back from a backup; jirga verify names every such file.',
  },
  notCustodian: {
    invariant: 'INV-38',
    title: 'Who gives it away must be who has it',
    remedy: 'The record says who has it now. Where a hand-over in between was not recorded, record that one first.',
  },
  receiverUnknown: {
    title: 'Who takes it is not registered',
    remedy: 'Register the participant first.',
  },
  keyDestroyed: {
    title: 'The key of this evidence was destroyed',
    remedy: 'Nothing brings its bytes back. Its record and its history stay.',
  },
});
