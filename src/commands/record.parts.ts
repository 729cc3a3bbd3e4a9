import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { canonicalJson } from '../kernel/canonical-json';

/** Any JSON value that the ledger can keep: a corrected value is whatever stood there. */
export function AnyJson(description: string): PropertyDecorator {
  const validate = ValidateBy({
    name: 'isJson',
    validator: {
      validate: (value) => {
        try {
          return value !== undefined && canonicalJson(value) !== '';
        } catch {
          return false; // What has no canonical form could never be hashed; that is the answer here.
        }
      },
      defaultMessage: () => 'must be a JSON value with a canonical form',
    },
  });
  return (target, key) => {
    validate(target, key);
    ApiProperty({ description, oneOf: ['string', 'number', 'boolean', 'object', 'array', 'null'].map((type) => ({ type })) })(target, key);
  };
}
