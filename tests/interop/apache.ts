// Copyright 2026 the wininet authors. MIT license.

/**
 * What all configurations of Apache have in common.
 *
 * @module
 */

/** The directory of the modules of Debian and Ubuntu. */
export const APACHE_MODULES = "/usr/lib/apache2/modules";

/** A configuration of Apache. */
export interface ApacheSite {
  /** The folder of its files; the documents are in `www`. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  /** The names of the modules without `mod_`. */
  readonly modules: readonly string[];
  /** The number of requests that it serves at the same time. */
  readonly threads: number;
  /** The directives for the documents. */
  readonly rules: string;
}

/** Returns the text of a configuration. */
export function apacheConfiguration(
  { folder, host, port, modules, threads, rules }: ApacheSite,
): string {
  const loads = modules.map((name) =>
    `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`
  );
  return `
ServerRoot ${folder}
DefaultRuntimeDir ${folder}
PidFile ${folder}/apache.pid
ServerName localhost
Listen ${host}:${port}
ErrorLog ${folder}/error.log
${loads.join("\n")}
${Deno.uid() === 0 ? "User www-data\nGroup www-data" : ""}
StartServers 1
ServerLimit 1
ThreadsPerChild ${threads}
MaxRequestWorkers ${threads}
KeepAlive On
KeepAliveTimeout 60
TypesConfig /dev/null
AddType text/plain .txt
DocumentRoot ${folder}/www
${rules}
`;
}
