// urql with automatic persisted queries: node urql.mjs URL
import { Client, fetchExchange, gql } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { listen } from "./requests.mjs";

const url = process.argv[2];

// Each call is another browser: nothing is left of the one before but what the server keeps.
async function walk(query, preferGetForPersistedQueries) {
  const { requests, send } = listen();
  const client = new Client({
    url,
    fetch: send,
    preferGetMethod: false,
    exchanges: [persistedExchange({ preferGetForPersistedQueries }), fetchExchange],
  });
  const keys = [];
  let page = { endCursor: null, hasNextPage: true };
  while (page.hasNextPage) {
    const variables = { language: "en", first: 4, after: page.endCursor };
    const { data, error } = await client.query(query, variables).toPromise();
    if (error) throw error;
    keys.push(...data.articles.nodes.map(({ key }) => key));
    page = data.articles.pageInfo;
  }
  return { keys, requests };
}

const document = (name) => gql`
  query ${name}($language: LanguageCode!, $first: Int!, $after: String) {
    articles(language: $language, first: $first, after: $after) {
      nodes {
        id
        key
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
const byPost = document("UrqlByPost");
const byGet = document("UrqlByGet");

console.log(
  JSON.stringify({
    post: [await walk(byPost, false), await walk(byPost, false)],
    get: [await walk(byGet, "force"), await walk(byGet, "force")],
  }),
);
