// Apollo Client 4 with automatic persisted queries: node apollo.mjs URL
import { webcrypto as crypto } from "node:crypto";
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { listen } from "./requests.mjs";

const url = process.argv[2];
// As docs/persisted-documents.md has it.
const hash = async (text) => {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

// Each call is another browser: nothing is left of the one before but what the server keeps.
async function walk(query, useGETForHashedQueries) {
  const { requests, send } = listen();
  const client = new ApolloClient({
    link: ApolloLink.from([
      new PersistedQueryLink({ sha256: hash, useGETForHashedQueries }),
      new HttpLink({ uri: url, fetch: send }),
    ]),
    cache: new InMemoryCache({
      typePolicies: { Query: { fields: { articles: relayStylePagination(["language"]) } } },
    }),
  });
  let data = null;
  do {
    const after = data?.articles.pageInfo.endCursor ?? null;
    const variables = { language: "en", first: 4, after };
    await client.query({ query, variables, fetchPolicy: "network-only" });
    // The cache has joined the pages.
    data = client.readQuery({ query, variables });
  } while (data.articles.pageInfo.hasNextPage);
  return { keys: data.articles.edges.map(({ node }) => node.key), requests };
}

const byPost = gql`
  query ApolloByPost($language: LanguageCode!, $first: Int!, $after: String) {
    articles(language: $language, first: $first, after: $after) {
      edges {
        node {
          id
          key
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
const byGet = gql(byPost.loc.source.body.replace("ApolloByPost", "ApolloByGet"));

console.log(
  JSON.stringify({
    post: [await walk(byPost, false), await walk(byPost, false)],
    get: [await walk(byGet, true), await walk(byGet, true)],
  }),
);
