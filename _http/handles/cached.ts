// Copyright 2026 the wininet authors. MIT license.

/**
 * A send that uses the cache. It decides if a stored response is used,
 * validated or ignored, and if the network's response is stored. The rules are
 * those of `_cache/rules.ts`; the WinINet flags select among them here.
 *
 * Loaded only if a cache is open or INTERNET_FLAG_NEED_FILE is set.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import {
  EDITED_CACHE_ENTRY,
  HTTP_STATUS_GONE,
  HTTP_STATUS_NOT_FOUND,
  HTTP_STATUS_NOT_MODIFIED,
  INTERNET_FLAG_CACHE_IF_NET_FAIL,
  INTERNET_FLAG_FWD_BACK,
  INTERNET_FLAG_HYPERLINK,
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_RESYNCHRONIZE,
} from "../../flags.ts";
import {
  INTERNET_REQFLAG_CACHE_WRITE_DISABLED,
  INTERNET_REQFLAG_FROM_CACHE,
  INTERNET_REQFLAG_NET_TIMEOUT,
} from "../../options.ts";
import type { INTERNET_CACHE_TIMESTAMPS } from "../../structures.ts";
import { combineFlags, hasFlag } from "../../_base/bits.ts";
import { Deadline } from "../../_base/deadline.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { openedCache } from "../../_cache/opened.ts";
import type {
  BodyWriter,
  NewResponse,
  ResponseCache,
  StoredBody,
  StoredResponse,
} from "../../_cache/response_cache.ts";
import {
  ageOf,
  conditionsFor,
  coversFailure,
  decide,
  type Decision,
  entryType,
  expireTime,
  forbidsStale,
  forbidsStoring,
  hasConditions,
  invalidatedUrls,
  isRedirect,
  isStorable,
  modifiedTime,
  storedFields,
  updatedFields,
  variedFields,
  wantsOnlyCache,
} from "../../_cache/rules.ts";
import { temporaryFile } from "../../_cache/temporary_file.ts";
import type { Session } from "../../_core/session.ts";
import { cacheSessionStart } from "../../_options/process_state.ts";
import type { Header } from "../wire/header_list.ts";
import { headText, ResponseHead } from "../wire/response_head.ts";
import {
  answerOf,
  type CachedRequest,
  type CachedRequestInit,
  type Candidate,
  findCandidate,
  withIdentity,
} from "./cached_request.ts";
import {
  KeptBody,
  type NetworkBody,
  noFile,
  ResponseFile,
} from "./kept_body.ts";

/** Network failures for which INTERNET_FLAG_CACHE_IF_NET_FAIL accepts a stored response. */
const NETWORK_FAILURES: ReadonlySet<number> = new Set([
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
]);

/** Statuses after which no stored response is valid any more. */
const GONE: ReadonlySet<number | undefined> = new Set([
  HTTP_STATUS_NOT_FOUND,
  HTTP_STATUS_GONE,
]);

/** The extension of a file name, after the last dot of a path. */
const EXTENSION_REGEXP = /\.([0-9a-z]{1,16})$/i;

/** The body of an entry without one. */
const NO_BODY: StoredBody = {
  size: 0,
  read: () => 0,
  path() {
    throw new InternetError(
      ERROR_FILE_NOT_FOUND,
      "Cannot name the file: the entry of the cache has none",
    );
  },
  close() {},
};

