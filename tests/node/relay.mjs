// What Relay makes of the compiled documents: node relay.mjs URL FOLDER-OF-ARTIFACTS
import { createRequire } from "node:module";
import relay from "relay-runtime";

const [url, folder] = process.argv.slice(2);
const artifact = (name) => createRequire(`${folder}/`)(`./${name}.graphql`);
const language = "en";

async function send({ text }, variables) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: text, variables }),
  });
  return response.json();
}

const environment = new relay.Environment({
  network: relay.Network.create(send),
  store: new relay.Store(new relay.RecordSource()),
});

async function ask(name, variables) {
  const query = artifact(name);
  const operation = relay.createOperationDescriptor(relay.getRequest(query), variables);
  environment.retain(operation);
  await relay.fetchQuery(environment, query, variables).toPromise();
  return environment.lookup(operation.fragment).data;
}

// As Relay's hooks do: the fragment is read again after each page that the store has taken in.
function read(name, reference) {
  return environment.lookup(relay.getSingularSelector(artifact(name), reference)).data;
}

const front = await ask("ArticleListQuery", { language });
const forwards = () => read("ArticleList_query", front).articles;
while (forwards().pageInfo.hasNextPage) {
  await ask("ArticleListPaginationQuery", {
    language,
    count: 3,
    cursor: forwards().pageInfo.endCursor,
  });
}

const backwards = () => read("ArticleList_section", front.section).articles;
const { id } = read("ArticleList_section", front.section);
while (backwards().pageInfo.hasPreviousPage) {
  await ask("ArticleListSectionQuery", { id, count: 2, cursor: backwards().pageInfo.startCursor });
}

const card = read("ArticleCard_article", forwards().edges[0].node);
const text = read("ArticleCard_body", card);
const refetched = await ask("ArticleCardBodyQuery", { id: text.id, format: "HTML" });
const html = read("ArticleCard_body", refetched.node);

const keys = ({ edges }) => edges.map(({ node }) => node.key);
console.log(
  JSON.stringify({
    forwards: keys(forwards()),
    backwards: keys(backwards()),
    card: { id: text.id, title: card.title, section: card.section, text: text.body, html: html.body },
  }),
);
