// Copyright 2026 the wininet authors. MIT license.

/**
 * The names of the files that are being downloaded into a directory. Two of
 * them must not have the same name, nor the name of each other's part.
 *
 * @module
 */

import { ERROR_FILE_EXISTS, InternetError } from "../error.ts";
import {
  comparableName,
  notePath,
  partPath,
  RESUMED,
} from "../_base/local_name.ts";
import { quotedUrl } from "../_base/secrets.ts";

/** Reserves names for one download; disposing it releases them. */
export interface Claimer extends Disposable {
  /** Reserves a name; throws ERROR_FILE_EXISTS if another download has it. */
  take(name: string): void;
}

/** The names in use. */
export class Names {
  /** The URL for each name. */
  readonly #urls = new Map<string, string>();

  /** Returns the object that reserves names for a URL. */
  claimer(url: string): Claimer {
    const taken: string[] = [];
    return {
      take: (name) => {
        const part = partPath(name, RESUMED);
        const keys = [name, part, notePath(part)].map(comparableName);
        for (const key of keys) this.#check(name, key);
        for (const key of keys) this.#urls.set(key, url);
        taken.push(...keys);
      },
      [Symbol.dispose]: () => {
        for (const key of taken) this.#urls.delete(key);
      },
    };
  }

  #check(name: string, key: string): void {
    const url = this.#urls.get(key);
    if (url === undefined) return;
    throw new InternetError(
      ERROR_FILE_EXISTS,
      `Cannot write "${name}": the download of ${
        quotedUrl(url)
      } has this name, give one of them another target`,
    );
  }
}