/** One send that uses the cache. */
export class CachedSend {
  readonly #request: CachedRequest;
  /** The stored response that matches the request. */
  readonly #candidate: Candidate | null;
  /** The entry of the response, once it is used or stored. */
  #entry: StoredResponse | null = null;
  /** The body of the stored response that is used. */
  #body: StoredBody | null = null;
  /** The times at which the last request was sent and its response arrived. */
  #times: { requested: number; received: number } = {
    requested: 0,
    received: 0,
  };
  #timedOut = false;
  /** The body in a file, if it is in one. */
  #kept: KeptBody | null = null;
  /** True if the body will be stored when it is complete. */
  #storesBody = false;

  private constructor(request: CachedRequest) {
    this.#request = request;
    this.#candidate = findCandidate(request);
  }

  /** Starts a send. */
  static async start(request: CachedRequestInit): Promise<CachedSend> {
    return new CachedSend(await withIdentity(request));
  }

  /** True if the response is a stored response. */
  get isFromCache(): boolean {
    return this.#body !== null;
  }

  /** INTERNET_REQFLAG_* bits. */
  get requestFlags(): number {
    if (this.#request.cache === null) return 0;
    return combineFlags(
      this.isFromCache ? INTERNET_REQFLAG_FROM_CACHE : 0,
      this.#timedOut ? INTERNET_REQFLAG_NET_TIMEOUT : 0,
      this.isFromCache || this.#storesBody || this.#entry !== null
        ? 0
        : INTERNET_REQFLAG_CACHE_WRITE_DISABLED,
    );
  }

  /** INTERNET_OPTION_CACHE_TIMESTAMPS. */
  get timestamps(): INTERNET_CACHE_TIMESTAMPS | null {
    if (this.#entry === null) return null;
    const { expires, modified } = this.#entry;
    return {
      ftExpires: expires === null ? null : new Date(expires),
      ftLastModified: modified === null ? null : new Date(modified),
    };
  }

  // ---- the response ----

  /** Returns the response of the cache or of the network. */
  async respond(): Promise<ResponseHead> {
    const { method, isOffline, url } = this.#request;
    const decision = this.#decide();
    const stored = decision === "use" ? this.#useAsIs() : null;
    if (stored !== null) return stored;
    if (isOffline || wantsOnlyCache(this.#request.own)) throw notCached(url);
    // The response to a HEAD is not stored, so a validation would have no
    // effect.
    const conditions = decision === "validate" && method === "GET"
      ? this.#conditions
      : [];
    try {
      const response = await this.#ask(conditions);
      return await this.#standIn(response, conditions.length > 0) ?? response;
    } catch (error) {
      return this.#coverFailure(error);
    }
  }

  /**
   * The fields that validate the stored response; RESYNCHRONIZE requires a
   * response of the origin server.
   */
  get #conditions(): readonly Header[] {
    const conditions = conditionsFor(this.#candidate!.head);
    const isEndToEnd = conditions.length > 0 &&
      hasFlag(this.#request.flags, INTERNET_FLAG_RESYNCHRONIZE) &&
      this.#request.own.get("cache-control") === null;
    return isEndToEnd
      ? [...conditions, ["Cache-Control", "max-age=0"]]
      : conditions;
  }

  #decide(): Decision {
    const { flags, isOffline, settings } = this.#request;
    const candidate = this.#candidate;
    if (candidate === null) return "ignore";
    const isReloaded =
      (flags & (INTERNET_FLAG_RELOAD | INTERNET_FLAG_PRAGMA_NOCACHE)) !== 0;
    if (!isOffline && (isReloaded || hasConditions(this.#request.own))) {
      return "ignore";
    }
    const resynchronizes = hasFlag(flags, INTERNET_FLAG_RESYNCHRONIZE);
    const isEdited = hasFlag(candidate.entry.type, EDITED_CACHE_ENTRY) &&
      !settings.bypassesEdited;
    const isBack = hasFlag(flags, INTERNET_FLAG_FWD_BACK) && !resynchronizes;
    return decide(answerOf(candidate), {
      fields: this.#request.own,
      acceptsAnyAge: isOffline || isEdited || isBack,
      resynchronizes,
      isHyperlink: hasFlag(flags, INTERNET_FLAG_HYPERLINK) && !resynchronizes,
      syncMode: this.#request.cache!.syncMode,
      sessionStart: Math.max(this.#request.sessionStart, cacheSessionStart()),
    }, Date.now());
  }

  /** Sends the request; INTERNET_OPTION_FROM_CACHE_TIMEOUT limits the wait if a stored response can be used. */
  async #ask(conditions: readonly Header[]): Promise<ResponseHead> {
    const { settings: { fromCacheTimeout }, ask, cancel } = this.#request;
    const limit = new Deadline();
    if (this.#candidate !== null && fromCacheTimeout !== NO_TIMEOUT) {
      limit.set(fromCacheTimeout, () => {
        this.#timedOut = true;
        cancel();
      });
    }
    const requested = Date.now();
    try {
      const response = await ask(conditions);
      this.#times = { requested, received: Date.now() };
      return response;
    } finally {
      limit.stop();
    }
  }

  /**
   * Returns the stored response to use instead of the network's, or `null` if
   * the network's response is for the program.
   */
  async #standIn(
    response: ResponseHead,
    isConditional: boolean,
  ): Promise<ResponseHead | null> {
    const { flags, discard } = this.#request;
    const candidate = this.#candidate;
    if (isConditional && response.status === HTTP_STATUS_NOT_MODIFIED) {
      await discard(response);
      return this.#useUpdated(response) ?? await this.#ask([]);
    }
    const isCovered = candidate !== null &&
      hasFlag(flags, INTERNET_FLAG_CACHE_IF_NET_FAIL) &&
      coversFailure(
        response.status,
        answerOf(candidate),
        this.#request.own,
        Date.now(),
      );
    if (isCovered) {
      await discard(response);
      return this.#useAsIs() ?? await this.#ask([]);
    }
    this.answered(response);
    return null;
  }

  /**
   * Returns the stored response to use after a network failure; throws the
   * failure if there is none.
   */
  #coverFailure(error: unknown): ResponseHead {
    const isFailure = error instanceof InternetError &&
      NETWORK_FAILURES.has(error.code);
    const isWanted = this.#timedOut || isFailure &&
        hasFlag(this.#request.flags, INTERNET_FLAG_CACHE_IF_NET_FAIL);
    const isAllowed = this.#candidate !== null &&
      !forbidsStale(this.#candidate.head);
    const stored = isWanted && isAllowed ? this.#useAsIs() : null;
    if (stored === null) throw error;
    this.#timedOut ||= (error as InternetError).code === ERROR_INTERNET_TIMEOUT;
    return stored;
  }

  // ---- stored responses ----

  /**
   * Uses the stored response without validation; returns `null` if its body no
   * longer exists.
   */
  #useAsIs(): ResponseHead | null {
    const { entry, head } = this.#candidate!;
    if (!this.#open(entry)) return null;
    if (entry.status === 0) return head;
    const age = Math.floor(
      ageOf(answerOf(this.#candidate!), Date.now()) / 1000,
    );
    const { version, status, reason, fields } = head;
    return new ResponseHead(version, status, reason, [
      ...fields.filter(([name]) => name.toLowerCase() !== "age"),
      ["Age", String(age)],
    ]);
  }

  /**
   * Uses the stored response with the changes of a 304; returns `null` if it no
   * longer exists.
   */
  #useUpdated(response: ResponseHead): ResponseHead | null {
    const { cache, flags, own, url } = this.#request;
    const { entry, head } = this.#candidate!;
    const { version, status, reason } = head;
    const fields = updatedFields(
      head.fields as Header[],
      response.fields as Header[],
    );
    const updated = new ResponseHead(version, status, reason, fields);
    const isReadOnly = hasFlag(flags, INTERNET_FLAG_NO_CACHE_WRITE) ||
      forbidsStoring(own) || forbidsStoring(response);
    const change = {
      ...this.#factsOf(updated),
      head: headText(updated, fields),
    };
    const present = isReadOnly ? entry : cache!.update(entry, change);
    if (present === null || !this.#open(present)) return null;
    // The entry is removed when its body, which locks it, is closed.
    if (forbidsStoring(response)) cache!.remove(url.href);
    return updated;
  }

  #open(entry: StoredResponse): boolean {
    const needsBody = entry.hasBody && this.#request.method !== "HEAD";
    this.#body = needsBody ? this.#request.cache!.open(entry) : NO_BODY;
    if (this.#body === null) return false;
    this.#entry = entry;
    return true;
  }

  // ---- storing ----

  /** Records a network response, which may invalidate entries. */
  answered(response: ResponseHead): void {
    const { cache, method, url, settings } = this.#request;
    if (cache === null) return;
    const { status } = response;
    for (const other of invalidatedUrls(method, status, url.href, response)) {
      cache.remove(other);
    }
    if (!this.#isStored(response)) {
      const statuses = [status, this.#candidate?.entry.status];
      const wasGone = statuses.some((status) => GONE.has(status));
      if (wasGone && method === "GET") cache.remove(url.href);
    } else if (isRedirect(status)) {
      const writer = cache.write(url.href, settings.secondaryKey, null);
      this.#entry = writer.commit(this.#newResponse(response, false));
    }
  }

  #isStored(response: ResponseHead): boolean {
    const { cache, method, url, flags, settings, own } = this.#request;
    const isWhole = method === "GET" && own.get("range") === null;
    if (cache === null || !isWhole) return false;
    if (hasFlag(flags, INTERNET_FLAG_NO_CACHE_WRITE)) return false;
    if (url.protocol === "https:" && !cache.https) return false;
    const isEdited = this.#candidate !== null && !settings.bypassesEdited &&
      hasFlag(this.#candidate.entry.type, EDITED_CACHE_ENTRY);
    return !isEdited && isStorable(this.#answer(response), own);
  }

  // ---- the body ----

  /** The body in a file, or `null` if it is not in one. */
  get kept(): KeptBody | null {
    return this.#kept;
  }

  /** Returns the stored body for reads. */
  storedBody(): KeptBody {
    return this.#kept = new KeptBody(ResponseFile.stored(this.#body!), null);
  }

  /** Returns the network's body for reads, which write it into a file if it is to be stored. */
  keep(body: NetworkBody, response: ResponseHead): NetworkBody | KeptBody {
    const mustBeKept = hasFlag(this.#request.flags, INTERNET_FLAG_NEED_FILE);
    const isStored = this.#isStored(response) && !isRedirect(response.status);
    if (!isStored && !mustBeKept) return body;
    try {
      const writer = isStored
        ? this.#newWriter()
        : temporaryFile(this.#request.url.href, this.#extension);
      // INTERNET_OPTION_DATAFILE_NAME returns the path from now on.
      if (mustBeKept) writer.path();
      this.#storesBody = isStored;
      return this.#kept = new KeptBody(ResponseFile.growing(writer), {
        body,
        mustBeKept,
        store: (writer) => this.#commit(writer, response, body.isDecoded),
      });
    } catch (error) {
      if (mustBeKept) throw noFile(error);
      return body;
    }
  }

  /**
   * Stores the body; returns the function that opens it, or `null` if the file
   * belongs to this response alone.
   */
  #commit(
    writer: BodyWriter,
    response: ResponseHead,
    isDecoded: boolean,
  ): (() => StoredBody | null) | null {
    const entry = writer.commit(this.#newResponse(response, isDecoded));
    this.#entry = entry;
    return entry && (() => this.#request.cache!.open(entry));
  }

  #newWriter(): BodyWriter {
    const { cache, url, settings } = this.#request;
    return cache!.write(url.href, settings.secondaryKey, this.#extension);
  }

  get #extension(): string | null {
    const { url, settings } = this.#request;
    return settings.fileExtension ||
      (EXTENSION_REGEXP.exec(url.pathname)?.[1] ?? null);
  }

  #newResponse(response: ResponseHead, isDecoded: boolean): NewResponse {
    const fields = storedFields(response.fields as Header[], isDecoded);
    const ignored = isDecoded ? ["host", "accept-encoding"] : ["host"];
    return {
      ...this.#factsOf(response),
      status: response.status,
      head: headText(response, fields),
      varied: variedFields(response.get("vary"), this.#request.sent, ignored),
      identity: this.#request.identity,
    };
  }

  #factsOf(response: ResponseHead) {
    const answer = this.#answer(response);
    return {
      ...this.#times,
      type: entryType(response.status, response.version, response),
      expires: expireTime(answer),
      modified: modifiedTime(answer),
    };
  }

  #answer(response: ResponseHead) {
    return { status: response.status, fields: response, ...this.#times };
  }
}

function notCached({ origin, pathname }: URL): InternetError {
  return new InternetError(
    ERROR_FILE_NOT_FOUND,
    `Cannot request "${origin}${pathname}": only the cache may be used, and it has no suitable response`,
  );
}

/**
 * Returns the cache for the requests of a session; a private session has a
 * separate one in memory.
 */
export async function cacheOf(session: Session): Promise<ResponseCache | null> {
  const opened = openedCache();
  if (opened === null || !session.isPrivate) return opened;
  return await session.resource(opened, () => {
    const thing = opened.openPrivate();
    const close = () => thing.then((cache) => cache[Symbol.dispose]());
    return { thing, close };
  }).thing;
}
