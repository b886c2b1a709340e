// Copyright 2026 the wininet authors. MIT license.

/**
 * Checks archives against the HAR 1.2 schema.
 *
 * @module
 */

import { assert } from "@std/assert";
import Ajv from "npm:ajv@6.12.6";
import draft06 from "npm:ajv@6.12.6/lib/refs/json-schema-draft-06.json" with {
  type: "json",
};
import * as schemas from "npm:har-schema@2.0.0";

/** The parts of an entry that tests read. */
export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: Record<string, unknown>;
  readonly response: Record<string, unknown>;
  readonly timings: Record<string, number>;
}

/** Returns the entries of an archive that conforms to the schema. */
export function entriesOf(har: object): HarEntry[] {
  const ajv = new Ajv();
  ajv.addMetaSchema(draft06);
  for (const schema of Object.values<object>(schemas.default)) {
    ajv.addSchema(schema);
  }
  const isValid = ajv.validate("har.json", har);
  assert(isValid, JSON.stringify(ajv.errors));
  return (har as { log: { entries: HarEntry[] } }).log.entries;
}
