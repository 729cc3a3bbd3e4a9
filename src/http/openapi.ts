import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { CommandType } from '../commands/noun';
import { FactPart, RecordPart } from '../commands/record-part';

interface Schema {
  properties?: Record<string, unknown>;
  required?: string[];
  additionalProperties?: boolean;
}

/**
 * The OpenAPI 3.1 document, made from the same declarations that validate. What the generator cannot say is added: the `record` member of
 * every command, that unknown members are refused, and `null` as 3.1 writes it.
 */
export function openApiOf(app: NestFastifyApplication, types: readonly CommandType[], version: string): OpenAPIObject {
  const description = 'An event-sourced ledger for peace negotiations. Every rule refused is an RFC 9457 problem with a stable code.';
  const builder = new DocumentBuilder().setTitle('Jirga').setDescription(description).setVersion(version).setOpenAPIVersion('3.1.0');
  const document = SwaggerModule.createDocument(app, builder.addBearerAuth().addSecurityRequirements('bearer').build());
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  for (const { name, fact } of types) addRecord(schemas, name, fact === true);
  for (const schema of Object.values(schemas)) if (schema.properties) schema.additionalProperties = false;
  return nullAsType(document) as OpenAPIObject;
}

function addRecord(schemas: Record<string, Schema>, command: string, fact: boolean): void {
  // A command without fields of its own is not described by the generator at all.
  const schema = (schemas[command] ??= { properties: {} });
  schema.properties = { ...schema.properties, record: { $ref: getSchemaPath(fact ? FactPart : RecordPart) } };
  if (fact) schema.required = [...new Set([...(schema.required ?? []), 'record'])];
}

/** OpenAPI 3.0's `nullable: true` became JSON Schema's own `type: [..., 'null']` in 3.1. */
function nullAsType(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullAsType);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as { nullable?: unknown; type?: unknown };
  const members = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, nullAsType(member)]));
  return nullable === true && typeof rest.type === 'string' ? { ...members, type: [rest.type, 'null'] } : members;
}
