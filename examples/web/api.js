const API = document.querySelector('meta[name="newsstand"]').content;
const SECONDS = 10;
const MOST_KEPT = 100;

/** An answer's first error: `code` is one of the API's closed list, `more` what stands beside it. */
export class Refused extends Error {
  constructor({ message, extensions: { code, ...more } }) {
    super(message);
    Object.assign(this, { code, more });
  }
}

/** The API was not reached, and nothing was kept. */
export class NoConnection extends Error {}

/**
 * Ask by GET: the browser sends the ETag of what it has, and while nothing has changed the server
 * says 304 without a body. Without a connection the answer that was kept last is given, but for
 * questions that are asked with `keeps: false`. Gives {data, asOf}: the time of the content if it may be out of date, else null.
 */
export async function ask(query, variables = {}, { keeps = true } = {}) {
  const address = `${API}/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;
  const shelf = keeps ? await globalThis.caches?.open("answers") : null; // there is none without https
  const response = await load(address).catch(() => null);
  if (response && response.status < 500) return { data: await keep(shelf, address, response), asOf: null };
  const kept = await shelf?.match(address);
  if (!kept) throw response ? new Error(`status ${response.status}`) : new NoConnection();
  const { data } = await kept.json();
  return { data, asOf: new Date(kept.headers.get("Last-Modified")) };
}

function load(address) {
  const headers = { Accept: "application/graphql-response+json" };
  return fetch(address, { cache: "no-cache", headers, signal: AbortSignal.timeout(SECONDS * 1000) });
}

/** Keep an answer, and no more than the newest ones; what is refused now, withdrawn say, is dropped. */
async function keep(shelf, address, response) {
  const copy = response.clone();
  const { data, errors } = await response.json();
  if (errors) {
    await shelf?.delete(address);
    throw new Refused(errors[0]);
  }
  await shelf?.put(address, copy);
  for (const old of (await shelf?.keys())?.slice(0, -MOST_KEPT) ?? []) await shelf.delete(old);
  return data;
}
