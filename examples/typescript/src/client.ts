import type { TypedDocumentString } from "./graphql/graphql.js";

const API = process.env["NEWSSTAND"] ?? "http://127.0.0.1:8000";
const SECONDS = 10;
/** For servers of trusted documents: send their ids in the manifest instead of their texts. */
const BY_ID = process.env["NEWSSTAND_SEND"] === "id";

interface Refusal {
  message: string;
  extensions: { code: string; [more: string]: unknown };
}

/** What the API refused, with its codes: https://…/errors describes each of them. */
export class Refused extends Error {
  constructor(readonly errors: readonly Refusal[]) {
    super(errors.map((each) => `${each.extensions.code}: ${each.message}`).join("; "));
  }
}

/** Ask; the document's type says which variables it takes and what it gives. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Data> {
  const asked = BY_ID ? { documentId: document.__meta__?.["hash"] } : { query: document };
  const response = await fetch(`${API}/graphql`, {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ ...asked, variables }),
    signal: AbortSignal.timeout(SECONDS * 1000),
  });
  const answer = (await response.json()) as { data?: Data | null; errors?: Refusal[] };
  if (answer.errors || !answer.data) throw new Refused(answer.errors ?? []);
  return answer.data;
}
