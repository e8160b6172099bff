const tagsIn = (header: string): string[] => header.match(/(?:W\/)?"[^"]*"/g) ?? []

/**
 * `If-Match`: by strong comparison, so a weak tag never matches. RFC 9110, 13.1.1. `*` matches whatever there
 * is.
 */
export const isMatch = (header: string, etag: string): boolean =>
  header.trim() === '*' || tagsIn(header).includes(etag)

/** `If-None-Match`: by weak comparison; proxies that compress make tags weak. RFC 9110, 13.1.2. */
export const isKnown = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' ||
    tagsIn(header).some((tag) => tag.replace(/^W\//, '') === etag.replace(/^W\//, '')))
